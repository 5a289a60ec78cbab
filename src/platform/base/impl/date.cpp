#include "platform/base/date.h"

#include "platform/base/clock.h"

#include <chrono>
#include <fmt/format.h>
#include <optional>

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

std::string iso_instant_ms(Instant instant) {
    auto text = iso_instant(instant);
    const auto ms = ((instant.unix_ms % 1000) + 1000) % 1000;
    if (ms != 0) text.insert(text.size() - 1, fmt::format(".{:03}", ms));
    return text;
}

namespace {

/// The decimal number at [from, from + count), or -1 where anything but digits stands there.
int digits_at(std::string_view text, std::size_t from, std::size_t count) {
    if (from + count > text.size()) return -1;
    int value = 0;
    for (const char c : text.substr(from, count)) {
        if (c < '0' || c > '9') return -1;
        value = value * 10 + (c - '0');
    }
    return value;
}

std::optional<Date> date_at_start(std::string_view text) {
    if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const Date date{digits_at(text, 0, 4), digits_at(text, 5, 2), digits_at(text, 8, 2)};
    if (date.year < 0 || date.month < 1 || date.day < 1) return std::nullopt;
    const chrono::year_month_day ymd{chrono::year{date.year}, chrono::month{static_cast<unsigned>(date.month)},
                                     chrono::day{static_cast<unsigned>(date.day)}};
    if (!ymd.ok()) return std::nullopt;
    return date;
}

/// `Z`, `+07:00`, `-03:30` in minutes.
std::optional<int> offset_minutes(std::string_view text) {
    if (text == "Z" || text == "z") return 0;
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
    const int hours = digits_at(text, 1, 2);
    const int minutes = digits_at(text, 4, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
    return (text[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
}

std::optional<Instant> instant_of(std::string_view text) {
    const auto date = date_at_start(text);
    if (!date || text.size() < 20 || (text[10] != 'T' && text[10] != 't') || text[13] != ':' || text[16] != ':')
        return std::nullopt;
    const int hour = digits_at(text, 11, 2);
    const int minute = digits_at(text, 14, 2);
    const int second = digits_at(text, 17, 2);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return std::nullopt;
    auto rest = text.substr(19);
    std::int64_t ms = 0;
    if (rest.front() == '.') {
        const auto end = rest.find_first_not_of("0123456789", 1);
        if (end == std::string_view::npos || end == 1 || end > 10) return std::nullopt;
        for (std::size_t i = 1; i <= 3; ++i)
            ms = ms * 10 + (i < end ? rest[i] - '0' : 0);
        rest.remove_prefix(end);
    }
    const auto offset = offset_minutes(rest);
    if (!offset) return std::nullopt;
    const auto minutes = (days_since_epoch(*date) * 24 + hour) * 60 + minute - *offset;
    return Instant{(minutes * 60 + second) * 1000 + ms};
}

} // namespace

Result<Instant> parse_iso_instant(std::string_view text) {
    if (const auto instant = instant_of(text)) return *instant;
    return fail(ErrorKind::Invalid, "base.bad_instant", {{"text", std::string{text.substr(0, 40)}}});
}

Result<Date> parse_iso_date(std::string_view text) {
    if (const auto date = date_at_start(text); date && text.size() == 10) return *date;
    return fail(ErrorKind::Invalid, "base.bad_date", {{"text", std::string{text.substr(0, 40)}}});
}

} // namespace tangthu
