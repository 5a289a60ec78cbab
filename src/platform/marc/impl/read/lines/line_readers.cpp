#include "platform/marc/impl/read/build.h"
#include "platform/marc/impl/read/iso/iso2709.h"
#include "platform/marc/impl/read/lines/lines.h"
#include "platform/marc/impl/read/lines/text_formats.h"

#include <algorithm>
#include <string>

namespace tangthu::marc::impl {

namespace {

constexpr std::size_t kAlephText = 18;

std::string with_blanks(std::string_view text) {
    std::string result{text};
    std::replace(result.begin(), result.end(), '^', ' ');
    return result;
}

bool aleph_field(std::string_view line, Record& record, Parsed& parsed) {
    if (line.size() < kAlephText - 1 || line[9] != ' ') {
        parsed.reject("marc.aleph_line", {{"line", std::string{line.substr(0, 60)}}});
        return false;
    }
    const std::string_view tag = line.substr(10, 3);
    const std::string_view text = line.size() > kAlephText ? line.substr(kAlephText) : std::string_view{};
    FieldBuilder builder(record, parsed);
    if (tag == "LDR") {
        take_leader(with_blanks(text), record, parsed.repairs);
        return true;
    }
    const bool has_subfields = text.starts_with("$$");
    if (is_control_tag(tag) && !has_subfields) return builder.control(tag, with_blanks(text));
    if (!builder.open(tag, line.substr(13, 1), line.substr(14, 1))) return false;
    std::string_view rest = text;
    const std::size_t first = std::min(rest.find("$$"), rest.size());
    if (first > 0) {
        parsed.repairs.add(Repair::TextBeforeSubfield);
        builder.subfield("a", rest.substr(0, first));
    }
    rest.remove_prefix(first);
    while (!rest.empty()) {
        std::size_t end = std::min(rest.find("$$", 2), rest.size());
        while (end + 2 < rest.size() && rest[end + 2] == '$')
            ++end; // a text that ends with the sign: `SA$$$d`
        if (end == 2) {
            parsed.repairs.add(Repair::SubfieldCode);
        } else {
            builder.subfield(rest.substr(2, 1), rest.substr(3, end - 3));
        }
        rest.remove_prefix(end);
    }
    builder.close();
    return true;
}

/// Where the next ` $x ` begins at or after `from`; the size when there is none.
std::size_t next_subfield(std::string_view text, std::size_t from) {
    for (std::size_t at = text.find(" $", from); at != std::string_view::npos; at = text.find(" $", at + 1)) {
        const bool blank_follows = at + 3 == text.size() || (at + 3 < text.size() && text[at + 3] == ' ');
        if (blank_follows && text[at + 2] > ' ') return at;
    }
    return text.size();
}

/// `245 10 $a …` or `001 …`; a leader has no blank behind three letters or digits.
bool is_field_line(std::string_view line) {
    const auto is_tag_sign = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    };
    return line.size() >= 4 && std::all_of(line.begin(), line.begin() + 3, is_tag_sign) && line[3] == ' ';
}

bool line_field(std::string_view line, Record& record, Parsed& parsed) {
    FieldBuilder builder(record, parsed);
    if (line.size() < 4 || line[3] != ' ') {
        parsed.reject("marc.line_line", {{"line", std::string{line.substr(0, 60)}}});
        return false;
    }
    const std::string_view tag = line.substr(0, 3);
    const bool has_subfields = line.size() > 7 && next_subfield(line, 6) == 6;
    if (is_control_tag(tag) && !has_subfields) return builder.control(tag, line.substr(4));
    const std::string_view padded = line.size() < 6 ? std::string_view{"      "} : line;
    if (!builder.open(tag, padded.substr(4, 1), padded.substr(5, 1))) return false;
    std::size_t at = next_subfield(line, std::min<std::size_t>(6, line.size()));
    if (at > 6 && line.size() > 6 && !is_blank(line.substr(6, at - 6))) {
        parsed.repairs.add(Repair::TextBeforeSubfield);
        builder.subfield("a", line.substr(6, at - 6));
    }
    while (at < line.size()) {
        const std::size_t end = next_subfield(line, at + 4);
        const std::size_t begin = std::min(at + 4, line.size());
        builder.subfield(line.substr(at + 2, 1), line.substr(begin, std::max(end, begin) - begin));
        at = end;
    }
    builder.close();
    return true;
}

} // namespace

bool AlephReader::next(ByteWindow& window, Record& record, Parsed& parsed) {
    LineWindow lines(window, limit_);
    const bool more = lines.skip_blank_lines();
    parsed.start(window.offset());
    if (!more) return false;
    const auto first = lines.line(0);
    const std::string number{first ? first->text.substr(0, 9) : std::string_view{}};
    bool has_leader = first && first->text.substr(std::min<std::size_t>(10, first->text.size())).starts_with("LDR");
    lines.take_record(parsed, [&](std::string_view line) {
        if (!line.starts_with(number) || is_blank(line)) return false;
        // Two records in a row can bear one number: the second leader parts them.
        const bool leader = line.size() > 10 && line.substr(10).starts_with("LDR");
        if (leader && has_leader) return false;
        has_leader |= leader;
        return true;
    });
    if (!parsed.key.empty()) return true;
    record.clear();
    for_each_line(parsed.source, [&](std::string_view line) { return aleph_field(line, record, parsed); });
    return true;
}

bool LineReader::next(ByteWindow& window, Record& record, Parsed& parsed) {
    LineWindow lines(window, limit_);
    const bool more = lines.skip_blank_lines();
    parsed.start(window.offset());
    if (!more) return false;
    lines.take_record(parsed, [](std::string_view line) { return !is_blank(line); });
    if (!parsed.key.empty()) return true;
    record.clear();
    bool first = true;
    for_each_line(parsed.source, [&](std::string_view line) {
        if (!first) return line_field(line, record, parsed);
        first = false;
        if (!is_field_line(line)) {
            take_leader(line.substr(0, 24), record, parsed.repairs);
            return true;
        }
        parsed.reject("marc.line_line", {{"line", std::string{line.substr(0, 60)}}});
        return false;
    });
    return true;
}

} // namespace tangthu::marc::impl
