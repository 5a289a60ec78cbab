#include "platform/text/messages.h"

#include <gtest/gtest.h>
#include <thread>
#include <unicode/msgfmt.h>

namespace tangthu::text {

namespace {

const Messages& sample() {
    static const Messages messages{
        R"({"a.plain": "Chào bạn", "a.named": "Chào {name}, có {count} bản", "a.plural": "{count, plural, =0 {không có bản nào} other {# bản}}",
            "a.quoted": "Không có '{'ngoặc'}' và l'or", "a.broken": "{count, plural", "a.only_vi": "x", "a.doubled": "it''s",
            "a.money": "{part, number} của {whole}"})",
        R"({"a.plain": "Hello", "a.named": "Hello {name}, {count} copies", "a.plural": "{count, plural, =0 {no copies} one {# copy} other {# copies}}"})"};
    return messages;
}

} // namespace

TEST(Messages, FillNamedArguments) {
    EXPECT_EQ(sample().text(Language::vi, "a.plain"), "Chào bạn");
    EXPECT_EQ(sample().text(Language::vi, "a.named", {{"name", "Ân"}, {"count", 12000}}), "Chào Ân, có 12.000 bản");
    EXPECT_EQ(sample().text(Language::en, "a.named", {{"count", 12000}, {"name", "{x}"}}), "Hello {x}, 12,000 copies");
    EXPECT_EQ(sample().text(Language::vi, "a.money", {{"part", 1500}, {"whole", 0.5}}), "1.500 của 0,5");
}

TEST(Messages, ChoosePlurals) {
    EXPECT_EQ(sample().text(Language::en, "a.plural", {{"count", 1}}), "1 copy");
    EXPECT_EQ(sample().text(Language::en, "a.plural", {{"count", 2000}}), "2,000 copies");
    EXPECT_EQ(sample().text(Language::en, "a.plural", {{"count", 0}}), "no copies");
    EXPECT_EQ(sample().text(Language::vi, "a.plural", {{"count", 2000}}), "2.000 bản");
}

TEST(Messages, KeepQuotesAsIcuDoes) {
    EXPECT_EQ(sample().text(Language::vi, "a.quoted"), "Không có {ngoặc} và l'or");
    EXPECT_EQ(sample().text(Language::vi, "a.doubled"), "it's");
}

TEST(Messages, MissingKeyIsItsOwnText) {
    EXPECT_EQ(sample().text(Language::vi, "a.nowhere"), "a.nowhere");
    EXPECT_EQ(sample().text(Language::en, "a.only_vi"), "a.only_vi");
    EXPECT_FALSE(sample().has(Language::en, "a.only_vi"));
    EXPECT_TRUE(sample().has(Language::vi, "a.only_vi"));
}

TEST(Messages, BrokenPatternShowsItself) {
    EXPECT_EQ(sample().text(Language::vi, "a.broken", {{"count", 1}}), "{count, plural");
    EXPECT_EQ(sample().text(Language::vi, "a.plural", {{"count", "nhiều"}}),
              "{count, plural, =0 {không có bản nào} other {# bản}}");
}

TEST(Messages, SeveralThreadsShareOne) {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back([] {
            for (int round = 0; round < 300; ++round) {
                EXPECT_EQ(sample().text(Language::en, "a.plural", {{"count", 1}}), "1 copy");
                EXPECT_EQ(sample().text(Language::vi, "a.quoted"), "Không có {ngoặc} và l'or");
            }
        });
}

TEST(Messages, CatalogueInTheBinaryIsWholeAndFills) {
    const Messages messages;
    EXPECT_EQ(messages.text(Language::en, "text.bad_date", {{"text", "31/02"}}), "No date can be read from “31/02”");
    for (const Language language : {Language::vi, Language::en}) {
        EXPECT_FALSE(messages.patterns(language).empty());
        for (const auto& [key, pattern] : messages.patterns(language))
            EXPECT_TRUE(messages.has(language == Language::vi ? Language::en : Language::vi, key)) << key;
    }
}

TEST(Messages, EveryPatternOfTheCatalogueIsUnderstoodByIcu) {
    const Messages messages;
    for (const Language language : {Language::vi, Language::en})
        for (const auto& [key, pattern] : messages.patterns(language)) {
            UErrorCode status = U_ZERO_ERROR;
            const icu::MessageFormat format{icu::UnicodeString::fromUTF8(pattern),
                                            icu::Locale{std::string{language_code(language)}.c_str()}, status};
            EXPECT_TRUE(U_SUCCESS(status)) << key << ": " << pattern;
        }
}

TEST(Language, IsFoundByItsCode) {
    EXPECT_EQ(find_language("EN-gb"), Language::en);
    EXPECT_EQ(find_language("vi_VN"), Language::vi);
    EXPECT_EQ(find_language("eng"), std::nullopt);
}

TEST(Language, NumbersAndDatesFollowIt) {
    EXPECT_EQ(format_number(Language::vi, 12000), "12.000");
    EXPECT_EQ(format_number(Language::en, -1234567), "-1,234,567");
    EXPECT_EQ(format_number(Language::vi, INT64_MIN), "-9.223.372.036.854.775.808");
    EXPECT_EQ(format_decimal(Language::vi, 151.3, 1), "151,3");
    EXPECT_EQ(format_decimal(Language::en, -0.04, 1), "0.0");
    EXPECT_EQ(format_percent(Language::vi, 100.0 * 12000 / 8500), "141%");
    EXPECT_EQ(format_percent(Language::vi, 100.0 * 111 / 80), "139%");
    EXPECT_EQ(format_percent(Language::vi, 2.5), "3%");
    EXPECT_EQ(format_dong(Language::vi, 35'000'000), "35.000.000đ");
    EXPECT_EQ(format_dong(Language::en, 35'000'000), "35,000,000 ₫");
    EXPECT_EQ(format_date(Language::vi, Date{2026, 11, 22}), "22/11/2026");
    EXPECT_EQ(format_date(Language::en, Date{2026, 1, 2}), "2 Jan 2026");
    EXPECT_EQ(format_instant(Language::vi, Instant{1673834007000}), "16/01/2023 08:53");
    EXPECT_EQ(format_instant(Language::vi, Instant{-1}), "01/01/1970 06:59");
    EXPECT_EQ(format_bytes(Language::vi, 1'500'000), "1,5 MB");
    EXPECT_EQ(format_bytes(Language::en, 999'999), "1.0 MB");
    EXPECT_EQ(format_bytes(Language::en, 12), "12 B");
}

} // namespace tangthu::text
