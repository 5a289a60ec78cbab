#include "platform/marc/impl/text/scan.h"
#include "platform/marc/impl/write/write_formats.h"

#include <array>

namespace tangthu::marc::impl {

namespace {

/// For each byte: 0 when it goes out as it is.
constexpr std::array<unsigned char, 256> special_bytes(std::string_view signs) {
    std::array<unsigned char, 256> table{};
    for (std::size_t i = 0; i < 0x20; ++i)
        table[i] = 1;
    for (const char c : signs)
        table[static_cast<unsigned char>(c)] = 1;
    return table;
}

/// 0xEF begins U+FFFE and U+FFFF, which XML has no place for.
constexpr auto kXmlSpecial = special_bytes("<>&\"\x7F\xEF");
constexpr auto kJsonSpecial = special_bytes("\"\\\x7F");

/// The length of the part of the text that needs no care.
std::size_t plain_length(std::string_view text, const std::array<unsigned char, 256>& special) {
    std::size_t at = 0;
    while (at < text.size() && special[static_cast<unsigned char>(text[at])] == 0)
        ++at;
    return at;
}

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

void put_xml(std::string_view text, std::string& out, std::uint64_t& replaced) {
    while (true) {
        const std::size_t plain = plain_length(text, kXmlSpecial);
        out.append(text.data(), plain);
        if (plain == text.size()) return;
        std::size_t taken = 1;
        switch (text[plain]) {
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '&':
            out += "&amp;";
            break;
        case '"':
            out += "&quot;";
            break;
        // Written out, or a parser would make a blank or a plain line end of them.
        case '\n':
            out += "&#10;";
            break;
        case '\r':
            out += "&#13;";
            break;
        case '\t':
            out += "&#9;";
            break;
        case '\x7F':
            out += "&#127;";
            break;
        case '\xEF':
            taken = utf8_length(text, plain) == 3 ? 3 : 1;
            if (taken == 3 && utf8_char(text, plain, 3) < 0xFFFE) {
                out.append(text.substr(plain, 3));
                break;
            }
            [[fallthrough]];
        default:
            out += kReplacement;
            ++replaced;
        }
        text.remove_prefix(plain + taken);
    }
}

void put_json(std::string_view text, std::string& out) {
    constexpr std::string_view kHex = "0123456789abcdef";
    out += '"';
    while (true) {
        const std::size_t plain = plain_length(text, kJsonSpecial);
        out.append(text.data(), plain);
        if (plain == text.size()) break;
        const char c = text[plain];
        switch (c) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        case '\t':
            out += "\\t";
            break;
        default:
            out += "\\u00";
            out += kHex[static_cast<unsigned char>(c) >> 4];
            out += kHex[static_cast<unsigned char>(c) & 15];
        }
        text.remove_prefix(plain + 1);
    }
    out += '"';
}

/// An attribute's value of one sign.
void put_sign(char sign, std::string& out, std::uint64_t& replaced) { put_xml({&sign, 1}, out, replaced); }

} // namespace

void write_marcxml(const Record& record, bool indent, bool with_namespace, std::string& out, std::uint64_t& replaced) {
    const std::string_view end = indent ? "\n" : "";
    const std::string_view one = indent ? "  " : "";
    const std::string_view two = indent ? "    " : "";
    const std::string_view three = indent ? "      " : "";
    // A record by itself begins at the margin, one in a collection is a level deeper.
    const std::string_view outer = with_namespace ? "" : one;
    const std::string_view middle = with_namespace ? one : two;
    const std::string_view inner = with_namespace ? two : three;
    out.append(outer).append("<record");
    if (with_namespace) out += " xmlns=\"http://www.loc.gov/MARC21/slim\"";
    out.append(">").append(end).append(middle).append("<leader>");
    put_xml(record.leader(), out, replaced);
    out.append("</leader>").append(end);
    for (const FieldView field : record.fields()) {
        out.append(middle).append(field.is_control() ? "<controlfield tag=\"" : "<datafield tag=\"");
        put_xml(field.tag(), out, replaced);
        if (field.is_control()) {
            out += "\">";
            put_xml(field.value(), out, replaced);
            out.append("</controlfield>").append(end);
            continue;
        }
        out += "\" ind1=\"";
        put_sign(field.ind1(), out, replaced);
        out += "\" ind2=\"";
        put_sign(field.ind2(), out, replaced);
        out.append("\">").append(end);
        for (const auto [code, value] : field.subfields()) {
            out.append(inner).append("<subfield code=\"");
            put_sign(code, out, replaced);
            out += "\">";
            put_xml(value, out, replaced);
            out.append("</subfield>").append(end);
        }
        out.append(middle).append("</datafield>").append(end);
    }
    out.append(outer).append("</record>").append(end);
}

void write_json(const Record& record, std::string& out) {
    out += "{\"leader\":";
    put_json(record.leader(), out);
    out += ",\"fields\":[";
    bool first_field = true;
    for (const FieldView field : record.fields()) {
        out += first_field ? "{" : ",{";
        first_field = false;
        put_json(field.tag(), out);
        out += ':';
        if (field.is_control()) {
            put_json(field.value(), out);
            out += '}';
            continue;
        }
        const char ind1 = field.ind1();
        const char ind2 = field.ind2();
        out += "{\"ind1\":";
        put_json({&ind1, 1}, out);
        out += ",\"ind2\":";
        put_json({&ind2, 1}, out);
        out += ",\"subfields\":[";
        bool first = true;
        for (const auto [code, value] : field.subfields()) {
            out += first ? "{" : ",{";
            first = false;
            put_json({&code, 1}, out);
            out += ':';
            put_json(value, out);
            out += '}';
        }
        out += "]}}";
    }
    out += "]}";
}

} // namespace tangthu::marc::impl
