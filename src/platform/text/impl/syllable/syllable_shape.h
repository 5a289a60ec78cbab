#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace tangthu::text::impl {

/// nghiêng has seven letters, the longest.
inline constexpr std::size_t kMaxSyllableLetters = 7;

/// A word as letters of the Vietnamese alphabet, its tone taken off.
struct LetterWord {
    std::array<std::uint8_t, kMaxSyllableLetters> letters{};
    std::size_t size = 0;
    std::uint8_t tone = 0;
    std::size_t tone_at = 0; ///< letter that bears the tone, when there is one
};

/// None when the characters are not all Vietnamese letters, bear two tones, or are too many.
[[nodiscard]] std::optional<LetterWord> letter_word(std::span<const char32_t> characters);
/// From UTF-8; composes first when needed.
[[nodiscard]] std::optional<LetterWord> letter_word(std::string_view text);

struct SyllableShape {
    std::size_t onset_size = 0;
    std::size_t tone_at = 0; ///< letter that should bear the tone
};

enum class Marks { as_written, left_out };

/// Onset, rime and tone fit together; with Marks::left_out the letters have no marks and may stand for marked ones.
[[nodiscard]] std::optional<SyllableShape> syllable_shape(std::span<const std::uint8_t> letters, std::uint8_t tone,
                                                          Marks marks = Marks::as_written);
[[nodiscard]] inline std::optional<SyllableShape> syllable_shape(const LetterWord& word) {
    return syllable_shape(std::span{word.letters}.first(word.size), word.tone);
}

/// ă â → a, đ → d, ê → e, ô ơ → o, ư → u.
[[nodiscard]] std::uint8_t unmarked_letter(std::uint8_t letter);

/// Puts the tone mark of a composed word in its place (hoà → hòa); leaves other words as they are. Case is kept.
void place_tone(std::span<char32_t> word);
/// The same when the only toned letter is known to be word[toned]; true when the word has changed.
bool place_tone_at(std::span<char32_t> word, std::size_t toned);

} // namespace tangthu::text::impl
