#include "platform/net/paging.h"

#include "platform/base/digest.h"

#include <cstdint>
#include <optional>

namespace tangthu::net {

namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t kCheckLength = 12;
constexpr std::size_t kMaxCursor = 2000;

std::string check_of(std::string_view scope, std::string_view position) {
    std::string text{scope};
    text += '\0';
    text += position;
    return sha256_hex(text).substr(0, kCheckLength);
}

std::string to_base64url(std::string_view bytes) {
    std::string out;
    std::uint32_t bits = 0;
    int held = 0;
    for (const char c : bytes) {
        bits = bits << 8U | static_cast<unsigned char>(c);
        for (held += 8; held >= 6; held -= 6)
            out += kAlphabet[bits >> static_cast<unsigned>(held - 6) & 63U];
    }
    if (held > 0) out += kAlphabet[bits << static_cast<unsigned>(6 - held) & 63U];
    return out;
}

std::optional<std::string> from_base64url(std::string_view text) {
    std::string out;
    std::uint32_t bits = 0;
    int held = 0;
    for (const char c : text) {
        const auto value = kAlphabet.find(c);
        if (value == std::string_view::npos) return std::nullopt;
        bits = bits << 6U | static_cast<std::uint32_t>(value);
        held += 6;
        if (held < 8) continue;
        held -= 8;
        out += static_cast<char>(bits >> static_cast<unsigned>(held) & 255U);
    }
    return out;
}

} // namespace

std::string make_cursor(std::string_view scope, std::string_view position) {
    return to_base64url(check_of(scope, position).append(position));
}

Result<std::string> read_cursor(std::string_view scope, std::string_view cursor) {
    const auto bytes = cursor.size() <= kMaxCursor ? from_base64url(cursor) : std::nullopt;
    if (bytes && bytes->size() >= kCheckLength) {
        auto position = bytes->substr(kCheckLength);
        if (bytes->starts_with(check_of(scope, position))) return position;
    }
    return fail(ErrorKind::Invalid, "net.bad_cursor");
}

} // namespace tangthu::net
