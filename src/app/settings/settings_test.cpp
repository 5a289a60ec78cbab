#include "app/settings/settings.h"

#include "app/cli/command_line.h"
#include "app/cli/nearest.h"
#include "platform/text/messages.h"

#include <fstream>
#include <gtest/gtest.h>
#include <sstream>
#include <stdlib.h>

namespace tangthu::app {
namespace {

class SettingsFile : public ::testing::Test {
protected:
    void SetUp() override {
        auto pattern = (std::filesystem::temp_directory_path() / "tangthu-settings-XXXXXX").string();
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
    }
    void TearDown() override {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    Result<Settings> load(const std::string& file, const Environment& environment = {}) {
        std::ofstream(folder_ / "tangthu.toml") << file;
        GlobalOptions options;
        options.data = folder_.string();
        return load_settings(options, environment);
    }
    std::filesystem::path folder_;
};

std::string param(const Error& error, std::string_view name) {
    for (const auto& one : error.params)
        if (one.name == name) return one.value;
    return {};
}

std::string contents(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

TEST_F(SettingsFile, TakesTheFileOverDefaultsAndTheEnvironmentOverTheFile) {
    const std::string file =
        "[server]\nlisten = \"0.0.0.0:80\"\nworkers = 6\naccess_log = true\n[site]\nzalo = \"z\"\n";
    const auto from_file = load(file);
    ASSERT_TRUE(from_file);
    EXPECT_EQ(from_file->listen, "0.0.0.0:80");
    EXPECT_EQ(from_file->workers, 6);
    EXPECT_TRUE(from_file->has_access_log);
    EXPECT_EQ(from_file->zalo, "z");
    EXPECT_EQ(from_file->burst, Settings{}.burst);
    const auto both = load(file, {{"TANGTHU_SERVER_WORKERS", "7"}});
    ASSERT_TRUE(both);
    EXPECT_EQ(both->workers, 7);
    EXPECT_EQ(both->listen, "0.0.0.0:80");
}

TEST_F(SettingsFile, RefusesWhatItDoesNotKnowWithLineAndSuggestion) {
    const auto misspelt = load("[server]\n\nlisten_ = \"x\"\n");
    ASSERT_FALSE(misspelt);
    EXPECT_EQ(misspelt.error().key, "app.unknown_setting_near");
    EXPECT_EQ(param(misspelt.error(), "line"), "3");
    EXPECT_EQ(param(misspelt.error(), "nearest"), "server.listen");
    EXPECT_EQ(load("colour = \"red\"\n").error().key, "app.unknown_setting");
    EXPECT_EQ(load("[serverr]\nlisten = \"x\"\n").error().key, "app.unknown_setting");
    EXPECT_TRUE(load("server = 3\n").error().key.starts_with("app.unknown_setting"));
}

TEST_F(SettingsFile, RefusesValuesOutOfForm) {
    for (const auto* file : {"[server]\nworkers = 1000\n", "[server]\nworkers = -1\n", "[server]\nworkers = \"many\"\n",
                             "[server]\nworkers = 1.5\n", "[server]\naccess_log = \"yes\"\n",
                             "[server]\ntrusted_proxies = [\"127.0.0.1\"]\n"})
        EXPECT_EQ(load(file).error().key, "app.bad_setting") << file;
    EXPECT_EQ(load("", {{"TANGTHU_SERVER_BURST", "lots"}}).error().key, "app.bad_setting");
    const auto broken = load("[server]\nlisten = \n");
    EXPECT_EQ(broken.error().key, "app.settings_syntax");
    EXPECT_EQ(param(broken.error(), "line"), "2");
}

TEST(SettingsTable, IsInTheManualOfBothLanguagesWordForWord) {
    const text::Messages messages;
    for (const auto language : {text::Language::vi, text::Language::en}) {
        const auto file = std::filesystem::path{TANGTHU_SOURCE_DIR} / "docs" / "manual" /
                          std::string{text::language_code(language)} / "settings.md";
        const auto table = manual_table(messages, language);
        EXPECT_NE(contents(file).find(table), std::string::npos) << file << " should have this table:\n" << table;
    }
}

TEST(SettingsTable, EverySettingReadsBackWhatItShows) {
    for (const auto& setting : settings_table()) {
        Settings settings;
        const auto value = setting.get(settings);
        setting.set(settings, value);
        EXPECT_EQ(setting.get(settings), value) << setting.key;
        EXPECT_LE(setting.min, setting.max) << setting.key;
    }
}

TEST(Nearest, FindsTheWordThatWasMeant) {
    const std::vector<std::string> words{"catalogue", "branches", "import", "index", "db"};
    EXPECT_EQ(nearest("catalouge", words), "catalogue");
    EXPECT_EQ(nearest("cat", words), "catalogue");
    EXPECT_EQ(nearest("imprt", words), "import");
    EXPECT_EQ(nearest("dv", words), "db");
    EXPECT_EQ(nearest("zzzzzz", words), "");
    EXPECT_EQ(nearest("", words), "");
    EXPECT_EQ(nearest(std::string(10'000, 'a'), words), "");
}

} // namespace
} // namespace tangthu::app
