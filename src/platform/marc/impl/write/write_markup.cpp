#include "platform/marc/impl/record_parts.h"
#include "platform/marc/impl/text/scan.h"
#include "platform/marc/impl/write/cursor.h"
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

#if defined(__SSE2__)
__m128i controls(__m128i v) { return _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(0x1F)), v); }
__m128i is(__m128i v, char c) { return _mm_cmpeq_epi8(v, _mm_set1_epi8(c)); }

struct XmlWide {
    static __m128i needs_care(__m128i v) {
        // < and > differ in bit 1, & and " in bit 2.
        const __m128i brackets = is(_mm_or_si128(v, _mm_set1_epi8(0x02)), '>');
        const __m128i signs = is(_mm_or_si128(v, _mm_set1_epi8(0x04)), '&');
        const __m128i rest = _mm_or_si128(is(v, '\x7F'), is(v, '\xEF'));
        return _mm_or_si128(_mm_or_si128(controls(v), rest), _mm_or_si128(brackets, signs));
    }
};
struct JsonWide {
    static __m128i needs_care(__m128i v) {
        return _mm_or_si128(_mm_or_si128(controls(v), is(v, '\x7F')), _mm_or_si128(is(v, '"'), is(v, '\\')));
    }
};
#else
struct XmlWide {};
struct JsonWide {};
#endif

/// The most bytes that one byte of a value becomes: `&quot;`, `\u0007`.
constexpr std::size_t kWidest = 6;

char* put_xml(char* at, std::string_view text, const char* readable, std::uint64_t& replaced) {
    while (true) {
        at = put_plain<XmlWide>(at, text, kXmlSpecial, readable);
        if (text.empty()) return at;
        std::size_t taken = 1;
        switch (text[0]) {
        case '<':
            at = put(at, "&lt;");
            break;
        case '>':
            at = put(at, "&gt;");
            break;
        case '&':
            at = put(at, "&amp;");
            break;
        case '"':
            at = put(at, "&quot;");
            break;
        // Written out, or a parser would make a blank or a plain line end of them.
        case '\n':
            at = put(at, "&#10;");
            break;
        case '\r':
            at = put(at, "&#13;");
            break;
        case '\t':
            at = put(at, "&#9;");
            break;
        case '\x7F':
            at = put(at, "&#127;");
            break;
        case '\xEF':
            taken = utf8_length(text, 0) == 3 ? 3 : 1;
            if (taken == 3 && utf8_char(text, 0, 3) < 0xFFFE) {
                at = put(at, text.substr(0, 3));
                break;
            }
            [[fallthrough]];
        default:
            at = put(at, "\xEF\xBF\xBD");
            ++replaced;
        }
        text.remove_prefix(taken);
    }
}

char* put_json(char* at, std::string_view text, const char* readable) {
    constexpr std::string_view kHex = "0123456789abcdef";
    at = put(at, '"');
    while (true) {
        at = put_plain<JsonWide>(at, text, kJsonSpecial, readable);
        if (text.empty()) return put(at, '"');
        const char c = text[0];
        switch (c) {
        case '"':
            at = put(at, "\\\"");
            break;
        case '\\':
            at = put(at, "\\\\");
            break;
        case '\n':
            at = put(at, "\\n");
            break;
        case '\r':
            at = put(at, "\\r");
            break;
        case '\t':
            at = put(at, "\\t");
            break;
        default:
            at = put(at, "\\u00");
            at = put(at, kHex[static_cast<unsigned char>(c) >> 4U]);
            at = put(at, kHex[static_cast<unsigned char>(c) & 15U]);
        }
        text.remove_prefix(1);
    }
}

/// Tags, indicators and codes: one to three signs, hardly ever special.
char* put_xml_signs(char* at, std::string_view signs, std::uint64_t& replaced) {
    for (std::size_t i = 0; i < signs.size(); ++i) {
        const bool special = kXmlSpecial[static_cast<unsigned char>(signs[i])] != 0;
        at = special ? put_xml(at, signs.substr(i, 1), nullptr, replaced) : put(at, signs[i]);
    }
    return at;
}
char* put_xml_sign(char* at, char sign, std::uint64_t& replaced) { return put_xml_signs(at, {&sign, 1}, replaced); }

char* put_json_sign(char* at, char sign) {
    if (kJsonSpecial[static_cast<unsigned char>(sign)] != 0) return put_json(at, {&sign, 1}, nullptr);
    return put(put(put(at, '"'), sign), '"');
}

/// Line breaks and blanks between elements, or nothing.
struct Layout {
    std::string_view outer, middle, inner, end;
};

char* put_datafield(char* at, FieldView field, const Layout& layout, const char* readable, std::uint64_t& replaced) {
    at = put(put(at, layout.middle), "<datafield tag=\"");
    at = put_xml_signs(at, field.tag(), replaced);
    at = put_xml_sign(put(at, "\" ind1=\""), field.ind1(), replaced);
    at = put_xml_sign(put(at, "\" ind2=\""), field.ind2(), replaced);
    at = put(put(at, "\">"), layout.end);
    for (const auto [code, value] : field.subfields()) {
        at = put(put(at, layout.inner), "<subfield code=\"");
        at = put_xml_sign(at, code, replaced);
        at = put_xml(put(at, "\">"), value, readable, replaced);
        at = put(put(at, "</subfield>"), layout.end);
    }
    return put(put(put(at, layout.middle), "</datafield>"), layout.end);
}

char* put_json_datafield(char* at, FieldView field, const char* readable) {
    at = put_json_sign(put(at, "{\"ind1\":"), field.ind1());
    at = put_json_sign(put(at, ",\"ind2\":"), field.ind2());
    at = put(at, ",\"subfields\":[");
    bool first = true;
    for (const auto [code, value] : field.subfields()) {
        if (!first) at = put(at, ',');
        first = false;
        at = put_json_sign(put(at, '{'), code);
        at = put_json(put(at, ':'), value, readable);
        at = put(at, '}');
    }
    return put(at, "]}");
}

const char* end_of_bytes(const Record& record) {
    const std::string_view bytes = RecordParts::bytes(record);
    return bytes.data() + bytes.size();
}

} // namespace

void write_marcxml(const Record& record, bool indent, bool with_namespace, Page& page, std::string& out,
                   std::uint64_t& replaced) {
    // A record by itself begins at the margin, one in a collection is a level deeper.
    constexpr std::string_view kBlanks = "      ";
    const std::size_t depth = with_namespace ? 0 : 2;
    const auto blanks = [&](std::size_t count) { return indent ? kBlanks.substr(0, count) : std::string_view{}; };
    const Layout layout{blanks(depth), blanks(depth + 2), blanks(depth + 4), indent ? "\n" : ""};
    const char* const readable = end_of_bytes(record);
    const RecordSize size = RecordParts::size(record);
    char* at = page.begin(size.text * kWidest + size.fields * 160 + size.subfields * 80 + 512);
    at = put(put(at, layout.outer), "<record");
    if (with_namespace) at = put(at, " xmlns=\"http://www.loc.gov/MARC21/slim\"");
    at = put(put(put(put(at, ">"), layout.end), layout.middle), "<leader>");
    at = put(put(put_xml(at, record.leader(), nullptr, replaced), "</leader>"), layout.end);
    for (const FieldView field : record.fields()) {
        if (!field.is_control()) {
            at = put_datafield(at, field, layout, readable, replaced);
            continue;
        }
        at = put(put(at, layout.middle), "<controlfield tag=\"");
        at = put_xml_signs(at, field.tag(), replaced);
        at = put_xml(put(at, "\">"), field.value(), readable, replaced);
        at = put(put(at, "</controlfield>"), layout.end);
    }
    at = put(put(put(at, layout.outer), "</record>"), layout.end);
    out.append(page.text(at));
}

void write_json(const Record& record, Page& page, std::string& out) {
    const char* const readable = end_of_bytes(record);
    const RecordSize size = RecordParts::size(record);
    char* at = page.begin(size.text * kWidest + size.fields * 128 + size.subfields * 32 + 512);
    at = put_json(put(at, "{\"leader\":"), record.leader(), nullptr);
    at = put(at, ",\"fields\":[");
    bool first = true;
    for (const FieldView field : record.fields()) {
        if (!first) at = put(at, ',');
        first = false;
        at = put(put_json(put(at, '{'), field.tag(), nullptr), ':');
        at = field.is_control() ? put_json(at, field.value(), readable) : put_json_datafield(at, field, readable);
        at = put(at, '}');
    }
    at = put(at, "]}");
    out.append(page.text(at));
}

} // namespace tangthu::marc::impl
