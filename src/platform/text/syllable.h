#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tangthu::text {

/// The six tones in dictionary order.
enum class Tone { ngang, huyen, hoi, nga, sac, nang };

/// True for one spelt-out Vietnamese syllable (onset, rime and tone that go together), in any case, NFC or NFD,
/// either tone place. `ddaats`, `viêt` (a stop final needs sắc or nặng) and `Paris` are none.
[[nodiscard]] bool is_syllable(std::string_view word);

/// True when some Vietnamese syllable folds to this: `dat` (đất), `duong`. For words typed without marks.
[[nodiscard]] bool is_unmarked_syllable(std::string_view word);

/// The tone written on a word; ngang without a tone mark; none when it bears two, or is no Latin word.
[[nodiscard]] std::optional<Tone> tone_of(std::string_view word);

/// The other spellings by i/y of a syllable: kỹ → kĩ, lí → lý, quy → qui. Canonical and lower case; empty for most.
/// Only h k l m s t before a lone i or y, and quy/qui. Unmarked words too (`ly` → `li`).
/// A query expansion below exact rank, never an equality (domain.md 6).
[[nodiscard]] std::vector<std::string> iy_variants(std::string_view word);

/// Words typed without spaces: `thuvien` → `thu vien`. Up to `most` readings, likeliest first (few syllables, with
/// onsets); empty when there is none, when the word is itself a syllable, or is longer than 48 letters. Marks are
/// respected.
[[nodiscard]] std::vector<std::string> split_glued(std::string_view word, std::size_t most = 3);

/// Share (0…1) of the words of a text that are Vietnamese syllables, and how many words were looked at.
/// Words without letters don't count. Looks at the first `limit` bytes only.
struct SyllableShare {
    double share = 0;
    std::size_t words = 0;
};
[[nodiscard]] SyllableShare syllable_share(std::string_view text, std::size_t limit = 65536);

} // namespace tangthu::text
