// What must hold for any text, with ICU and a plain comparison as oracles.
#include "platform/text/impl/letters/latin.h"
#include "platform/text/impl/letters/unicode.h"
#include "platform/text/impl/letters/utf8.h"
#include "platform/text/legacy.h"
#include "platform/text/normalize.h"
#include "platform/text/sort.h"
#include "platform/text/syllable.h"
#include "platform/text/tokens.h"
#include "platform/text/typing.h"
#include "tests/support/shared_data.h"

#include <fstream>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <unicode/normlzr.h>
#include <unicode/uchar.h>

namespace tangthu::text {

namespace {

/// Text as libraries hold it, with accidents: Vietnamese, Latin, combining marks, other scripts, signs, broken bytes.
rc::Gen<std::string> any_text() {
    const auto piece = rc::gen::weightedOneOf<std::string>({
        {6, rc::gen::elementOf(std::vector<std::string>{"thư", "viện", "Hoà",  "khoẻ", "thuỷ", "quý", "NGUYỄN",
                                                        "Đức", "gìa",  "tòan", "qu",   "o",    "à",   "oà",
                                                        "uý",  "kỹ",   "lí",   "ƣ",    "Ƣ",    "ươ"})},
        {3,
         rc::gen::elementOf(std::vector<std::string>{" ", "-", ".", "'", "\u00A0", "/", "12", "007", "1.000", "\n"})},
        {2, rc::gen::elementOf(
                std::vector<std::string>{"\u0301", "\u0323", "\u0302", "\u031B", "\u0306", "e\u0302\u0323"})},
        {2, rc::gen::elementOf(std::vector<std::string>{"ß", "Æ", "ñ", "İ", "ﬁ", "Ａ", "й", "Σ", "ς", "圖", "が",
                                                        "か\u3099", "한", "\u212B"})},
        {1, rc::gen::map(rc::gen::inRange<std::uint32_t>(1, 0x11000),
                         [](std::uint32_t code) {
                             std::string out;
                             impl::append_char(out, code >= 0xD800 && code < 0xE000 ? 0x20U : code);
                             return out;
                         })},
        {1, rc::gen::map(rc::gen::inRange(0, 256), [](int byte) { return std::string(1, static_cast<char>(byte)); })},
    });
    return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece),
                        [](const std::vector<std::string>& pieces) {
                            std::string text;
                            for (const std::string& one : pieces)
                                text += one;
                            return text;
                        });
}

/// Words of the alphabet's letters with a tone each, and the plain order of them.
struct PlainWord {
    std::vector<int> letters;
    int tone = 0;
    friend auto operator<=>(const PlainWord&, const PlainWord&) = default;
};

std::string spelling(const std::vector<PlainWord>& words) {
    std::string text;
    for (const PlainWord& word : words) {
        if (!text.empty()) text += ' ';
        bool has_tone = false;
        for (const int letter : word.letters) {
            const auto code = static_cast<std::uint8_t>(letter);
            const bool bears = !has_tone && impl::is_vowel_letter(code);
            impl::append_char(text, impl::toned_letter(code, bears ? static_cast<std::uint8_t>(word.tone) : 0, false));
            has_tone = has_tone || bears;
        }
    }
    return text;
}

rc::Gen<std::vector<PlainWord>> plain_words() {
    const auto word = rc::gen::map(
        rc::gen::pair(
            rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(1, impl::kAlphabetSize + 1))),
            rc::gen::inRange(0, 6)),
        [](std::pair<std::vector<int>, int> made) {
            PlainWord out{std::move(made.first), made.second};
            const bool has_vowel = std::any_of(out.letters.begin(), out.letters.end(), [](int letter) {
                return impl::is_vowel_letter(static_cast<std::uint8_t>(letter));
            });
            if (!has_vowel) out.tone = 0;
            return out;
        });
    return rc::gen::resize(6, rc::gen::container<std::vector<PlainWord>>(word));
}

bool is_storable_key(const std::string& key) {
    return is_valid_utf8(key) && std::none_of(key.begin(), key.end(),
                                              [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

} // namespace

TEST(TextProperties, FormsAreStable) {
    EXPECT_TRUE(rc::check("fold, canonical, storable and lower are idempotent", [] {
        const std::string text = *any_text();
        RC_ASSERT(storable(storable(text)) == storable(text));
        RC_ASSERT(canonical(canonical(text)) == canonical(text));
        RC_ASSERT(fold(fold(text)) == fold(text));
        RC_ASSERT(lower(lower(text)) == lower(text));
        RC_ASSERT(is_nfc(storable(text)));
        RC_ASSERT(is_nfc(canonical(text)));
    }));
}

TEST(TextProperties, DecompositionMakesNoDifference) {
    EXPECT_TRUE(rc::check("NFD and NFC give one fold, one canonical form, one sort key, the same tokens", [] {
        const std::string text = storable(*any_text());
        UErrorCode status = U_ZERO_ERROR;
        icu::UnicodeString parts;
        icu::Normalizer::normalize(icu::UnicodeString::fromUTF8(text), UNORM_NFD, 0, parts, status);
        std::string decomposed;
        parts.toUTF8String(decomposed);
        RC_ASSERT(fold(decomposed) == fold(text));
        RC_ASSERT(canonical(decomposed) == canonical(text));
        const auto a = tokens(text);
        const auto b = tokens(decomposed);
        RC_ASSERT(a.size() == b.size());
        for (std::size_t at = 0; at < a.size(); ++at) {
            if (a[at].exact.size() + 8 > kMaxTokenBytes) continue;
            RC_ASSERT(a[at].exact == b[at].exact);
            RC_ASSERT(a[at].folded == b[at].folded);
        }
    }));
}

TEST(TextProperties, TokensAgreeWithTheWholeText) {
    EXPECT_TRUE(rc::check("a token is the canonical, folded form of its bytes, and tokens stand in order", [] {
        const std::string text = *any_text();
        std::size_t before = 0;
        for (const OwnedToken& token : tokens(text)) {
            RC_ASSERT(token.begin >= before && token.end > token.begin && token.end <= text.size());
            before = token.end;
            RC_ASSERT(token.exact.size() <= kMaxTokenBytes && token.folded.size() <= kMaxTokenBytes);
            RC_ASSERT(is_valid_utf8(token.exact) && is_valid_utf8(token.folded));
            RC_ASSERT(!token.exact.empty());
            const std::string source = text.substr(token.begin, token.end - token.begin);
            if (token.kind != TokenKind::word || source.size() > 32) continue;
            RC_ASSERT(token.exact == lower(canonical(source)));
            RC_ASSERT(token.folded == fold(source));
        }
    }));
}

TEST(TextProperties, SortKeysFollowThePlainOrder) {
    EXPECT_TRUE(rc::check("letters, then tone, word by word", [] {
        const auto left = *plain_words();
        const auto right = *plain_words();
        const std::string a = sort_key(spelling(left));
        const std::string b = sort_key(spelling(right));
        RC_ASSERT((left <=> right) == (a <=> b));
    }));
}

TEST(TextProperties, KeysCanBeStored) {
    EXPECT_TRUE(rc::check("UTF-8 without control characters", [] {
        const std::string text = *any_text();
        RC_ASSERT(is_storable_key(sort_key(text)));
        RC_ASSERT(is_storable_key(roster_key(text)));
        RC_ASSERT(is_storable_key(call_number_key(text)));
    }));
}

TEST(TextProperties, AnythingIsTakenWithoutHarm) {
    EXPECT_TRUE(rc::check("decoders give NFC, rescues and repairs end", [] {
        const std::string text = *any_text();
        for (const LegacyEncoding encoding : all_encodings())
            RC_ASSERT(is_nfc(decode(text, encoding).text));
        (void)detect_encoding(text);
        (void)rescue_typing(text);
        (void)split_glued(text);
        if (const auto repair = repair_text(repair_utf8(text).text)) RC_ASSERT(is_nfc(repair->text));
    }));
}

TEST(TextProperties, TelexKeysAreReadBack) {
    TANGTHU_NEEDS_SHARED("vietnam/words/one_syllable_words_in_order.txt");
    std::ifstream file{test::shared_data() / "vietnam/words/one_syllable_words_in_order.txt"};
    std::size_t tried = 0;
    for (std::string word; std::getline(file, word);) {
        const std::string small = lower(word);
        if (!is_syllable(small) || is_unmarked_syllable(small)) continue;
        ++tried;
        if (rescue_telex(telex_keys(small)) == canonical(small)) continue;
        ADD_FAILURE() << small << ' ' << telex_keys(small) << ' ' << rescue_telex(telex_keys(small)).value_or("-");
    }
    EXPECT_GT(tried, 3500U);
}

TEST(TextTables, AgreeWithIcu) {
    for (char32_t code = 0; code < 0x1F00; ++code) {
        const impl::LatinLetter* latin = impl::find_latin(code);
        if (latin == nullptr) continue;
        const auto c = static_cast<UChar32>(code);
        const bool is_letter = u_isalpha(c) != 0 || u_charType(c) == U_OTHER_LETTER;
        EXPECT_EQ(latin->kind == impl::CharKind::letter, is_letter) << std::hex << static_cast<std::uint32_t>(code);
        if (code != 0x1A2 && code != 0x1A3) {
            EXPECT_EQ(latin->exact, static_cast<char32_t>(u_tolower(c)))
                << std::hex << static_cast<std::uint32_t>(code);
        }
        EXPECT_FALSE(impl::may_need_nfc(code)) << std::hex << static_cast<std::uint32_t>(code);
        // The fold is what NFD leaves without its marks, where that is ASCII.
        UErrorCode status = U_ZERO_ERROR;
        icu::UnicodeString parts;
        icu::Normalizer::normalize(icu::UnicodeString{c}, UNORM_NFD, 0, parts, status);
        const UChar32 base = u_tolower(parts.char32At(0));
        if (is_letter && base < 0x80 && parts.countChar32() > 1) {
            EXPECT_EQ((std::string_view{latin->fold, latin->fold_size}), std::string(1, static_cast<char>(base)));
        }
    }
}

TEST(RealWords, AreNearlyAllSyllables) {
    TANGTHU_NEEDS_SHARED("vietnam/words/one_syllable_words_in_order.txt");
    std::ifstream file{test::shared_data() / "vietnam/words/one_syllable_words_in_order.txt"};
    std::size_t words = 0;
    std::size_t syllables = 0;
    for (std::string word; std::getline(file, word);) {
        if (word.empty()) continue;
        ++words;
        if (is_syllable(word)) ++syllables;
    }
    // The rest are foreign words, abbreviations and compounds with hyphens.
    EXPECT_GT(words, 5000U);
    EXPECT_GT(static_cast<double>(syllables) / static_cast<double>(words), 0.92);
}

TEST(RealWords, StandInTheOrderOfTheList) {
    TANGTHU_NEEDS_SHARED("vietnam/words/one_syllable_words_in_order.txt");
    std::ifstream file{test::shared_data() / "vietnam/words/one_syllable_words_in_order.txt"};
    std::vector<std::string> words;
    for (std::string word; std::getline(file, word);)
        if (is_syllable(word) && lower(word) == word) words.push_back(word);
    EXPECT_GT(words.size(), 4500U);
    for (std::size_t at = 1; at < words.size(); ++at)
        EXPECT_LE(sort_key(words[at - 1]), sort_key(words[at])) << words[at - 1] << " / " << words[at];
}

} // namespace tangthu::text
