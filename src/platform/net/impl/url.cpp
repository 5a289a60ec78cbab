#include "platform/net/url.h"

#include "platform/base/utf8.h"

#include <algorithm>

namespace tangthu::net {

namespace {

constexpr std::size_t kMaxPairs = 500;

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool is_unreserved(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

/// How a blank is written: in a path as any other byte.
enum class Blank { percent, plus };

void append_encoded(std::string& out, std::string_view text, Blank blank) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    for (const char c : text) {
        if (is_unreserved(c)) {
            out += c;
        } else if (c == ' ' && blank == Blank::plus) {
            out += '+';
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += '%';
            out += kHex[byte >> 4U];
            out += kHex[byte & 15U];
        }
    }
}

tl::unexpected<Error> refuse(std::string key, std::size_t offset) {
    return fail(ErrorKind::Invalid, std::move(key), {{"offset", std::to_string(offset)}});
}

Result<std::string> decode(std::string_view text, Blank blank) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
            const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
            if (high < 0 || low < 0) return refuse("net.bad_percent", i);
            out += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            out += text[i] == '+' && blank == Blank::plus ? ' ' : text[i];
        }
    }
    if (const auto bad = find_invalid_utf8(out)) return refuse("net.bad_utf8", *bad);
    const auto control = std::find_if(out.begin(), out.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t' && c != '\r' && c != '\n') || byte == 0x7F;
    });
    if (control != out.end()) return refuse("net.control_character", static_cast<std::size_t>(control - out.begin()));
    return out;
}

} // namespace

std::optional<std::string_view> Query::find(std::string_view name) const {
    for (const auto& [key, value] : pairs_)
        if (key == name) return value;
    return std::nullopt;
}

std::vector<std::string_view> Query::all(std::string_view name) const {
    std::vector<std::string_view> values;
    for (const auto& [key, value] : pairs_)
        if (key == name) values.emplace_back(value);
    return values;
}

void Query::set(std::string_view name, std::string value) {
    remove(name);
    add(std::string{name}, std::move(value));
}

void Query::remove(std::string_view name) {
    std::erase_if(pairs_, [&](const auto& pair) { return pair.first == name; });
}

void Query::remove(std::string_view name, std::string_view value) {
    const auto at = std::find_if(pairs_.begin(), pairs_.end(),
                                 [&](const auto& pair) { return pair.first == name && pair.second == value; });
    if (at != pairs_.end()) pairs_.erase(at);
}

std::string Query::text() const {
    std::string out;
    for (const auto& [name, value] : pairs_) {
        if (!out.empty()) out += '&';
        append_encoded(out, name, Blank::plus);
        out += '=';
        append_encoded(out, value, Blank::plus);
    }
    return out;
}

std::string percent_encode(std::string_view text) {
    std::string out;
    append_encoded(out, text, Blank::percent);
    return out;
}

std::string query_encode(std::string_view text) {
    std::string out;
    append_encoded(out, text, Blank::plus);
    return out;
}

Result<Query> parse_query(std::string_view text) {
    Query query;
    while (!text.empty()) {
        const auto end = std::min(text.find('&'), text.size());
        const auto pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (pair.empty()) continue;
        if (query.pairs().size() == kMaxPairs)
            return fail(ErrorKind::Invalid, "net.too_many_parameters", {{"max", std::to_string(kMaxPairs)}});
        const auto equals = std::min(pair.find('='), pair.size());
        TANGTHU_TRY(auto name, decode(pair.substr(0, equals), Blank::plus));
        TANGTHU_TRY(auto value, decode(pair.substr(std::min(equals + 1, pair.size())), Blank::plus));
        query.add(std::move(name), std::move(value));
    }
    return query;
}

Result<std::vector<std::string>> parse_path(std::string_view path) {
    if (!path.starts_with('/')) return fail(ErrorKind::Invalid, "net.bad_target");
    std::vector<std::string> segments;
    path.remove_prefix(1);
    if (path.empty()) return segments;
    for (;;) {
        const auto end = path.find('/');
        TANGTHU_TRY(auto segment, decode(path.substr(0, end), Blank::percent));
        segments.push_back(std::move(segment));
        if (end == std::string_view::npos) return segments;
        path.remove_prefix(end + 1);
    }
}

} // namespace tangthu::net
