#include "platform/text/tokens.h"

#include "platform/text/impl/folding.h"
#include "platform/text/impl/letters/latin.h"
#include "platform/text/impl/letters/unicode.h"
#include "platform/text/impl/letters/utf8.h"
#include "platform/text/impl/syllable/syllable_shape.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace tangthu::text {

using impl::CharClass;
using impl::CharKind;
using impl::LatinLetter;

namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_isbn_mark(char c) { return is_digit(c) || c == 'X' || c == 'x'; }
constexpr bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool isbn_check_holds(std::string_view digits) {
    int sum = 0;
    const int size = static_cast<int>(digits.size());
    for (int at = 0; at < size; ++at) {
        const char c = digits[static_cast<std::size_t>(at)];
        const int value = c == 'x' ? 10 : c - '0';
        sum += size == 10 ? value * (10 - at) : value * (at % 2 == 0 ? 1 : 3);
    }
    return sum % (size == 10 ? 11 : 10) == 0;
}

struct IsbnRun {
    std::array<char, 13> digits{};
    std::size_t size = 0;
    std::size_t end = 0; ///< 0 when there is none
};

/// An ISBN in groups at `begin`: 978/979 with thirteen digits, or ten digits in four groups whose check digit holds.
/// Groups parted by blanks always need their check digit: any row of numbers may look so.
IsbnRun find_isbn(std::string_view text, std::size_t begin) {
    IsbnRun run;
    int groups = 1;
    bool has_blank = false;
    std::size_t at = begin;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        const bool goes_on = at > begin && at + 1 < text.size() && is_isbn_mark(text[at + 1]);
        if (is_isbn_mark(c)) {
            if (run.size == run.digits.size()) return {};
            const bool is_x = !is_digit(c);
            run.digits[run.size++] = is_x ? 'x' : c;
            if (is_x) {
                ++at;
                break;
            }
        } else if ((c == '-' || c == ' ') && goes_on) {
            if (c == ' ' && (run.size == 13 || run.size == 10)) break;
            has_blank = has_blank || c == ' ';
            ++groups;
        } else {
            break;
        }
    }
    const std::string_view digits{run.digits.data(), run.size};
    const bool has_x = run.size > 0 && digits.back() == 'x';
    const bool is_prefixed = digits.starts_with("978") || digits.starts_with("979");
    const bool ends_here = at == text.size() || (!is_ascii_letter(text[at]) && static_cast<signed char>(text[at]) >= 0);
    const bool is_long =
        run.size == 13 && !has_x && is_prefixed && groups > 1 && (!has_blank || isbn_check_holds(digits));
    const bool is_short = run.size == 10 && groups == 4 && isbn_check_holds(digits);
    if (ends_here && (is_long || is_short)) run.end = at;
    return run;
}

bool begins_with_word(std::string_view text) {
    const char32_t character = impl::decode_char(text.data(), text.data() + text.size()).code_point;
    if (character == impl::kMalformed) return false;
    const LatinLetter* latin = impl::find_latin(character);
    return latin != nullptr ? latin->kind != CharKind::other : impl::class_of(character) != CharClass::separator;
}

/// Cuts a text once, front to back.
class Cutter {
public:
    Cutter(std::string_view text, const TokenSink& sink) : text_(text), sink_(sink) {}

    void run() {
        while (at_ < text_.size()) {
            const auto byte = static_cast<unsigned char>(text_[at_]);
            if (byte >= 0x80) {
                take_wide();
            } else if (const LatinLetter* latin = impl::find_latin(byte); latin->kind == CharKind::other) {
                if ((byte != '+' && byte != '#') || !take_language_mark(text_[at_])) {
                    end_word();
                    ++at_;
                }
            } else if (latin->kind != CharKind::digit || !take_isbn()) {
                has_letter_ = has_letter_ || latin->kind == CharKind::letter;
                keep(byte, *latin);
                ++at_;
            }
        }
        end_word();
    }

private:
    // Letters and marks of a word; more than this are read over.
    static constexpr std::size_t kMostLetters = 64;

    bool take_isbn() {
        if (size_ != 0 || (at_ > 0 && text_[at_ - 1] == '-')) return false;
        const IsbnRun found = find_isbn(text_, at_);
        if (found.end == 0) return false;
        const std::string_view digits{found.digits.data(), found.size};
        sink_(Token{digits, digits, at_, found.end, TokenKind::isbn});
        at_ = found.end;
        return true;
    }

    /// Spells the letter into the token as long as both forms have room for any letter.
    void keep(char32_t character, const LatinLetter& latin) {
        if (size_ == 0) begin_ = at_;
        if (size_ < kMostLetters) {
            if (exact_size_ + 4 <= kMaxTokenBytes && folded_size_ + 4 <= kMaxTokenBytes) {
                std::memcpy(exact_.data() + exact_size_, latin.exact_bytes, sizeof latin.exact_bytes);
                exact_size_ += latin.exact_size;
                std::memcpy(folded_.data() + folded_size_, latin.fold, sizeof latin.fold);
                folded_size_ += latin.fold_size;
            }
            letters_[size_] = character;
        }
        ++size_;
    }

    void keep_other(char32_t character) {
        if (size_ == 0) begin_ = at_;
        if (size_ < kMostLetters) letters_[size_] = character;
        ++size_;
    }

    void take_wide() {
        const impl::DecodedChar decoded = impl::decode_char(text_.data() + at_, text_.data() + text_.size());
        const char32_t character = decoded.code_point;
        const LatinLetter* latin = impl::find_latin(character);
        if (latin != nullptr && latin->kind != CharKind::other) {
            if (latin->tone != 0) {
                tone_at_ = size_;
                ++tones_;
            }
            has_letter_ = true;
            keep(character == 0x1A2 ? U'Ư' : character == 0x1A3 ? U'ư' : character, *latin);
            at_ += decoded.length;
            return;
        }
        const CharClass kind =
            latin != nullptr || character == impl::kMalformed ? CharClass::separator : impl::class_of(character);
        if (kind == CharClass::separator || (kind == CharClass::mark && size_ == 0)) {
            end_word();
            at_ += decoded.length;
        } else if (kind == CharClass::ideograph) {
            end_word();
            emit_ideograph(decoded);
        } else {
            has_letter_ = is_mixed_ = true;
            needs_nfc_ = needs_nfc_ || impl::may_need_nfc(character);
            keep_other(character);
            at_ += decoded.length;
        }
    }

    /// C++ and C#, F#: the only signs that belong to a word.
    bool take_language_mark(char sign) {
        if (size_ != 1 || !has_letter_ || letters_[0] >= 0x80) return false;
        const std::size_t length = sign == '+' ? 2 : 1;
        const std::string_view rest = text_.substr(at_);
        if (sign == '+' && !rest.starts_with("++")) return false;
        if (rest.size() > length && begins_with_word(rest.substr(length))) return false;
        for (std::size_t count = 0; count < length; ++count) {
            keep(static_cast<unsigned char>(sign), *impl::find_latin(static_cast<unsigned char>(sign)));
            ++at_;
        }
        end_word();
        return true;
    }

    void emit_ideograph(const impl::DecodedChar& decoded) {
        const char32_t character = decoded.code_point;
        const std::size_t begin = at_;
        at_ += decoded.length;
        std::array<char32_t, 4> composed{character};
        std::size_t size = 1;
        if (impl::may_need_nfc(character)) size = impl::compose(composed, 1);
        // Kana with a voicing mark behind it: one character in NFC, so one token.
        while (at_ < text_.size()) {
            const impl::DecodedChar next = impl::decode_char(text_.data() + at_, text_.data() + text_.size());
            if (next.code_point != 0x3099 && next.code_point != 0x309A) break;
            if (size < composed.size()) composed[size++] = next.code_point;
            size = impl::compose(composed, size);
            at_ += next.length;
        }
        std::array<char, 16> bytes{};
        std::size_t used = 0;
        for (std::size_t index = 0; index < size; ++index)
            used += impl::encode_char(composed[index], bytes.data() + used);
        const std::string_view view{bytes.data(), used};
        sink_(Token{view, view, begin, at_, TokenKind::ideograph});
    }

    void end_word() {
        if (size_ == 0) return;
        std::size_t size = std::min(size_, kMostLetters);
        if (is_mixed_) {
            if (needs_nfc_) size = std::min(impl::compose(letters_, size), kMostLetters);
            const std::span<char32_t> word = std::span{letters_}.first(size);
            impl::place_tone(word);
            spell(word);
        } else if (tones_ == 1 && tone_at_ < size) {
            const std::span<char32_t> word = std::span{letters_}.first(size);
            if (impl::place_tone_at(word, tone_at_)) spell(word);
        }
        sink_(Token{{exact_.data(), exact_size_},
                    {folded_.data(), folded_size_},
                    begin_,
                    at_,
                    has_letter_ ? TokenKind::word : TokenKind::number});
        size_ = exact_size_ = folded_size_ = tones_ = 0;
        needs_nfc_ = is_mixed_ = has_letter_ = false;
    }

    void spell(std::span<const char32_t> word) {
        exact_size_ = folded_size_ = 0;
        impl::Folder folder;
        for (const char32_t character : word) {
            if (exact_size_ + 4 > kMaxTokenBytes || folded_size_ + 4 > kMaxTokenBytes) break;
            const LatinLetter* latin = impl::find_latin(character);
            exact_size_ += impl::encode_char(latin != nullptr ? latin->exact : impl::simple_lower(character),
                                             exact_.data() + exact_size_);
            const impl::FoldedChar folded = folder.fold(character);
            std::memcpy(folded_.data() + folded_size_, folded.bytes, sizeof folded.bytes);
            folded_size_ += folded.size;
        }
    }

    std::string_view text_;
    const TokenSink& sink_;
    std::size_t at_ = 0;
    std::size_t begin_ = 0;
    std::size_t size_ = 0;
    std::size_t exact_size_ = 0;
    std::size_t folded_size_ = 0;
    std::size_t tones_ = 0;
    std::size_t tone_at_ = 0;
    bool needs_nfc_ = false;
    bool is_mixed_ = false; ///< holds more than the Latin tables know: spelt anew at its end
    bool has_letter_ = false;
    std::array<char32_t, kMostLetters * 2> letters_{}; // composing may lengthen
    std::array<char, kMaxTokenBytes + 4> exact_{};
    std::array<char, kMaxTokenBytes + 4> folded_{};
};

} // namespace

void for_each_token(std::string_view text, TokenSink sink) { Cutter{text, sink}.run(); }

std::vector<OwnedToken> tokens(std::string_view text) {
    std::vector<OwnedToken> found;
    for_each_token(text, [&](const Token& token) {
        found.push_back({std::string{token.exact}, std::string{token.folded}, token.begin, token.end, token.kind});
    });
    return found;
}

} // namespace tangthu::text
