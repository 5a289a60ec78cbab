#include "platform/text/impl/letters/unicode.h"

#include "platform/base/error.h"
#include "platform/text/impl/letters/utf8.h"

#include <algorithm>
#include <array>
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

namespace tangthu::text::impl {

namespace {

const icu::Normalizer2& nfc_normalizer() {
    static const icu::Normalizer2& normalizer = [&]() -> const icu::Normalizer2& {
        UErrorCode status = U_ZERO_ERROR;
        const icu::Normalizer2* found = icu::Normalizer2::getNFCInstance(status);
        if (U_FAILURE(status) != 0) throw Fault{std::string{"ICU has no NFC data: "} + u_errorName(status)};
        return *found;
    }();
    return normalizer;
}

/// A combining grapheme joiner behind every thirty marks in a row (Unicode Standard Annex 15, stream-safe text):
/// putting longer runs in order takes the square of their length. No language has so many.
std::string with_bounded_marks(std::string_view text) {
    constexpr int kMostMarks = 30;
    std::string out;
    out.reserve(text.size());
    int marks = 0;
    for_each_char(text, [&](char32_t character, std::size_t begin, std::size_t end) {
        const bool is_mark = character >= 0x300 && u_getCombiningClass(static_cast<UChar32>(character)) != 0;
        if (is_mark && marks == kMostMarks) {
            append_char(out, 0x34F);
            marks = 0;
        }
        marks = is_mark ? marks + 1 : 0;
        out.append(text, begin, end - begin);
    });
    return out;
}

bool is_one_by_one(UChar32 c) {
    return (c >= 0x3400 && c < 0xA000) || (c >= 0x20000 && c < 0x40000) || (c >= 0xF900 && c < 0xFB00) ||
           (c >= 0x3041 && c < 0x3100) || (c >= 0xE000 && c < 0xF900) || c == 0x3005 || c == 0x3007 || c >= 0xF0000;
}

} // namespace

std::size_t width_of(char32_t code_point) {
    const auto c = static_cast<UChar32>(code_point);
    const auto type = u_charType(c);
    if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR) return 0;
    const auto width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

CharClass class_of(char32_t code_point) {
    const auto c = static_cast<UChar32>(code_point);
    switch (u_charType(c)) {
    case U_UPPERCASE_LETTER:
    case U_LOWERCASE_LETTER:
    case U_TITLECASE_LETTER:
    case U_MODIFIER_LETTER:
        return c == 0x3005 ? CharClass::ideograph : CharClass::letter;
    case U_OTHER_LETTER:
        return is_one_by_one(c) ? CharClass::ideograph : CharClass::letter;
    case U_PRIVATE_USE_CHAR:
        return CharClass::ideograph;
    case U_UNASSIGNED:
        return is_one_by_one(c) && c < 0xF0000 ? CharClass::ideograph : CharClass::separator;
    case U_NON_SPACING_MARK:
    case U_COMBINING_SPACING_MARK:
        return CharClass::mark;
    case U_DECIMAL_DIGIT_NUMBER:
        return CharClass::digit;
    case U_LETTER_NUMBER:
        return is_one_by_one(c) ? CharClass::ideograph : CharClass::letter;
    default:
        return CharClass::separator;
    }
}

char32_t simple_lower(char32_t code_point) {
    return static_cast<char32_t>(u_tolower(static_cast<UChar32>(code_point)));
}

bool may_need_nfc(char32_t code_point) {
    const auto c = static_cast<UChar32>(code_point);
    return u_getIntPropertyValue(c, UCHAR_NFC_QUICK_CHECK) != UNORM_YES || u_getCombiningClass(c) != 0;
}

std::size_t compose(std::span<char32_t> buffer, std::size_t size) {
    constexpr std::size_t kUnits = 512; // twice the characters of the longest token, then what NFC may add
    std::array<UChar, kUnits> units{};
    std::array<UChar, kUnits * 3> composed{};
    std::int32_t unit_count = 0;
    UErrorCode status = U_ZERO_ERROR;
    size = std::min(size, kUnits / 2);
    u_strFromUTF32(units.data(), kUnits, &unit_count, reinterpret_cast<const UChar32*>(buffer.data()),
                   static_cast<std::int32_t>(size), &status);
    const icu::Normalizer2& normalizer = nfc_normalizer();
    const std::int32_t composed_count =
        unorm2_normalize(reinterpret_cast<const UNormalizer2*>(&normalizer), units.data(), unit_count, composed.data(),
                         static_cast<std::int32_t>(composed.size()), &status);
    if (U_FAILURE(status) != 0) return size;
    std::size_t used = 0;
    for (std::int32_t at = 0; at < composed_count && used < buffer.size();) {
        UChar32 c = 0;
        U16_NEXT(composed.data(), at, composed_count, c);
        buffer[used++] = static_cast<char32_t>(c);
    }
    return used;
}

std::string compose_utf8(std::string_view whole) {
    const std::string bounded = with_bounded_marks(whole);
    const std::string_view text = bounded;
    std::string out;
    out.reserve(text.size());
    icu::StringByteSink<std::string> sink{&out};
    UErrorCode status = U_ZERO_ERROR;
    nfc_normalizer().normalizeUTF8(0, icu::StringPiece{text.data(), static_cast<std::int32_t>(text.size())}, sink,
                                   nullptr, status);
    if (U_FAILURE(status) != 0) throw Fault{std::string{"ICU could not normalise: "} + u_errorName(status)};
    return out;
}

} // namespace tangthu::text::impl
