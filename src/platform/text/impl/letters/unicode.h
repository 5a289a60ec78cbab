#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace tangthu::text::impl {

// The slow path: everything outside the Latin tables goes through ICU, which only unicode.cpp and the message files
// see.

enum class CharClass { separator, letter, mark, digit, ideograph };

[[nodiscard]] CharClass class_of(char32_t code_point);
/// Unicode simple mapping.
[[nodiscard]] char32_t simple_lower(char32_t code_point);
/// Columns on a terminal: none for a combining mark or an invisible character, two for a wide one.
[[nodiscard]] std::size_t width_of(char32_t code_point);
/// True when a text holding this character may not be NFC.
[[nodiscard]] bool may_need_nfc(char32_t code_point);
/// Composes in place; returns the new size. What does not fit the span is dropped.
[[nodiscard]] std::size_t compose(std::span<char32_t> buffer, std::size_t size);
/// NFC of well-formed UTF-8.
[[nodiscard]] std::string compose_utf8(std::string_view text);

} // namespace tangthu::text::impl
