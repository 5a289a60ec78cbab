#include "platform/text/impl/legacy/byte_tables.h"
#include "platform/text/impl/legacy/decoders.h"
#include "platform/text/impl/legacy/word_scores.h"
#include "platform/text/impl/letters/latin.h"
#include "platform/text/impl/letters/unicode.h"
#include "platform/text/impl/letters/utf8.h"
#include "platform/text/impl/syllable/syllable_shape.h"
#include "platform/text/legacy.h"
#include "platform/text/normalize.h"
#include "platform/text/syllable.h"
#include "platform/text/tokens.h"

#include <algorithm>
#include <array>

namespace tangthu::text {

using namespace impl;

namespace {

constexpr std::size_t kJudged = 65536;

std::string_view head_of(std::string_view text) { return text.substr(0, kJudged); }

/// Marks that show 0xAD where ư was: soft hyphen and minus sign.
bool is_horn_ghost(char32_t character) { return character == 0xAD || character == 0x2212; }

bool is_look_alike(char32_t character) { return character == 0x1A2 || character == 0x1A3; }

std::u32string characters_of(std::string_view text) {
    std::u32string characters;
    characters.reserve(text.size());
    for_each_char(text, [&](char32_t character, std::size_t, std::size_t) { characters += character; });
    return characters;
}

std::string tcvn3_from_latin1(std::string_view text) {
    std::string out;
    for (const char32_t character : characters_of(text)) {
        const unsigned char byte = windows_1252_byte(character);
        append_char(out, byte > 0xA0 ? char32_t{tcvn3_character(byte)} : character);
    }
    return capitals_restored(doubled_capitals_joined(nfc(out)));
}

std::string vni_from_latin1(std::string_view text) { return nfc(impl::decode_vni(characters_of(text)).text); }

/// A word by word judgement of a repair. Words count when the repair changed them or they bear marks.
struct Judgement {
    double before = 0;
    double after = 0;
    bool is_convincing = false;
};

/// The longest word of a text in characters: one short word alone proves nothing (`Où` reads as VNI `Ó`).
std::size_t longest_word(std::string_view text) {
    std::size_t longest = 0;
    for_each_token(text, [&](const Token& token) {
        std::size_t size = 0;
        for_each_char(text.substr(token.begin, token.end - token.begin),
                      [&](char32_t, std::size_t, std::size_t) { ++size; });
        longest = std::max(longest, size);
    });
    return longest;
}

/// Signs of the Latin-1 page that touch a letter (® in ®·, × in m×nh): what damage leaves, and sound text seldom has.
std::size_t glued_signs(std::string_view text) {
    std::size_t glued = 0;
    bool after_letter = false;
    bool after_sign = false;
    for_each_char(text, [&](char32_t character, std::size_t, std::size_t) {
        const LatinLetter* latin = find_latin(character);
        const bool is_ordinal = character == 0xAA || character == 0xBA;
        const bool is_letter = latin != nullptr && latin->kind == CharKind::letter && !is_ordinal;
        const bool is_sign = is_horn_ghost(character) || (latin != nullptr && !is_letter && character > 0xA0);
        if ((is_sign && after_letter) || (is_letter && after_sign)) ++glued;
        after_letter = is_letter;
        after_sign = is_sign;
    });
    return glued;
}

Judgement judge(std::string_view before, std::string_view after) {
    Judgement judgement;
    const WordScore marked_before = score_marked_words(before);
    const WordScore marked_after = score_marked_words(after);
    judgement.before = syllable_share(before).share;
    judgement.after = syllable_share(after).share;
    const std::size_t won =
        marked_after.syllables > marked_before.syllables ? marked_after.syllables - marked_before.syllables : 0;
    const bool lost_signs = glued_signs(before) > 0 && glued_signs(after) == 0 && marked_after.share() > 0.9;
    const bool is_vietnamese =
        lost_signs || (marked_after.share() >= 0.75 && marked_after.share() >= marked_before.share() + 0.25);
    const bool is_enough = won >= 2 || (won == 1 && longest_word(after) >= 3);
    const bool is_better = lost_signs ? judgement.after >= judgement.before : judgement.after > judgement.before;
    judgement.is_convincing = is_vietnamese && is_enough && is_better;
    return judgement;
}

// ---- lost horns -----------------------------------------------------------------------------------------------------

struct Pair {
    std::string_view first;
    std::string_view second;
    std::string_view repaired; ///< of the first
};
/// Words that stay words, or abbreviations, when their ư is gone: only together with the next word are they sure.
constexpr std::array kPairs{
    Pair{"th", "mục", "thư"},      Pair{"th", "viện", "thư"},    Pair{"th", "tịch", "thư"},
    Pair{"th", "ký", "thư"},       Pair{"th", "từ", "thư"},      Pair{"t", "liệu", "tư"},
    Pair{"t", "tưởng", "tư"},      Pair{"t", "tởng", "tư"},      Pair{"t", "nhân", "tư"},
    Pair{"t", "pháp", "tư"},       Pair{"t", "vấn", "tư"},       Pair{"t", "duy", "tư"},
    Pair{"t", "cách", "tư"},       Pair{"t", "sản", "tư"},       Pair{"t", "bản", "tư"},
    Pair{"lu", "trữ", "lưu"},      Pair{"lu", "hành", "lưu"},    Pair{"lu", "thông", "lưu"},
    Pair{"lu", "động", "lưu"},     Pair{"lu", "niệm", "lưu"},    Pair{"lu", "ý", "lưu"},
    Pair{"lu", "lượng", "lưu"},    Pair{"ngời", "đọc", "người"}, Pair{"ngời", "dân", "người"},
    Pair{"ngời", "việt", "người"}, Pair{"ngời", "lao", "người"}, Pair{"s", "phạm", "sư"},
    Pair{"s", "tầm", "sưu"},       Pair{"su", "tầm", "sưu"},     Pair{"su", "tập", "sưu"},
    Pair{"nh", "thế", "như"},      Pair{"x", "hội", "xã"},
};

bool begins_pair(std::string_view word) {
    const bool may_be = word[0] == 't' || word[0] == 'l' || word[0] == 'n' || word[0] == 's' || word[0] == 'x';
    return may_be && std::any_of(kPairs.begin(), kPairs.end(), [&](const Pair& pair) { return pair.first == word; });
}

std::string_view paired_repair(std::string_view word, std::string_view next) {
    for (const Pair& pair : kPairs)
        if (pair.first == word && pair.second == next && pair.repaired != word) return pair.repaired;
    return {};
}

/// A word no syllable as it stands that becomes one by ư before its ơ (đợc → được); empty otherwise.
std::string horn_before_o(std::string_view exact) {
    if (is_syllable(exact) || exact.size() < 3) return {};
    const std::u32string characters = characters_of(exact);
    for (std::size_t at = 1; at < characters.size(); ++at) {
        const LatinLetter* latin = find_latin(characters[at]);
        if (latin == nullptr || latin->letter != 21) continue;
        std::string tried;
        for (std::size_t index = 0; index < characters.size(); ++index) {
            if (index == at) append_char(tried, U'ư');
            append_char(tried, characters[index]);
        }
        if (is_syllable(tried)) return tried;
    }
    return {};
}

/// ư for soft hyphens and minus signs inside words that are syllables with it.
std::string horns_for_ghosts(std::string_view text) {
    std::u32string characters = characters_of(text);
    const auto is_letter = [&](std::size_t at) {
        if (at >= characters.size()) return false;
        const LatinLetter* latin = find_latin(characters[at]);
        return latin != nullptr && latin->kind == CharKind::letter;
    };
    for (std::size_t at = 0; at < characters.size(); ++at) {
        if (!is_horn_ghost(characters[at])) continue;
        std::size_t begin = at;
        while (begin > 0 && at - begin < kMaxSyllableLetters && is_letter(begin - 1))
            --begin;
        std::size_t end = at + 1;
        while (end - at <= kMaxSyllableLetters && is_letter(end))
            ++end;
        std::string tried;
        for (std::size_t index = begin; index < end; ++index)
            append_char(tried, index == at ? U'ư' : characters[index]);
        if (end - begin > 1 && is_syllable(tried)) characters[at] = U'ư';
    }
    std::string out;
    for (const char32_t character : characters)
        append_char(out, character);
    return out;
}

/// The written form with the repaired letters in its own case, as far as first letter and whole word go.
std::string cased_like(std::string_view written, std::string_view repaired) {
    const std::u32string source = characters_of(written);
    const auto is_upper = [&](std::size_t at) {
        const LatinLetter* latin = at < source.size() ? find_latin(source[at]) : nullptr;
        return latin != nullptr && latin->is_upper;
    };
    const bool is_all_upper = source.size() > 1 && is_upper(0) && is_upper(source.size() - 1);
    std::string out;
    std::size_t at = 0;
    for (const char32_t character : characters_of(repaired)) {
        const LatinLetter* latin = find_latin(character);
        const bool raise = (at == 0 && is_upper(0)) || is_all_upper;
        append_char(out, latin != nullptr && latin->letter != 0 ? toned_letter(latin->letter, latin->tone, raise)
                                                                : character);
        ++at;
    }
    return out;
}

std::string lost_horns_restored(std::string_view source) {
    const std::string text = horns_for_ghosts(source);
    const std::vector<OwnedToken> words = tokens(text);
    std::string out;
    std::size_t written = 0;
    for (std::size_t at = 0; at < words.size(); ++at) {
        const OwnedToken& word = words[at];
        std::string repaired;
        if (at + 1 < words.size()) repaired = paired_repair(word.exact, words[at + 1].exact);
        if (repaired.empty() && at > 0 && word.exact == "ngời" && words[at - 1].exact == "con") repaired = "người";
        if (repaired.empty()) repaired = horn_before_o(word.exact);
        if (repaired.empty()) continue;
        out.append(text, written, word.begin - written);
        out += cased_like(std::string_view{text}.substr(word.begin, word.end - word.begin), repaired);
        written = word.end;
    }
    out.append(text, written);
    return out;
}

/// What a text shows at a glance.
struct Glance {
    bool has_high = false;
    bool has_look_alike = false;
    bool has_wide_letter = false; ///< a Vietnamese letter beyond Latin-1: no single-byte damage in this text
    bool has_glued_sign = false;
    bool has_only_ghosts = true; ///< beyond ASCII nothing but what can have been ư
};

Glance glance_at(std::string_view text) {
    Glance seen;
    if (std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }))
        return seen;
    seen.has_high = true;
    seen.has_glued_sign = glued_signs(text) > 0;
    for_each_char(text, [&](char32_t character, std::size_t, std::size_t) {
        if (character >= 0x80 && !is_horn_ghost(character)) seen.has_only_ghosts = false;
        if (is_look_alike(character)) {
            seen.has_look_alike = true;
        } else if (character > 0xFF) {
            const LatinLetter* latin = find_latin(character);
            if (latin != nullptr && latin->letter != 0 && !latin->is_foreign) seen.has_wide_letter = true;
        }
    });
    return seen;
}

/// True when no word of a text may have lost its ư and all with marks are syllables.
bool has_sound_words(std::string_view text, bool has_wide_letter) {
    bool is_sound = true;
    for_each_token(text, [&](const Token& token) {
        if (!is_sound || token.kind != TokenKind::word) return;
        if (token.exact.size() <= 6 && begins_pair(token.exact)) {
            is_sound = false;
        } else if (!has_wide_letter || token.exact.find("\xC6\xA1") != std::string_view::npos ||
                   token.exact.find("\xE1\xBB") != std::string_view::npos) {
            const bool is_ascii = std::all_of(token.exact.begin(), token.exact.end(),
                                              [](char c) { return static_cast<unsigned char>(c) < 0x80; });
            is_sound = is_ascii || is_syllable(token.exact);
        }
    });
    return is_sound;
}

std::optional<TextRepair> restore_horns(std::string_view text) {
    const std::string restored = lost_horns_restored(text);
    if (restored == text) return std::nullopt;
    const double before = syllable_share(head_of(text)).share;
    const double after = syllable_share(head_of(restored)).share;
    if (after < 0.75 || after < before) return std::nullopt;
    return TextRepair{TextDamage::lost_horn, nfc(restored), before, after};
}

} // namespace

std::string_view damage_name(TextDamage damage) {
    switch (damage) {
    case TextDamage::tcvn3_as_latin1:
        return "tcvn3-as-latin1";
    case TextDamage::vni_as_latin1:
        return "vni-as-latin1";
    case TextDamage::double_utf8:
        return "double-utf8";
    case TextDamage::horn_look_alike:
        return "horn-look-alike";
    case TextDamage::lost_horn:
        return "lost-horn";
    }
    return {};
}

std::optional<TextRepair> repair_text(std::string_view text) {
    const std::string_view head = head_of(text);
    // The quick ways out, taken by nearly every field.
    const Glance seen = glance_at(head);
    if (!seen.has_high) return std::nullopt;
    if (!seen.has_look_alike && !seen.has_glued_sign && has_sound_words(head, seen.has_wide_letter))
        return std::nullopt;
    // Where all else is right, only the horns went: TCVN3 read as Latin-1 would give the same text for another reason.
    if ((seen.has_wide_letter && !seen.has_look_alike) || seen.has_only_ghosts) {
        if (auto restored = restore_horns(text)) return restored;
    }
    std::optional<TextRepair> best;
    double best_share = 0;
    const auto consider = [&](TextDamage damage, std::string (*repair)(std::string_view)) {
        const std::string tried = repair(head);
        const Judgement judgement = judge(head, tried);
        const double share = score_marked_words(tried).share() + judgement.after;
        if (!judgement.is_convincing || (best && share <= best_share)) return;
        best = TextRepair{damage, text.size() > kJudged ? repair(text) : tried, judgement.before, judgement.after};
        best_share = share;
    };
    consider(TextDamage::double_utf8, [](std::string_view part) { return nfc(undo_double_utf8(part).text); });
    consider(TextDamage::tcvn3_as_latin1, tcvn3_from_latin1);
    consider(TextDamage::vni_as_latin1, vni_from_latin1);
    if (best) return best;
    if (seen.has_look_alike) {
        std::string repaired = storable(text);
        const double before = syllable_share(head).share;
        return TextRepair{TextDamage::horn_look_alike, std::move(repaired), before, before};
    }
    return restore_horns(text);
}

} // namespace tangthu::text
