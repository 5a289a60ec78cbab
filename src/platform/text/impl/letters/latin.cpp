#include "platform/text/impl/letters/latin.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace tangthu::text::impl {

namespace {

#include "platform/text/impl/letters/tables.inc"

static_assert(std::size(kLatin) == kLatinSize);
static_assert(std::size(kAlphabet) == kAlphabetSize + 1);

/// A set of packed letters behind one multiplication; built by the compiler.
template <std::size_t Size>
struct PackedMap {
    std::array<std::uint32_t, Size> codes{};
    std::array<std::uint8_t, Size> values{};

    static constexpr std::size_t slot_of(std::uint32_t code) { return (code * 0x9E3779B1U >> 7) % Size; }
    constexpr void insert(std::uint32_t code, std::uint32_t value) {
        std::size_t slot = slot_of(code);
        while (values[slot] != 0)
            slot = (slot + 1) % Size;
        codes[slot] = code;
        values[slot] = static_cast<std::uint8_t>(value);
    }
    [[nodiscard]] constexpr std::uint32_t find(std::uint32_t code) const {
        for (std::size_t slot = slot_of(code); values[slot] != 0; slot = (slot + 1) % Size)
            if (codes[slot] == code) return values[slot];
        return 0;
    }
};

template <std::size_t Size, class Table>
constexpr PackedMap<Size> map_of(const Table& table) {
    PackedMap<Size> map;
    for (const auto& row : table) {
        if constexpr (requires { row.flags; })
            map.insert(row.code, row.flags);
        else
            map.insert(row, 1);
    }
    return map;
}

constexpr auto kRimeMap = map_of<512>(kRimes);
constexpr auto kUnmarkedRimeMap = map_of<512>(kUnmarkedRimes);
constexpr auto kOnsetMap = map_of<128>(kOnsets);
constexpr auto kLoneYMap = map_of<64>(kLoneYOnsets);

} // namespace

const LatinLetter* const kLatinTable = kLatin;

char32_t toned_letter(std::uint8_t letter, std::uint8_t tone, bool upper) {
    return upper ? kTonedUpper[letter][tone] : kToned[letter][tone];
}

std::string_view other_fold(char32_t code_point) {
    if (code_point > 0xFFFF || code_point < 0x3C2) return {};
    const auto* found =
        std::lower_bound(std::begin(kOtherFolds), std::end(kOtherFolds), code_point,
                         [](const OtherFold& entry, char32_t wanted) { return entry.code_point < wanted; });
    if (found == std::end(kOtherFolds) || found->code_point != code_point) return {};
    return found->fold;
}

bool is_onset(std::uint32_t code) { return kOnsetMap.find(code) != 0; }
bool is_lone_y_onset(std::uint32_t code) { return kLoneYMap.find(code) != 0; }
std::uint32_t rime_flags(std::uint32_t code) { return kRimeMap.find(code); }
std::uint32_t unmarked_rime_flags(std::uint32_t code) { return kUnmarkedRimeMap.find(code); }

} // namespace tangthu::text::impl
