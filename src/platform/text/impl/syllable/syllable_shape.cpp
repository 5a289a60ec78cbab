#include "platform/text/impl/syllable/syllable_shape.h"

#include "platform/text/impl/letters/latin.h"
#include "platform/text/impl/letters/unicode.h"
#include "platform/text/impl/letters/utf8.h"

namespace tangthu::text::impl {

namespace {

constexpr std::uint32_t kOnsetQu = kLetterQ << 6 | kLetterU;
constexpr std::uint32_t kOnsetGi = kLetterG << 6 | kLetterI;
constexpr std::uint32_t kOnsetGh = kLetterG << 6 | kLetterH;
constexpr std::uint32_t kOnsetNg = 18U << 6 | kLetterG;
constexpr std::uint32_t kOnsetNgh = kOnsetNg << 6 | kLetterH;

bool is_front_vowel(std::uint8_t letter) {
    return letter == kLetterE || letter == kLetterEe || letter == kLetterI || letter == kLetterY;
}

/// May this rime stand behind this onset (0 = none)?
bool fit_together(std::uint32_t onset, std::uint32_t rime, std::uint8_t first_vowel, std::uint32_t flags) {
    if (onset == kOnsetQu) return (flags & kAfterQu) != 0;
    if (onset == kOnsetGi) return (flags & kAfterGi) != 0;
    if (rime == kLetterY) return is_lone_y_onset(onset);
    if (onset == 0) return (flags & (kAfterAny | kBare)) != 0;
    if (onset == kLetterG && (flags & kAfterG) != 0) return true;
    const bool is_front = is_front_vowel(first_vowel);
    if (onset == kLetterC || onset == kLetterG || onset == kOnsetNg) return !is_front && (flags & kAfterAny) != 0;
    if (onset == kLetterK || onset == kOnsetGh || onset == kOnsetNgh)
        return is_front && (flags & (kAfterAny | kNeedsOnset)) != 0;
    return (flags & (kAfterAny | kNeedsOnset)) != 0;
}

/// The letter of the rime that bears the tone: the last marked one; of two vowels the first where the syllable is open
/// (hòa), the second where it is closed (toàn); of three the middle one (khuỷu).
std::size_t tone_place(std::span<const std::uint8_t> rime) {
    std::size_t vowels = 0;
    std::size_t marked = rime.size();
    for (; vowels < rime.size() && is_vowel_letter(rime[vowels]); ++vowels)
        if (unmarked_letter(rime[vowels]) != rime[vowels]) marked = vowels;
    if (marked < rime.size()) return marked;
    if (vowels <= 1) return 0;
    if (vowels >= 3) return 1;
    return vowels < rime.size() ? 1 : 0;
}

/// A quick look that lets most words pass: is the tone mark anywhere but in a place that is always right?
bool may_be_misplaced(std::span<const char32_t> word, std::size_t toned) {
    const auto letter_at = [&](std::size_t at) -> std::uint8_t {
        const LatinLetter* latin = at < word.size() ? find_latin(word[at]) : nullptr;
        return latin == nullptr ? std::uint8_t{0} : latin->letter;
    };
    const std::uint8_t letter = letter_at(toned);
    const std::uint8_t next = letter_at(toned + 1);
    const std::uint8_t previous = toned > 0 ? letter_at(toned - 1) : std::uint8_t{0};
    const bool is_marked = unmarked_letter(letter) != letter;
    const bool before_vowel = is_vowel_letter(next);
    // A marked vowel keeps the tone but for ươ (viện, người, giữa).
    if (is_marked) return before_vowel && unmarked_letter(next) != next;
    if (!before_vowel) return is_vowel_letter(previous);
    // An open pair has it on the first (của, hòa, máy), but where the first belongs to the onset (gìa, qúy).
    const bool ends_pair = toned + 2 == word.size() && previous != 0 && !is_vowel_letter(previous);
    return !ends_pair || unmarked_letter(next) != next || previous == kLetterQ || previous == kLetterG;
}

char32_t retoned(char32_t character, std::uint8_t tone) {
    const LatinLetter* latin = find_latin(character);
    return toned_letter(latin->letter, tone, latin->is_upper);
}

} // namespace

std::uint8_t unmarked_letter(std::uint8_t letter) {
    switch (letter) {
    case 2:
    case 3:
        return kLetterA;
    case kLetterDd:
        return kLetterD;
    case kLetterEe:
        return kLetterE;
    case 20:
    case 21:
        return kLetterO;
    case 28:
        return kLetterU;
    default:
        return letter;
    }
}

std::optional<LetterWord> letter_word(std::span<const char32_t> characters) {
    if (characters.empty() || characters.size() > kMaxSyllableLetters) return std::nullopt;
    LetterWord word;
    for (const char32_t character : characters) {
        const LatinLetter* latin = find_latin(character);
        if (latin == nullptr || latin->letter == 0 || latin->is_foreign) return std::nullopt;
        if (latin->tone != 0) {
            if (word.tone != 0) return std::nullopt;
            word.tone = latin->tone;
            word.tone_at = word.size;
        }
        word.letters[word.size++] = latin->letter;
    }
    return word;
}

std::optional<LetterWord> letter_word(std::string_view text) {
    constexpr std::size_t kMost = 3 * kMaxSyllableLetters; // each letter with two combining marks
    if (text.size() > 3 * kMost) return std::nullopt;
    std::array<char32_t, 3 * kMost> characters{};
    std::size_t size = 0;
    bool is_composed = true;
    for_each_char(text, [&](char32_t character, std::size_t, std::size_t) {
        if (is_combining_mark(character)) is_composed = false;
        characters[size++] = character == 0x1A3 ? U'ư' : character == 0x1A2 ? U'Ư' : character;
    });
    for (const char32_t character : std::span{characters}.first(size))
        if (character == kMalformed) return std::nullopt;
    if (!is_composed) size = compose(characters, size);
    return letter_word(std::span<const char32_t>{characters}.first(size));
}

std::optional<SyllableShape> syllable_shape(std::span<const std::uint8_t> letters, std::uint8_t tone, Marks marks) {
    constexpr std::uint8_t kSac = 4;
    if (letters.empty() || letters.size() > kMaxSyllableLetters) return std::nullopt;
    std::uint32_t onsets[4] = {};
    for (std::size_t size = 1; size <= 3 && size <= letters.size(); ++size)
        onsets[size] = pack_letter(onsets[size - 1], letters[size - 1]);
    for (std::size_t onset_size = letters.size() > 3 ? 4 : letters.size(); onset_size-- > 0;) {
        if (onset_size > 0 && !is_onset(onsets[onset_size])) continue;
        const auto rime = letters.subspan(onset_size);
        if (rime.size() > 4 || !is_vowel_letter(rime[0])) continue;
        std::uint32_t code = 0;
        for (const std::uint8_t letter : rime)
            code = pack_letter(code, letter);
        const std::uint32_t flags = marks == Marks::as_written ? rime_flags(code) : unmarked_rime_flags(code);
        if (flags == 0 || !fit_together(onsets[onset_size], code, rime[0], flags)) continue;
        if (marks == Marks::as_written && (flags & kStopFinal) != 0 && tone < kSac) continue;
        return SyllableShape{onset_size, onset_size + tone_place(rime)};
    }
    return std::nullopt;
}

void place_tone(std::span<char32_t> word) {
    std::size_t toned = word.size();
    for (std::size_t at = 0; at < word.size(); ++at) {
        const LatinLetter* latin = find_latin(word[at]);
        if (latin == nullptr || latin->letter == 0 || latin->tone == 0) continue;
        if (toned < word.size()) return;
        toned = at;
    }
    if (toned < word.size()) place_tone_at(word, toned);
}

bool place_tone_at(std::span<char32_t> word, std::size_t toned) {
    if (!may_be_misplaced(word, toned)) return false;
    const std::uint8_t tone = find_latin(word[toned])->tone;
    std::size_t place = toned;
    const auto letters = letter_word(std::span<const char32_t>{word});
    const auto shape = letters ? syllable_shape(*letters) : std::nullopt;
    if (shape) {
        place = shape->tone_at;
    } else if (toned + 1 == word.size() && toned >= 1) {
        const auto letter_at = [&](std::size_t at) { return find_latin(word[at]); };
        const LatinLetter* before = letter_at(toned - 1);
        const std::uint8_t last = find_latin(word[toned])->letter;
        const bool is_pair = before != nullptr && !before->is_foreign &&
                             ((before->letter == kLetterO && (last == kLetterA || last == kLetterE)) ||
                              (before->letter == kLetterU && last == kLetterY));
        const LatinLetter* onset_end = toned >= 2 ? letter_at(toned - 2) : nullptr;
        const bool is_open = toned < 2 || (onset_end != nullptr && onset_end->letter != 0 &&
                                           !is_vowel_letter(onset_end->letter) && onset_end->letter != kLetterQ);
        if (is_pair && is_open) place = toned - 1;
    }
    if (place == toned) return false;
    word[toned] = retoned(word[toned], 0);
    word[place] = retoned(word[place], tone);
    return true;
}

} // namespace tangthu::text::impl
