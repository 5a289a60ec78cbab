#include "modules/branches/impl/hours.h"

namespace tangthu::branches::impl {

namespace {

/// 1 Monday … 7 Sunday; 1970-01-01 was a Thursday.
int weekday_of(const Date& date) {
    const auto days = days_since_epoch(date);
    return static_cast<int>(((days + 3) % 7 + 7) % 7) + 1;
}

std::string clock_time(Instant at) {
    const auto minute = ((at.unix_ms + kVietnamOffsetMs) / 60'000) % (24 * 60);
    const auto two = [](std::int64_t number) {
        return std::string{static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
    };
    return two(minute / 60) + ":" + two(minute % 60);
}

} // namespace

OpeningState opening_state(const HoursOfDay& hours, Instant at) {
    OpeningState state;
    const auto today = date_in_vietnam(at);
    const auto now = clock_time(at);
    for (std::int64_t ahead = 0; ahead < 14; ++ahead) {
        const auto day = date_from_days(days_since_epoch(today) + ahead);
        const auto spans = hours(day);
        state.has_hours = state.has_hours || !spans.empty();
        const OpeningSpan* earliest = nullptr;
        for (const auto& span : spans) {
            if (span.weekday != weekday_of(day)) continue;
            if (ahead == 0 && span.opens <= now && now < span.closes)
                return {.is_open = true, .has_hours = true, .until = span.closes};
            if (ahead == 0 && span.opens <= now) continue;
            if (earliest == nullptr || span.opens < earliest->opens) earliest = &span;
        }
        if (earliest != nullptr) {
            state.opens_on = day;
            state.opens_at = earliest->opens;
            return state;
        }
    }
    return state;
}

} // namespace tangthu::branches::impl
