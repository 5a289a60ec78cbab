#include "app/cli/command_line.h"

#include "app/cli/console.h"
#include "app/cli/exit_code.h"
#include "app/cli/next_step.h"
#include "platform/db/fault.h"
#include "platform/marc/format.h"
#include "platform/text/messages.h"

#include <cerrno>
#include <cstring>
#include <gtest/gtest.h>
#include <map>
#include <set>

namespace tangthu::app {
namespace {

TEST(CommandTable, EveryTextIsThereInBothLanguages) {
    const text::Messages messages;
    for (const auto language : {text::Language::vi, text::Language::en}) {
        const auto expect = [&](std::string_view key) { EXPECT_TRUE(messages.has(language, key)) << key; };
        for (const auto& command : all_commands()) {
            expect(command.summary);
            expect(noun_summary(command.noun));
            for (const auto& word : command.words)
                expect(word.help);
            for (const auto& option : command.options)
                expect(option.help);
        }
    }
}

TEST(CommandTable, NamesAreUniqueAndExamplesAreOfTheCommand) {
    std::set<std::string> seen;
    for (const auto& command : all_commands()) {
        EXPECT_TRUE(seen.insert(command.name()).second) << command.name();
        EXPECT_NE(command.example.find("tangthu "), std::string_view::npos) << command.name();
        EXPECT_NE(command.example.find(command.name()), std::string_view::npos) << command.name();
        EXPECT_NE(command.run, nullptr) << command.name();
    }
}

TEST(CommandLine, ReadsOptionsAnywhere) {
    for (const auto& words : std::vector<std::vector<std::string>>{
             {"--json", "--data", "d", "catalogue", "search", "dế", "mèn", "--limit", "3"},
             {"catalogue", "--data=d", "search", "--limit=3", "dế", "mèn", "--json"},
             {"catalogue", "search", "--json", "--data", "d", "--limit", "9", "--limit", "3", "--", "dế", "mèn"}}) {
        const auto request = parse_command_line(words);
        ASSERT_TRUE(request) << request.error().key;
        EXPECT_EQ(request->command->name(), "catalogue search");
        EXPECT_TRUE(request->global.is_json);
        EXPECT_EQ(request->global.data, "d");
        EXPECT_EQ(request->arguments.get("--limit"), "3");
        EXPECT_EQ(request->arguments.words(), (std::vector<std::string>{"dế", "mèn"}));
    }
}

TEST(CommandLine, WordsBehindTwoDashesAreWords) {
    const auto request = parse_command_line({"catalogue", "search", "--", "--json", "-x"});
    ASSERT_TRUE(request);
    EXPECT_FALSE(request->global.is_json);
    EXPECT_EQ(request->arguments.words(), (std::vector<std::string>{"--json", "-x"}));
}

TEST(CommandLine, AWordWithADashIsAWordOfAQueryAndOfNothingElse) {
    const auto words = [](std::vector<std::string> line) {
        line.insert(line.begin(), {"catalogue", "search"});
        const auto request = parse_command_line(line);
        return request ? request->arguments.words() : std::vector<std::string>{request.error().key};
    };
    using Words = std::vector<std::string>;
    EXPECT_EQ(words({"lịch", "sử", "-đảng"}), (Words{"lịch", "sử", "-đảng"}));
    EXPECT_EQ(words({"-dang", "--field", "title", "lịch sử"}), (Words{"-dang", "lịch sử"}));
    EXPECT_EQ(words({"-1945", "-q", "x", "--", "--y"}), (Words{"-1945", "x", "--y"}));
    EXPECT_EQ(words({"x", "-a", "--limit=3"}), (Words{"x", "-a"}));
    EXPECT_EQ(words({"x", "-limit", "3"}), (Words{"app.usage_unknown_option_near"})) << "a slip, not a wish";
    EXPECT_EQ(words({"x", "-a", "--zzzzzzzz"}), (Words{"app.usage_unknown_option"}));
    EXPECT_EQ(words({"x", "-a", "--limit"}), (Words{"app.usage_value_missing"}));
    EXPECT_EQ(parse_command_line({"marc", "check", "-đảng"}).error().key, "app.usage_unknown_option");
}

TEST(CommandLine, AOneDashIsAFileName) {
    const auto request = parse_command_line({"marc", "check", "-"});
    ASSERT_TRUE(request);
    EXPECT_EQ(request->arguments.word(), "-");
}

TEST(CommandLine, RefusesWhatItDoesNotUnderstand) {
    const auto key = [](const std::vector<std::string>& words) { return parse_command_line(words).error().key; };
    EXPECT_EQ(key({}), "app.usage_needs_command");
    EXPECT_EQ(key({"catalogue"}), "app.usage_needs_verb");
    EXPECT_EQ(key({"katalog"}), "app.usage_unknown_noun");
    EXPECT_EQ(key({"catalog"}), "app.usage_unknown_noun_near");
    EXPECT_EQ(key({"catalogue", "searhc", "x"}), "app.usage_unknown_verb_near");
    EXPECT_EQ(key({"catalogue", "search", "x", "--feild", "title"}), "app.usage_unknown_option_near");
    EXPECT_EQ(key({"catalogue", "search", "x", "--zzzzzzzz"}), "app.usage_unknown_option");
    EXPECT_EQ(key({"catalogue", "search", "x", "--limit"}), "app.usage_value_missing");
    EXPECT_EQ(key({"catalogue", "import"}), "app.usage_word_missing");
    EXPECT_EQ(key({"db", "backup", "a", "b"}), "app.usage_word_too_many");
    EXPECT_EQ(key({"version", "--lang", "fr"}), "app.usage_bad_language");
}

TEST(ExitCodes, FollowSysexits) {
    const auto code = [](ErrorKind kind, const char* key) {
        return static_cast<int>(exit_code(Error{kind, key, {}, {}}));
    };
    EXPECT_EQ(code(ErrorKind::Invalid, "app.usage_unknown_noun"), 64);
    EXPECT_EQ(code(ErrorKind::Invalid, "catalogue.unknown_format"), 64);
    EXPECT_EQ(code(ErrorKind::Invalid, "marc.anything"), 65);
    EXPECT_EQ(code(ErrorKind::NotFound, "catalogue.bib_not_found"), 66);
    EXPECT_EQ(code(ErrorKind::Unavailable, "net.cannot_listen"), 69);
    EXPECT_EQ(code(ErrorKind::Conflict, "app.demo_not_empty"), 73);
    EXPECT_EQ(code(ErrorKind::Unavailable, "search.index_locked"), 75);
    EXPECT_EQ(code(ErrorKind::Forbidden, "identity.anything"), 77);
    const auto broken = [](db::FaultCause cause) { return static_cast<int>(exit_code(db::DatabaseFault(cause, "x"))); };
    EXPECT_EQ(broken(db::FaultCause::DiskFull), 74);
    EXPECT_EQ(broken(db::FaultCause::ConnectionLost), 69);
    EXPECT_EQ(broken(db::FaultCause::Busy), 75);
    EXPECT_EQ(broken(db::FaultCause::ReadOnly), 77);
    EXPECT_EQ(broken(db::FaultCause::Statement), 70);
}

TEST(ExitCodes, OfBackups) {
    const auto code = [](const char* key) {
        return static_cast<int>(exit_code(Error{ErrorKind::Unavailable, key, {}, {}}));
    };
    EXPECT_EQ(code("db.backup_exists"), 73);
    EXPECT_EQ(code("db.backup_cannot_create"), 73);
    EXPECT_EQ(code("db.backup_failed"), 74);
}

TEST(ExitCodes, TellDamageFromAFullDisk) {
    EXPECT_TRUE(is_damage(db::DatabaseFault(db::FaultCause::Corrupt, "x")));
    EXPECT_FALSE(is_damage(db::DatabaseFault(db::FaultCause::DiskFull, "x")));
    EXPECT_EQ(next_step("app.fault_damaged", "catalogue show"), "tangthu db restore FILE");
}

TEST(Reasons, OfTheSystemAreSaidInTheLanguage) {
    const text::Messages messages;
    const auto said = [&](const char* reason) {
        return text_of(messages, text::Language::vi, "net.cannot_listen", {{"address", "x:1"}, {"reason", reason}});
    };
    EXPECT_NE(said(std::strerror(EADDRINUSE)).find("x:1: địa chỉ đang có chương trình khác dùng."), std::string::npos)
        << said(std::strerror(EADDRINUSE));
    EXPECT_NE(said("no words for this").find("no words for this"), std::string::npos);
    const auto broken = from_json<std::map<std::string, int>>("{\"a\":}");
    ASSERT_FALSE(broken);
    const auto json = text_of(messages, text::Language::vi, broken.error().key, broken.error().params);
    EXPECT_NE(json.find("sai cú pháp"), std::string::npos) << json;
}

TEST(Texts, OfUnknownEncodingsAndFormatsNameThemAll) {
    const text::Messages messages;
    for (const auto language : {text::Language::vi, text::Language::en}) {
        const auto encodings = messages.text(language, "catalogue.unknown_encoding", {{"encoding", "x"}});
        const auto help = messages.text(language, "app.option_encoding");
        for (int i = 0; i <= static_cast<int>(marc::Encoding::Cp866); ++i) {
            const std::string name{marc::encoding_name(static_cast<marc::Encoding>(i))};
            EXPECT_NE(encodings.find(name), std::string::npos) << name << ": " << encodings;
            EXPECT_NE(help.find(name), std::string::npos) << name << ": " << help;
        }
        const auto formats = messages.text(language, "catalogue.unknown_format", {{"format", "x"}});
        for (int i = 0; i <= static_cast<int>(marc::Format::Line); ++i) {
            const std::string name{marc::format_name(static_cast<marc::Format>(i))};
            EXPECT_NE(formats.find(name), std::string::npos) << name << ": " << formats;
        }
    }
}

TEST(NextStep, IsAlwaysACommandOfOurs) {
    EXPECT_EQ(next_step("catalogue.batch_not_found", "catalogue undo"), "tangthu catalogue batches");
    EXPECT_EQ(next_step("some.other_key", "catalogue undo"), "tangthu catalogue undo --help");
    EXPECT_EQ(next_step("some.other_key", ""), "tangthu --help");
}

} // namespace
} // namespace tangthu::app
