#include "platform/text/impl/folding.h"

#include "platform/text/impl/letters/unicode.h"
#include "platform/text/impl/letters/utf8.h"

#include <algorithm>

namespace tangthu::text::impl {

namespace {

FoldedChar folded_as(std::string_view bytes) {
    FoldedChar folded;
    folded.size = bytes.size();
    std::copy(bytes.begin(), bytes.end(), folded.bytes);
    return folded;
}

FoldedChar folded_as(char32_t character) {
    FoldedChar folded;
    folded.size = encode_char(character, folded.bytes);
    return folded;
}

} // namespace

FoldedChar Folder::fold_other(char32_t character) {
    if (is_combining_mark(character) && after_latin_) return {};
    if (const std::string_view other = other_fold(character); !other.empty()) {
        after_latin_ = static_cast<unsigned char>(other[0]) < 0x80;
        return folded_as(other);
    }
    const char32_t small = simple_lower(character);
    if (const LatinLetter* latin = find_latin(small)) {
        after_latin_ = true;
        return folded_as(std::string_view{latin->fold, latin->fold_size});
    }
    // A mark of another script does not end the letter: those behind it still belong to it.
    if (class_of(character) != CharClass::mark) after_latin_ = false;
    return folded_as(small);
}

} // namespace tangthu::text::impl
