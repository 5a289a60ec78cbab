#pragma once

#include <string>
#include <string_view>

namespace tangthu::text {

// All keys compare byte by byte (SQLite BINARY, PostgreSQL COLLATE "C", std::string <), are valid UTF-8 without NUL
// or control characters, and are not meant to be read. A change of their making asks for a rebuild of stored keys:
inline constexpr int kSortKeyVersion = 1;

/// Keys are cut after this many bytes of source text.
inline constexpr std::size_t kMaxSortedBytes = 512;

/// Vietnamese order, syllable by syllable: first its letters (a ă â b c d đ e ê … o ô ơ … u ư …), then its tone (ngang
/// huyền hỏi ngã sắc nặng), then the next syllable. Numbers by value (12.000 too) before letters; other scripts after,
/// by code point. Case (lower first), punctuation and foreign marks decide only between texts otherwise equal.
/// Empty for text without letters and digits. Source: domain.md 6, "Order".
[[nodiscard]] std::string sort_key(std::string_view text);

/// The text behind its first `count` characters (MARC 21 245 second indicator); all of it when it is shorter.
[[nodiscard]] std::string_view skip_nonfiling(std::string_view text, int count);

/// For lists of people, given name first: Nguyễn Văn An by An, then Nguyễn, then Văn. The given name is what stands
/// after the last space; one word is enough; `Nguyễn, Trãi` (family name, comma) is read as such.
[[nodiscard]] std::string roster_key(std::string_view name);

/// For call numbers as printed: class number as a decimal (895.922 < 895.9223 < 895.923), the first mark's digits as
/// decimals (Cutter), all other numbers by value (VV 9 < VV 10, T.2 < T.10), letters in Vietnamese order (D < Đ).
/// Case, spaces and dots make no difference: `VV 9` and `vv.9` have one key.
[[nodiscard]] std::string call_number_key(std::string_view call_number);

} // namespace tangthu::text
