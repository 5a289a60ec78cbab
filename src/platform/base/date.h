#pragma once

#include "platform/base/result.h"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace tangthu {

/// A point in time: milliseconds since 1970-01-01T00:00:00Z. Stored as BIGINT.
struct Instant {
    std::int64_t unix_ms = 0;
    friend constexpr auto operator<=>(const Instant&, const Instant&) = default;
};

/// A calendar day without a time. Stored as ISO text, `2025-07-01`.
struct Date {
    int year = 1970;
    int month = 1; ///< 1…12
    int day = 1;   ///< 1…31
    friend constexpr auto operator<=>(const Date&, const Date&) = default;
};

/// Viet Nam keeps UTC+7 all year, without daylight saving (domain.md 5.5).
inline constexpr std::int64_t kVietnamOffsetMs = 7LL * 60 * 60 * 1000;

[[nodiscard]] Date date_in_vietnam(Instant instant);
/// `2025-07-01`.
[[nodiscard]] std::string iso_date(const Date& date);
/// `2025-07-01T00:30:00Z` (whole seconds).
[[nodiscard]] std::string iso_instant(Instant instant);
/// `2025-07-01T00:30:00.125Z`, the milliseconds only where there are some: loses nothing.
[[nodiscard]] std::string iso_instant_ms(Instant instant);
/// RFC 3339: `2025-07-01T07:30:00+07:00`, `…T00:30:00.125Z`; an offset must be given. Errors: base.bad_instant.
[[nodiscard]] Result<Instant> parse_iso_instant(std::string_view text);
/// Strict `YYYY-MM-DD`, a day that exists. Errors: base.bad_date.
[[nodiscard]] Result<Date> parse_iso_date(std::string_view text);
/// Days since 1970-01-01, negative before; and back.
[[nodiscard]] std::int64_t days_since_epoch(const Date& date);
[[nodiscard]] Date date_from_days(std::int64_t days);

} // namespace tangthu
