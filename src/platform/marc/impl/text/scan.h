#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace tangthu::marc::impl {

/// What one pass over the bytes of a record tells besides the places of its separators.
struct ByteKinds {
    bool high = false;    ///< bytes from 0x80
    bool control = false; ///< control characters other than the separators 0x1D 0x1E 0x1F
};

/// Writes the places of 0x1D, 0x1E and 0x1F into `marks` (grown as needed, never shrunk); `count` says how many.
ByteKinds find_separators(std::string_view bytes, std::vector<std::uint32_t>& marks, std::size_t& count);

/// What UTF-8 text may need, seen while it is validated. False alarms are fine, misses are not.
struct Utf8Kinds {
    bool valid = true;
    bool ascii = true;             ///< surely; false can be a false alarm
    bool maybe_decomposed = false; ///< may differ from its NFC
    bool horn_letters = false;     ///< ƣ or Ƣ
    bool suspicious = false;       ///< Latin-1 symbols, as in text decoded from the wrong encoding
};

[[nodiscard]] Utf8Kinds scan_utf8(std::string_view text);

/// The same two without the processor's wide registers: the measure of the others in tests, and all there is elsewhere.
ByteKinds find_separators_plain(std::string_view bytes, std::vector<std::uint32_t>& marks, std::size_t& count);
[[nodiscard]] Utf8Kinds scan_utf8_plain(std::string_view text);

[[nodiscard]] bool is_ascii(std::string_view text);

/// Length of the valid UTF-8 character at `at`; 0 when there is none.
[[nodiscard]] std::size_t utf8_length(std::string_view text, std::size_t at);

/// The character at `at`, which must be a valid one of the given length.
[[nodiscard]] char32_t utf8_char(std::string_view text, std::size_t at, std::size_t length);

void append_utf8(std::string& out, char32_t c);

} // namespace tangthu::marc::impl
