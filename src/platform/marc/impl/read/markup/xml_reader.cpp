#include "platform/marc/impl/read/markup/xml_reader.h"

#include "platform/marc/impl/read/iso/iso2709.h"
#include "platform/marc/impl/read/markup/xml_record.h"
#include "platform/text/legacy.h"

#include <algorithm>
#include <pugixml.hpp>

namespace tangthu::marc::impl {

/// A piece of markup: a tag, a comment, a CDATA section, an instruction, a document type.
struct XmlReader::Piece {
    enum class Kind { Start, Empty, End, Other };
    Kind kind = Kind::Other;
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string_view name; ///< of a tag, with its prefix
};

struct XmlReader::Document {
    pugi::xml_document dom;
};

namespace {

bool is_record_name(std::string_view local) { return local == "record" || local == "r"; }

/// Elements that only stand inside a MARC record.
bool is_content_name(std::string_view local) {
    return local == "leader" || local == "controlfield" || local == "datafield" || local == "l";
}

std::string_view name_at(std::string_view text) {
    return text.substr(0, std::min(text.find_first_of(" \t\r\n/>"), text.size()));
}

std::string to_lower(std::string_view text) {
    std::string result{text};
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return result;
}

/// Where a tag ends: behind the `>` that no quotation marks enclose. npos: not in this text.
std::size_t end_of_tag(std::string_view text, std::size_t from) {
    char quote = 0;
    for (std::size_t at = from; at < text.size(); ++at) {
        const char c = text[at];
        if (quote != 0) {
            if (c == quote) quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '>') {
            return at + 1;
        } else if (c == '<') {
            return at; // a tag that was never closed
        }
    }
    return std::string_view::npos;
}

/// A document type with its internal subset.
std::size_t end_of_doctype(std::string_view text, std::size_t from) {
    std::size_t depth = 0;
    for (std::size_t at = from; at < text.size(); ++at) {
        if (text[at] == '[') ++depth;
        if (text[at] == ']' && depth > 0) --depth;
        if (text[at] == '>' && depth == 0) return at + 1;
    }
    return std::string_view::npos;
}

std::size_t end_of_markup(std::string_view text, std::size_t at) {
    const auto behind = [&](std::string_view mark, std::size_t skip) {
        const std::size_t found = text.find(mark, at + skip);
        return found == std::string_view::npos ? found : found + mark.size();
    };
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("<!--")) return behind("-->", 4);
    if (rest.starts_with("<![CDATA[")) return behind("]]>", 9);
    if (rest.starts_with("<?")) return behind("?>", 2);
    if (rest.starts_with("<!") && rest.size() >= 3 && rest[2] != '-' && rest[2] != '[')
        return end_of_doctype(text, at + 2);
    if (rest.size() < 9 && (rest.starts_with("<!") || rest == "<")) return std::string_view::npos;
    if (rest.starts_with("<!")) return at + 2;
    return end_of_tag(text, at + 1);
}

} // namespace

std::string_view local_name(std::string_view name) {
    const std::size_t colon = name.rfind(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

XmlReader::XmlReader(std::size_t limit) : document_(std::make_unique<Document>()), limit_(limit) {}
XmlReader::~XmlReader() = default;

void XmlReader::drop(ByteWindow& window, std::size_t size) {
    const std::string_view gone = window.data().substr(0, size);
    if (!is_known_) preamble_.take(gone);
    lines_ += static_cast<std::uint64_t>(std::count(gone.begin(), gone.end(), '\n'));
    window.consume(size);
}

/// The next markup at or after `from`. Without `keep` everything before it is dropped (and `from` must be 0).
std::optional<XmlReader::Piece> XmlReader::read_markup(ByteWindow& window, std::size_t from, bool keep) {
    std::size_t searched = from;
    while (true) {
        const std::string_view data = window.data();
        const std::size_t at = data.find('<', searched);
        if (at == std::string_view::npos) {
            if (!keep) {
                drop(window, data.size());
            } else if (data.size() >= limit_) {
                return std::nullopt;
            }
            searched = keep ? data.size() : 0;
            if (!window.more()) return std::nullopt;
            continue;
        }
        const std::size_t end = end_of_markup(data, at);
        if (end == std::string_view::npos) {
            if (!keep && at > 0) {
                drop(window, at);
                searched = 0;
                continue;
            }
            if (data.size() >= limit_ || !window.more()) return std::nullopt;
            searched = at;
            continue;
        }
        Piece piece;
        piece.begin = at;
        piece.end = end;
        const std::string_view markup = data.substr(at, end - at);
        if (markup.size() > 2 && markup[1] == '/') {
            piece.kind = Piece::Kind::End;
            piece.name = name_at(markup.substr(2));
        } else if (markup.size() > 2 && markup[1] != '!' && markup[1] != '?') {
            piece.kind = markup.ends_with("/>") ? Piece::Kind::Empty : Piece::Kind::Start;
            piece.name = name_at(markup.substr(1));
        } else if (!keep && markup.starts_with("<?xml")) {
            read_prolog(markup);
        }
        return piece;
    }
}

void XmlReader::read_prolog(std::string_view instruction) {
    const std::string text = to_lower(instruction);
    latin1_ = text.find("8859-1") != std::string::npos || text.find("windows-1252") != std::string::npos;
}

bool XmlReader::find_record(ByteWindow& window, Parsed& parsed) {
    while (true) {
        const auto piece = read_markup(window, 0, false);
        if (!piece) {
            const bool rest = !window.data().empty();
            parsed.start(window.offset());
            if (!is_known_) return refuse_all(window, parsed);
            if (!rest) return false;
            parsed.reject("marc.xml_syntax",
                          {{"detail", "unfinished tag"}, {"line", std::to_string(lines_ + 1)}, {"column", "1"}});
            parsed.swallow(window, window.data().size());
            while (window.more())
                parsed.swallow(window, window.data().size());
            return true;
        }
        const bool is_record = piece->kind == Piece::Kind::Start && is_record_name(local_name(piece->name));
        if (is_record || local_name(piece->name) == "collection") is_known_ = true;
        if (is_record) {
            drop(window, piece->begin);
            parsed.start(window.offset());
            return find_end(window, parsed);
        }
        drop(window, piece->end);
    }
}

/// The input has come to its end without a record or a collection of them.
bool XmlReader::refuse_all(ByteWindow& window, Parsed& parsed) {
    do
        drop(window, window.data().size());
    while (window.more());
    is_known_ = true;
    if (preamble_.length == 0) return false;
    parsed.start(0);
    parsed.kept = std::move(preamble_.kept);
    parsed.length = preamble_.length;
    parsed.reject("marc.format_unknown");
    return true;
}

/// The window begins with a record's start tag. Takes everything to its end tag.
bool XmlReader::find_end(ByteWindow& window, Parsed& parsed) {
    name_ = name_at(window.data().substr(1));
    std::size_t at = 1 + name_.size();
    at = std::min(end_of_markup(window.data(), 0), window.data().size());
    bool has_content = false;
    while (true) {
        const auto piece = read_markup(window, at, true);
        if (!piece) {
            const bool too_long = window.data().size() >= limit_;
            if (too_long) {
                parsed.reject("marc.record_too_long", {{"limit_bytes", std::to_string(limit_)}});
            } else {
                parsed.reject("marc.xml_cut_off", {{"line", std::to_string(lines_ + 1)}});
            }
            const std::string_view gone = window.data();
            lines_ += static_cast<std::uint64_t>(std::count(gone.begin(), gone.end(), '\n'));
            parsed.swallow(window, gone.size());
            return true;
        }
        const std::string_view local = local_name(piece->name);
        if (piece->kind == Piece::Kind::Start && is_record_name(local)) {
            if (has_content) {
                // Another record begins inside this one: its end tag is missing.
                parsed.reject("marc.xml_cut_off", {{"line", std::to_string(lines_ + 1)}});
                parsed.take(window, piece->begin);
                lines_ += static_cast<std::uint64_t>(std::count(parsed.source.begin(), parsed.source.end(), '\n'));
                return true;
            }
            // The record of an OAI or SRU envelope: the one inside counts.
            drop(window, piece->begin);
            parsed.start(window.offset());
            name_ = name_at(window.data().substr(1));
            at = piece->end - piece->begin;
            continue;
        }
        if (piece->kind == Piece::Kind::Start || piece->kind == Piece::Kind::Empty)
            has_content |= is_content_name(local);
        if (piece->kind == Piece::Kind::End && is_record_name(local)) {
            parsed.take(window, piece->end);
            return true;
        }
        if (piece->end >= limit_) {
            parsed.reject("marc.record_too_long", {{"limit_bytes", std::to_string(limit_)}});
            parsed.swallow(window, piece->end);
            return true;
        }
        at = piece->end;
    }
}

bool XmlReader::next(ByteWindow& window, Record& record, Parsed& parsed) {
    if (!find_record(window, parsed)) return false;
    if (!parsed.key.empty()) return true;
    parse(parsed.source, record, parsed);
    lines_ += static_cast<std::uint64_t>(std::count(parsed.source.begin(), parsed.source.end(), '\n'));
    return true;
}

namespace {

/// An ampersand that begins none of XML's own references. Entities of a document type are not expanded.
std::size_t find_foreign_entity(std::string_view text) {
    for (std::size_t at = text.find('&'); at != std::string_view::npos; at = text.find('&', at + 1)) {
        const std::string_view rest = text.substr(at + 1, 8);
        const bool known = rest.starts_with("amp;") || rest.starts_with("lt;") || rest.starts_with("gt;") ||
                           rest.starts_with("quot;") || rest.starts_with("apos;") || rest.starts_with("#");
        if (!known) return at;
    }
    return std::string_view::npos;
}

struct Place {
    std::uint64_t line = 0;
    std::size_t column = 0;
};
Place place_of(std::string_view text, std::size_t at, std::uint64_t lines_before) {
    const std::string_view before = text.substr(0, std::min(at, text.size()));
    const std::size_t line_begin = before.rfind('\n');
    return {lines_before + 1 + static_cast<std::uint64_t>(std::count(before.begin(), before.end(), '\n')),
            before.size() - (line_begin == std::string_view::npos ? 0 : line_begin + 1) + 1};
}

} // namespace

void XmlReader::parse(std::string_view element, Record& record, Parsed& parsed) {
    parsed.unicode = true;
    const auto reject_at = [&](std::string_view key, std::size_t at, std::vector<ErrorParam> params) {
        const Place place = place_of(element, at, lines_);
        params.push_back({"line", std::to_string(place.line)});
        params.push_back({"column", std::to_string(place.column)});
        parsed.reject(key, std::move(params));
    };
    if (element.find("<![CDATA[") == std::string_view::npos) {
        const std::size_t entity = find_foreign_entity(element);
        if (entity != std::string_view::npos) {
            const std::string_view name = element.substr(entity, 24);
            reject_at("marc.xml_entity", entity, {{"entity", std::string{name.substr(0, name.find(';') + 1)}}});
            return;
        }
    }
    scratch_ = element;
    constexpr unsigned kFlags = pugi::parse_default | pugi::parse_ws_pcdata;
    const auto result = document_->dom.load_buffer_inplace(scratch_.data(), scratch_.size(), kFlags,
                                                           latin1_ ? pugi::encoding_latin1 : pugi::encoding_utf8);
    if (!result) {
        const auto at = static_cast<std::size_t>(std::max<std::ptrdiff_t>(result.offset, 0));
        reject_at("marc.xml_syntax", at, {{"detail", result.description()}});
        return;
    }
    record.clear();
    XmlRecordParser parser(record, parsed);
    if (!parser.read(document_->dom.document_element())) {
        // The parser knows what is wrong, this place knows where.
        auto params = std::move(parsed.params);
        reject_at(std::string{parsed.key}, parser.problem_offset(), std::move(params));
    }
}

} // namespace tangthu::marc::impl
