#include "platform/text/messages.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>

namespace tangthu::text {

namespace {

char lower_ascii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string grouped(std::string_view digits, char mark) {
    std::string out;
    for (std::size_t at = 0; at < digits.size(); ++at) {
        if (at > 0 && (digits.size() - at) % 3 == 0) out += mark;
        out += digits[at];
    }
    return out;
}

constexpr char group_mark(Language language) { return language == Language::vi ? '.' : ','; }
constexpr char decimal_mark(Language language) { return language == Language::vi ? ',' : '.'; }

} // namespace

std::string_view language_code(Language language) { return language == Language::vi ? "vi" : "en"; }

std::optional<Language> find_language(std::string_view code) {
    if (code.size() < 2 || (code.size() > 2 && code[2] != '-' && code[2] != '_')) return std::nullopt;
    const std::array<char, 2> head{lower_ascii(code[0]), lower_ascii(code[1])};
    const std::string_view primary{head.data(), 2};
    if (primary == "vi") return Language::vi;
    if (primary == "en") return Language::en;
    return std::nullopt;
}

std::string format_number(Language language, std::int64_t number) {
    const std::string digits = fmt::format("{}", number);
    const bool is_negative = digits[0] == '-';
    return (is_negative ? "-" : "") +
           grouped(std::string_view{digits}.substr(is_negative ? 1 : 0), group_mark(language));
}

std::string format_decimal(Language language, double number, int decimals) {
    if (!std::isfinite(number)) return "–";
    decimals = std::clamp(decimals, 0, 9);
    // Half away from zero, as reports round; printf rounds exact halves to even.
    const double scale = std::pow(10.0, decimals);
    const double scaled = number * scale;
    const double rounded = std::abs(scaled) < 1e15 ? std::round(scaled) / scale : number;
    const std::string digits = fmt::format("{:.{}f}", std::abs(rounded), decimals);
    const auto point = digits.find('.');
    std::string out = std::signbit(rounded) && rounded != 0 ? "-" : "";
    out += grouped(std::string_view{digits}.substr(0, point), group_mark(language));
    if (point != std::string::npos) {
        out += decimal_mark(language);
        out += digits.substr(point + 1);
    }
    return out;
}

std::string format_percent(Language language, double percentage, int decimals) {
    return format_decimal(language, percentage, decimals) + "%";
}

std::string format_dong(Language language, std::int64_t dong) {
    return format_number(language, dong) + (language == Language::vi ? "đ" : " ₫");
}

std::string format_date(Language language, const Date& date) {
    if (language == Language::vi) return fmt::format("{:02}/{:02}/{:04}", date.day, date.month, date.year);
    constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto month = static_cast<std::size_t>(std::clamp(date.month, 1, 12) - 1);
    return fmt::format("{} {} {}", date.day, kMonths[month], date.year);
}

std::string format_instant(Language language, Instant instant) {
    constexpr std::int64_t kMinuteMs = 60'000;
    constexpr std::int64_t kDayMs = 24 * 60 * kMinuteMs;
    const std::int64_t local = instant.unix_ms + kVietnamOffsetMs;
    const std::int64_t minute = ((local % kDayMs + kDayMs) % kDayMs) / kMinuteMs;
    const char* joint = language == Language::vi ? " " : ", ";
    return fmt::format("{}{}{:02}:{:02}", format_date(language, date_in_vietnam(instant)), joint, minute / 60,
                       minute % 60);
}

std::string format_bytes(Language language, std::uint64_t bytes) {
    constexpr std::array<std::string_view, 5> kUnits{"B", "kB", "MB", "GB", "TB"};
    auto size = static_cast<double>(bytes);
    std::size_t unit = 0;
    for (; size >= 999.95 && unit + 1 < kUnits.size(); ++unit)
        size /= 1000;
    return format_decimal(language, size, unit == 0 ? 0 : 1) + " " + std::string{kUnits[unit]};
}

} // namespace tangthu::text
