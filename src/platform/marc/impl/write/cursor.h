#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace tangthu::marc::impl {

/// Memory that a record is written into, kept from one record to the next; the caller says beforehand how much it can
/// take. Writing goes through a bare pointer: the room is checked once a record, not once a piece.
class Page {
public:
    /// Bytes that may be written beyond the end of a piece and are then written over.
    static constexpr std::size_t kSlack = 64;

    /// The beginning of at least `size` bytes; what was there before is gone.
    [[nodiscard]] char* begin(std::size_t size) {
        if (size + kSlack > room_) {
            room_ = (size + kSlack) * 2;
            bytes_ = std::make_unique_for_overwrite<char[]>(room_);
        }
        return bytes_.get();
    }
    [[nodiscard]] std::string_view text(const char* end) const {
        return {bytes_.get(), static_cast<std::size_t>(end - bytes_.get())};
    }

private:
    std::unique_ptr<char[]> bytes_;
    std::size_t room_ = 0;
};

[[nodiscard]] inline char* put(char* at, char c) {
    *at = c;
    return at + 1;
}

/// Of a literal: its length is known, so this becomes a few stores.
template <std::size_t N>
[[nodiscard]] inline char* put(char* at, const char (&text)[N]) {
    std::memcpy(at, text, N - 1);
    return at + N - 1;
}

[[nodiscard]] inline char* put(char* at, std::string_view text) {
    return at + text.copy(at, text.size()); // a text without bytes can have no address
}

/// Writes text up to its end or up to the first byte that needs care, whichever comes first; `text` loses what was
/// written. A byte needs care when `table` says so; `Wide` finds them sixteen at a time. Bytes up to `readable` may be
/// read, also behind the text: then short texts go in one step (nullptr: only the text itself may).
template <class Wide>
[[nodiscard]] inline char* put_plain(char* at, std::string_view& text, const std::array<unsigned char, 256>& table,
                                     const char* readable) {
    std::size_t done = 0;
#if defined(__SSE2__)
    const char* const from = text.data();
    const std::size_t size = text.size();
    const std::size_t wide_to = readable != nullptr && readable - (from + size) >= 16 ? size : size & ~std::size_t{15};
    while (done < wide_to) {
        const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from + done));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(at + done), v);
        const auto mask = static_cast<unsigned>(_mm_movemask_epi8(Wide::needs_care(v)));
        if (mask != 0) {
            done += static_cast<std::size_t>(std::countr_zero(mask));
            if (done >= size) break; // behind the text
            text.remove_prefix(done);
            return at + done;
        }
        done += 16;
    }
    if (done >= size) {
        text = {};
        return at + size;
    }
#endif
    while (done < text.size() && table[static_cast<unsigned char>(text[done])] == 0) {
        at[done] = text[done];
        ++done;
    }
    text.remove_prefix(done);
    return at + done;
}

} // namespace tangthu::marc::impl
