#include "platform/text/syllable.h"

#include "platform/text/impl/letters/latin.h"
#include "platform/text/impl/letters/unicode.h"
#include "platform/text/impl/letters/utf8.h"
#include "platform/text/impl/syllable/syllable_shape.h"
#include "platform/text/normalize.h"
#include "platform/text/tokens.h"

#include <algorithm>
#include <array>

namespace tangthu::text {

using impl::LetterWord;
using impl::Marks;

namespace {

std::string spell(const LetterWord& word, std::size_t tone_at) {
    std::string out;
    for (std::size_t at = 0; at < word.size; ++at)
        impl::append_char(out, impl::toned_letter(word.letters[at], at == tone_at ? word.tone : 0, false));
    return out;
}

bool is_unmarked(const LetterWord& word) {
    return word.tone == 0 &&
           std::all_of(word.letters.begin(), word.letters.begin() + static_cast<std::ptrdiff_t>(word.size),
                       [](std::uint8_t letter) { return impl::unmarked_letter(letter) == letter; });
}

bool has_unmarked_shape(const LetterWord& word) {
    return is_unmarked(word) &&
           impl::syllable_shape(std::span{word.letters}.first(word.size), 0, Marks::left_out).has_value();
}

// ---- glued words ----

constexpr std::size_t kMaxGlued = 48;
constexpr std::size_t kMaxReadings = 8;

/// One way to cut the letters up to some place: where the cuts are, and how unlikely it looks.
struct Reading {
    std::vector<std::size_t> cuts;
    int cost = 0;
};

/// Few syllables first; one that begins with a vowel is rarer inside a glued word (hanoi is ha noi, not han oi).
std::optional<int> piece_cost(std::span<const char32_t> characters) {
    const auto word = impl::letter_word(characters);
    if (!word) return std::nullopt;
    const auto letters = std::span{word->letters}.first(word->size);
    auto shape = impl::syllable_shape(*word);
    if (!shape && is_unmarked(*word)) shape = impl::syllable_shape(letters, 0, Marks::left_out);
    if (!shape) return std::nullopt;
    return 4 + (shape->onset_size == 0 ? 1 : 0) + (word->size == 1 ? 6 : 0);
}

std::vector<Reading> readings_of(std::span<const char32_t> characters) {
    std::vector<std::vector<Reading>> upto(characters.size() + 1);
    upto[0].push_back({});
    for (std::size_t end = 1; end <= characters.size(); ++end) {
        std::vector<Reading>& here = upto[end];
        const std::size_t longest = std::min(end, impl::kMaxSyllableLetters);
        for (std::size_t size = 1; size <= longest; ++size) {
            const std::size_t begin = end - size;
            if (upto[begin].empty()) continue;
            const auto cost = piece_cost(characters.subspan(begin, size));
            if (!cost) continue;
            for (const Reading& before : upto[begin]) {
                Reading reading = before;
                reading.cuts.push_back(end);
                reading.cost += *cost;
                here.push_back(std::move(reading));
            }
        }
        std::stable_sort(here.begin(), here.end(), [](const Reading& a, const Reading& b) { return a.cost < b.cost; });
        if (here.size() > kMaxReadings) here.resize(kMaxReadings);
    }
    return upto.back();
}

} // namespace

bool is_syllable(std::string_view word) {
    const auto letters = impl::letter_word(word);
    return letters && impl::syllable_shape(*letters).has_value();
}

bool is_unmarked_syllable(std::string_view word) {
    const auto letters = impl::letter_word(word);
    return letters && has_unmarked_shape(*letters);
}

std::optional<Tone> tone_of(std::string_view word) {
    const std::string composed = nfc(word);
    std::optional<Tone> tone;
    bool is_word = !composed.empty();
    impl::for_each_char(composed, [&](char32_t character, std::size_t, std::size_t) {
        const impl::LatinLetter* latin = impl::find_latin(character);
        if (latin == nullptr || latin->kind != impl::CharKind::letter || (latin->tone != 0 && tone)) {
            is_word = false;
            return;
        }
        if (latin->tone != 0) tone = static_cast<Tone>(latin->tone);
    });
    if (!is_word) return std::nullopt;
    return tone.value_or(Tone::ngang);
}

std::vector<std::string> iy_variants(std::string_view word) {
    using namespace impl;
    auto letters = letter_word(word);
    if (!letters || letters->size < 2 || letters->size > 3) return {};
    const std::size_t vowel_at = letters->size - 1;
    std::uint8_t& vowel = letters->letters[vowel_at];
    if (vowel != kLetterI && vowel != kLetterY) return {};
    const std::uint8_t first = letters->letters[0];
    const bool is_qu = letters->size == 3 && first == kLetterQ && letters->letters[1] == kLetterU;
    constexpr std::array kBefore{kLetterH, kLetterK, kLetterL, kLetterM, kLetterS, kLetterT};
    const bool is_lone = letters->size == 2 && std::find(kBefore.begin(), kBefore.end(), first) != kBefore.end();
    if (!is_qu && !is_lone) return {};
    vowel = vowel == kLetterI ? kLetterY : kLetterI;
    return {spell(*letters, vowel_at)};
}

std::vector<std::string> split_glued(std::string_view word, std::size_t most) {
    const std::string text = lower(storable(word));
    std::array<char32_t, kMaxGlued> characters{};
    std::size_t size = 0;
    bool is_short_enough = true;
    std::vector<std::size_t> offsets{0};
    impl::for_each_char(text, [&](char32_t character, std::size_t, std::size_t end) {
        if (size == characters.size()) {
            is_short_enough = false;
            return;
        }
        characters[size++] = character;
        offsets.push_back(end);
    });
    if (!is_short_enough || size < 2) return {};
    const auto whole = std::span<const char32_t>{characters}.first(size);
    if (piece_cost(whole)) return {};
    std::vector<std::string> found;
    for (const Reading& reading : readings_of(whole)) {
        if (found.size() == most) break;
        std::string spaced;
        std::size_t begin = 0;
        for (const std::size_t cut : reading.cuts) {
            if (!spaced.empty()) spaced += ' ';
            spaced += text.substr(offsets[begin], offsets[cut] - offsets[begin]);
            begin = cut;
        }
        found.push_back(std::move(spaced));
    }
    return found;
}

SyllableShare syllable_share(std::string_view text, std::size_t limit) {
    SyllableShare share;
    std::size_t good = 0;
    for_each_token(text.substr(0, limit), [&](const Token& token) {
        if (token.kind != TokenKind::word) return;
        ++share.words;
        if (is_syllable(token.exact)) ++good;
    });
    if (share.words > 0) share.share = static_cast<double>(good) / static_cast<double>(share.words);
    return share;
}

} // namespace tangthu::text
