#pragma once

#include <cstddef>
#include <string_view>

namespace tangthu::text {

/// Columns that a text takes on a terminal: a letter one, its combining marks none, Han and kana two.
[[nodiscard]] std::size_t display_width(std::string_view text);

} // namespace tangthu::text
