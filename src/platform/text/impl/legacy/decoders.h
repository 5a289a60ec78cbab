#pragma once

#include "platform/text/legacy.h"

#include <string>
#include <string_view>

namespace tangthu::text::impl {

/// Capitals of words whose plain letters are capitals: NGUYễN → NGUYỄN, and Tõ §IÓN's Từ beside ĐIỂN. For text
/// that came out of the ABC fonts, where an accented capital is a small letter in another font.
[[nodiscard]] std::string capitals_restored(std::string_view text);

/// Accented capitals written as the plain capital and the accented small letter: Aµo is Ào, ¢Êy is Ấy. NFC in and out.
[[nodiscard]] std::string doubled_capitals_joined(std::string_view text);

/// UTF-8 read as Windows-1252 and encoded again, undone wherever it shows; the rest stays.
[[nodiscard]] Decoded undo_double_utf8(std::string_view text);

/// The Windows-1252 byte of a character, also for C1 controls; U+2212 counts as 0xAD. 0 for all others and ASCII.
[[nodiscard]] unsigned char windows_1252_byte(char32_t character);

/// VNI letters behind each other, as characters with codes below 256; others pass through.
/// `replaced` counts marks without their vowel.
[[nodiscard]] Decoded decode_vni(std::u32string_view characters);

/// What a byte of 0xA0…0xFF stands for in the ABC fonts; combining tones for 0xB0…0xB4.
[[nodiscard]] char16_t tcvn3_character(unsigned char byte);

} // namespace tangthu::text::impl
