#pragma once

#include "platform/text/impl/letters/latin.h"

#include <cstddef>
#include <cstring>
#include <string_view>

namespace tangthu::text::impl {

/// One character folded: 1…4 bytes, or none for a mark that falls away.
struct FoldedChar {
    char bytes[4] = {};
    std::size_t size = 0;
    [[nodiscard]] std::string_view view() const { return {bytes, size}; }
};

/// Folds the characters of a text one after the other; it must be NFC.
class Folder {
public:
    FoldedChar fold(char32_t character) {
        if (const LatinLetter* latin = find_latin(character)) {
            after_latin_ = latin->kind != CharKind::other;
            FoldedChar folded;
            std::memcpy(folded.bytes, latin->fold, sizeof folded.bytes);
            folded.size = latin->fold_size;
            return folded;
        }
        return fold_other(character);
    }

private:
    FoldedChar fold_other(char32_t character);

    bool after_latin_ = false; ///< marks that follow belong to a Latin letter
};

} // namespace tangthu::text::impl
