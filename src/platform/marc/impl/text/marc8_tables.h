#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace tangthu::marc::impl {

/// A character set that MARC-8 can designate, named by the final byte of its escape sequence.
enum class CharSet : std::uint8_t {
    Ascii,
    Ansel,
    Greek,
    Cyrillic,
    ExtendedCyrillic,
    Hebrew,
    Arabic,
    ExtendedArabic,
    Subscripts,
    Superscripts,
    GreekSymbols,
    Eacc,
};
constexpr std::size_t kSmallSets = 11;

struct Glyph {
    char32_t c = 0; ///< 0: not defined
    bool combining = false;
};

struct Marc8Code {
    CharSet set = CharSet::Ascii;
    std::uint8_t code = 0; ///< 0x21-0x7E
    bool combining = false;
};

/// A letter as a simpler letter and one mark over or under it.
struct Decomposition {
    char32_t base = 0;
    char32_t mark = 0;
};

/// The sets of up to 94 characters, both ways; made once from YAZ.
struct Marc8Tables {
    std::array<std::array<Glyph, 128>, kSmallSets> glyphs{};
    std::unordered_map<char32_t, Marc8Code> codes;
    std::unordered_map<char32_t, Decomposition> decompositions;
    std::unordered_map<std::uint64_t, char32_t> compositions; ///< see composed()

    /// The letter that a letter and a mark make; 0: none.
    [[nodiscard]] char32_t composed(char32_t base, char32_t mark) const {
        const auto found = compositions.find(std::uint64_t{base} << 32U | mark);
        return found == compositions.end() ? 0 : found->second;
    }
};
[[nodiscard]] const Marc8Tables& marc8_tables();

/// East Asian characters, asked of YAZ one by one. Not for two threads at once.
class EaccConverter {
public:
    EaccConverter();
    ~EaccConverter();
    /// 0: not defined. The bytes without bit 8.
    [[nodiscard]] char32_t to_unicode(std::array<char, 3> code);
    /// Empty: not in the set.
    [[nodiscard]] std::string from_unicode(char32_t c);

private:
    struct Handles;
    std::unique_ptr<Handles> handles_;
};

/// The final byte of the escape sequence that designates a set.
[[nodiscard]] char final_byte(CharSet set);

} // namespace tangthu::marc::impl
