#include "platform/marc/impl/text/scan_avx2.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#define TANGTHU_AVX2 __attribute__((target("avx2,bmi")))
#endif

namespace tangthu::marc::impl {

#if defined(__x86_64__)

namespace {

constexpr std::size_t kStep = 32;

TANGTHU_AVX2 inline __m256i load(const char* from) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
}

TANGTHU_AVX2 inline __m256i all(unsigned value) { return _mm256_set1_epi8(static_cast<char>(value)); }

/// 16 answers, looked up by the low four bits of each byte.
TANGTHU_AVX2 inline __m256i table(const std::array<unsigned char, 16>& answers) {
    return _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(answers.data())));
}

TANGTHU_AVX2 inline __m256i high_nibbles(__m256i v) { return _mm256_and_si256(_mm256_srli_epi16(v, 4), all(0x0F)); }
TANGTHU_AVX2 inline __m256i low_nibbles(__m256i v) { return _mm256_and_si256(v, all(0x0F)); }

/// The bytes N places before those of `current`; `before` is the step before.
template <int N>
TANGTHU_AVX2 inline __m256i earlier(__m256i current, __m256i before) {
    return _mm256_alignr_epi8(current, _mm256_permute2x128_si256(before, current, 0x21), 16 - N);
}

// What a pair of bytes can be guilty of, as bits.
constexpr unsigned char kTooShort = 1U << 0U;
constexpr unsigned char kTooLong = 1U << 1U;
constexpr unsigned char kOverlong3 = 1U << 2U;
constexpr unsigned char kTooLarge = 1U << 3U;
constexpr unsigned char kSurrogate = 1U << 4U;
constexpr unsigned char kOverlong2 = 1U << 5U;
constexpr unsigned char kTooLarge1000 = 1U << 6U;
constexpr unsigned char kOverlong4 = 1U << 6U;
constexpr unsigned char kTwoTails = 1U << 7U;
constexpr unsigned char kCarry = kTooShort | kTooLong | kTwoTails;
constexpr unsigned char kBig = kCarry | kTooLarge | kTooLarge1000;

constexpr std::array<unsigned char, 16> kFirstHigh{kTooLong,
                                                   kTooLong,
                                                   kTooLong,
                                                   kTooLong,
                                                   kTooLong,
                                                   kTooLong,
                                                   kTooLong,
                                                   kTooLong,
                                                   kTwoTails,
                                                   kTwoTails,
                                                   kTwoTails,
                                                   kTwoTails,
                                                   kTooShort | kOverlong2,
                                                   kTooShort,
                                                   kTooShort | kOverlong3 | kSurrogate,
                                                   kTooShort | kTooLarge | kTooLarge1000 | kOverlong4};
constexpr std::array<unsigned char, 16> kFirstLow{kCarry | kOverlong3 | kOverlong2 | kOverlong4,
                                                  kCarry | kOverlong2,
                                                  kCarry,
                                                  kCarry,
                                                  kCarry | kTooLarge,
                                                  kBig,
                                                  kBig,
                                                  kBig,
                                                  kBig,
                                                  kBig,
                                                  kBig,
                                                  kBig,
                                                  kBig,
                                                  kBig | kSurrogate,
                                                  kBig,
                                                  kBig};
constexpr std::array<unsigned char, 16> kSecondHigh{kTooShort,
                                                    kTooShort,
                                                    kTooShort,
                                                    kTooShort,
                                                    kTooShort,
                                                    kTooShort,
                                                    kTooShort,
                                                    kTooShort,
                                                    kTooLong | kOverlong2 | kTwoTails | kOverlong3 | kTooLarge1000 |
                                                        kOverlong4,
                                                    kTooLong | kOverlong2 | kTwoTails | kOverlong3 | kTooLarge,
                                                    kTooLong | kOverlong2 | kTwoTails | kSurrogate | kTooLarge,
                                                    kTooLong | kOverlong2 | kTwoTails | kSurrogate | kTooLarge,
                                                    kTooShort,
                                                    kTooShort,
                                                    kTooShort,
                                                    kTooShort};

/// Leads whose letters may need a closer look whatever follows: bit 0 for C_, bit 1 for D_, bit 2 for E_, bit 3 for F_.
/// C2; CC and CD (combining marks); D8 to DF; E0, E3, EA to EF; F_.
constexpr std::array<unsigned char, 16> kLookLow{4U | 8U,
                                                 8U,
                                                 1U | 8U,
                                                 4U | 8U,
                                                 8U,
                                                 8U,
                                                 8U,
                                                 8U,
                                                 2U | 8U,
                                                 2U | 8U,
                                                 2U | 4U | 8U,
                                                 2U | 4U | 8U,
                                                 1U | 2U | 4U | 8U,
                                                 1U | 2U | 4U | 8U,
                                                 2U | 4U | 8U,
                                                 2U | 4U | 8U};
constexpr std::array<unsigned char, 16> kLookHigh{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 8};

/// Tails behind C3 that make a letter Vietnamese does not have: bit 0 for 8_, 1 for 9_, 2 for A_, 3 for B_.
constexpr unsigned char foreign(unsigned low) {
    // À Á Â Ã È É Ê Ì Í in 8_, Ò Ó Ô Õ Ù Ú Ý in 9_; A_ and B_ have the small letters in the same places.
    const bool in_first = low <= 0x3 || (low >= 0x8 && low <= 0xA) || low == 0xC || low == 0xD;
    const bool in_second = (low >= 0x2 && low <= 0x5) || low == 0x9 || low == 0xA || low == 0xD;
    return static_cast<unsigned char>((in_first ? 0U : 0b0101U) | (in_second ? 0U : 0b1010U));
}
constexpr std::array<unsigned char, 16> kForeignLow{
    foreign(0), foreign(1), foreign(2),  foreign(3),  foreign(4),  foreign(5),  foreign(6),  foreign(7),
    foreign(8), foreign(9), foreign(10), foreign(11), foreign(12), foreign(13), foreign(14), foreign(15)};
constexpr std::array<unsigned char, 16> kForeignHigh{0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 0, 0, 0, 0};

class QuickScan {
public:
    TANGTHU_AVX2 QuickScan()
        : before_(_mm256_setzero_si256()), found_(_mm256_setzero_si256()), first_high_(table(kFirstHigh)),
          first_low_(table(kFirstLow)), second_high_(table(kSecondHigh)), look_low_(table(kLookLow)),
          look_high_(table(kLookHigh)), foreign_low_(table(kForeignLow)), foreign_high_(table(kForeignHigh)) {}

    TANGTHU_AVX2 inline void step(__m256i v) {
        if (_mm256_movemask_epi8(_mm256_or_si256(v, before_)) != 0) letters(v);
        before_ = v;
    }
    [[nodiscard]] TANGTHU_AVX2 bool is_plain() const { return _mm256_testz_si256(found_, found_) != 0; }

private:
    TANGTHU_AVX2 inline void letters(__m256i v) {
        const __m256i prev1 = earlier<1>(v, before_);
        const __m256i prev2 = earlier<2>(v, before_);
        const __m256i prev3 = earlier<3>(v, before_);
        const __m256i high = high_nibbles(v);
        const __m256i pair = _mm256_and_si256(_mm256_and_si256(_mm256_shuffle_epi8(first_high_, high_nibbles(prev1)),
                                                               _mm256_shuffle_epi8(first_low_, low_nibbles(prev1))),
                                              _mm256_shuffle_epi8(second_high_, high));
        const __m256i third = _mm256_subs_epu8(prev2, all(0xE0 - 0x80));
        const __m256i fourth = _mm256_subs_epu8(prev3, all(0xF0 - 0x80));
        const __m256i must_be_tail = _mm256_and_si256(_mm256_or_si256(third, fourth), all(0x80));
        const __m256i malformed = _mm256_xor_si256(must_be_tail, pair);

        const __m256i low = low_nibbles(v);
        const __m256i look =
            _mm256_and_si256(_mm256_shuffle_epi8(look_low_, low), _mm256_shuffle_epi8(look_high_, high));
        const __m256i foreign_letter = _mm256_and_si256(
            _mm256_cmpeq_epi8(prev1, all(0xC3)),
            _mm256_and_si256(_mm256_shuffle_epi8(foreign_low_, low), _mm256_shuffle_epi8(foreign_high_, high)));
        const __m256i horn = _mm256_and_si256(_mm256_cmpeq_epi8(prev1, all(0xC6)),
                                              _mm256_cmpeq_epi8(_mm256_and_si256(v, all(0xFE)), all(0xA2)));
        // E1 is plain before B8-BB (U+1E00-1EFF) but for U+1E9B, E2 before 80 with 90-AF behind (quotation marks,
        // dashes).
        const __m256i not_extended = _mm256_andnot_si256(_mm256_cmpeq_epi8(_mm256_and_si256(v, all(0xFC)), all(0xB8)),
                                                         _mm256_cmpeq_epi8(prev1, all(0xE1)));
        const __m256i long_s =
            _mm256_and_si256(_mm256_cmpeq_epi8(prev2, all(0xE1)),
                             _mm256_and_si256(_mm256_cmpeq_epi8(prev1, all(0xBA)), _mm256_cmpeq_epi8(v, all(0x9B))));
        const __m256i not_general =
            _mm256_andnot_si256(_mm256_cmpeq_epi8(v, all(0x80)), _mm256_cmpeq_epi8(prev1, all(0xE2)));
        const __m256i usual_sign = _mm256_or_si256(_mm256_cmpeq_epi8(_mm256_and_si256(v, all(0xF0)), all(0x90)),
                                                   _mm256_cmpeq_epi8(_mm256_and_si256(v, all(0xF0)), all(0xA0)));
        const __m256i unusual = _mm256_andnot_si256(usual_sign, _mm256_cmpeq_epi8(prev2, all(0xE2)));
        found_ = _mm256_or_si256(
            found_, _mm256_or_si256(_mm256_or_si256(malformed, look), _mm256_or_si256(foreign_letter, horn)));
        found_ = _mm256_or_si256(
            found_, _mm256_or_si256(_mm256_or_si256(not_extended, long_s), _mm256_or_si256(not_general, unusual)));
    }

    __m256i before_;
    __m256i found_;
    __m256i first_high_, first_low_, second_high_, look_low_, look_high_, foreign_low_, foreign_high_;
};

} // namespace

bool has_avx2() {
    static const bool kHas = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("bmi") != 0;
    return kHas;
}

TANGTHU_AVX2 QuickUtf8 quick_utf8_avx2(std::string_view text) {
    QuickScan scan;
    std::size_t at = 0;
    for (; at + kStep <= text.size(); at += kStep)
        scan.step(load(text.data() + at));
    // The rest, with blanks behind: a character cut off at the end shows.
    std::array<char, kStep> rest;
    rest.fill(' ');
    std::copy(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), rest.begin());
    scan.step(load(rest.data()));
    return scan.is_plain() ? QuickUtf8::Plain : QuickUtf8::Unclear;
}

TANGTHU_AVX2 Avx2Kinds find_separators_avx2(std::string_view bytes, std::vector<std::uint32_t>& marks,
                                            std::size_t& count) {
    const __m256i first = all(0x1D);
    const __m256i two = all(2);
    const __m256i last_control = all(0x1F);
    const __m256i del = all(0x7F);
    __m256i high = _mm256_setzero_si256();
    __m256i control = _mm256_setzero_si256();
    std::size_t found = 0;
    if (marks.size() < 1024) marks.resize(1024);
    std::uint32_t* out = marks.data();
    std::size_t room = marks.size();
    std::array<char, kStep> rest;
    for (std::size_t at = 0; at < bytes.size(); at += kStep) {
        const char* block = bytes.data() + at;
        if (at + kStep > bytes.size()) {
            rest.fill(' ');
            std::memcpy(rest.data(), block, bytes.size() - at);
            block = rest.data();
        }
        const __m256i v = load(block);
        const __m256i shifted = _mm256_sub_epi8(v, first);
        const __m256i separator = _mm256_cmpeq_epi8(_mm256_min_epu8(shifted, two), shifted);
        const __m256i low = _mm256_cmpeq_epi8(_mm256_min_epu8(v, last_control), v);
        high = _mm256_or_si256(high, v);
        const __m256i any = _mm256_or_si256(low, _mm256_cmpeq_epi8(v, del));
        control = _mm256_or_si256(control, _mm256_andnot_si256(separator, any));
        auto mask = static_cast<std::uint32_t>(_mm256_movemask_epi8(separator));
        if (mask == 0) continue;
        if (found + kStep > room) {
            marks.resize(marks.size() * 2);
            out = marks.data();
            room = marks.size();
        }
        while (mask != 0) {
            out[found++] = static_cast<std::uint32_t>(at) + static_cast<std::uint32_t>(std::countr_zero(mask));
            mask &= mask - 1;
        }
    }
    count = found;
    return {_mm256_movemask_epi8(high) != 0, _mm256_testz_si256(control, control) == 0};
}

#else

bool has_avx2() { return false; }
QuickUtf8 quick_utf8_avx2(std::string_view) { return QuickUtf8::Unclear; }
Avx2Kinds find_separators_avx2(std::string_view, std::vector<std::uint32_t>&, std::size_t&) { return {}; }

#endif

} // namespace tangthu::marc::impl
