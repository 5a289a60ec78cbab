#include "platform/text/parse.h"

#include <gtest/gtest.h>

namespace tangthu::text {

namespace {

Decimal number(std::string_view text, NumberStyle column = NumberStyle::unknown) {
    const auto parsed = parse_number(text, column);
    return parsed ? parsed->value : Decimal{-999999, 0};
}

std::string date(std::string_view text) {
    const auto parsed = parse_date(text);
    return parsed ? iso_date(parsed->date) : parsed.error().key;
}

} // namespace

// ---- case 22 ----

TEST(ParseNumber, Case22ReadsWhatTheRulesSettle) {
    EXPECT_EQ(number("37,176,610"), (Decimal{37176610, 0}));
    EXPECT_EQ(number("13.030.150"), (Decimal{13030150, 0}));
    EXPECT_EQ(number("151,3%"), (Decimal{1513, 1}));
    EXPECT_EQ(parse_number("151,3%")->unit, NumberUnit::percent);
    EXPECT_EQ(number("0.45"), (Decimal{45, 2}));
    for (const char* settled : {"37,176,610", "151,3%", "0.45", "12.5", "0,125", "1.234,5", "1,234.5"})
        EXPECT_FALSE(parse_number(settled)->other) << settled;
}

TEST(ParseNumber, Case22AsksWhereOnlyTheColumnKnows) {
    const auto parsed = parse_number("12.000");
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->value, (Decimal{12000, 0}));
    ASSERT_TRUE(parsed->other);
    EXPECT_EQ(*parsed->other, (Decimal{12, 0}));
    EXPECT_FALSE(parse_number("12.000", NumberStyle::vietnamese)->other);
    EXPECT_EQ(number("12.000", NumberStyle::vietnamese), (Decimal{12000, 0}));
    EXPECT_EQ(number("12.000", NumberStyle::english), (Decimal{12, 0}));
    EXPECT_EQ(number("12,000", NumberStyle::english), (Decimal{12000, 0}));
    EXPECT_EQ(number("12,000", NumberStyle::vietnamese), (Decimal{12, 0}));
}

TEST(ParseNumber, ColumnTellsItsStyle) {
    using Cells = std::vector<std::string>;
    EXPECT_EQ(number_style(Cells{"12.000", "1.234.567"}), NumberStyle::vietnamese);
    EXPECT_EQ(number_style(Cells{"12.000", "3,5"}), NumberStyle::vietnamese);
    EXPECT_EQ(number_style(Cells{"12,000", "0.45", "–"}), NumberStyle::english);
    EXPECT_EQ(number_style(Cells{"1,234.5"}), NumberStyle::english);
    EXPECT_EQ(number_style(Cells{"12.000", "15", "abc", ""}), NumberStyle::unknown);
    EXPECT_EQ(number_style(Cells{"37,176,610", "13.030.150"}), NumberStyle::unknown);
}

TEST(ParseNumber, ReadsMoneySignsAndSpaces) {
    EXPECT_EQ(number("35.000.000đ"), (Decimal{35000000, 0}));
    EXPECT_EQ(parse_number("35.000.000đ")->unit, NumberUnit::dong);
    EXPECT_FALSE(parse_number("35.000 đồng")->other);
    EXPECT_EQ(number("20.000 VNĐ"), (Decimal{20000, 0}));
    EXPECT_EQ(number("-5"), (Decimal{-5, 0}));
    EXPECT_EQ(number("1 200"), (Decimal{1200, 0}));
    EXPECT_EQ(number("1\u00A0200\u00A0000"), (Decimal{1200000, 0}));
    EXPECT_EQ(number("  7 "), (Decimal{7, 0}));
    EXPECT_DOUBLE_EQ(number("151,3").value(), 151.3);
}

TEST(ParseNumber, RefusesWhatIsNone) {
    for (const char* bad : {"", "abc", "12a", "1.2.3", "1,23,456", "1.234.56", "12..5", ".", "-", "%", "đ", "1 2",
                            "12.000,000.5", "99999999999999999999", "0.000.000.1", "1.2,3,4"})
        EXPECT_FALSE(parse_number(bad)) << bad;
    EXPECT_EQ(parse_number("abc").error().key, "text.bad_number");
}

// ---- dates of the seed documents ----

TEST(ParseDate, ReadsTheFormsInUse) {
    EXPECT_EQ(date("20/3/2025"), "2025-03-20");
    EXPECT_EQ(date("23-03-2025"), "2025-03-23");
    EXPECT_EQ(date("20.11.2017"), "2017-11-20");
    EXPECT_EQ(date("2021-01-08"), "2021-01-08");
    EXPECT_EQ(date("Ngày 08 tháng 01 năm 2021"), "2021-01-08");
    EXPECT_EQ(date("NGÀY 8 THÁNG 1 NĂM 2021"), "2021-01-08");
    EXPECT_EQ(date("Lạng Sơn, ngày\u00A024 tháng 12 năm 2020"), "2020-12-24");
    EXPECT_EQ(date("Công văn số 700/SVHTTDL-VP ngày 20/11/2017"), "2017-11-20");
    EXPECT_EQ(date("15/3/2017của"), "2017-03-15");
    EXPECT_EQ(date("32/3/2025 hay 1/4/2025"), "2025-04-01");
}

TEST(ParseDate, ReadsTimesOfDay) {
    EXPECT_EQ(parse_date("16/01/2023 08:53")->minute_of_day, 8 * 60 + 53);
    EXPECT_EQ(parse_date("11/01/2021 8:41:24 SA")->minute_of_day, 8 * 60 + 41);
    EXPECT_EQ(parse_date("11/01/2021 8:41:24 CH")->minute_of_day, 20 * 60 + 41);
    EXPECT_EQ(parse_date("11/01/2021 12:05 SA")->minute_of_day, 5);
    EXPECT_EQ(parse_date("11/01/2021 12:05 CH")->minute_of_day, 12 * 60 + 5);
    EXPECT_EQ(parse_date("2021-01-11T08:41:24Z")->minute_of_day, 8 * 60 + 41);
    EXPECT_EQ(parse_date("11/01/2021 7h30")->minute_of_day, 7 * 60 + 30);
    EXPECT_EQ(parse_date("11/01/2021")->minute_of_day, std::nullopt);
    EXPECT_EQ(parse_date("11/01/2021 25:00")->minute_of_day, std::nullopt);
    EXPECT_EQ(parse_date("11/01/2021 8:41:24 SA, x")->end, 21U);
}

TEST(ParseDate, KnowsHowMuchIsKnown) {
    EXPECT_EQ(date("tháng 3 năm 2025"), "2025-03-01");
    EXPECT_EQ(parse_date("tháng 3 năm 2025")->precision, DatePrecision::month);
    EXPECT_EQ(parse_date("tháng 3/2025")->precision, DatePrecision::month);
    EXPECT_EQ(parse_date("trong năm 2021")->precision, DatePrecision::year);
    EXPECT_TRUE(parse_date("3/4/2025")->is_certain);
    EXPECT_EQ(date("3/25/2025"), "2025-03-25");
    EXPECT_FALSE(parse_date("3/25/2025")->is_certain);
}

TEST(ParseDate, RefusesWhatIsNone) {
    for (const char* bad : {"", "hôm qua", "31/02/2025", "15/3/17", "1/2", "2025", "99/99/9999", "0/0/0000",
                            "ngày tháng năm", "7h30", "123456789", "12/2025/01"})
        EXPECT_EQ(date(bad), "text.bad_date") << bad;
    EXPECT_EQ(date("29/02/2024"), "2024-02-29");
    EXPECT_EQ(date(std::string(100'000, '1')), "text.bad_date");
    EXPECT_EQ(date(std::string(100'000, 'n')), "text.bad_date");
}

// ---- case 21 ----

TEST(AuthorKey, Case21FormsOfOneNameMeet) {
    EXPECT_EQ(author_key("Nguyễn, Trãi"), author_key("Nguyễn Trãi"));
    EXPECT_EQ(author_key("Trãi, Nguyễn"), author_key("Nguyễn Trãi"));
    EXPECT_EQ(author_key("NGUYEN TRAI"), author_key("Nguyễn Trãi"));
    EXPECT_EQ(author_key("Nguyễn, Trãi, 1380-1442."), author_key("Nguyễn Trãi (1380 – 1442)"));
    EXPECT_NE(author_key("Nguyễn, Trãi, 1380-1442."), author_key("Nguyễn Trãi"));
    EXPECT_NE(author_key("Nguyễn Nguyễn Trãi"), author_key("Nguyễn Trãi"));
    EXPECT_EQ(author_key(""), "");
}

} // namespace tangthu::text
