#pragma once

#include "platform/base/result.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace tangthu::text {

/// True for well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms, nothing above U+10FFFF).
[[nodiscard]] bool is_valid_utf8(std::string_view text);

/// Offset of the first byte that is not well-formed UTF-8; text.size() when there is none.
[[nodiscard]] std::size_t first_malformed_utf8(std::string_view text);

struct RepairedUtf8 {
    std::string text;         ///< well-formed
    std::size_t replaced = 0; ///< malformed sequences, each now one U+FFFD
};
/// Puts U+FFFD for every maximal malformed sequence (Unicode 15, 3.9, U+FFFD substitution).
[[nodiscard]] RepairedUtf8 repair_utf8(std::string_view text);

/// Unicode normalisation form C. Malformed sequences become U+FFFD, see checked_nfc() when that matters. More than
/// thirty combining marks in a row are parted by U+034F, so that the time stays linear (UAX 15, stream-safe text).
[[nodiscard]] std::string nfc(std::string_view text);
/// The same, refusing malformed input. Errors: text.malformed_utf8 {offset}.
[[nodiscard]] Result<std::string> checked_nfc(std::string_view text);
/// True when nfc() would return the text as it is.
[[nodiscard]] bool is_nfc(std::string_view text);

/// What a record is stored as: NFC, and the look-alikes ƣ Ƣ (U+01A3, U+01A2) as ư Ư. Spelling, case, spaces
/// (also U+00A0) and control characters stay.
[[nodiscard]] std::string storable(std::string_view text);

/// The form that spellings of one word share, for keys and terms, not for display: storable(), and the tone mark of
/// each Vietnamese syllable in its one canonical place: hoà → hòa, thuỷ → thủy, qúy → quý, gìa → già, tòan → toàn.
/// Words that are no Vietnamese syllable only have a final oa/oe/uy put right. Case and spaces stay. Idempotent.
/// Source: domain.md 6, "Tone placement".
[[nodiscard]] std::string canonical(std::string_view text);

/// Lower case, letter by letter (Unicode simple mapping, no locale, no context: Σ → σ).
[[nodiscard]] std::string lower(std::string_view text);

/// Lower case without marks: Đường → duong, also for other Latin letters (æ → ae, ß → ss, ø → o, full-width → ASCII).
/// Greek, Cyrillic, kana, Han and the rest keep their marks (й is not и). Spaces and punctuation stay.
/// Idempotent; the same for NFC and NFD input. Index terms, database keys and the browser use this one function.
[[nodiscard]] std::string fold(std::string_view text);

} // namespace tangthu::text
