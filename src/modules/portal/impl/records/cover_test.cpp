#include "modules/portal/impl/fixture.h"
#include "modules/portal/impl/records/cover.h"
#include "modules/portal/impl/templates/sources.h"

#include <gmock/gmock.h>
#include <regex>

namespace tangthu::portal::impl {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(WrapText, BreaksAtBlanks) {
    const auto wrapped = wrap_text("Nghệ thuật nấu ăn của người Thái", 8, 9);
    EXPECT_FALSE(wrapped.is_cut);
    EXPECT_FALSE(wrapped.broke_a_word);
    for (const auto& line : wrapped.lines) {
        EXPECT_LE(approximate_width(line), 8) << line;
    }
}

TEST(WrapText, BreaksAWordThatFitsNowhereBetweenCharacters) {
    const auto wrapped = wrap_text(std::string(40, 'm') + "ễễễễ", 5, 30);
    EXPECT_TRUE(wrapped.broke_a_word);
    std::string all;
    for (const auto& line : wrapped.lines) {
        EXPECT_LE(approximate_width(line), 5);
        EXPECT_NE(static_cast<unsigned char>(line.front()) & 0xC0U, 0x80U) << "cut inside a character";
        all += line;
    }
    EXPECT_EQ(all, std::string(40, 'm') + "ễễễễ");
}

TEST(WrapText, EndsWithAnEllipsisWhenThereIsNoMoreRoom) {
    const auto wrapped = wrap_text("một hai ba bốn năm sáu bảy tám chín mười", 5, 2);
    ASSERT_EQ(wrapped.lines.size(), 2U);
    EXPECT_TRUE(wrapped.is_cut);
    EXPECT_TRUE(wrapped.lines.back().ends_with("…"));
    EXPECT_LE(approximate_width(wrapped.lines.back()), 5);
}

TEST(WrapText, MakesNothingOfNothing) {
    EXPECT_TRUE(wrap_text("", 5, 2).lines.empty());
    EXPECT_TRUE(wrap_text("   ", 5, 2).lines.empty());
}

/// Baselines of all lines of type, in order.
std::vector<double> baselines(const std::string& svg) {
    std::vector<double> found;
    const std::regex pattern("<tspan x=\"30\" y=\"([0-9.]+)\">");
    for (std::sregex_iterator it(svg.begin(), svg.end(), pattern), end; it != end; ++it) {
        found.push_back(std::stod((*it)[1]));
    }
    return found;
}

TEST(Cover, NeverLetsLinesOverlapOrReachTheBand) {
    auto books = fixture::books();
    books.push_back(fixture::bib(99, std::string(300, 'W'), std::string(200, 'M'), 1, "", "100"));
    books.push_back(fixture::bib(98, "Ẩ", "", 1, "", ""));
    std::string endless;
    for (int i = 0; i < 100; ++i) {
        endless += "chuyện ";
    }
    books.push_back(fixture::bib(97, endless, endless, 1, "", "300"));
    for (const auto& book : books) {
        const auto lines = baselines(cover_svg(book));
        ASSERT_FALSE(lines.empty());
        for (std::size_t i = 1; i < lines.size(); ++i) {
            EXPECT_GE(lines[i] - lines[i - 1], 17) << book.title;
        }
        EXPECT_LE(lines.back(), 246) << book.title;
    }
}

TEST(Cover, IsTheSameForTheSameBookAndAnotherForAnotherClass) {
    auto book = fixture::books()[0];
    EXPECT_EQ(cover_svg(book), cover_svg(book));
    const auto version = cover_version(book);
    const auto picture = cover_svg(book);
    book.class_number = "959.7";
    EXPECT_NE(cover_version(book), version);
    EXPECT_NE(cover_svg(book), picture);
}

TEST(Cover, EscapesTitleAndAuthor) {
    const auto svg = cover_svg(fixture::bib(1, "<script>&", "\"O'Hara\"<", 1, "", "800"));
    EXPECT_THAT(svg, Not(HasSubstr("<script")));
    EXPECT_THAT(svg, HasSubstr("&lt;script&gt;&amp;"));
}

/// WCAG relative luminance of `#rrggbb`.
double luminance(const std::string& colour) {
    double parts[3];
    for (std::size_t i = 0; i < 3; ++i) {
        const double value = std::stoi(colour.substr(1 + 2 * i, 2), nullptr, 16) / 255.0;
        parts[i] = value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
}

TEST(Cover, HasTypeThatCanBeReadOnEveryGround) {
    const double type = luminance("#fbf4e4");
    const std::regex ground("fill=\"(#[0-9a-f]{6})\" d=\"M0 0h200");
    for (const auto* number : {"", "000", "100", "200", "300", "400", "500", "600", "700", "800", "900"}) {
        const auto svg = cover_svg(fixture::bib(1, "a", "b", 1, "", number));
        std::smatch match;
        ASSERT_TRUE(std::regex_search(svg, match, ground));
        EXPECT_GE((type + 0.05) / (luminance(match[1]) + 0.05), 7.0) << number << ' ' << match[1];
    }
}

} // namespace
} // namespace tangthu::portal::impl
