#include "platform/marc/impl/read/build.h"
#include "platform/marc/impl/read/iso/iso2709.h"
#include "platform/marc/impl/read/lines/lines.h"
#include "platform/marc/impl/read/lines/text_formats.h"
#include "platform/marc/impl/record_parts.h"
#include "platform/marc/impl/text/mnemonics.h"
#include "platform/marc/impl/text/scan.h"

#include <algorithm>

namespace tangthu::marc::impl {

namespace {

bool begins_record(std::string_view line) { return line.starts_with("=LDR") || line.starts_with("=000"); }

} // namespace

bool MrkReader::next(ByteWindow& window, Record& record, Parsed& parsed) {
    LineWindow lines(window, limit_);
    const bool more = lines.skip_blank_lines();
    parsed.start(window.offset());
    if (!more) return false;
    lines.take_record(parsed, [](std::string_view line) { return !is_blank(line) && !begins_record(line); });
    if (!parsed.key.empty()) return true;
    record.clear();
    decoded_ = false;
    bool any = false;
    for_each_line(parsed.source, [&](std::string_view line) {
        if (line.empty() || line[0] != '=') {
            // Comments before a record are skipped; inside one, a line without tag can only be text that got lost.
            if (any) parsed.reject("marc.mrk_line", {{"line", std::string{line.substr(0, 60)}}});
            return parsed.key.empty();
        }
        any = true;
        return field_line(line, record, parsed);
    });
    if (parsed.key.empty() && !any) parsed.reject("marc.format_unknown");
    auto& coding = RecordParts::leader(record)[9];
    if (decoded_ && coding != 'a' && is_ascii(parsed.source)) {
        // All that was MARC-8 stood there by name.
        coding = 'a';
        parsed.repairs.add(Repair::DecodedMarc8);
    }
    return true;
}

bool MrkReader::field_line(std::string_view line, Record& record, Parsed& parsed) {
    if (line.size() < 4) {
        parsed.reject("marc.mrk_line", {{"line", std::string{line}}});
        return false;
    }
    const std::string_view tag = line.substr(1, 3);
    std::string_view text = line.substr(4);
    // Two blanks by the rule; files that were edited by hand have one, or a tab.
    text.remove_prefix(std::min({text.find_first_not_of(" \t"), text.size(), std::size_t{2}}));
    FieldBuilder builder(record, parsed);
    if (tag == "LDR" || tag == "000") {
        take_leader(plain(text, true, false, parsed), record, parsed.repairs);
        return true;
    }
    const bool marc8 = record.leader()[9] != 'a';
    const bool typed = text.size() >= 3 && text[2] == '$';
    if (is_control_tag(tag) && !typed) return builder.control(tag, plain(text, true, marc8, parsed));
    const auto indicator = [&](std::size_t at) {
        return at < text.size() && text[at] != '$' ? (text[at] == '\\' ? std::string_view{" "} : text.substr(at, 1))
                                                   : std::string_view{};
    };
    const std::string_view ind1 = indicator(0);
    const std::string_view ind2 = ind1.empty() ? std::string_view{} : indicator(1);
    if (!builder.open(tag, ind1, ind2)) return false;
    std::string_view rest = text.substr(ind1.size() + ind2.size());
    const std::size_t first = std::min(rest.find('$'), rest.size());
    if (first > 0) {
        parsed.repairs.add(Repair::TextBeforeSubfield);
        builder.subfield("a", plain(rest.substr(0, first), false, marc8, parsed));
    }
    rest.remove_prefix(first);
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('$', 1), rest.size());
        if (end == 1) {
            parsed.repairs.add(Repair::SubfieldCode);
        } else {
            builder.subfield(rest.substr(1, 1), plain(rest.substr(2, end - 2), false, marc8, parsed));
        }
        rest.remove_prefix(end);
    }
    builder.close();
    return true;
}

std::string_view MrkReader::plain(std::string_view text, bool blanks, bool marc8, Parsed& parsed) {
    const bool references = marc8 && text.find("&#x") != std::string_view::npos;
    if (!references && text.find_first_of(blanks ? "{\\" : "{") == std::string_view::npos) return text;
    value_.clear();
    pending_.clear();
    // ASCII and names are gathered as MARC-8, where the name of a mark stands before its letter; other bytes go as they
    // are.
    const auto flush = [&] {
        const std::size_t begin = value_.size();
        if (marc8_.decode(pending_, value_) > 0) parsed.repairs.add(Repair::BadBytes);
        decoded_ |= !is_ascii(std::string_view{value_}.substr(begin));
        pending_.clear();
    };
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '{') {
            const std::size_t end = text.substr(0, at + 12).find('}', at);
            const unsigned char byte =
                end == std::string_view::npos ? 0 : mnemonic_byte(text.substr(at + 1, end - at - 1));
            if (byte != 0) {
                pending_.push_back(static_cast<char>(byte));
                at = end + 1;
                continue;
            }
        }
        // &#xHHHH; is a character in MARC-8 only.
        if (static_cast<unsigned char>(text[at]) >= 0x80 || (text[at] == '&' && !marc8)) {
            flush();
            value_.push_back(text[at]);
        } else {
            pending_.push_back(blanks && text[at] == '\\' ? ' ' : text[at]);
        }
        ++at;
    }
    flush();
    return value_;
}

} // namespace tangthu::marc::impl
