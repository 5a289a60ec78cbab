#pragma once

#include <cstddef>
#include <string_view>

namespace tangthu::text::impl {

struct WordScore {
    std::size_t words = 0;
    std::size_t syllables = 0;
    [[nodiscard]] double share() const {
        return words == 0 ? 0 : static_cast<double>(syllables) / static_cast<double>(words);
    }
};
/// Words with characters beyond ASCII, and how many of them are Vietnamese syllables.
[[nodiscard]] WordScore score_marked_words(std::string_view text);

} // namespace tangthu::text::impl
