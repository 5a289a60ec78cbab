#include "platform/marc/check.h"

#include "platform/marc/impl/text/scan.h"
#include "platform/text/legacy.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace tangthu::marc {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

/// The kinds of record that differ in what they must hold.
enum class Kind { Bibliographic, Authority, Holdings, Other };

Kind kind_of(char type) {
    if (type == 'z') return Kind::Authority;
    if (type == 'u' || type == 'v' || type == 'x' || type == 'y') return Kind::Holdings;
    if (type == 'w' || type == 'q') return Kind::Other;
    return Kind::Bibliographic;
}

class Checker {
public:
    explicit Checker(const Record& record)
        : record_(record), kind_(kind_of(record.leader()[6])),
          unimarc_(record.first("245") == std::nullopt && record.first("200") != std::nullopt) {}

    std::vector<Problem> run() {
        leader();
        control_fields();
        if (kind_ == Kind::Bibliographic && !unimarc_) bibliographic();
        for (const FieldView field : record_.fields())
            content(field);
        return std::move(problems_);
    }

private:
    void add(Severity severity, std::string_view key, std::vector<ErrorParam> params = {}) {
        problems_.push_back({severity, std::string{key}, std::move(params)});
    }

    void leader_code(std::size_t at, std::string_view allowed) {
        const char code = record_.leader()[at];
        if (allowed.find(code) != std::string_view::npos) return;
        add(Severity::warning, "marc.check_leader_code",
            {{"position", (at < 10 ? "0" : "") + std::to_string(at)}, {"code", std::string(1, code)}});
    }

    void leader() {
        leader_code(5, "acdnopsx");
        leader_code(6, "acdefgijkmoprtzuvxywq");
        if (kind_ == Kind::Bibliographic) leader_code(7, "abcdims");
    }

    std::size_t count(std::string_view tag) const {
        std::size_t found = 0;
        for ([[maybe_unused]] const FieldView field : record_.fields(tag))
            ++found;
        return found;
    }

    void control_fields() {
        for (const std::string_view tag : {"001", "003", "005", "008"}) {
            if (count(tag) > 1) add(Severity::error, "marc.check_repeated", {{"tag", std::string{tag}}});
        }
        if (record_.control("001").empty()) add(Severity::warning, "marc.check_no_001");
        if (!unimarc_ && kind_ != Kind::Other) fixed_field();
        const std::string_view changed = record_.control("005");
        const bool stamp =
            changed.size() == 16 && changed[14] == '.' && std::all_of(changed.begin(), changed.begin() + 14, is_digit);
        if (!unimarc_ && !changed.empty() && !stamp) {
            add(Severity::note, "marc.check_005", {{"value", cut(changed)}});
        }
    }

    void fixed_field() {
        const auto field = record_.first("008");
        if (!field) {
            add(Severity::warning, "marc.check_no_008");
            return;
        }
        // Counted in characters: fill characters of other scripts happen, and positions count characters.
        const std::string_view value = field->value();
        const auto length = static_cast<std::size_t>(std::count_if(
            value.begin(), value.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
        const std::size_t expected = kind_ == Kind::Holdings ? 32 : 40;
        if (length == expected) return;
        add(Severity::error, "marc.check_008_length",
            {{"length", std::to_string(length)}, {"expected", std::to_string(expected)}});
    }

    void bibliographic() {
        const std::size_t titles = count("245");
        if (titles == 0) add(Severity::error, "marc.check_no_title");
        if (titles > 1) add(Severity::error, "marc.check_repeated", {{"tag", "245"}});
        if (count("1XX") > 1) add(Severity::warning, "marc.check_main_entries");
        for (const FieldView field : record_.fields("020"))
            number(field, "marc.check_isbn", is_isbn);
        for (const FieldView field : record_.fields("022"))
            number(field, "marc.check_issn", is_issn);
    }

    void content(FieldView field) {
        const std::string tag{field.tag()};
        if (!std::all_of(tag.begin(), tag.end(), is_digit)) add(Severity::note, "marc.check_tag", {{"tag", tag}});
        if (field.is_control()) {
            if (field.value().find(kReplacement) != std::string_view::npos) lost_letters(tag);
            return;
        }
        for (const char indicator : {field.ind1(), field.ind2()}) {
            if (indicator == ' ' || is_digit(indicator) || is_lower(indicator)) continue;
            add(Severity::warning, "marc.check_indicator", {{"tag", tag}, {"indicator", std::string(1, indicator)}});
        }
        if (field.subfield_count() == 0) add(Severity::warning, "marc.check_field_empty", {{"tag", tag}});
        for (const auto [code, value] : field.subfields()) {
            if (!is_lower(code) && !is_digit(code)) {
                add(Severity::warning, "marc.check_subfield_code", {{"tag", tag}, {"code", std::string(1, code)}});
            }
            if (value.empty()) {
                add(Severity::note, "marc.check_subfield_empty", {{"tag", tag}, {"code", std::string(1, code)}});
            }
            if (value.find(kReplacement) != std::string_view::npos) lost_letters(tag);
            legacy_text(tag, value);
        }
    }

    /// Text of a legacy font that hides in UTF-8: `Nguyeãn Vaên` for Nguyễn Văn.
    void legacy_text(const std::string& tag, std::string_view value) {
        if (!impl::scan_utf8(value).suspicious) return;
        const auto mended = text::repair_text(value);
        if (!mended || mended->after <= mended->before) return;
        add(Severity::warning, "marc.check_legacy_text",
            {{"tag", tag}, {"value", cut(value)}, {"suggestion", cut(mended->text)}});
    }

    /// At most 80 bytes, whole characters.
    static std::string cut(std::string_view text) {
        if (text.size() <= 80) return std::string{text};
        std::size_t end = 80;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
            --end;
        return std::string{text.substr(0, end)} + "…";
    }

    void lost_letters(const std::string& tag) { add(Severity::warning, "marc.check_lost_letters", {{"tag", tag}}); }

    void number(FieldView field, std::string_view key, bool (*valid)(std::string_view)) {
        const std::string_view value = field.subfield('a');
        if (value.empty() || valid(value)) return;
        add(Severity::note, key, {{"value", cut(value)}});
    }

    /// The digits (and X) at the beginning of a number, without hyphens; what follows is a qualifier.
    static std::string digits_of(std::string_view text) {
        std::string digits;
        for (const char c : text) {
            if (is_digit(c) || c == 'X' || c == 'x') {
                digits += c == 'x' ? 'X' : c;
            } else if (c != '-' && (c != ' ' || digits.size() >= 10)) {
                break;
            }
        }
        return digits;
    }

    static int digit_value(char c) { return c == 'X' ? 10 : c - '0'; }

    static bool is_isbn(std::string_view text) {
        const std::string digits = digits_of(text);
        int sum = 0;
        if (digits.size() == 10) {
            for (std::size_t i = 0; i < 10; ++i)
                sum += static_cast<int>(10 - i) * digit_value(digits[i]);
            return sum % 11 == 0;
        }
        if (digits.size() != 13 || digits.find('X') != std::string::npos) return false;
        for (std::size_t i = 0; i < 13; ++i)
            sum += (i % 2 == 0 ? 1 : 3) * digit_value(digits[i]);
        return sum % 10 == 0;
    }

    static bool is_issn(std::string_view text) {
        const std::string digits = digits_of(text);
        if (digits.size() != 8) return false;
        int sum = 0;
        for (std::size_t i = 0; i < 8; ++i)
            sum += static_cast<int>(8 - i) * digit_value(digits[i]);
        return sum % 11 == 0;
    }

    const Record& record_;
    Kind kind_;
    bool unimarc_;
    std::vector<Problem> problems_;
};

} // namespace

std::vector<Problem> check_record(const Record& record) { return Checker(record).run(); }

std::vector<Problem> repair_problems(const Origin& origin) {
    std::vector<Problem> problems;
    for (const Repair repair : origin.repairs.list()) {
        Problem problem{Severity::warning, std::string{repair_key(repair)}, {}};
        // A change of encoding or normal form is no damage.
        if (repair == Repair::DecodedMarc8 || repair == Repair::Composed) problem.severity = Severity::note;
        if (repair == Repair::DecodedLegacy) {
            problem.params.push_back({"encoding", std::string{encoding_name(origin.encoding)}});
        }
        problems.push_back(std::move(problem));
    }
    return problems;
}

} // namespace tangthu::marc
