#pragma once

#include "platform/journal/rollup.h"

#include <compare>
#include <map>
#include <string>
#include <vector>

namespace tangthu::journal::impl {

/// One stretch of whole days, months or years: a range of `period` in the sums.
struct Segment {
    std::string grain; ///< day, month, year
    std::string from;
    std::string to; ///< inclusive
    friend bool operator==(const Segment&, const Segment&) = default;
};

/// The fewest sums that cover `from`…`to`, each day once: at most two runs of days, two of months, one of years.
[[nodiscard]] std::vector<Segment> segments(const Date& from, const Date& to);

/// True when the indicator counts this entry.
[[nodiscard]] bool counts(const Indicator& indicator, const StoredEntry& entry);
/// What it adds; negative for a correction. For distinct readers how often the token was seen: 1 or -1.
[[nodiscard]] std::int64_t amount(Measure measure, const StoredEntry& entry);
/// The entry's values in a dimension: none, one, or several (programmes). An unknown one is the empty text.
[[nodiscard]] std::vector<std::string> values_in(Dimension dimension, const StoredEntry& entry);

/// `visits@2`: how an indicator of a version is called in the tables.
[[nodiscard]] std::string stored_name(std::string_view name, int version);
[[nodiscard]] std::string month_of(const Date& day);

/// What a stretch of the journal adds to the tables.
struct SumKey {
    std::string indicator;
    std::string basis;
    std::string breakdown;
    std::string grain;
    std::string period;
    std::int64_t unit_id = 0;
    std::string value;
    friend auto operator<=>(const SumKey&, const SumKey&) = default;
};
struct TokenKey {
    SumKey place; ///< grain is month
    std::string token;
    friend auto operator<=>(const TokenKey&, const TokenKey&) = default;
};
struct Additions {
    std::map<SumKey, std::int64_t> sums;
    std::map<TokenKey, std::int64_t> tokens;
};

void add(Additions& additions, const Indicator& indicator, const StoredEntry& entry);

} // namespace tangthu::journal::impl
