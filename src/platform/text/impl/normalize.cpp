#include "platform/text/normalize.h"

#include "platform/text/impl/folding.h"
#include "platform/text/impl/letters/latin.h"
#include "platform/text/impl/letters/unicode.h"
#include "platform/text/impl/letters/utf8.h"
#include "platform/text/impl/syllable/syllable_shape.h"

#include <array>
#include <bit>
#include <cstring>

namespace tangthu::text {

using impl::append_char;
using impl::decode_char;
using impl::DecodedChar;
using impl::kMalformed;

namespace {

constexpr char32_t kReplacement = 0xFFFD;
constexpr std::size_t kLongWord = 64; // letters; the same for tokens

/// Length of the ASCII run at the beginning, eight bytes at a time.
std::size_t ascii_prefix(std::string_view text) {
    std::size_t at = 0;
    for (; at + 8 <= text.size(); at += 8) {
        std::uint64_t block = 0;
        std::memcpy(&block, text.data() + at, 8);
        if (const std::uint64_t high = block & 0x8080808080808080ULL; high != 0)
            return at + static_cast<std::size_t>(std::countr_zero(high)) / 8;
    }
    while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80)
        ++at;
    return at;
}

/// Quick check: a text of nothing but these characters is NFC.
bool is_plain_for_nfc(char32_t character) {
    return character < 0x300 || (character >= 0x1E00 && character < 0x1F00) ||
           (character >= 0x2010 && character < 0x2028) || (character >= 0x4E00 && character < 0xA000);
}

enum class Horn { keep, map };

struct Scan {
    std::size_t malformed_at = std::string_view::npos;
    bool needs_nfc = false;
    bool has_horn_look_alike = false;
};

Scan scan(std::string_view text) {
    Scan found;
    std::size_t at = ascii_prefix(text);
    while (at < text.size()) {
        const DecodedChar decoded = decode_char(text.data() + at, text.data() + text.size());
        const char32_t character = decoded.code_point;
        if (character == kMalformed) {
            found.malformed_at = at;
            return found;
        }
        if (character == 0x1A2 || character == 0x1A3) found.has_horn_look_alike = true;
        if (!is_plain_for_nfc(character) && !found.needs_nfc) found.needs_nfc = impl::may_need_nfc(character);
        at += decoded.length;
        if (character < 0x80) at += ascii_prefix(text.substr(at));
    }
    return found;
}

std::string with_horns(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        // U+01A2, U+01A3 are C6 A2, C6 A3; Ư, ư are C6 AF, C6 B0.
        const bool is_pair =
            at + 1 < text.size() && text[at] == '\xC6' && (text[at + 1] == '\xA2' || text[at + 1] == '\xA3');
        if (is_pair) {
            out += text[at + 1] == '\xA2' ? "\xC6\xAF" : "\xC6\xB0";
            ++at;
        } else {
            out += text[at];
        }
    }
    return out;
}

std::string composed(std::string_view text, Horn horn) {
    Scan found = scan(text);
    std::string owned;
    if (found.malformed_at != std::string_view::npos) {
        owned = repair_utf8(text).text;
        text = owned;
        found = scan(text);
    }
    if (horn == Horn::map && found.has_horn_look_alike) {
        owned = with_horns(text);
        text = owned;
    }
    return found.needs_nfc ? impl::compose_utf8(text) : std::string{text};
}

bool is_word_part(char32_t character, std::size_t letters_before) {
    const impl::CharClass kind = impl::class_of(character);
    return kind == impl::CharClass::letter || kind == impl::CharClass::digit ||
           (kind == impl::CharClass::mark && letters_before > 0);
}

} // namespace

bool is_valid_utf8(std::string_view text) { return first_malformed_utf8(text) == text.size(); }

std::size_t first_malformed_utf8(std::string_view text) {
    std::size_t at = ascii_prefix(text);
    while (at < text.size()) {
        const DecodedChar decoded = decode_char(text.data() + at, text.data() + text.size());
        if (decoded.code_point == kMalformed) return at;
        at += decoded.length;
        if (decoded.length == 1) at += ascii_prefix(text.substr(at));
    }
    return at;
}

RepairedUtf8 repair_utf8(std::string_view text) {
    RepairedUtf8 repaired;
    repaired.text.reserve(text.size());
    while (!text.empty()) {
        const std::size_t good = first_malformed_utf8(text);
        repaired.text += text.substr(0, good);
        text.remove_prefix(good);
        if (text.empty()) break;
        append_char(repaired.text, kReplacement);
        ++repaired.replaced;
        text.remove_prefix(decode_char(text.data(), text.data() + text.size()).length);
    }
    return repaired;
}

std::string nfc(std::string_view text) { return composed(text, Horn::keep); }

Result<std::string> checked_nfc(std::string_view text) {
    const std::size_t at = first_malformed_utf8(text);
    if (at != text.size()) return fail(ErrorKind::Invalid, "text.malformed_utf8", {{"offset", std::to_string(at)}});
    return composed(text, Horn::keep);
}

bool is_nfc(std::string_view text) {
    const Scan found = scan(text);
    if (found.malformed_at != std::string_view::npos) return false;
    return !found.needs_nfc || impl::compose_utf8(text) == text;
}

std::string storable(std::string_view text) { return composed(text, Horn::map); }

std::string canonical(std::string_view text) {
    const std::string stored = composed(text, Horn::map);
    if (ascii_prefix(stored) == stored.size()) return stored;
    std::string out;
    out.reserve(stored.size());
    // A word is a run of letters; longer ones than any syllable still get a final oa, oe, uy put right.
    std::array<char32_t, kLongWord> word{};
    std::size_t word_size = 0;
    std::size_t word_begin = 0;
    const auto end_word = [&](std::size_t end) {
        if (word_size > word.size()) {
            out.append(stored, word_begin, end - word_begin);
        } else if (word_size > 0) {
            impl::place_tone(std::span{word}.first(word_size));
            for (const char32_t character : std::span{word}.first(word_size))
                append_char(out, character);
        }
        word_size = 0;
    };
    impl::for_each_char(stored, [&](char32_t character, std::size_t begin, std::size_t end) {
        const impl::LatinLetter* latin = impl::find_latin(character);
        // The same words as those of for_each_token().
        const bool is_in_word =
            latin != nullptr ? latin->kind != impl::CharKind::other : is_word_part(character, word_size);
        if (is_in_word) {
            if (word_size == 0) word_begin = begin;
            if (word_size < word.size()) word[word_size] = character;
            ++word_size;
            return;
        }
        end_word(begin);
        out.append(stored, begin, end - begin);
    });
    end_word(stored.size());
    return out;
}

std::string lower(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    impl::for_each_char(text, [&](char32_t character, std::size_t, std::size_t) {
        if (character == kMalformed) {
            append_char(out, kReplacement);
        } else if (const impl::LatinLetter* latin = impl::find_latin(character);
                   latin != nullptr && character != 0x1A2 && character != 0x1A3) {
            append_char(out, latin->exact);
        } else {
            append_char(out, impl::simple_lower(character));
        }
    });
    return out;
}

std::string fold(std::string_view text) {
    const Scan found = scan(text);
    std::string owned;
    if (found.malformed_at != std::string_view::npos || found.needs_nfc) {
        owned = composed(text, Horn::map);
        text = owned;
    }
    std::string out;
    out.reserve(text.size() + 8);
    impl::Folder folder;
    std::array<char, 256> block{};
    std::size_t used = 0;
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at < end) {
        if (used + 4 > block.size()) {
            out.append(block.data(), used);
            used = 0;
        }
        const DecodedChar decoded = decode_char(at, end);
        at += decoded.length;
        const impl::FoldedChar folded = folder.fold(decoded.code_point);
        std::memcpy(block.data() + used, folded.bytes, sizeof folded.bytes);
        used += folded.size;
    }
    return out.append(block.data(), used);
}

} // namespace tangthu::text
