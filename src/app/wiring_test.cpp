#include "app/data_folder.h"
#include "app/server.h"
#include "gateways/rest/rest.h"

#include <gtest/gtest.h>
#include <stdlib.h>

namespace tangthu::app {
namespace {

class Wiring : public ::testing::Test {
protected:
    void SetUp() override {
        auto pattern = (std::filesystem::temp_directory_path() / "tangthu-wiring-XXXXXX").string();
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        settings_.data = pattern;
        settings_.listen = "127.0.0.1:0";
    }
    void TearDown() override {
        std::error_code ignored;
        std::filesystem::remove_all(settings_.data, ignored);
    }
    Settings settings_;
    text::Messages messages_;
};

TEST_F(Wiring, TheWholeInterfaceKeepsItsConventions) {
    const auto library = Library::open(settings_, messages_, Use::serve);
    ASSERT_TRUE(library) << library.error().key;
    const Server server(**library, settings_);
    for (const auto& finding : rest::find_unconventional(server.router()))
        ADD_FAILURE() << finding;
    for (const auto& route : server.router().routes())
        for (const auto language : {text::Language::vi, text::Language::en})
            EXPECT_TRUE(messages_.has(language, route.summary)) << route.path << " " << route.summary;
}

TEST_F(Wiring, OneServerAFolder) {
    const DataFolder folder(settings_.data);
    EXPECT_FALSE(ServerLock::find_server(folder));
    {
        const auto lock = ServerLock::take(folder);
        ASSERT_TRUE(lock);
        lock->announce("http://127.0.0.1:1");
        const auto found = ServerLock::find_server(folder);
        ASSERT_TRUE(found);
        EXPECT_EQ(found->address, "http://127.0.0.1:1");
        EXPECT_EQ(ServerLock::take(folder).error().key, "app.already_serving");
    }
    EXPECT_FALSE(ServerLock::find_server(folder));
    EXPECT_TRUE(ServerLock::take(folder));
}

TEST_F(Wiring, ACommandLeavesTheIndexToTheServer) {
    const auto lock = ServerLock::take(DataFolder(settings_.data));
    ASSERT_TRUE(lock);
    const auto serving = Library::open(settings_, messages_, Use::serve);
    ASSERT_TRUE(serving);
    EXPECT_EQ((*serving)->indexer().role(), catalogue::IndexRole::writer);
    const auto command = Library::open(settings_, messages_, Use::write);
    ASSERT_TRUE(command);
    EXPECT_EQ((*command)->indexer().role(), catalogue::IndexRole::reader);
}

TEST_F(Wiring, AFolderThatCannotBeMadeIsAnError) {
    settings_.data = "/proc/no-such-folder";
    const auto library = Library::open(settings_, messages_, Use::write);
    ASSERT_FALSE(library);
    EXPECT_EQ(library.error().key, "app.cannot_create_folder");
}

} // namespace
} // namespace tangthu::app
