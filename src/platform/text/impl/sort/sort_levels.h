#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tangthu::text::impl {

// The bytes of a key, in ascending order:
//   ' '          between levels
//   '!' … '&'    end of a word and its tone (ngang … nặng)
//   '0' … '@'    a number: how many digits it has, then the digits; '@' and two digits from 16 digits on
//   'A' … 'a'    the 33 letters of the alphabet
//   0xC2 …       letters of other scripts, as UTF-8

/// The parts of a sort key in falling weight.
struct Levels {
    std::string primary; ///< letters and tones, word by word
    std::string foreign; ///< marks that Vietnamese lacks, leading zeros: place, then form
    std::string cases;   ///< a word each: a lower, b Title, c UPPER, d mixed
    std::string gaps;    ///< what stands between words where it is not one blank

    /// All but the primary level; empty for a lower-case text of plain words.
    [[nodiscard]] std::string tail() {
        while (!cases.empty() && cases.back() == 'a')
            cases.pop_back();
        if (foreign.empty() && cases.empty() && gaps.empty()) return {};
        std::string out = " " + foreign;
        if (!cases.empty() || !gaps.empty()) out += " " + cases;
        if (!gaps.empty()) out += " " + gaps;
        return out;
    }
};

inline void append_letter(std::string& out, std::uint8_t letter) { out += static_cast<char>('@' + letter); }

/// Digits by value; leading zeros and grouping marks fall away.
void append_number(std::string& out, std::string_view digits);

} // namespace tangthu::text::impl
