#pragma once

#include "modules/catalogue/bib.h"

#include <string>
#include <string_view>
#include <vector>

namespace tangthu::portal::impl {

/// A cover for a book without a picture: 200 × 300 SVG, the main class as ground colour, title and author in type, a
/// carved band at its foot. The same book always gives the same bytes. Pure.
[[nodiscard]] std::string cover_svg(const catalogue::BibSummary& bib);

/// Changes when the picture would: the `v` of a cover's address. Eight hexadecimal digits.
[[nodiscard]] std::string cover_version(const catalogue::BibSummary& bib);

/// Words of a text in lines no wider than `width` (in em of its font size, by widths on the generous side, so that any
/// serif of a reader's machine fits). A word that is wider by itself is broken; what is over `most_lines` ends in `…`.
struct WrappedText {
    std::vector<std::string> lines;
    bool is_cut = false; ///< something was left out
    bool broke_a_word = false;
};
[[nodiscard]] WrappedText wrap_text(std::string_view text, double width, std::size_t most_lines);
/// Width in em.
[[nodiscard]] double approximate_width(std::string_view text);

} // namespace tangthu::portal::impl
