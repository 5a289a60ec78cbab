#include "platform/base/date.h"

#include "platform/base/clock.h"

#include <charconv>
#include <chrono>
#include <fmt/format.h>

namespace tangthu {

namespace chrono = std::chrono;

Instant SystemClock::now() const {
    return {chrono::duration_cast<chrono::milliseconds>(chrono::system_clock::now().time_since_epoch()).count()};
}

std::int64_t days_since_epoch(const Date& date) {
    const chrono::year_month_day ymd{chrono::year{date.year}, chrono::month{static_cast<unsigned>(date.month)},
                                     chrono::day{static_cast<unsigned>(date.day)}};
    return chrono::sys_days{ymd}.time_since_epoch().count();
}

Date date_from_days(std::int64_t days) {
    const chrono::year_month_day ymd{chrono::sys_days{chrono::days{days}}};
    return {static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
            static_cast<int>(static_cast<unsigned>(ymd.day()))};
}

Date date_in_vietnam(Instant instant) {
    const auto local = chrono::floor<chrono::days>(chrono::milliseconds{instant.unix_ms + kVietnamOffsetMs});
    return date_from_days(local.count());
}

std::string iso_date(const Date& date) { return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day); }

std::string iso_instant(Instant instant) {
    const auto day = chrono::floor<chrono::days>(chrono::milliseconds{instant.unix_ms});
    const auto second_of_day = (chrono::floor<chrono::seconds>(chrono::milliseconds{instant.unix_ms}) - day).count();
    return fmt::format("{}T{:02}:{:02}:{:02}Z", iso_date(date_from_days(day.count())), second_of_day / 3600,
                       second_of_day / 60 % 60, second_of_day % 60);
}

Result<Date> parse_iso_date(std::string_view text) {
    const auto number = [&](std::size_t from, std::size_t count) {
        int value = -1;
        const auto* first = text.data() + from;
        const auto [end, error] = std::from_chars(first, first + count, value);
        return error == std::errc{} && end == first + count ? value : -1;
    };
    if (text.size() == 10 && text[4] == '-' && text[7] == '-') {
        const Date date{number(0, 4), number(5, 2), number(8, 2)};
        const chrono::year_month_day ymd{chrono::year{date.year}, chrono::month{static_cast<unsigned>(date.month)},
                                         chrono::day{static_cast<unsigned>(date.day)}};
        if (date.year >= 0 && date.month > 0 && date.day > 0 && ymd.ok()) return date;
    }
    return fail(ErrorKind::Invalid, "base.bad_date", {{"text", std::string{text}}});
}

} // namespace tangthu
