#include "app/data_folder.h"
#include "app/server.h"
#include "gateways/rest/rest.h"

#include <algorithm>
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

/// A path that fits the route, to what is not there: how far somebody gets, not what they find.
std::string example_of(std::string_view path) {
    std::string out;
    bool is_name = false;
    for (const char c : path) {
        if (c == '{') out += "999999";
        is_name = c == '{' || (is_name && c != '}');
        if (!is_name && c != '}') out += c;
    }
    return out;
}

TEST_F(Wiring, EachRouteLetsInWhoItSaysAndNobodyElse) {
    const auto library = Library::open(settings_, messages_, Use::serve);
    ASSERT_TRUE(library);
    auto& staff = (*library)->identity();
    const Actor machine{.channel = Channel::command_line};
    ASSERT_TRUE(staff.prepare());
    ASSERT_TRUE((*library)->branches().add_unit({.code = "LC", .name_vi = "Thư viện tỉnh", .valid_from = {2025, 7, 1}},
                                                machine));
    const Server server(**library, settings_);
    const auto ask = [&](const net::Route& route, const std::string& token) {
        net::Headers headers{{"Host", "127.0.0.1"}, {"Accept", "application/json"}};
        if (!token.empty()) headers.add("Authorization", "Bearer " + token);
        auto request = net::Request::make(net::method_name(route.method), example_of(route.path), std::move(headers));
        request->client = "127.0.0.1"; // who may ask for /metrics
        return server.router().handle(*std::move(request)).status;
    };
    const auto roles = staff.list_roles();
    ASSERT_GE(roles->size(), 4U);
    for (const auto& route : server.router().routes()) {
        const bool is_public = route.permission == Permission::Public;
        const auto label = std::string{net::method_name(route.method)} + " " + route.path;
        if (is_public)
            EXPECT_NE(ask(route, ""), 401) << label;
        else
            EXPECT_EQ(ask(route, ""), 401) << label;
    }
    for (const auto& role : *roles) {
        const auto device = staff.add_staff({.name = "may-" + role.code,
                                             .full_name = "Máy " + role.code,
                                             .kind = identity::StaffKind::service,
                                             .grants = {{role.code, "LC"}}},
                                            machine);
        ASSERT_TRUE(device) << device.error().key;
        for (const auto& route : server.router().routes()) {
            const auto permission = route.permission;
            const bool is_allowed = permission == Permission::Public || permission == Permission::SignedIn ||
                                    std::ranges::find(role.permissions, permission) != role.permissions.end();
            // A token for each: one of the routes signs out.
            const auto token = staff.add_token(device->staff.id, "", 1, machine);
            ASSERT_TRUE(token);
            const auto status = ask(route, token->token);
            const auto label = role.code + ": " + std::string{net::method_name(route.method)} + " " + route.path;
            if (is_allowed)
                EXPECT_TRUE(status != 401 && status != 403) << label << " " << status;
            else
                EXPECT_EQ(status, 403) << label;
        }
    }
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
