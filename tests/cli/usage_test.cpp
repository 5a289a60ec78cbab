#include "tests/cli/library.h"

#include <csignal>

namespace tangthu::test {
namespace {

class Usage : public LibraryTest {};

TEST_F(Usage, WithoutACommandIsAUsageErrorAndNamesTheHelp) {
    const auto outcome = tangthu({});
    EXPECT_EQ(outcome.code, 64);
    EXPECT_EQ(outcome.out, "");
    EXPECT_NE(outcome.err.find("tangthu --help"), std::string::npos) << outcome.err;
}

TEST_F(Usage, AMistypedNounVerbOrOptionIsAnsweredWithTheRightOne) {
    EXPECT_NE(tangthu({"catalgue", "import"}).err.find("“catalogue”"), std::string::npos);
    EXPECT_NE(tangthu({"catalogue", "imprt"}).err.find("“import”"), std::string::npos);
    EXPECT_NE(tangthu({"catalogue", "search", "x", "--limti", "3"}).err.find("--limit"), std::string::npos);
    EXPECT_EQ(text(problem({"catalgue", "import"}, 64), "key"), "app.usage_unknown_noun_near");
    EXPECT_EQ(text(problem({"catalogue", "imprt"}, 64), "next"), "tangthu catalogue import --help");
    EXPECT_EQ(text(problem({"xyzzyplugh"}, 64), "key"), "app.usage_unknown_noun");
}

TEST_F(Usage, HelpStandsAtEveryLevelInBothLanguagesWithAnExample) {
    for (const auto& words : std::vector<std::vector<std::string>>{{"--help"},
                                                                   {"help"},
                                                                   {"catalogue", "--help"},
                                                                   {"help", "catalogue"},
                                                                   {"catalogue", "import", "--help"},
                                                                   {"serve", "--help"},
                                                                   {"text", "decode", "-h"}}) {
        const auto in_vietnamese = tangthu(words);
        auto english = words;
        english.insert(english.begin(), {"--lang", "en"});
        const auto in_english = tangthu(english);
        EXPECT_EQ(in_vietnamese.code, 0);
        EXPECT_EQ(in_english.code, 0);
        EXPECT_NE(in_vietnamese.out.find("Ví dụ:"), std::string::npos) << in_vietnamese.out;
        EXPECT_NE(in_english.out.find("Example:"), std::string::npos) << in_english.out;
        EXPECT_EQ(in_english.out.find("app."), std::string::npos) << "a text is missing: " << in_english.out;
    }
}

TEST_F(Usage, LangComesFromTheEnvironmentToo) {
    EXPECT_NE(run({"--help"}, {.environment = {"LANG=en_GB.UTF-8"}}).out.find("Usage:"), std::string::npos);
    EXPECT_NE(run({"--help"}, {.environment = {"LANG=vi_VN.UTF-8"}}).out.find("Cách dùng:"), std::string::npos);
    EXPECT_NE(run({"--help"}, {.environment = {"LANG=C.UTF-8"}}).out.find("Cách dùng:"), std::string::npos);
    EXPECT_EQ(tangthu({"--lang", "fr", "version"}).code, 64);
}

TEST_F(Usage, OptionsOfTheProgramStandBeforeOrBehindTheVerb) {
    EXPECT_EQ(tangthu({"--json", "version"}).out, tangthu({"version", "--json"}).out);
    EXPECT_EQ(tangthu({"--data=elsewhere", "db", "status"}).code, 66);
    EXPECT_EQ(tangthu({"db", "status", "--data", "elsewhere"}).code, 66);
}

TEST_F(Usage, AMissingOrSurplusWordOrValueIsNamed) {
    EXPECT_EQ(text(problem({"catalogue", "import"}, 64), "key"), "app.usage_word_missing");
    EXPECT_EQ(text(problem({"catalogue", "show", "1", "2"}, 64), "key"), "app.usage_word_too_many");
    EXPECT_EQ(text(problem({"catalogue", "show", "abc"}, 64), "key"), "app.usage_bad_id");
    EXPECT_EQ(text(problem({"catalogue", "search", "x", "--limit", "0"}, 64), "key"), "app.usage_bad_number");
    EXPECT_EQ(text(problem({"marc", "convert", "x"}, 64), "key"), "app.usage_option_missing");
    EXPECT_EQ(tangthu({"catalogue", "search", "x", "--limit"}).code, 64);
}

TEST_F(Usage, ReadingWhereThereIsNoLibraryMakesNone) {
    for (const auto& words : std::vector<std::vector<std::string>>{{"catalogue", "search", "x"},
                                                                   {"catalogue", "export"},
                                                                   {"branches", "list"},
                                                                   {"db", "status"},
                                                                   {"journal", "verify"},
                                                                   {"index", "check"}}) {
        const auto object = problem(words, 66);
        EXPECT_EQ(text(object, "key"), "app.no_library");
        EXPECT_EQ(text(object, "next"), "tangthu demo load");
    }
    EXPECT_FALSE(std::filesystem::exists(data()));
}

TEST_F(Usage, AnUnknownSettingIsAnErrorWithItsLineAndASuggestion) {
    std::filesystem::create_directories(data());
    write("data/tangthu.toml", "[server]\nlisten = \"127.0.0.1:8081\"\nworkres = 3\n");
    const auto outcome = tangthu({"settings", "show"});
    EXPECT_EQ(outcome.code, 65);
    EXPECT_NE(outcome.err.find("server.workers"), std::string::npos) << outcome.err;
    EXPECT_NE(outcome.err.find("3"), std::string::npos);
    // What does not need the settings still runs.
    EXPECT_EQ(tangthu({"version"}).code, 0);
    write("data/tangthu.toml", "[server]\nworkers = 300\n");
    EXPECT_EQ(text(problem({"settings", "show"}, 65), "key"), "app.bad_setting");
    write("data/tangthu.toml", "[server\n");
    EXPECT_EQ(text(problem({"settings", "show"}, 65), "key"), "app.settings_syntax");
}

TEST_F(Usage, TheSampleOfSettingsIsAccepted) {
    std::filesystem::create_directories(data());
    auto sample = tangthu({"settings", "sample"}).out;
    for (auto at = sample.find("\n# "); at != std::string::npos; at = sample.find("\n# ", at + 1))
        if (sample.find(" = ", at) < sample.find('\n', at + 1)) sample.erase(at + 1, 2); // take the # away
    write("data/tangthu.toml", sample);
    const auto outcome = tangthu({"settings", "show"});
    EXPECT_EQ(outcome.code, 0) << outcome.err << sample;
}

TEST_F(Usage, TextVerbsWorkFromStdinToStdout) {
    EXPECT_EQ(tangthu({"text", "fold"}, "Đường về Huế\n").out, "duong ve hue\n");
    EXPECT_EQ(tangthu({"text", "sort"}, "đa\nda\nan\nân\n").out, "an\nân\nda\nđa\n");
    EXPECT_EQ(tangthu({"text", "decode", "--from", "tcvn3"}, "Th\xad vi\xd6n\n").out, "Thư viện\n");
    const auto unknown = problem({"text", "decode", "--from", "klingon"}, 64);
    EXPECT_EQ(text(unknown, "key"), "text.unknown_encoding");
    for (const auto* name : {"double-utf8", "latin1", "cp866", "cp1251", "damaged"})
        EXPECT_NE(text(unknown, "detail").find(name), std::string::npos) << name;
    EXPECT_EQ(text(unknown, "detail").find("marc-8"), std::string::npos);
    EXPECT_EQ(text(problem({"text", "decode"}, 64), "key"), "app.usage_option_missing");
    EXPECT_NE(tangthu({"text", "decode", "--help"}).out.find("tangthu text decode --from E\n"), std::string::npos);
    const auto damaged = tangthu({"text", "detect"}, "Thö vieän\n");
    EXPECT_EQ(damaged.out, "utf-8\t1.000\tThö vieän\ndamaged\t1.000\tThư viện\n");
    EXPECT_NE(damaged.err.find("VNI"), std::string::npos) << damaged.err;
    EXPECT_EQ(tangthu({"text", "decode", "--from", "damaged"}, "Thö vieän\n").out, "Thư viện\n");
    const auto lost = tangthu({"text", "decode", "--from", "windows-1252", "--json"}, "a\x81\n");
    EXPECT_EQ(lost.code, 65);
    EXPECT_EQ(text(parse_object(lost.err), "key"), "app.decode_lost");
}

TEST_F(Usage, MarcConvertAndCheckNeedNoLibrary) {
    const auto file = write("hai.mrk", records({.count = 2}));
    const auto line = tangthu({"marc", "convert", "--to", "line", file});
    EXPECT_EQ(line.code, 0) << line.err;
    EXPECT_NE(line.out.find("245 10 $a Sách bản mẫu số 2"), std::string::npos) << line.out;
    const auto checked = tangthu({"marc", "check", file});
    EXPECT_NE(checked.out.rfind("\"total\""), std::string::npos) << checked.out;
    for (const auto* verb : {"check", "convert"}) {
        const auto object =
            problem({"marc", verb, "không-có.mrc", "--to", "json"}, std::string_view{verb} == "check" ? 64 : 66);
        EXPECT_FALSE(text(object, "next").empty());
    }
    const auto missing = tangthu({"marc", "check", "không-có.mrc"});
    EXPECT_EQ(missing.code, 66);
    EXPECT_NE(missing.err.find("→ Thử tiếp: tangthu marc check --help"), std::string::npos) << missing.err;
    EXPECT_EQ(text(problem({"marc", "check", "không-có.mrc"}, 66), "key"), "marc.file_not_found");
    EXPECT_FALSE(std::filesystem::exists(data()));
}

TEST_F(Usage, MarcConvertNamesWhatIsNotWhole) {
    const auto odd = write("lạ.mrk", "=LDR  00000nam a2200000 a 4500\n=001  1\n=245  10$aSách \U0001F600\n\n");
    const auto to_marc8 = tangthu({"marc", "convert", "--to", "iso2709", "--to-encoding", "marc-8", odd});
    EXPECT_EQ(to_marc8.code, 0);
    EXPECT_EQ(to_marc8.err, "1 ký tự không có trong MARC-8, đã ghi thành &#xHHHH;.\n");
    EXPECT_NE(to_marc8.out.find("&#x1F600;"), std::string::npos) << to_marc8.out;
    const auto refused = problem({"marc", "convert", "--to", "iso2709", "--to-encoding", "klingon", odd}, 64);
    EXPECT_EQ(text(refused, "key"), "marc.convert_unsupported");
    const auto half = write("nửa.mrc", tangthu({"marc", "convert", "--to", "iso2709", odd}).out + "không phải\x1d");
    const auto outcome = tangthu({"marc", "convert", "--to", "line", half, "--json"});
    EXPECT_EQ(outcome.code, 65);
    const auto object = parse_object(outcome.err);
    EXPECT_EQ(text(object, "key"), "marc.convert_rejected");
    EXPECT_EQ(object.at("problems").as_array().size(), 1U);
    const auto in_words = tangthu({"marc", "convert", "--to", "line", half});
    EXPECT_EQ(in_words.code, 65);
    EXPECT_NE(in_words.err.find("Đã ghi 1 biểu ghi, bỏ lại 1 biểu ghi hỏng."), std::string::npos) << in_words.err;
}

TEST_F(Usage, DoctorExaminesAnEmptyPlaceAndFailsNobody) {
    const auto object = json({"doctor"});
    EXPECT_GE(object.at("checks").as_array().size(), 5U);
    EXPECT_TRUE(object.at("ok").as_bool());
}

} // namespace
} // namespace tangthu::test
