#pragma once

#include "platform/base/date.h"
#include "platform/base/result.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tangthu::text {

/// digits × 10^-scale: 151,3 is {1513, 1}. Exact, unlike a double.
struct Decimal {
    std::int64_t digits = 0;
    int scale = 0;
    [[nodiscard]] double value() const;
    /// By value: {120, 1} equals {12, 0}.
    friend bool operator==(const Decimal& left, const Decimal& right);
};

/// How a column writes its numbers.
enum class NumberStyle {
    unknown,
    vietnamese, ///< 12.000,5
    english,    ///< 12,000.5
};
/// What the cells of one column show together; unknown when none is telling or they disagree.
[[nodiscard]] NumberStyle number_style(std::span<const std::string> cells);

enum class NumberUnit { none, percent, dong };

struct ParsedNumber {
    Decimal value;
    NumberUnit unit = NumberUnit::none;
    std::optional<Decimal> other; ///< the second reading of `12.000` without context (12): ask the person
};
/// Reads `12.000`, `37,176,610`, `151,3%`, `0.45`, `35.000.000đ`, `-5`, `1 200`. One separator before three digits is
/// read by the column's style; without one as thousands, with `other` set. Errors: text.bad_number {text}.
[[nodiscard]] Result<ParsedNumber> parse_number(std::string_view text, NumberStyle column = NumberStyle::unknown);

enum class DatePrecision { day, month, year };

struct ParsedDate {
    Date date; ///< the first of the month or year where the precision is less
    DatePrecision precision = DatePrecision::day;
    std::optional<int> minute_of_day; ///< 0…1439, Vietnamese time, where a time is given
    bool is_certain = true;           ///< false where month and day had to be exchanged (3/25/2025)
    std::size_t end = 0;              ///< first byte behind what was read
};
/// The first date in a text: `20/3/2025`, `23-03-2025`, `16/01/2023 08:53`, `11/01/2021 8:41:24 SA` (SA/CH = AM/PM),
/// `2021-01-08`, `Ngày 08 tháng 01 năm 2021`, `tháng 3 năm 2025`, `năm 2021`; what follows may touch (`15/3/2017của`).
/// Errors: text.bad_date {text}: no date, or one that does not exist (31/02).
[[nodiscard]] Result<ParsedDate> parse_date(std::string_view text);

/// What forms of one author's name share, for authority candidates: the folded syllables in order and the years.
/// `Nguyễn, Trãi`, `Nguyễn Trãi` and `Trãi, Nguyễn` give one key; `Nguyễn Trãi, 1380-1442` adds its years.
[[nodiscard]] std::string author_key(std::string_view name);

} // namespace tangthu::text
