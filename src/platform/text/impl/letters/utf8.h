#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace tangthu::text::impl {

inline constexpr char32_t kMalformed = 0xFFFFFFFF;

struct DecodedChar {
    char32_t code_point;  ///< kMalformed for an ill-formed sequence
    std::uint32_t length; ///< bytes read, at least 1; of a malformed sequence its maximal subpart
};

/// The character at `at`, which must lie before `end`.
inline DecodedChar decode_char(const char* at, const char* end) {
    const auto byte = [at](int index) { return static_cast<std::uint8_t>(at[index]); };
    const std::uint8_t first = byte(0);
    if (first < 0x80) return {first, 1};
    const auto left = end - at;
    const auto is_tail = [&](int index) { return index < left && (byte(index) & 0xC0) == 0x80; };
    if (first >= 0xC2 && first < 0xE0) {
        if (!is_tail(1)) return {kMalformed, 1};
        return {(first & 0x1FU) << 6 | (byte(1) & 0x3FU), 2};
    }
    if (first >= 0xE0 && first < 0xF0) {
        const bool second_fits =
            is_tail(1) && !(first == 0xE0 && byte(1) < 0xA0) && !(first == 0xED && byte(1) >= 0xA0);
        if (!second_fits) return {kMalformed, 1};
        if (!is_tail(2)) return {kMalformed, 2};
        return {(first & 0x0FU) << 12 | (byte(1) & 0x3FU) << 6 | (byte(2) & 0x3FU), 3};
    }
    if (first >= 0xF0 && first < 0xF5) {
        const bool second_fits =
            is_tail(1) && !(first == 0xF0 && byte(1) < 0x90) && !(first == 0xF4 && byte(1) >= 0x90);
        if (!second_fits) return {kMalformed, 1};
        if (!is_tail(2)) return {kMalformed, 2};
        if (!is_tail(3)) return {kMalformed, 3};
        return {(first & 0x07U) << 18 | (byte(1) & 0x3FU) << 12 | (byte(2) & 0x3FU) << 6 | (byte(3) & 0x3FU), 4};
    }
    return {kMalformed, 1};
}

/// Writes 1…4 bytes, returns how many. `code_point` must be a scalar value.
inline std::size_t encode_char(char32_t code_point, char* out) {
    const auto put = [out](int index, std::uint32_t value) { out[index] = static_cast<char>(value); };
    if (code_point < 0x80) {
        put(0, code_point);
        return 1;
    }
    if (code_point < 0x800) {
        put(0, 0xC0 | code_point >> 6);
        put(1, 0x80 | (code_point & 0x3F));
        return 2;
    }
    if (code_point < 0x10000) {
        put(0, 0xE0 | code_point >> 12);
        put(1, 0x80 | (code_point >> 6 & 0x3F));
        put(2, 0x80 | (code_point & 0x3F));
        return 3;
    }
    put(0, 0xF0 | code_point >> 18);
    put(1, 0x80 | (code_point >> 12 & 0x3F));
    put(2, 0x80 | (code_point >> 6 & 0x3F));
    put(3, 0x80 | (code_point & 0x3F));
    return 4;
}

inline void append_char(std::string& out, char32_t code_point) {
    char buffer[4];
    out.append(buffer, encode_char(code_point, buffer));
}

/// Calls `use(code_point, begin, end)` for each character; malformed sequences as kMalformed.
template <class Use>
void for_each_char(std::string_view text, Use&& use) {
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at < end) {
        const DecodedChar decoded = decode_char(at, end);
        const auto begin = static_cast<std::size_t>(at - text.data());
        use(decoded.code_point, begin, begin + decoded.length);
        at += decoded.length;
    }
}

} // namespace tangthu::text::impl
