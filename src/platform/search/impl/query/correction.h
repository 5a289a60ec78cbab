#pragma once

#include <cstddef>
#include <string_view>

namespace tangthu::search::impl {

/// Edits between two words: a letter put in, left out, changed, or two neighbours swapped (each place once). Counted up
/// to `most` + 1. Bytes of folded words are meant.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t most);

} // namespace tangthu::search::impl
