#include "platform/marc/format.h"

#include "platform/marc/impl/read/iso/iso2709.h"

#include <algorithm>
#include <array>
#include <string>

namespace tangthu::marc {

namespace {

struct FormatRow {
    Format format;
    std::string_view name;
    std::string_view media;
};
constexpr std::array<FormatRow, 8> kFormats{{
    {Format::Iso2709, "iso2709", "application/marc"},
    {Format::Isis, "isis", "text/plain"},
    {Format::MarcXml, "marcxml", "application/marcxml+xml"},
    {Format::Json, "json", "application/marc-in-json"},
    {Format::Ndjson, "ndjson", "application/x-ndjson"},
    {Format::Mrk, "mrk", "text/plain; charset=utf-8"},
    {Format::AlephSeq, "aleph", "text/plain; charset=utf-8"},
    {Format::Line, "line", "text/plain; charset=utf-8"},
}};

struct EncodingRow {
    Encoding encoding;
    std::string_view name;
};
/// The first name of each is the one that is printed. Compared without `-`, `_` and case.
constexpr std::array<EncodingRow, 23> kEncodings{{
    {Encoding::Utf8, "utf-8"},
    {Encoding::Marc8, "marc-8"},
    {Encoding::Tcvn3, "tcvn3"},
    {Encoding::Tcvn3, "tcvn"},
    {Encoding::Tcvn3, "abc"},
    {Encoding::Tcvn3, "tcvn5712"},
    {Encoding::Vni, "vni"},
    {Encoding::Vni, "vni-windows"},
    {Encoding::Viscii, "viscii"},
    {Encoding::Cp1258, "cp1258"},
    {Encoding::Cp1258, "windows-1258"},
    {Encoding::Cp1252, "cp1252"},
    {Encoding::Cp1252, "windows-1252"},
    {Encoding::Cp1252, "iso-8859-1"},
    {Encoding::Cp1252, "latin1"},
    {Encoding::Cp1252, "latin-1"},
    {Encoding::Cp1251, "cp1251"},
    {Encoding::Cp1251, "windows-1251"},
    {Encoding::Cp866, "cp866"},
    {Encoding::Cp866, "ibm866"},
    {Encoding::Marc8, "ansel"},
    {Encoding::Utf8, "unicode"},
    {Encoding::Utf8, "utf-8-bom"},
}};

std::string plain(std::string_view name) {
    std::string result;
    for (const char c : name) {
        if (c == '-' || c == '_') continue;
        result.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
    }
    return result;
}

bool is_tag_text(std::string_view text) {
    return text.size() >= 3 && std::all_of(text.begin(), text.begin() + 3, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
           });
}

bool is_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// `987874829 245   L $$a…` or `LDR   L …`: nine characters, tag and indicators, a blank, the script, a blank.
bool is_aleph_line(std::string_view line) {
    return line.size() >= 18 && is_digits(line.substr(0, 9)) && line[9] == ' ' && is_tag_text(line.substr(10)) &&
           line[15] == ' ' && line[16] >= 'A' && line[16] <= 'Z' && line[17] == ' ';
}

std::string_view line_at(std::string_view text, std::size_t index) {
    for (; index > 0 && !text.empty(); --index)
        text = text.substr(std::min(text.find('\n'), text.size() - 1) + 1);
    std::string_view line = text.substr(0, text.find('\n'));
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    return line;
}

/// A picture, a program: one byte in twenty is a control character that no text has. (The capitals that VISCII and
/// TCVN 5712 keep there are far fewer.)
bool looks_binary(std::string_view text) {
    text = text.substr(0, 4096);
    const auto odd = std::count_if(text.begin(), text.end(), [](char c) {
        return c >= 0 && c < 0x20 && c != '\t' && c != '\r' && c != '\n' && !(c >= 0x1B && c <= 0x1F);
    });
    return static_cast<std::size_t>(odd) * 20 > text.size();
}

std::optional<Format> detect_json(std::string_view text) {
    if (text[0] == '[') return Format::Json;
    // One object a line, or one object over many lines: the reader takes both, the name matters only to people.
    const std::string_view line = line_at(text, 0);
    return line.size() > 1 && line.back() == '}' ? Format::Ndjson : Format::Json;
}

} // namespace

std::optional<Format> format_from_name(std::string_view name) {
    const std::string wanted = plain(name);
    for (const FormatRow& row : kFormats) {
        if (plain(row.name) == wanted) return row.format;
    }
    if (wanted == "marc" || wanted == "mrc") return Format::Iso2709;
    if (wanted == "xml") return Format::MarcXml;
    if (wanted == "alephseq" || wanted == "seq") return Format::AlephSeq;
    return std::nullopt;
}

Result<Format> writable_format(std::string_view name) {
    const auto format = format_from_name(name);
    if (format && *format != Format::Isis) return *format;
    std::string known;
    for (const FormatRow& row : kFormats) {
        if (row.format != Format::Isis) known.append(known.empty() ? "" : ", ").append(row.name);
    }
    return fail(ErrorKind::Invalid, "marc.cannot_write_format", {{"format", std::string{name}}, {"known", known}});
}

std::string_view format_name(Format format) {
    for (const FormatRow& row : kFormats) {
        if (row.format == format) return row.name;
    }
    return {};
}

std::string_view media_type(Format format) {
    for (const FormatRow& row : kFormats) {
        if (row.format == format) return row.media;
    }
    return {};
}

std::optional<Encoding> encoding_from_name(std::string_view name) {
    const std::string wanted = plain(name);
    for (const EncodingRow& row : kEncodings) {
        if (plain(row.name) == wanted) return row.encoding;
    }
    return std::nullopt;
}

std::string_view encoding_name(Encoding encoding) {
    for (const EncodingRow& row : kEncodings) {
        if (row.encoding == encoding) return row.name;
    }
    return {};
}

std::optional<Format> detect_format(std::string_view head) {
    if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
    const std::size_t begin = head.find_first_not_of(std::string_view{" \t\r\n\0\x1A\x1D", 7});
    if (begin == std::string_view::npos) return std::nullopt;
    const std::string_view text = head.substr(begin);
    if (text[0] == '<') return Format::MarcXml;
    if (text[0] == '{' || text[0] == '[') return detect_json(text);
    if (text[0] == '=' && is_tag_text(text.substr(1))) return Format::Mrk;
    if (is_aleph_line(line_at(text, 0))) return Format::AlephSeq;
    if (!is_digits(text.substr(0, 5)) && looks_binary(text)) return std::nullopt;
    const bool has_separators =
        text.find('\x1E') != std::string_view::npos && text.find('\x1F') != std::string_view::npos;
    if (has_separators) return Format::Iso2709;
    const std::string_view second = line_at(head, 1);
    if (line_at(head, 0).size() == 24 && second.size() >= 4 && is_tag_text(second) && second[3] == ' ')
        return Format::Line;
    if (text.size() >= 24 && is_digits(text.substr(0, 5))) {
        if (text.find('\x1E') != std::string_view::npos) return Format::Iso2709;
        if (text.find('#') != std::string_view::npos && is_digits(text.substr(12, 5))) return Format::Isis;
        if (impl::looks_like_leader(text)) return Format::Iso2709;
    }
    // Comments of a .mrk file, or a line form that begins with a tag.
    for (std::size_t i = 1; i < 20; ++i) {
        const std::string_view line = line_at(text, i);
        if (line.starts_with("=LDR") || line.starts_with("=000")) return Format::Mrk;
    }
    return std::nullopt;
}

} // namespace tangthu::marc
