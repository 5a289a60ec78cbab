#include "platform/text/sort.h"

#include "platform/base/blanks.h"
#include "platform/text/impl/letters/latin.h"
#include "platform/text/impl/letters/unicode.h"
#include "platform/text/impl/letters/utf8.h"
#include "platform/text/impl/sort/sort_levels.h"
#include "platform/text/normalize.h"

#include <algorithm>
#include <vector>

namespace tangthu::text {

using namespace impl;

namespace {

std::string_view cut(std::string_view text) {
    if (text.size() <= kMaxSortedBytes) return text;
    std::size_t end = kMaxSortedBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    return text.substr(0, end);
}

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Length of `1.000` or `12,000,000` at the beginning; 0 when the digits there are not grouped so.
std::size_t grouped_number(std::string_view text) {
    std::size_t head = 0;
    while (head < text.size() && is_digit(text[head]))
        ++head;
    if (head == 0 || head > 3 || text[0] == '0' || head == text.size()) return 0;
    const char mark = text[head];
    if (mark != '.' && mark != ',') return 0;
    std::size_t at = head;
    while (at + 3 < text.size() && text[at] == mark && is_digit(text[at + 1]) && is_digit(text[at + 2]) &&
           is_digit(text[at + 3]))
        at += 4;
    const bool goes_on = at < text.size() && (is_digit(text[at]) || ((text[at] == '.' || text[at] == ',') &&
                                                                     at + 1 < text.size() && is_digit(text[at + 1])));
    return at == head || goes_on ? 0 : at;
}

/// Walks a text once and writes the levels of its key.
class LevelWriter {
public:
    explicit LevelWriter(Levels& levels) : levels_(levels) {}

    void write(std::string_view text) {
        while (at_ < text.size()) {
            if (is_digit(text[at_])) {
                take_number(text);
                continue;
            }
            const DecodedChar decoded = decode_char(text.data() + at_, text.data() + text.size());
            take_char(decoded.code_point);
            at_ += decoded.length;
        }
        end_word();
        if (!gap_.empty()) write_gap();
    }

private:
    void begin_word() {
        if (in_word_) return;
        const bool is_usual = words_ == 0 ? gap_.empty() : gap_ == " ";
        if (!is_usual) write_gap();
        gap_.clear();
        in_word_ = true;
        tone_ = 0;
        letters_ = upper_ = 0;
        is_first_upper_ = false;
    }

    void end_word() {
        if (!in_word_) return;
        levels_.primary += static_cast<char>('!' + tone_);
        char shape = 'a';
        if (upper_ > 0) shape = upper_ == 1 && is_first_upper_ ? 'b' : upper_ == letters_ ? 'c' : 'd';
        levels_.cases += shape;
        in_word_ = false;
        ++words_;
    }

    void take_number(std::string_view text) {
        begin_word();
        std::size_t size = grouped_number(text.substr(at_));
        if (size == 0)
            while (at_ + size < text.size() && is_digit(text[at_ + size]))
                ++size;
        append_number(levels_.primary, text.substr(at_, size));
        if (text[at_] == '0' && size > 1) mark_foreign(text.substr(at_, size));
        at_ += size;
    }

    void take_char(char32_t character) {
        if (const LatinLetter* latin = find_latin(character)) {
            if (latin->kind == CharKind::other) {
                end_word();
                if (character >= 0x20 && (character < 0x7F || character >= 0xA0)) append_char(gap_, character);
                return;
            }
            take_latin(*latin);
            return;
        }
        const CharClass kind = class_of(character);
        if (kind == CharClass::separator) {
            end_word();
            append_char(gap_, character);
            return;
        }
        if (is_combining_mark(character) && (in_word_ || letters_ == 0)) {
            if (!in_word_) return append_char(gap_, character);
            std::string mark;
            append_char(mark, character);
            mark_foreign(mark);
            return;
        }
        begin_word();
        ++letters_;
        const std::string_view other = other_fold(character);
        if (!other.empty() && static_cast<signed char>(other[0]) >= 0) {
            for (const char c : other)
                append_ascii(c);
            std::string form;
            append_char(form, character);
            mark_foreign(form);
            return;
        }
        const char32_t small = simple_lower(character);
        if (const LatinLetter* latin = find_latin(small); latin != nullptr && latin->kind == CharKind::letter) {
            --letters_;
            return take_latin(*latin);
        }
        append_char(levels_.primary, other.empty() ? small : U'σ');
    }

    void take_latin(const LatinLetter& latin) {
        begin_word();
        if (latin.is_upper) {
            if (letters_ == 0) is_first_upper_ = true;
            ++upper_;
        }
        ++letters_;
        if (latin.letter != 0 && latin.fold_size == 1) {
            append_letter(levels_.primary, latin.letter);
        } else {
            for (std::size_t index = 0; index < latin.fold_size; ++index)
                append_ascii(latin.fold[index]);
        }
        const bool is_second_tone = latin.tone != 0 && tone_ != 0;
        if (latin.tone != 0 && tone_ == 0) tone_ = latin.tone;
        if (latin.is_foreign || is_second_tone) {
            std::string form;
            append_char(form, latin.exact);
            mark_foreign(form);
        }
    }

    void append_ascii(char c) {
        const LatinLetter* latin = static_cast<signed char>(c) >= 0 ? find_latin(static_cast<char32_t>(c)) : nullptr;
        if (latin != nullptr && latin->letter != 0)
            append_letter(levels_.primary, latin->letter);
        else
            levels_.primary += c;
    }

    void mark_foreign(std::string_view form) {
        append_place(levels_.foreign, levels_.primary.size());
        levels_.foreign += form;
    }

    void write_gap() {
        append_place(levels_.gaps, words_);
        levels_.gaps += gap_;
        gap_.clear();
    }

    static void append_place(std::string& out, std::size_t place) {
        out += static_cast<char>('0' + place / 64 % 64);
        out += static_cast<char>('0' + place % 64);
    }

    Levels& levels_;
    std::size_t at_ = 0;
    std::size_t words_ = 0;
    std::string gap_;
    bool in_word_ = false;
    bool is_first_upper_ = false;
    std::uint8_t tone_ = 0;
    std::size_t letters_ = 0;
    std::size_t upper_ = 0;
};

} // namespace

namespace impl {

void append_number(std::string& out, std::string_view digits) {
    constexpr std::size_t kMostDigits = 99;
    std::string value;
    for (const char c : digits)
        if (is_digit(c) && (c != '0' || !value.empty())) value += c;
    if (value.size() > kMostDigits) value.resize(kMostDigits);
    if (value.size() < 16) {
        out += static_cast<char>('0' + value.size());
    } else {
        out += '@';
        out += static_cast<char>('0' + value.size() / 10);
        out += static_cast<char>('0' + value.size() % 10);
    }
    out += value;
}

} // namespace impl

std::string sort_key(std::string_view text) {
    Levels levels;
    LevelWriter{levels}.write(storable(cut(text)));
    if (levels.primary.empty()) return {};
    return levels.primary + levels.tail();
}

std::string_view skip_nonfiling(std::string_view text, int count) {
    std::size_t at = 0;
    for (int skipped = 0; skipped < count; ++skipped) {
        if (at >= text.size()) return text;
        at += decode_char(text.data() + at, text.data() + text.size()).length;
    }
    return at >= text.size() ? text : text.substr(at);
}

std::string roster_key(std::string_view name) {
    const std::string stored = storable(cut(name));
    std::string_view family;
    std::string_view rest = trimmed(stored);
    if (const auto comma = rest.find(','); comma != std::string_view::npos) {
        const std::string_view behind = trimmed(rest.substr(comma + 1));
        if (!behind.empty()) {
            family = trimmed(rest.substr(0, comma));
            rest = trimmed(behind.substr(0, behind.find(',')));
        } else {
            rest = trimmed(rest.substr(0, comma));
        }
    }
    const auto last_space = rest.find_last_of(" \t\n\r");
    std::string_view given = last_space == std::string_view::npos ? rest : rest.substr(last_space + 1);
    std::string_view middle =
        last_space == std::string_view::npos ? std::string_view{} : trimmed(rest.substr(0, last_space));
    if (family.empty()) {
        const auto first_space = middle.find_first_of(" \t\n\r");
        family = middle.substr(0, first_space);
        middle = first_space == std::string_view::npos ? std::string_view{} : trimmed(middle.substr(first_space));
    }
    Levels levels;
    std::string key;
    for (const std::string_view part : {given, family, middle}) {
        Levels one;
        LevelWriter{one}.write(part);
        key += one.primary;
        key += ' ';
        levels.foreign += one.foreign;
        levels.cases += one.cases;
        levels.gaps += one.gaps;
    }
    key += levels.tail();
    while (!key.empty() && key.back() == ' ')
        key.pop_back();
    return key;
}

} // namespace tangthu::text
