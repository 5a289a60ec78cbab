#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tangthu::text::impl {

enum class CharKind : std::uint8_t { other, letter, digit };

/// What the tables know of one character of the Latin blocks (U+0000–024F, U+1E00–1EFF).
struct LatinLetter {
    char16_t exact;      ///< lower case; ư for ƣ
    char exact_bytes[4]; ///< the same as UTF-8, 1…3 bytes
    char fold[4];        ///< without marks, 1…3 bytes; signs as they are
    std::uint8_t exact_size;
    std::uint8_t fold_size;
    std::uint8_t letter; ///< place in the Vietnamese alphabet from 1; 0 for letters outside (ə)
    std::uint8_t tone;   ///< text::Tone
    CharKind kind;
    bool is_foreign; ///< bears a mark that Vietnamese does not use there, or is no letter of the alphabet
    bool is_upper;
};

struct Rime {
    std::uint32_t code; ///< letters, six bits each
    std::uint32_t flags;
};

inline constexpr std::uint32_t kAfterAny = 1, kAfterQu = 2, kStopFinal = 4, kBare = 8, kNeedsOnset = 16, kAfterGi = 32,
                               kAfterG = 64;

inline constexpr std::size_t kFirstBlock = 0x250;
inline constexpr char32_t kSecondBlock = 0x1E00;
inline constexpr std::size_t kLatinSize = kFirstBlock + 0x100;
extern const LatinLetter* const kLatinTable; ///< kLatinSize rows, those of the first block before those of the second

/// Null outside the blocks.
inline const LatinLetter* find_latin(char32_t code_point) {
    if (code_point < kFirstBlock) return kLatinTable + code_point;
    if (code_point - kSecondBlock < 0x100) return kLatinTable + (kFirstBlock + (code_point - kSecondBlock));
    return nullptr;
}

/// Letters by their code in the Vietnamese alphabet.
inline constexpr std::uint8_t kLetterA = 1, kLetterC = 5, kLetterD = 6, kLetterDd = 7, kLetterE = 8, kLetterEe = 9,
                              kLetterG = 11, kLetterH = 12, kLetterI = 13, kLetterK = 15, kLetterL = 16, kLetterM = 17,
                              kLetterO = 19, kLetterP = 22, kLetterQ = 23, kLetterS = 25, kLetterT = 26, kLetterU = 27,
                              kLetterY = 32;
inline constexpr int kAlphabetSize = 33;

constexpr bool is_vowel_letter(std::uint8_t letter) {
    // a ă â, e ê, i, o ô ơ, u ư, y
    constexpr std::uint64_t kVowels =
        0b1110 | 1ULL << 8 | 1ULL << 9 | 1ULL << 13 | 7ULL << 19 | 3ULL << 27 | 1ULL << 32;
    return letter < 64 && (kVowels >> letter & 1) != 0;
}

/// The character of an alphabet letter with a tone; tone only on vowels.
char32_t toned_letter(std::uint8_t letter, std::uint8_t tone, bool upper);

/// Marks that are dropped behind a Latin letter when folding.
constexpr bool is_combining_mark(char32_t code_point) {
    return (code_point >= 0x300 && code_point < 0x370) || (code_point >= 0x1AB0 && code_point < 0x1B00) ||
           (code_point >= 0x1DC0 && code_point < 0x1E00) || (code_point >= 0x20D0 && code_point < 0x2100) ||
           (code_point >= 0xFE20 && code_point < 0xFE30);
}

/// ASCII (or σ) for full-width letters, ligatures and the final sigma; empty for all else.
std::string_view other_fold(char32_t code_point);

/// Onset and rime tables, by packed letters.
bool is_onset(std::uint32_t code);
bool is_lone_y_onset(std::uint32_t code);
/// Flags of a rime; 0 for none such. The unmarked table holds the rimes without marks (dat for đất), no kStopFinal.
std::uint32_t rime_flags(std::uint32_t code);
std::uint32_t unmarked_rime_flags(std::uint32_t code);

constexpr std::uint32_t pack_letter(std::uint32_t code, std::uint8_t letter) { return code << 6 | letter; }

} // namespace tangthu::text::impl
