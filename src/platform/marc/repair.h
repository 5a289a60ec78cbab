#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace tangthu::marc {

/// What a reader had to mend so that a record could be used. Each has a text under its key in locales/*.json.
enum class Repair : std::uint8_t {
    Utf8Unflagged,      ///< leader/09 says MARC-8, the bytes are UTF-8
    DecodedMarc8,       ///< text came in MARC-8 (not damage: the change of encoding)
    DecodedLegacy,      ///< text came in TCVN3, VNI, VISCII, CP1258 or CP1252
    MixedEncodings,     ///< fields of one record came in different encodings
    BadBytes,           ///< bytes that mean nothing in the record's encoding became U+FFFD
    Composed,           ///< decomposed letters (NFD) were composed
    DoubleUtf8,         ///< UTF-8 that had been encoded twice
    LegacyInUtf8,       ///< legacy font text stored as if it were Latin-1, in UTF-8
    HornLetters,        ///< ƣ Ƣ for ư Ư
    LostHornU,          ///< soft hyphen or minus for ư, by the syllable dictionary
    RecordLength,       ///< the length in the leader is wrong
    Directory,          ///< directory and fields disagree: fields taken by their terminators
    Terminators,        ///< a field or record terminator was missing, or stood inside text
    LeaderLength,       ///< the leader is not 24 bytes, or holds what a leader can't
    Indicators,         ///< missing, surplus or unusable indicators
    SubfieldCode,       ///< a delimiter without code, or an unusable code
    TextBeforeSubfield, ///< text before the first subfield became $a
    TypedDelimiters,    ///< $a or |a typed as text in place of the delimiter
    Tag,                ///< a tag without its leading zeros
    ControlField,       ///< a control field written as a data field or the other way round
    ControlCharacters,  ///< control characters that no format can carry were removed
    kCount
};

/// `marc.repair_bad_bytes` …
[[nodiscard]] std::string_view repair_key(Repair repair);

/// The repairs of one record.
class RepairSet {
public:
    void add(Repair repair) { bits_ |= bit(repair); }
    void add(RepairSet other) { bits_ |= other.bits_; }
    [[nodiscard]] bool has(Repair repair) const { return (bits_ & bit(repair)) != 0; }
    [[nodiscard]] bool empty() const { return bits_ == 0; }
    void clear() { bits_ = 0; }
    /// In the order of the enumeration.
    [[nodiscard]] std::vector<Repair> list() const;
    bool operator==(const RepairSet&) const = default;

private:
    static constexpr std::uint32_t bit(Repair repair) { return std::uint32_t{1} << static_cast<unsigned>(repair); }
    std::uint32_t bits_ = 0;
};

} // namespace tangthu::marc
