#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace tangthu::search::impl {

/// The first eight bytes as a number, zeros where there are fewer: decides most comparisons of strings by bytes.
[[nodiscard]] inline std::uint64_t head_of(std::string_view bytes) {
    unsigned char head[8] = {};
    std::memcpy(head, bytes.data(), std::min<std::size_t>(bytes.size(), 8));
    std::uint64_t value = 0;
    for (const unsigned char byte : head)
        value = value << 8U | byte;
    return value;
}

} // namespace tangthu::search::impl
