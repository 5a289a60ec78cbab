#include "platform/text/impl/letters/latin.h"
#include "platform/text/impl/letters/unicode.h"
#include "platform/text/impl/letters/utf8.h"
#include "platform/text/impl/sort/sort_levels.h"
#include "platform/text/normalize.h"
#include "platform/text/sort.h"

namespace tangthu::text {

using namespace impl;

namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t digits_at(std::string_view text, std::size_t at) {
    std::size_t size = 0;
    while (at + size < text.size() && is_digit(text[at + size]))
        ++size;
    return size;
}

/// Reads a call number group by group: a class number, letters, numbers.
class CallNumberWriter {
public:
    explicit CallNumberWriter(std::string_view text) : text_(text) {}

    std::string write() {
        while (at_ < text_.size()) {
            if (is_digit(text_[at_])) {
                take_number();
                continue;
            }
            const DecodedChar decoded = decode_char(text_.data() + at_, text_.data() + text_.size());
            if (is_letter(decoded.code_point))
                take_letters();
            else
                at_ += decoded.length;
        }
        return std::move(key_);
    }

private:
    static bool is_letter(char32_t character) {
        if (const LatinLetter* latin = find_latin(character)) return latin->kind == CharKind::letter;
        const CharClass kind = class_of(character);
        return kind == CharClass::letter || kind == CharClass::ideograph;
    }

    /// Dewey: three digits, perhaps a point and decimals, whose order is that of their digits.
    void take_number() {
        const std::size_t size = digits_at(text_, at_);
        append_number(key_, text_.substr(at_, size));
        at_ += size;
        if (size == 3 && !has_class_) {
            has_class_ = true;
            if (at_ + 1 < text_.size() && text_[at_] == '.') {
                const std::size_t decimals = digits_at(text_, at_ + 1);
                key_ += text_.substr(at_ + 1, decimals);
                if (decimals > 0) at_ += 1 + decimals;
            }
        }
        key_ += '!';
    }

    void take_letters() {
        std::uint8_t tone = 0;
        while (at_ < text_.size()) {
            const DecodedChar decoded = decode_char(text_.data() + at_, text_.data() + text_.size());
            if (!is_letter(decoded.code_point)) break;
            at_ += decoded.length;
            const LatinLetter* latin = find_latin(decoded.code_point);
            if (latin == nullptr) {
                append_char(key_, simple_lower(decoded.code_point));
                continue;
            }
            if (latin->letter != 0)
                append_letter(key_, latin->letter);
            else
                append_char(key_, latin->exact);
            if (tone == 0) tone = latin->tone;
        }
        key_ += static_cast<char>('!' + tone);
        const std::size_t size = digits_at(text_, at_);
        if (has_class_ && !has_mark_ && size > 0) {
            key_ += text_.substr(at_, size);
            key_ += '!';
            at_ += size;
        }
        has_mark_ = true;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    bool has_class_ = false;
    bool has_mark_ = false;
    std::string key_;
};

} // namespace

std::string call_number_key(std::string_view call_number) {
    const std::string stored = storable(call_number.substr(0, kMaxSortedBytes));
    return CallNumberWriter{stored}.write();
}

} // namespace tangthu::text
