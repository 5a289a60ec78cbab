#include "platform/text/impl/legacy/decoders.h"

#include "platform/text/impl/legacy/byte_tables.h"
#include "platform/text/impl/letters/latin.h"
#include "platform/text/impl/letters/utf8.h"
#include "platform/text/normalize.h"

#include <array>
#include <optional>
#include <vector>

namespace tangthu::text::impl {

namespace {

constexpr char32_t kReplacement = 0xFFFD;

// ---- capitals -------------------------------------------------------------------------------------------------------

enum class WordCase {
    lower,     ///< some plain small letter
    capitals,  ///< two plain capitals or more, no plain small letter
    uncertain, ///< at most one plain capital, and accented small letters: Hà or HÀ
    none,      ///< nothing to restore and nothing to learn
};

struct CasedWord {
    std::size_t begin = 0;
    std::size_t end = 0;
    WordCase shape = WordCase::none;
    bool has_accented_small = false;
};

std::vector<CasedWord> cased_words(std::string_view line) {
    std::vector<CasedWord> words;
    CasedWord word;
    std::size_t capitals = 0;
    std::size_t small = 0;
    bool in_word = false;
    const auto end_word = [&](std::size_t end) {
        if (!in_word) return;
        word.end = end;
        if (small > 0)
            word.shape = WordCase::lower;
        else if (capitals >= 2)
            word.shape = WordCase::capitals;
        else
            word.shape = word.has_accented_small ? WordCase::uncertain : WordCase::none;
        words.push_back(word);
        in_word = false;
    };
    for_each_char(line, [&](char32_t character, std::size_t begin, std::size_t) {
        const LatinLetter* latin = find_latin(character);
        if (latin == nullptr || latin->kind != CharKind::letter) return end_word(begin);
        if (!in_word) {
            word = {begin, begin, WordCase::none, false};
            capitals = small = 0;
            in_word = true;
        }
        const bool is_plain = character < 0x80;
        if (is_plain && latin->is_upper) ++capitals;
        if (is_plain && !latin->is_upper) ++small;
        if (!is_plain && !latin->is_upper) word.has_accented_small = true;
    });
    end_word(line.size());
    return words;
}

void append_upper(std::string& out, std::string_view word) {
    for_each_char(word, [&](char32_t character, std::size_t, std::size_t) {
        const LatinLetter* latin = find_latin(character);
        const bool is_ours = latin != nullptr && latin->letter != 0 && !latin->is_foreign;
        append_char(out, is_ours ? toned_letter(latin->letter, latin->tone, true) : character);
    });
}

/// Uncertain words go by the nearest word on each side that shows its case.
void append_restored(std::string& out, std::string_view line) {
    const std::vector<CasedWord> words = cased_words(line);
    std::vector<WordCase> right(words.size(), WordCase::none);
    WordCase seen = WordCase::none;
    for (std::size_t at = words.size(); at-- > 0;) {
        right[at] = seen;
        if (words[at].shape == WordCase::lower || words[at].shape == WordCase::capitals) seen = words[at].shape;
    }
    WordCase left = WordCase::none;
    std::size_t written = 0;
    for (std::size_t at = 0; at < words.size(); ++at) {
        const CasedWord& word = words[at];
        bool is_capital = word.shape == WordCase::capitals && word.has_accented_small;
        if (word.shape == WordCase::uncertain)
            is_capital = left != WordCase::lower && right[at] != WordCase::lower &&
                         (left == WordCase::capitals || right[at] == WordCase::capitals);
        if (word.shape == WordCase::lower || word.shape == WordCase::capitals) left = word.shape;
        if (!is_capital) continue;
        out += line.substr(written, word.begin - written);
        append_upper(out, line.substr(word.begin, word.end - word.begin));
        written = word.end;
    }
    out += line.substr(written);
}

// ---- VNI ------------------------------------------------------------------------------------------------------------

/// What a VNI mark adds to the letter before it.
struct VniMark {
    std::uint8_t tone = 0;
    char32_t quality = 0; ///< U+0302, U+0306 or 0
};

std::optional<VniMark> vni_mark(char32_t code) {
    switch (code | 0x20) {
    case 0xF8:
        return VniMark{1, 0};
    case 0xFB:
        return VniMark{2, 0};
    case 0xF5:
        return VniMark{3, 0};
    case 0xF9:
        return VniMark{4, 0};
    case 0xEF:
        return VniMark{5, 0};
    case 0xE2:
        return VniMark{0, 0x302};
    case 0xE0:
        return VniMark{1, 0x302};
    case 0xE5:
        return VniMark{2, 0x302};
    case 0xE3:
        return VniMark{3, 0x302};
    case 0xE1:
        return VniMark{4, 0x302};
    case 0xE4:
        return VniMark{5, 0x302};
    case 0xEA:
        return VniMark{0, 0x306};
    case 0xE8:
        return VniMark{1, 0x306};
    case 0xFA:
        return VniMark{2, 0x306};
    case 0xFC:
        return VniMark{3, 0x306};
    case 0xE9:
        return VniMark{4, 0x306};
    case 0xEB:
        return VniMark{5, 0x306};
    default:
        return std::nullopt;
    }
}

/// Letters that are one code in VNI; 0 for others.
char32_t vni_letter(char32_t code) {
    switch (code) {
    case 0xF4:
        return U'ơ';
    case 0xD4:
        return U'Ơ';
    case 0xF6:
        return U'ư';
    case 0xD6:
        return U'Ư';
    case 0xF1:
        return U'đ';
    case 0xD1:
        return U'Đ';
    case 0xED:
        return U'í';
    case 0xCD:
        return U'Í';
    case 0xEC:
        return U'ì';
    case 0xCC:
        return U'Ì';
    case 0xE6:
        return U'ỉ';
    case 0xC6:
        return U'Ỉ';
    case 0xF3:
        return U'ĩ';
    case 0xD3:
        return U'Ĩ';
    case 0xF2:
        return U'ị';
    case 0xD2:
        return U'Ị';
    case 0xEE:
        return U'ỵ';
    case 0xCE:
        return U'Ỵ';
    default:
        return 0;
    }
}

std::optional<char32_t> vni_marked(char32_t base, const VniMark& mark) {
    const LatinLetter* latin = find_latin(base);
    if (latin == nullptr || latin->is_foreign || !is_vowel_letter(latin->letter) || latin->tone != 0)
        return std::nullopt;
    std::uint8_t letter = latin->letter;
    if (mark.quality == 0x302) {
        if (letter == kLetterA)
            letter = 3;
        else if (letter == kLetterE)
            letter = kLetterEe;
        else if (letter == kLetterO)
            letter = 20;
        else
            return std::nullopt;
    } else if (mark.quality == 0x306) {
        if (letter != kLetterA) return std::nullopt;
        letter = 2;
    } else if (letter == 2 || letter == 3 || letter == kLetterEe || letter == 20 || letter == kLetterI) {
        return std::nullopt; // those have marks of their own
    }
    return toned_letter(letter, mark.tone, latin->is_upper);
}

// ---- double UTF-8 ---------------------------------------------------------------------------------------------------

/// The character that the next few characters are the UTF-8 bytes of.
std::optional<DecodedChar> hidden_char(std::u32string_view characters) {
    char bytes[4];
    std::size_t size = 0;
    while (size < 4 && size < characters.size()) {
        const unsigned char byte = windows_1252_byte(characters[size]);
        if (byte == 0) break;
        bytes[size++] = static_cast<char>(byte);
    }
    if (size < 2) return std::nullopt;
    const DecodedChar decoded = decode_char(bytes, bytes + size);
    if (decoded.code_point == kMalformed || decoded.length < 2) return std::nullopt;
    return decoded;
}

std::u32string characters_of(std::string_view text, std::size_t& replaced) {
    std::u32string characters;
    characters.reserve(text.size());
    for_each_char(text, [&](char32_t character, std::size_t, std::size_t) {
        if (character == kMalformed) ++replaced;
        characters += character == kMalformed ? kReplacement : character;
    });
    return characters;
}

} // namespace

std::string capitals_restored(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const auto end = text.find('\n');
        append_restored(out, text.substr(0, end));
        if (end == std::string_view::npos) break;
        out += '\n';
        text.remove_prefix(end + 1);
    }
    return out;
}

std::string doubled_capitals_joined(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    std::size_t capital_at = 0;
    std::uint8_t capital = 0;
    for_each_char(text, [&](char32_t character, std::size_t begin, std::size_t end) {
        const LatinLetter* latin = find_latin(character);
        const bool is_ours = latin != nullptr && latin->letter != 0 && !latin->is_foreign;
        if (is_ours && !latin->is_upper && latin->tone != 0 && latin->letter == capital) {
            out.resize(capital_at);
            append_char(out, toned_letter(capital, latin->tone, true));
            capital = 0;
            return;
        }
        capital = is_ours && latin->is_upper && latin->tone == 0 && is_vowel_letter(latin->letter) ? latin->letter
                                                                                                   : std::uint8_t{0};
        capital_at = out.size();
        out.append(text, begin, end - begin);
    });
    return out;
}

Decoded undo_double_utf8(std::string_view text) {
    Decoded decoded;
    std::u32string characters = characters_of(text, decoded.replaced);
    // Some texts went through it twice.
    for (int round = 0; round < 2; ++round) {
        std::u32string undone;
        undone.reserve(characters.size());
        for (std::size_t at = 0; at < characters.size();) {
            const auto hidden = hidden_char(std::u32string_view{characters}.substr(at));
            undone += hidden ? hidden->code_point : characters[at];
            at += hidden ? hidden->length : 1;
        }
        const bool is_done = undone.size() == characters.size();
        characters = std::move(undone);
        if (is_done) break;
    }
    for (const char32_t character : characters)
        append_char(decoded.text, character);
    return decoded;
}

unsigned char windows_1252_byte(char32_t character) {
    if (character < 0x80) return 0;
    if (character < 0x100) return static_cast<unsigned char>(character);
    if (character == 0x2212) return 0xAD;
    if (character > 0x2122) return 0;
    for (std::size_t at = 0; at < 0x20; ++at)
        if (kWindows1252Upper[at] == character) return static_cast<unsigned char>(0x80 + at);
    return 0;
}

Decoded decode_vni(std::u32string_view characters) {
    Decoded decoded;
    std::u32string out;
    out.reserve(characters.size());
    for (const char32_t code : characters) {
        if (code < 0x80 || code > 0xFF) {
            out += code;
            continue;
        }
        if (const char32_t letter = vni_letter(code); letter != 0) {
            out += letter;
            continue;
        }
        if (const auto mark = vni_mark(code); mark && code >= 0xC0) {
            const auto marked = out.empty() ? std::nullopt : vni_marked(out.back(), *mark);
            if (marked) {
                out.back() = *marked;
            } else {
                out += kReplacement;
                ++decoded.replaced;
            }
            continue;
        }
        const char32_t sign = kWindows1252Upper[code - 0x80];
        if (sign == kReplacement) ++decoded.replaced;
        out += sign;
    }
    for (const char32_t character : out)
        append_char(decoded.text, character);
    return decoded;
}

char16_t tcvn3_character(unsigned char byte) { return kTcvnUpper[byte - 0x80U]; }

} // namespace tangthu::text::impl
