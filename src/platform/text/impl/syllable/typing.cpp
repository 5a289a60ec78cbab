#include "platform/text/typing.h"

#include "platform/text/impl/letters/latin.h"
#include "platform/text/impl/letters/utf8.h"
#include "platform/text/impl/syllable/syllable_shape.h"
#include "platform/text/normalize.h"
#include "platform/text/syllable.h"

#include <array>
#include <cstdint>
#include <span>

namespace tangthu::text {

using namespace impl;

namespace {

constexpr std::uint8_t kAa = 3, kAw = 2, kOo = 20, kOw = 21, kUw = 28;
/// A syllable of seven letters, a mark on each of three, a tone: more keys are no syllable.
constexpr std::size_t kMaxKeys = 14;
/// Two readings of a key here and there: far more steps than any real word takes.
constexpr int kMaxSteps = 4000;

enum class Method { telex, vni };

/// What the keys read so far have made.
struct Typed {
    std::array<std::uint8_t, kMaxSyllableLetters> letters{};
    std::array<bool, kMaxSyllableLetters> is_upper{};
    std::size_t size = 0;
    std::uint8_t tone = 0;
    bool used_a_key = false;

    [[nodiscard]] bool has_vowel() const {
        for (std::size_t at = 0; at < size; ++at)
            if (is_vowel_letter(letters[at])) return true;
        return false;
    }
};

char lower_ascii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }

/// Reads the keys of one word by trying, for each key, its meanings in the method's usual order of preference.
class WordReader {
public:
    WordReader(std::string_view keys, Method method) : keys_(keys), method_(method) {}

    std::optional<std::string> read() {
        if (keys_.size() > kMaxKeys || !try_from(0, Typed{})) return std::nullopt;
        return found_;
    }

private:
    bool try_from(std::size_t at, const Typed& typed) {
        if (++steps_ > kMaxSteps) return false;
        if (at == keys_.size()) return finish(typed);
        const char key = lower_ascii(keys_[at]);
        const bool is_upper = keys_[at] != key;
        return method_ == Method::telex ? telex_key(at, typed, key, is_upper) : vni_key(at, typed, key, is_upper);
    }

    bool telex_key(std::size_t at, const Typed& typed, char key, bool is_upper) {
        constexpr std::string_view kToneKeys = "zfrxsj"; // in the order of text::Tone
        const auto tone = kToneKeys.find(key);
        if (tone != std::string_view::npos && typed.has_vowel() && (key != 'z' || typed.tone != 0))
            return with_tone(at, typed, static_cast<std::uint8_t>(tone));
        if (key == 'w') {
            if (with_horn(at, typed) || with_mark(at, typed, kLetterA, kAw)) return true;
            return append(at, typed, kUw, is_upper, true);
        }
        if (key == 'a' && with_mark(at, typed, kLetterA, kAa)) return true;
        if (key == 'e' && with_mark(at, typed, kLetterE, kLetterEe)) return true;
        if (key == 'o' && with_mark(at, typed, kLetterO, kOo)) return true;
        if (key == 'o' && unmarked_again(at, typed, is_upper)) return true;
        if (key == 'd' && with_mark(at, typed, kLetterD, kLetterDd)) return true;
        return append_key(at, typed, key, is_upper);
    }

    bool vni_key(std::size_t at, const Typed& typed, char key, bool is_upper) {
        constexpr std::string_view kToneKeys = "023415"; // in the order of text::Tone: none huyền hỏi ngã sắc nặng
        if (!is_ascii_digit(key)) return append_key(at, typed, key, is_upper);
        if (!typed.has_vowel() && key != '9') return false;
        switch (key) {
        case '6':
            return with_mark(at, typed, kLetterA, kAa) || with_mark(at, typed, kLetterE, kLetterEe) ||
                   with_mark(at, typed, kLetterO, kOo);
        case '7':
            return with_horn(at, typed);
        case '8':
            return with_mark(at, typed, kLetterA, kAw);
        case '9':
            return with_mark(at, typed, kLetterD, kLetterDd);
        default:
            break;
        }
        const auto tone = kToneKeys.find(key);
        return tone != std::string_view::npos && with_tone(at, typed, static_cast<std::uint8_t>(tone));
    }

    bool with_tone(std::size_t at, Typed typed, std::uint8_t tone) {
        typed.tone = tone;
        typed.used_a_key = true;
        return try_from(at + 1, typed);
    }

    /// The last such plain letter gets its mark.
    bool with_mark(std::size_t at, Typed typed, std::uint8_t plain, std::uint8_t marked) {
        for (std::size_t letter = typed.size; letter-- > 0;) {
            if (typed.letters[letter] != plain) continue;
            typed.letters[letter] = marked;
            typed.used_a_key = true;
            return try_from(at + 1, typed);
        }
        return false;
    }

    /// A third o takes the mark back: soooc is sooc, on the way to soóc.
    bool unmarked_again(std::size_t at, Typed typed, bool is_upper) {
        if (typed.size == 0 || typed.letters[typed.size - 1] != kOo) return false;
        typed.letters[typed.size - 1] = kLetterO;
        return append(at, typed, kLetterO, is_upper, true);
    }

    /// uo becomes ươ (nuowc), or only its o (thuowr), or only its u (muwa).
    bool with_horn(std::size_t at, const Typed& typed) {
        for (std::size_t letter = 0; letter + 1 < typed.size; ++letter) {
            const bool has_u = typed.letters[letter] == kLetterU || typed.letters[letter] == kUw;
            const bool has_o = typed.letters[letter + 1] == kLetterO;
            if (!has_u || !has_o) continue;
            Typed horned = typed;
            horned.letters[letter] = kUw;
            horned.letters[letter + 1] = kOw;
            horned.used_a_key = true;
            if (try_from(at + 1, horned)) return true;
        }
        return with_mark(at, typed, kLetterO, kOw) || with_mark(at, typed, kLetterU, kUw);
    }

    bool append(std::size_t at, Typed typed, std::uint8_t letter, bool is_upper, bool used_a_key) {
        if (typed.size == typed.letters.size()) return false;
        typed.letters[typed.size] = letter;
        typed.is_upper[typed.size] = is_upper;
        ++typed.size;
        typed.used_a_key = typed.used_a_key || used_a_key;
        return try_from(at + 1, typed);
    }

    bool append_key(std::size_t at, const Typed& typed, char key, bool is_upper) {
        const LatinLetter* latin = find_latin(static_cast<char32_t>(key));
        return latin->letter != 0 && append(at, typed, latin->letter, is_upper, false);
    }

    bool finish(const Typed& typed) {
        if (!typed.used_a_key) return false;
        const auto letters = std::span{typed.letters}.first(typed.size);
        const auto shape = syllable_shape(letters, typed.tone);
        if (!shape) return false;
        for (std::size_t at = 0; at < typed.size; ++at)
            append_char(found_, toned_letter(letters[at], at == shape->tone_at ? typed.tone : 0, typed.is_upper[at]));
        return true;
    }

    std::string_view keys_;
    Method method_;
    int steps_ = 0;
    std::string found_;
};

/// The word read, or as it is when it is sound already; none spoils the whole text.
std::optional<std::string> read_word(std::string_view word, Method method, bool& has_changed) {
    bool is_ascii = true;
    bool has_letter = false;
    bool has_digit = false;
    for (const char c : word) {
        is_ascii = is_ascii && static_cast<unsigned char>(c) < 0x80;
        has_digit = has_digit || is_ascii_digit(c);
        has_letter = has_letter || !is_ascii_digit(c);
    }
    if (!has_letter) return std::string{word};
    const bool may_be_keys = is_ascii && (method == Method::vni ? has_digit : !has_digit);
    if (may_be_keys) {
        if (auto read = WordReader{word, method}.read()) {
            has_changed = true;
            return read;
        }
    }
    if (is_syllable(word) || is_unmarked_syllable(word)) return std::string{word};
    return std::nullopt;
}

std::optional<std::string> rescue(std::string_view typed, Method method) {
    if (typed.size() > kMaxTypedBytes || !is_valid_utf8(typed)) return std::nullopt;
    const std::string text = storable(typed);
    std::string out;
    bool has_changed = false;
    std::size_t word_begin = 0;
    bool is_sound = true;
    const auto end_word = [&](std::size_t end) {
        if (end == word_begin || !is_sound) return;
        const auto word = read_word(std::string_view{text}.substr(word_begin, end - word_begin), method, has_changed);
        if (word)
            out += *word;
        else
            is_sound = false;
    };
    for_each_char(text, [&](char32_t character, std::size_t begin, std::size_t end) {
        const LatinLetter* latin = find_latin(character);
        const bool parts =
            latin != nullptr ? latin->kind == CharKind::other : character >= 0x2000 && character < 0x2070;
        if (!parts) return;
        end_word(begin);
        out.append(text, begin, end - begin);
        word_begin = end;
    });
    end_word(text.size());
    if (!is_sound || !has_changed) return std::nullopt;
    return out;
}

} // namespace

std::optional<std::string> rescue_telex(std::string_view typed) { return rescue(typed, Method::telex); }

std::optional<std::string> rescue_vni_typing(std::string_view typed) { return rescue(typed, Method::vni); }

std::optional<std::string> rescue_typing(std::string_view typed) {
    if (auto read = rescue_telex(typed)) return read;
    return rescue_vni_typing(typed);
}

std::string telex_keys(std::string_view text) {
    constexpr std::string_view kToneKeys = " frxsj";
    const std::string stored = storable(text);
    std::string out;
    std::string tones;
    char32_t before = 0;
    for_each_char(stored, [&](char32_t character, std::size_t, std::size_t) {
        const LatinLetter* latin = find_latin(character);
        if (latin == nullptr || latin->kind == CharKind::other) {
            out += tones;
            tones.clear();
            append_char(out, character);
            return;
        }
        const bool is_marked =
            latin->letter != 0 && !latin->is_foreign && unmarked_letter(latin->letter) != latin->letter;
        if (latin->letter == 0 || latin->is_foreign) {
            append_char(out, character);
            return;
        }
        char32_t plain = toned_letter(unmarked_letter(latin->letter), 0, latin->is_upper);
        if (latin->kind == CharKind::digit) plain = character;
        append_char(out, plain);
        const bool is_plain_o = latin->letter == kLetterO;
        if (is_plain_o && before == U'o') append_char(out, plain);
        before = is_plain_o ? U'o' : U' ';
        if (is_marked) {
            const bool is_doubled = latin->letter == kAa || latin->letter == kLetterEe || latin->letter == kOo ||
                                    latin->letter == kLetterDd;
            append_char(out, is_doubled ? plain : latin->is_upper ? U'W' : U'w');
        }
        if (latin->tone != 0) {
            const char key = kToneKeys[latin->tone];
            tones += latin->is_upper ? static_cast<char>(key - 'a' + 'A') : key;
        }
    });
    return out + tones;
}

} // namespace tangthu::text
