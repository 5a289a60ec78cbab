#include "platform/text/commands.h"

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

TEST(TextCommands, FullDiskIsAnError) {
    std::istringstream in{"a\nb\n"};
    std::ostringstream out;
    out.setstate(std::ios::badbit);
    const auto result = run_fold(in, out);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().key, "text.write_failed");
}

} // namespace tangthu::text
