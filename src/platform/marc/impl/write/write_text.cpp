#include "platform/marc/impl/record_parts.h"
#include "platform/marc/impl/text/mnemonics.h"
#include "platform/marc/impl/write/write_formats.h"

#include <algorithm>
#include <array>

namespace tangthu::marc::impl {

namespace {

bool is_line_break(char c) { return c == '\n' || c == '\r'; }

/// Text of one line: breaks become blanks, and are counted.
void put_one_line(std::string_view text, std::string& out, std::uint64_t& replaced) {
    const std::size_t begin = out.size();
    out += text;
    if (std::none_of(text.begin(), text.end(), is_line_break)) return;
    for (std::size_t i = begin; i < out.size(); ++i) {
        if (!is_line_break(out[i])) continue;
        out[i] = ' ';
        ++replaced;
    }
}

/// MARCMaker's text: signs with a meaning of their own and everything that is not printable ASCII of a MARC-8 text by
/// name.
class MrkText {
public:
    MrkText(Marc8Encoder* marc8, std::string& out) : marc8_(marc8), out_(out) {}

    void put(std::string_view text, bool blanks) {
        if (marc8_ != nullptr) {
            encoded_.clear();
            marc8_->encode(text, encoded_);
            text = encoded_;
        }
        for (const char c : text) {
            const auto byte = static_cast<unsigned char>(c);
            if (blanks && c == ' ') {
                out_ += '\\';
            } else if (c == '$' || c == '{' || c == '}' || c == '\\' || byte < 0x20 || byte == 0x7F ||
                       (byte >= 0x80 && marc8_ != nullptr)) {
                put_name(byte);
            } else {
                out_ += c;
            }
        }
    }

private:
    void put_name(unsigned char byte) {
        constexpr std::string_view kHex = "0123456789ABCDEF";
        out_ += '{';
        const std::string_view name = mnemonic_name(byte);
        if (name.empty()) {
            out_ += kHex[byte >> 4];
            out_ += kHex[byte & 15];
        } else {
            out_ += name;
        }
        out_ += '}';
    }

    Marc8Encoder* marc8_;
    std::string& out_;
    std::string encoded_;
};

/// `$$` begins a subfield: in a text its signs are set apart, and counted.
void put_aleph_text(std::string_view text, std::string& out, std::uint64_t& replaced) {
    const std::size_t begin = out.size();
    put_one_line(text, out, replaced);
    for (std::size_t at = out.find("$$", begin); at != std::string::npos; at = out.find("$$", at + 1)) {
        out.insert(at + 1, 1, ' ');
        ++replaced;
    }
}

void put_aleph_blanks(std::string_view text, std::string& out, std::uint64_t& replaced) {
    const std::size_t begin = out.size();
    put_one_line(text, out, replaced);
    std::replace(out.begin() + static_cast<std::ptrdiff_t>(begin), out.end(), ' ', '^');
}

} // namespace

void write_mrk(const Record& record, Marc8Encoder* marc8, std::string& out) {
    MrkText text(marc8, out);
    std::array<char, Record::kLeaderBytes> leader{};
    std::copy_n(record.leader().data(), leader.size(), leader.data());
    if (marc8 != nullptr) leader[9] = ' ';
    out += "=LDR  ";
    text.put({leader.data(), leader.size()}, true);
    out += '\n';
    for (const FieldView field : record.fields()) {
        out.append("=").append(field.tag()).append("  ");
        if (field.is_control()) {
            text.put(field.value(), true);
        } else {
            for (const char indicator : {field.ind1(), field.ind2()})
                text.put({&indicator, 1}, true);
            for (const auto [code, value] : field.subfields()) {
                out += '$';
                out += code;
                text.put(value, false);
            }
        }
        out += '\n';
    }
    out += '\n';
}

void write_aleph(const Record& record, std::uint64_t number, std::string& out, std::uint64_t& replaced) {
    std::string id{record.control("001")};
    if (id.empty() || id.size() > 9 ||
        !std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; })) {
        id = std::to_string(number % 1'000'000'000);
    }
    id.insert(0, 9 - id.size(), '0');
    out.append(id).append(" LDR   L ");
    put_aleph_blanks(record.leader(), out, replaced);
    out += '\n';
    for (const FieldView field : record.fields()) {
        out.append(id).append(" ").append(field.tag());
        if (field.is_control()) {
            out += "   L ";
            put_aleph_blanks(field.value(), out, replaced);
        } else {
            out += field.ind1();
            out += field.ind2();
            out += " L ";
            for (const auto [code, value] : field.subfields()) {
                out += "$$";
                out += code;
                put_aleph_text(value, out, replaced);
            }
        }
        out += '\n';
    }
}

namespace {

constexpr std::array<unsigned char, 256> line_breaks() {
    std::array<unsigned char, 256> table{};
    table['\n'] = table['\r'] = 1;
    return table;
}
constexpr auto kLineBreaks = line_breaks();

#if defined(__SSE2__)
struct LineWide {
    static __m128i needs_care(__m128i v) {
        return _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('\n')), _mm_cmpeq_epi8(v, _mm_set1_epi8('\r')));
    }
};
#else
struct LineWide {};
#endif

char* put_line_text(char* at, std::string_view text, const char* readable, std::uint64_t& replaced) {
    while (true) {
        at = put_plain<LineWide>(at, text, kLineBreaks, readable);
        if (text.empty()) return at;
        at = put(at, ' ');
        ++replaced;
        text.remove_prefix(1);
    }
}

} // namespace

void write_line(const Record& record, Page& page, std::string& out, std::uint64_t& replaced) {
    const std::string_view bytes = RecordParts::bytes(record);
    const char* const readable = bytes.data() + bytes.size();
    const RecordSize size = RecordParts::size(record);
    char* at = page.begin(size.text + size.fields * 8 + size.subfields * 4 + 64);
    at = put(put(at, record.leader()), '\n');
    for (const FieldView field : record.fields()) {
        at = put(put(at, field.tag()), ' ');
        if (field.is_control()) {
            at = put_line_text(at, field.value(), readable, replaced);
        } else {
            at = put(put(at, field.ind1()), field.ind2());
            for (const auto [code, value] : field.subfields()) {
                at = put(put(put(at, " $"), code), ' ');
                at = put_line_text(at, value, readable, replaced);
            }
        }
        at = put(at, '\n');
    }
    at = put(at, '\n');
    out.append(page.text(at));
}

} // namespace tangthu::marc::impl
