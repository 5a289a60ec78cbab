#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace tangthu {

/// Byte offset of the first sequence that is not well-formed UTF-8 (Unicode 15, table 3-7: no surrogates, no overlong
/// forms, nothing above U+10FFFF), or nothing.
[[nodiscard]] std::optional<std::size_t> find_invalid_utf8(std::string_view text);
/// Number of code points of a well-formed text.
[[nodiscard]] std::size_t count_code_points(std::string_view text);
/// The text with each ill-formed byte replaced by U+FFFD.
[[nodiscard]] std::string replace_invalid_utf8(std::string_view text);

} // namespace tangthu
