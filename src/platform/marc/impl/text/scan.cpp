#include "platform/marc/impl/text/scan.h"

#include "platform/marc/impl/text/scan_avx2.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <string>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace tangthu::marc::impl {

namespace {

constexpr std::size_t kBlock = 64;

struct BlockMasks {
    std::uint64_t separators = 0;
    std::uint64_t control = 0; ///< all control characters, separators and DEL included
    std::uint64_t high = 0;
};

#if defined(__SSE2__)
BlockMasks masks_of(const char* block) {
    const __m128i first_separator = _mm_set1_epi8(0x1D);
    const __m128i two = _mm_set1_epi8(2);
    const __m128i last_control = _mm_set1_epi8(0x1F);
    const __m128i del = _mm_set1_epi8(0x7F);
    BlockMasks masks;
    for (unsigned lane = 0; lane < kBlock / 16; ++lane) {
        const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + std::size_t{lane} * 16));
        const __m128i shifted = _mm_sub_epi8(v, first_separator);
        const auto to_mask = [lane](__m128i bits) {
            return static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(bits))) << (lane * 16);
        };
        masks.separators |= to_mask(_mm_cmpeq_epi8(_mm_min_epu8(shifted, two), shifted));
        const __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(v, last_control), v);
        masks.control |= to_mask(_mm_or_si128(low, _mm_cmpeq_epi8(v, del)));
        masks.high |= to_mask(v);
    }
    return masks;
}
#else
BlockMasks masks_of(const char* block) {
    BlockMasks masks;
    for (std::size_t i = 0; i < kBlock; ++i) {
        const auto byte = static_cast<unsigned char>(block[i]);
        const std::uint64_t bit = std::uint64_t{1} << i;
        if (byte >= 0x1D && byte <= 0x1F) masks.separators |= bit;
        if (byte < 0x20 || byte == 0x7F) masks.control |= bit;
        if (byte >= 0x80) masks.high |= bit;
    }
    return masks;
}
#endif

/// Index of the first byte from 0x80 at or after `at`, or the size.
std::size_t skip_ascii(const unsigned char* data, std::size_t at, std::size_t size) {
#if defined(__SSE2__)
    while (at + 16 <= size) {
        const auto mask =
            static_cast<unsigned>(_mm_movemask_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(data + at))));
        if (mask != 0) return at + static_cast<std::size_t>(std::countr_zero(mask));
        at += 16;
    }
#endif
    while (at < size && data[at] < 0x80)
        ++at;
    return at;
}

constexpr bool is_tail(unsigned char byte) { return (byte & 0xC0) == 0x80; }

/// U+00C0..U+00FF without the letters of Vietnamese: bit 0 is À.
constexpr std::uint64_t foreign_latin() {
    std::uint64_t bits = ~std::uint64_t{0};
    for (const unsigned letter : {0x00U, 0x01U, 0x02U, 0x03U, 0x08U, 0x09U, 0x0AU, 0x0CU, 0x0DU, 0x12U, 0x13U, 0x14U,
                                  0x15U, 0x19U, 0x1AU, 0x1DU}) {
        bits &= ~(std::uint64_t{1} << letter);
        bits &= ~(std::uint64_t{1} << (letter + 0x20U));
    }
    return bits;
}
constexpr std::uint64_t kForeignLatin = foreign_latin();

/// Latin-1 letters of no use in Vietnamese, and Latin-1 symbols: frequent only where an encoding went wrong.
/// Signs that honest texts use (NBSP « » © ® ° ² ³ ·) are suspicious only right behind another letter beyond ASCII.
bool is_suspicious_latin(unsigned char before, unsigned char lead, unsigned char tail) {
    if (lead == 0xC2) {
        constexpr std::uint64_t kUsual = 1ULL << 0x20 | 1ULL << 0x2B | 1ULL << 0x3B | 1ULL << 0x29 | 1ULL << 0x2E |
                                         1ULL << 0x30 | 1ULL << 0x32 | 1ULL << 0x33 | 1ULL << 0x37;
        return before >= 0x80 || ((kUsual >> (tail & 0x3F)) & 1) == 0;
    }
    return lead == 0xC3 && ((kForeignLatin >> (tail & 0x3F)) & 1) != 0;
}

/// True for three-byte characters that are their own NFC and never combine: most of them.
bool is_stable_three(unsigned char lead, unsigned char second, unsigned char third) {
    if (lead == 0xE1) return second >= 0xB8 && second <= 0xBB && !(second == 0xBA && third == 0x9B);
    if (lead == 0xE2) return second == 0x80 && third >= 0x90 && third <= 0xAF;
    return lead >= 0xE4 && lead <= 0xE9;
}

} // namespace

ByteKinds find_separators(std::string_view bytes, std::vector<std::uint32_t>& marks, std::size_t& count) {
    if (has_avx2()) {
        const Avx2Kinds found = find_separators_avx2(bytes, marks, count);
        return {found.high, found.control};
    }
    return find_separators_plain(bytes, marks, count);
}

Utf8Kinds scan_utf8(std::string_view text) {
    if (has_avx2() && quick_utf8_avx2(text) == QuickUtf8::Plain) {
        Utf8Kinds kinds;
        kinds.ascii = false; // not looked at: a false alarm at worst
        return kinds;
    }
    return scan_utf8_plain(text);
}

ByteKinds find_separators_plain(std::string_view bytes, std::vector<std::uint32_t>& marks, std::size_t& count) {
    ByteKinds kinds;
    std::uint64_t high = 0;
    std::uint64_t other_control = 0;
    std::size_t found = 0;
    const auto take = [&](const BlockMasks& masks, std::size_t at) {
        high |= masks.high;
        other_control |= masks.control & ~masks.separators;
        if (found + kBlock > marks.size()) marks.resize(std::max<std::size_t>(marks.size() * 2, 1024));
        std::uint64_t rest = masks.separators;
        while (rest != 0) {
            marks[found++] = static_cast<std::uint32_t>(at + static_cast<std::size_t>(std::countr_zero(rest)));
            rest &= rest - 1;
        }
    };
    std::size_t at = 0;
    for (; at + kBlock <= bytes.size(); at += kBlock)
        take(masks_of(bytes.data() + at), at);
    if (at < bytes.size()) {
        std::array<char, kBlock> tail;
        tail.fill(' ');
        std::memcpy(tail.data(), bytes.data() + at, bytes.size() - at);
        take(masks_of(tail.data()), at);
    }
    count = found;
    kinds.high = high != 0;
    kinds.control = other_control != 0;
    return kinds;
}

Utf8Kinds scan_utf8_plain(std::string_view text) {
    Utf8Kinds kinds;
    const auto* data = reinterpret_cast<const unsigned char*>(text.data());
    const std::size_t size = text.size();
    std::size_t at = 0;
    while (true) {
        if (at < size && data[at] < 0x80) at = skip_ascii(data, at, size);
        if (at >= size) return kinds;
        kinds.ascii = false;
        const unsigned char lead = data[at];
        if (lead >= 0xC2 && lead <= 0xDF && at + 1 < size && is_tail(data[at + 1])) {
            const unsigned char tail = data[at + 1];
            if (lead <= 0xC3) {
                kinds.suspicious |= is_suspicious_latin(at > 0 ? data[at - 1] : 0, lead, tail);
            } else if (lead == 0xC6) {
                kinds.horn_letters |= (tail & 0xFE) == 0xA2;
            } else if (lead >= 0xCC) {
                kinds.maybe_decomposed |= lead <= 0xCD || lead >= 0xD8;
            }
            at += 2;
        } else if (lead >= 0xE0 && lead <= 0xEF && at + 2 < size && utf8_length(text, at) == 3) {
            kinds.maybe_decomposed |= !is_stable_three(lead, data[at + 1], data[at + 2]);
            // The minus sign, which takes the place of the soft hyphen that was ư.
            kinds.suspicious |= lead == 0xE2 && data[at + 1] == 0x88 && data[at + 2] == 0x92;
            at += 3;
        } else if (lead >= 0xF0 && utf8_length(text, at) == 4) {
            kinds.maybe_decomposed = true;
            at += 4;
        } else {
            kinds.valid = false;
            return kinds;
        }
    }
}

bool is_ascii(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

std::size_t utf8_length(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    const std::size_t left = text.size() - at;
    if (left == 0) return 0;
    const unsigned char lead = byte(0);
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return left >= 2 && is_tail(byte(1)) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF) {
        if (left < 3 || !is_tail(byte(1)) || !is_tail(byte(2))) return 0;
        if (lead == 0xE0 && byte(1) < 0xA0) return 0;
        if (lead == 0xED && byte(1) > 0x9F) return 0;
        return 3;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        if (left < 4 || !is_tail(byte(1)) || !is_tail(byte(2)) || !is_tail(byte(3))) return 0;
        if (lead == 0xF0 && byte(1) < 0x90) return 0;
        if (lead == 0xF4 && byte(1) > 0x8F) return 0;
        return 4;
    }
    return 0;
}

char32_t utf8_char(std::string_view text, std::size_t at, std::size_t length) {
    const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(text[at + i])); };
    switch (length) {
    case 1:
        return byte(0);
    case 2:
        return (byte(0) & 0x1F) << 6 | (byte(1) & 0x3F);
    case 3:
        return (byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
    default:
        return (byte(0) & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F);
    }
}

void append_utf8(std::string& out, char32_t c) {
    const auto put = [&](char32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0 | c >> 6);
        put(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        put(0xE0 | c >> 12);
        put(0x80 | (c >> 6 & 0x3F));
        put(0x80 | (c & 0x3F));
    } else {
        put(0xF0 | c >> 18);
        put(0x80 | (c >> 12 & 0x3F));
        put(0x80 | (c >> 6 & 0x3F));
        put(0x80 | (c & 0x3F));
    }
}

} // namespace tangthu::marc::impl
