#include "platform/text/normalize.h"
#include "platform/text/parse.h"

#include <array>

namespace tangthu::text {

namespace {

constexpr std::size_t kMaxLooked = 2000;

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }

bool exists(const Date& date) {
    if (date.year < 1 || date.year > 9999 || date.month < 1 || date.month > 12 || date.day < 1) return false;
    return date.day <= 31 && date_from_days(days_since_epoch(date)) == date;
}

/// Reads forward; every take_ leaves the place as it was when it finds nothing.
class Scanner {
public:
    Scanner(std::string_view text, std::size_t at) : text_(text), at_(at) {}

    [[nodiscard]] std::size_t at() const { return at_; }
    [[nodiscard]] bool at_digit() const { return at_ < text_.size() && is_digit(text_[at_]); }

    void skip_blanks() {
        while (at_ < text_.size()) {
            if (is_blank(text_[at_]))
                ++at_;
            else if (text_.substr(at_).starts_with("\xC2\xA0"))
                at_ += 2;
            else
                break;
        }
    }

    std::optional<int> take_number(std::size_t fewest, std::size_t most) {
        std::size_t size = 0;
        int value = 0;
        while (at_ + size < text_.size() && is_digit(text_[at_ + size]) && size <= most) {
            value = value * 10 + (text_[at_ + size] - '0');
            ++size;
        }
        if (size < fewest || size > most) return std::nullopt;
        at_ += size;
        return value;
    }

    bool take(std::string_view wanted) {
        if (!text_.substr(at_).starts_with(wanted)) return false;
        at_ += wanted.size();
        return true;
    }

    /// One of the signs between the parts of a date; 0 for none.
    char take_sign() {
        if (at_ >= text_.size()) return 0;
        const char c = text_[at_];
        if (c != '/' && c != '-' && c != '.') return 0;
        ++at_;
        return c;
    }

    /// A word with blanks around it: ` tháng `.
    bool take_word(std::string_view word) {
        const std::size_t before = at_;
        skip_blanks();
        if (!take(word)) {
            at_ = before;
            return false;
        }
        skip_blanks();
        return true;
    }

private:
    std::string_view text_;
    std::size_t at_;
};

/// `20/3/2025`, `23-03-2025`, `3/25/2025`.
std::optional<ParsedDate> take_day_first(Scanner& scanner) {
    Scanner ahead = scanner;
    const auto first = ahead.take_number(1, 2);
    if (!first) return std::nullopt;
    ahead.skip_blanks();
    const char sign = ahead.take_sign();
    ahead.skip_blanks();
    const auto second = sign == 0 ? std::nullopt : ahead.take_number(1, 2);
    if (!second) return std::nullopt;
    ahead.skip_blanks();
    if (ahead.take_sign() != sign) return std::nullopt;
    ahead.skip_blanks();
    const auto year = ahead.take_number(4, 4);
    if (!year) return std::nullopt;
    ParsedDate parsed;
    parsed.date = Date{*year, *second, *first};
    if (*second > 12 && *first <= 12) {
        parsed.date = Date{*year, *first, *second};
        parsed.is_certain = false;
    }
    parsed.end = ahead.at();
    scanner = ahead;
    return parsed;
}

/// `2021-01-08`, also with slashes, and the T of ISO 8601 before a time.
std::optional<ParsedDate> take_year_first(Scanner& scanner) {
    Scanner ahead = scanner;
    const auto year = ahead.take_number(4, 4);
    const char sign = year ? ahead.take_sign() : char{0};
    const auto month = sign == 0 ? std::nullopt : ahead.take_number(1, 2);
    if (!month || ahead.take_sign() != sign) return std::nullopt;
    const auto day = ahead.take_number(1, 2);
    if (!day) return std::nullopt;
    ParsedDate parsed;
    parsed.date = Date{*year, *month, *day};
    parsed.end = ahead.at();
    scanner = ahead;
    return parsed;
}

/// `ngày 08 tháng 01 năm 2021`, `tháng 3 năm 2025`, `tháng 3/2025`, `năm 2021`; the text is in lower case.
std::optional<ParsedDate> take_words(Scanner& scanner) {
    Scanner ahead = scanner;
    ParsedDate parsed;
    std::optional<int> day;
    std::optional<int> month;
    if (ahead.take_word("ngày") || ahead.take_word("mồng") || ahead.take_word("mùng")) {
        ahead.skip_blanks();
        day = ahead.take_number(1, 2);
        if (!day) return std::nullopt;
    }
    if (ahead.take_word("tháng")) {
        month = ahead.take_number(1, 2);
        if (!month) return std::nullopt;
    } else if (day) {
        return std::nullopt;
    }
    const bool has_year_word = ahead.take_word("năm");
    if (!has_year_word && (!month || ahead.take_sign() == 0)) return std::nullopt;
    const auto year = ahead.take_number(4, 4);
    if (!year) return std::nullopt;
    parsed.date = Date{*year, month.value_or(1), day.value_or(1)};
    parsed.precision = day ? DatePrecision::day : month ? DatePrecision::month : DatePrecision::year;
    parsed.end = ahead.at();
    scanner = ahead;
    return parsed;
}

/// `08:53`, `8:41:24 SA`, `8h30`, `14 giờ 05`: behind a date.
void take_time(Scanner scanner, ParsedDate& parsed) {
    if (!scanner.take("T") && !scanner.take("t")) {
        scanner.skip_blanks();
        if (scanner.take(",")) scanner.skip_blanks();
        if (scanner.take("lúc")) scanner.skip_blanks();
    }
    auto hour = scanner.take_number(1, 2);
    if (!hour) return;
    const bool is_spoken = scanner.take("h") || scanner.take_word("giờ");
    if (!is_spoken && !scanner.take(":")) return;
    const auto minute = scanner.take_number(2, 2);
    if (!minute && !is_spoken) return;
    if (minute && scanner.take(":")) (void)scanner.take_number(2, 2);
    std::size_t end = scanner.at();
    scanner.skip_blanks();
    const bool is_afternoon = scanner.take("ch") || scanner.take("pm");
    const bool is_morning = !is_afternoon && (scanner.take("sa") || scanner.take("am"));
    if (is_afternoon || is_morning) {
        if (*hour > 12) return;
        *hour = *hour % 12 + (is_afternoon ? 12 : 0);
        end = scanner.at();
    }
    if (*hour > 23 || minute.value_or(0) > 59) return;
    parsed.minute_of_day = *hour * 60 + minute.value_or(0);
    parsed.end = end;
}

} // namespace

Result<ParsedDate> parse_date(std::string_view text) {
    const std::string_view looked = text.substr(0, kMaxLooked);
    // Lower case of Vietnamese letters keeps their length in UTF-8, so places in the copy are places in the text;
    // where other letters change it, the copy serves for the words alone.
    const std::string small = lower(looked);
    const std::string_view source = small.size() == looked.size() ? std::string_view{small} : looked;
    bool after_digit = false;
    for (std::size_t at = 0; at < source.size(); ++at) {
        const bool at_digit = is_digit(source[at]);
        const bool may_begin =
            (at_digit && !after_digit) || source[at] == 'n' || source[at] == 't' || source[at] == 'm';
        after_digit = at_digit;
        if (!may_begin) continue;
        Scanner scanner{source, at};
        auto parsed = at_digit ? take_year_first(scanner) : take_words(scanner);
        if (!parsed && at_digit) parsed = take_day_first(scanner);
        if (!parsed || !exists(parsed->date)) continue;
        if (parsed->precision == DatePrecision::day) take_time(scanner, *parsed);
        return *parsed;
    }
    return fail(ErrorKind::Invalid, "text.bad_date", {{"text", nfc(text.substr(0, 80))}});
}

} // namespace tangthu::text
