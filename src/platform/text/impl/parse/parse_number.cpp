#include "platform/text/parse.h"

#include "platform/base/blanks.h"
#include "platform/text/normalize.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tangthu::text {

namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A number as written: digits and separators only, sign and unit taken off.
struct Written {
    std::string digits; ///< with '.' and ',' as they stand
    bool is_negative = false;
    NumberUnit unit = NumberUnit::none;
};

/// No-break, thin and narrow spaces as plain blanks, dashes as '-'.
std::string plain_blanks(std::string_view text) {
    std::string out{text};
    for (const std::string_view blank : {"\u00A0", "\u2009", "\u202F"})
        for (auto at = out.find(blank); at != std::string::npos; at = out.find(blank, at))
            out.replace(at, blank.size(), " ");
    for (const std::string_view dash : {"\u2212", "\u2013"})
        for (auto at = out.find(dash); at != std::string::npos; at = out.find(dash, at))
            out.replace(at, dash.size(), "-");
    return out;
}

bool take_suffix(std::string_view& text, std::string_view suffix) {
    if (!text.ends_with(suffix)) return false;
    text = trimmed(text.substr(0, text.size() - suffix.size()));
    return true;
}

std::optional<Written> written_number(std::string_view text) {
    const std::string plain = lower(nfc(plain_blanks(text.substr(0, 200))));
    std::string_view rest = trimmed(plain);
    Written written;
    for (const std::string_view suffix : {"việt nam đồng", "vnđ", "vnd", "đồng", "đ", "₫"})
        if (take_suffix(rest, suffix)) {
            written.unit = NumberUnit::dong;
            break;
        }
    if (written.unit == NumberUnit::none && take_suffix(rest, "%")) written.unit = NumberUnit::percent;
    if (!rest.empty() && (rest[0] == '-' || rest[0] == '+')) {
        written.is_negative = rest[0] == '-';
        rest = trimmed(rest.substr(1));
    }
    for (std::size_t at = 0; at < rest.size(); ++at) {
        const char c = rest[at];
        const bool between = at > 0 && at + 1 < rest.size() && is_digit(rest[at - 1]) && is_digit(rest[at + 1]);
        if (!is_digit(c) && !((c == '.' || c == ',' || c == ' ' || c == '\'') && between)) return std::nullopt;
        written.digits += c;
    }
    if (written.digits.empty()) return std::nullopt;
    return written;
}

/// Every separator of this kind has three digits behind it, and one to three before the first.
bool is_grouping(std::string_view digits, char mark) {
    const auto first = digits.find(mark);
    if (first == 0 || first > 3 || (first == 1 && digits[0] == '0')) return false;
    for (auto at = first; at != std::string_view::npos;) {
        const auto next = digits.find(mark, at + 1);
        const std::size_t size =
            (next == std::string_view::npos ? digits.find_first_not_of("0123456789", at + 1) : next);
        const std::size_t end = size == std::string_view::npos ? digits.size() : size;
        if (end - at - 1 != 3) return false;
        at = next;
    }
    return true;
}

/// Digits with `point` as the decimal mark and all other marks dropped; none when it has too many digits.
std::optional<Decimal> decimal_of(std::string_view digits, char point, bool is_negative) {
    Decimal value;
    bool is_behind = false;
    for (const char c : digits) {
        if (c == point && point != 0) {
            is_behind = true;
        } else if (is_digit(c)) {
            if (value.digits > (INT64_MAX - 9) / 10) return std::nullopt;
            value.digits = value.digits * 10 + (c - '0');
            if (is_behind) ++value.scale;
        }
    }
    if (is_negative) value.digits = -value.digits;
    return value;
}

/// How the marks of one kind are to be read; `either` where one mark stands before three digits.
struct MarkUse {
    char mark = 0;
    std::size_t count = 0;
    bool may_group = false;
    bool may_point = false;
};

MarkUse use_of(std::string_view digits, char mark) {
    MarkUse use;
    use.mark = mark;
    use.count = static_cast<std::size_t>(std::count(digits.begin(), digits.end(), mark));
    use.may_group = use.count > 0 && is_grouping(digits, mark);
    use.may_point = use.count == 1;
    return use;
}

/// The decimal marks that make sense of the digits: '.', ',' or 0 for whole numbers. The likelier first.
struct Points {
    std::array<char, 2> marks{};
    std::size_t count = 0;
    void add(char mark) { marks[count++] = mark; }
};

Points points_of(std::string_view digits, NumberStyle column) {
    const MarkUse dot = use_of(digits, '.');
    const MarkUse comma = use_of(digits, ',');
    Points points;
    if (dot.count == 0 && comma.count == 0) {
        points.add(0);
        return points;
    }
    if (dot.count > 0 && comma.count > 0) {
        const bool comma_last = digits.rfind(',') > digits.rfind('.');
        const MarkUse& group = comma_last ? dot : comma;
        const MarkUse& point = comma_last ? comma : dot;
        if (group.may_group && point.may_point) points.add(point.mark);
        return points;
    }
    const MarkUse& only = dot.count > 0 ? dot : comma;
    if (only.may_group && only.may_point) {
        const char thousands_here = column == NumberStyle::english ? ',' : '.';
        const bool groups = column == NumberStyle::unknown || only.mark == thousands_here;
        points.add(groups ? char{0} : only.mark);
        if (column == NumberStyle::unknown) points.add(only.mark);
    } else if (only.may_group) {
        points.add(0);
    } else if (only.may_point) {
        points.add(only.mark);
    }
    return points;
}

} // namespace

double Decimal::value() const { return static_cast<double>(digits) / std::pow(10.0, scale); }

bool operator==(const Decimal& left, const Decimal& right) {
    const auto reduced = [](Decimal value) {
        while (value.scale > 0 && value.digits % 10 == 0) {
            value.digits /= 10;
            --value.scale;
        }
        return value;
    };
    const Decimal a = reduced(left);
    const Decimal b = reduced(right);
    return a.digits == b.digits && a.scale == b.scale;
}

NumberStyle number_style(std::span<const std::string> cells) {
    bool is_vietnamese = false;
    bool is_english = false;
    for (const std::string& cell : cells) {
        const auto written = written_number(cell);
        if (!written) continue;
        const Points points = points_of(written->digits, NumberStyle::unknown);
        if (points.count != 1) continue;
        const bool has_dot = written->digits.find('.') != std::string::npos;
        const bool has_comma = written->digits.find(',') != std::string::npos;
        const char point = points.marks[0];
        if (!has_dot && !has_comma) continue;
        const bool dot_groups = has_dot && point != '.';
        const bool comma_groups = has_comma && point != ',';
        (dot_groups || (has_comma && !comma_groups) ? is_vietnamese : is_english) = true;
    }
    if (is_vietnamese == is_english) return NumberStyle::unknown;
    return is_vietnamese ? NumberStyle::vietnamese : NumberStyle::english;
}

Result<ParsedNumber> parse_number(std::string_view text, NumberStyle column) {
    const auto bad = [&] {
        return fail(ErrorKind::Invalid, "text.bad_number", {{"text", std::string{nfc(text.substr(0, 80))}}});
    };
    const auto written = written_number(text);
    if (!written) return bad();
    for (const char blank : {' ', '\''})
        if (written->digits.find(blank) != std::string::npos && !is_grouping(written->digits, blank)) return bad();
    const Points points = points_of(written->digits, column);
    if (points.count == 0) return bad();
    ParsedNumber parsed;
    parsed.unit = written->unit;
    const auto value = decimal_of(written->digits, points.marks[0], written->is_negative);
    if (!value) return bad();
    parsed.value = *value;
    // Dong has no decimals: 35.000đ asks no one.
    if (points.count == 2 && parsed.unit != NumberUnit::dong)
        parsed.other = decimal_of(written->digits, points.marks[1], written->is_negative);
    return parsed;
}

} // namespace tangthu::text
