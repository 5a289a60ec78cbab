#include "platform/text/width.h"

#include "platform/text/impl/letters/unicode.h"
#include "platform/text/impl/letters/utf8.h"

namespace tangthu::text {

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    impl::for_each_char(text, [&](char32_t character, std::size_t, std::size_t) {
        width += character < 0x300 ? 1 : impl::width_of(character);
    });
    return width;
}

} // namespace tangthu::text
