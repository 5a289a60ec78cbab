#include "platform/text/impl/legacy/word_scores.h"
#include "platform/text/impl/letters/latin.h"
#include "platform/text/impl/letters/utf8.h"
#include "platform/text/legacy.h"
#include "platform/text/normalize.h"
#include "platform/text/syllable.h"
#include "platform/text/tokens.h"

#include <algorithm>
#include <unordered_map>

namespace tangthu::text {

using namespace impl;

namespace {

constexpr std::size_t kLooked = 65536;
constexpr std::size_t kSampleBytes = 120;
constexpr double kOtherWeight = 0.6;

/// The lines with bytes beyond ASCII, up to the limit. The subfield marks of MARC go, with the code behind them.
std::string telling_part(std::string_view bytes) {
    const auto is_telling = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x80 ||
               (byte < 0x20 && byte != '\t' && byte != '\r' && byte != '\n' && (byte < 0x1D || byte == 0x1E));
    };
    const auto ends_line = [](char c) { return c == '\n' || c == '\x1D' || c == '\x1E'; };
    std::string part;
    std::size_t line = 0;
    for (std::size_t at = 0; at < bytes.size() && part.size() < kLooked;) {
        std::size_t end = at;
        bool has_high = false;
        while (end < bytes.size() && !ends_line(bytes[end]) && end - at < 4096)
            has_high = is_telling(bytes[end++]) || has_high;
        if (has_high) {
            for (line = at; line < end; ++line) {
                if (bytes[line] != '\x1F') {
                    part += bytes[line];
                    continue;
                }
                part += ' ';
                ++line;
            }
            part += '\n';
        }
        at = end < bytes.size() && ends_line(bytes[end]) ? end + 1 : end;
    }
    return part;
}

bool is_beyond_ascii(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

/// Word, neighbours, word: what a person needs to judge a decoding.
std::string sample_of(std::string_view text) {
    std::size_t first = std::string_view::npos;
    for_each_token(text.substr(0, 4096), [&](const Token& token) {
        if (first == std::string_view::npos && is_beyond_ascii(text.substr(token.begin, token.end - token.begin)))
            first = token.begin;
    });
    if (first == std::string_view::npos) first = 0;
    std::size_t begin = text.rfind('\n', first);
    begin = begin == std::string_view::npos ? 0 : begin + 1;
    if (first - begin > kSampleBytes / 2) begin = first;
    std::string sample{text.substr(begin, std::min(kSampleBytes, text.find('\n', first) - begin))};
    while (!sample.empty() && first_malformed_utf8(sample) != sample.size())
        sample.pop_back();
    return sample;
}

/// Latin letters, small ones after the first unless all are capitals, and not marks alone: `viÖn` is none.
bool is_western_word(std::string_view word) {
    std::size_t plain = 0;
    std::size_t marked = 0;
    bool fits = true;
    bool after_small = false;
    for_each_char(word, [&](char32_t character, std::size_t, std::size_t) {
        const LatinLetter* latin = find_latin(character);
        if (latin == nullptr || (after_small && latin->is_upper)) {
            fits = false;
            return;
        }
        after_small = latin->kind == CharKind::letter && !latin->is_upper;
        ++(character < 0x80 ? plain : marked);
    });
    return fits && marked <= plain + 1;
}

bool is_cyrillic_word(std::string_view word) {
    bool fits = true;
    bool is_first = true;
    for_each_char(word, [&](char32_t character, std::size_t, std::size_t) {
        const bool is_small = character >= 0x430 && character <= 0x451;
        const bool is_capital = character >= 0x400 && character < 0x430;
        fits = fits && (is_small || (is_capital && is_first));
        is_first = false;
    });
    return fits;
}

/// Encodings of other languages are judged by the look of their words, at less weight: they decode anything.
double plausibility(std::string_view text, LegacyEncoding encoding) {
    std::size_t words = 0;
    std::size_t good = 0;
    for_each_token(text, [&](const Token& token) {
        const std::string_view written = text.substr(token.begin, token.end - token.begin);
        if (!is_beyond_ascii(written)) return;
        ++words;
        const bool is_cyrillic = encoding == LegacyEncoding::cp1251 || encoding == LegacyEncoding::cp866;
        if (is_cyrillic ? is_cyrillic_word(written) : is_western_word(written)) ++good;
    });
    return words == 0 ? 0 : kOtherWeight * static_cast<double>(good) / static_cast<double>(words);
}

EncodingGuess guess(std::string_view part, LegacyEncoding encoding) {
    EncodingGuess made;
    made.encoding = encoding;
    const Decoded decoded = decode(part, encoding);
    made.sample = sample_of(decoded.text);
    const WordScore words = score_marked_words(decoded.text);
    made.score = words.share();
    switch (encoding) {
    case LegacyEncoding::windows_1252:
    case LegacyEncoding::latin1:
    case LegacyEncoding::cp1251:
    case LegacyEncoding::cp866:
        made.score = std::max(made.score * kOtherWeight, plausibility(decoded.text, encoding));
        break;
    default:
        break;
    }
    const double lost =
        static_cast<double>(decoded.replaced) / static_cast<double>(std::max<std::size_t>(1, words.words));
    made.score *= std::max(0.0, 1.0 - lost);
    return made;
}

} // namespace

namespace impl {

WordScore score_marked_words(std::string_view text) {
    WordScore score;
    // The same few hundred syllables come again and again.
    std::unordered_map<std::string, bool> known;
    for_each_token(text, [&](const Token& token) {
        const std::string_view written = text.substr(token.begin, token.end - token.begin);
        if (!is_beyond_ascii(written) || token.kind == TokenKind::number) return;
        ++score.words;
        std::string exact{token.exact};
        auto found = known.find(exact);
        if (found == known.end()) {
            const bool is_good = is_syllable(token.exact);
            found = known.emplace(std::move(exact), is_good).first;
        }
        if (found->second) ++score.syllables;
    });
    return score;
}

} // namespace impl

std::vector<EncodingGuess> detect_encoding(std::string_view bytes) {
    const std::string part = telling_part(bytes);
    if (part.empty()) return {{LegacyEncoding::utf8, 1.0, sample_of(bytes.substr(0, kSampleBytes))}};
    std::vector<EncodingGuess> guesses;
    if (is_valid_utf8(part)) {
        guesses.push_back({LegacyEncoding::utf8, 1.0, sample_of(part)});
        EncodingGuess twice = guess(part, LegacyEncoding::double_utf8);
        const double before = score_marked_words(part).share();
        if (twice.score > before + 0.3) {
            guesses[0].score = before;
            guesses.push_back(std::move(twice));
        }
        // VISCII and TCVN 5712 have letters among the control codes, but text of those alone is not to be had.
    } else {
        for (const LegacyEncoding encoding : all_encodings()) {
            if (encoding == LegacyEncoding::double_utf8) continue;
            guesses.push_back(guess(part, encoding));
        }
    }
    std::stable_sort(guesses.begin(), guesses.end(),
                     [](const EncodingGuess& a, const EncodingGuess& b) { return a.score > b.score; });
    return guesses;
}

} // namespace tangthu::text
