#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace tangthu::text {

/// Longer texts are not looked at: nobody types a query of this size by hand.
inline constexpr std::size_t kMaxTypedBytes = 400;

/// Reads keys left over by a switched-off Telex input method: `thuw vieenj tinhr` → `thư viện tỉnh`.
/// Only when every word of the result is a Vietnamese syllable or a number, and at least one word has changed.
/// Case is kept; words that bear marks already stay.
[[nodiscard]] std::optional<std::string> rescue_telex(std::string_view typed);

/// The same for VNI typing: `thu7 vie65n` → `thư viện`.
[[nodiscard]] std::optional<std::string> rescue_vni_typing(std::string_view typed);

/// Whichever of the two reads the text.
[[nodiscard]] std::optional<std::string> rescue_typing(std::string_view typed);

/// The keys a Telex user presses for a text: `Đ12` → `DD12`. What a scanner sent before an input method ate it:
/// the door for barcodes damaged at the desk.
[[nodiscard]] std::string telex_keys(std::string_view text);

} // namespace tangthu::text
