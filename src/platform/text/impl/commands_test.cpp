#include "platform/text/commands.h"

#include "platform/text/width.h"

#include <gtest/gtest.h>
#include <sstream>

namespace tangthu::text {

namespace {

template <class Run>
std::string output_of(std::string_view input, Run&& run) {
    std::istringstream in{std::string{input}};
    std::ostringstream out;
    EXPECT_TRUE(run(in, out));
    return out.str();
}

} // namespace

TEST(TextCommands, FoldKeepsLines) {
    EXPECT_EQ(output_of("Đường\nHồ", run_fold), "duong\nho");
    EXPECT_EQ(output_of("Đường\n", run_fold), "duong\n");
    EXPECT_EQ(output_of("", run_fold), "");
}

TEST(TextCommands, SortPutsLinesInVietnameseOrder) {
    EXPECT_EQ(output_of("đào\nĐa\nÂn\nAn\r\nda\nĂn", run_sort), "An\nĂn\nÂn\nda\nĐa\nđào\n");
}

TEST(TextCommands, DecodeCountsLosses) {
    std::istringstream in{"Th\xAD vi\xD6n\nNGUY\xD4N DU"};
    std::ostringstream out;
    EXPECT_EQ(run_decode(in, out, LegacyEncoding::tcvn3).value(), 0U);
    EXPECT_EQ(out.str(), "Thư viện\nNGUYỄN DU");
    std::istringstream broken{"a\x81"};
    std::ostringstream ignored;
    EXPECT_EQ(run_decode(broken, ignored, LegacyEncoding::windows_1252).value(), 1U);
}

TEST(TextCommands, DetectNamesTheBestFirst) {
    EXPECT_TRUE(output_of("Th\xAD vi\xD6n", [](auto& in, auto& out) {
                    return run_detect(in, out);
                }).starts_with("tcvn3\t1.000\tThư viện\n"));
    EXPECT_TRUE(output_of("Th\xAD vi\xD6n", [](auto& in, auto& out) {
                    return run_detect(in, out, DetectOutput::json);
                }).starts_with(R"({"guesses":[{"encoding":"tcvn3","score":1.000,"sample":"Thư viện"},)"));
}

TEST(TextCommands, DetectNamesTheDamageInsideUtf8) {
    const auto detect = [](auto& in, auto& out) { return run_detect(in, out); };
    const auto as_json = [](auto& in, auto& out) { return run_detect(in, out, DetectOutput::json); };
    EXPECT_EQ(output_of("Thö vieän", detect), "utf-8\t1.000\tThö vieän\ndamaged\t1.000\tThư viện\n");
    for (const auto& [text, name] :
         std::vector<std::pair<std::string, std::string>>{{"Thö vieän", "vni-as-latin1"},
                                                          {"Tr¨m n¨m trong câi ng­êi ta", "tcvn3-as-latin1"},
                                                          {"Thƣ viện", "horn-look-alike"}}) {
        EXPECT_NE(
            output_of("sạch sẽ\n" + text + "\n", as_json).find(R"("damage":{"name":")" + name + R"(","lines":1,)"),
            std::string::npos)
            << text;
    }
    EXPECT_NE(output_of("Thư viện\n", as_json).find(R"("damage":null)"), std::string::npos);
}

TEST(TextCommands, RepairMendsDamagedLinesAndNoOthers) {
    EXPECT_EQ(output_of("Thö vieän\r\nThư viện\nThƣ viện\n\xFF\nZürich", run_repair),
              "Thư viện\r\nThư viện\nThư viện\n\xFF\nZürich");
}

TEST(DisplayWidth, CountsColumnsOfATerminal) {
    EXPECT_EQ(display_width(""), 0U);
    EXPECT_EQ(display_width("Đường"), 5U);
    EXPECT_EQ(display_width("Đu\u031Bo\u031B\u0300ng"), 5U);
    EXPECT_EQ(display_width("漢字 ab"), 7U);
    EXPECT_EQ(display_width("\xFF"), 1U);
}

TEST(TextCommands, FullDiskIsAnError) {
    std::istringstream in{"a\nb\n"};
    std::ostringstream out;
    out.setstate(std::ios::badbit);
    const auto result = run_fold(in, out);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().key, "text.write_failed");
}

} // namespace tangthu::text
