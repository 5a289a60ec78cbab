#pragma once

#include "platform/marc/impl/read/parsed.h"
#include "platform/marc/record.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace tangthu::marc::impl {

/// The signs one dialect of ISO 2709 uses.
struct IsoDialect {
    char field_end = 0x1E;
    char delimiter = 0x1F;
    unsigned indicator_count = 2;
    bool typed_delimiters = true;    ///< look for $a typed as text
    bool plain_text_is_data = false; ///< a field without subfields is normal (CDS/ISIS): its text becomes $a unremarked
};

/// One entry of the directory. -1: not a number.
struct DirectoryEntry {
    std::array<char, 3> tag{};
    std::int64_t length = 0;
    std::int64_t start = 0;
};

/// Where a field's bytes are, without the terminator. As it is created: nowhere, the field is lost.
struct Chunk {
    std::size_t begin = 1;
    std::size_t end = 0;
    [[nodiscard]] bool is_lost() const { return begin > end; }
};

/// Takes the directory of a damaged record and the bytes behind it, and settles which bytes belong to which entry.
class DirectoryMender {
public:
    /// Reads the directory; false when it can't be one. `map` is leader/20-22.
    bool read_directory(std::string_view directory, std::string_view map);
    /// Splits `body` (from the base address) among the entries. chunks()[i] belongs to entries()[i]; false: hopeless.
    bool assign(std::string_view body, char field_end, RepairSet& repairs);
    [[nodiscard]] const std::vector<DirectoryEntry>& entries() const { return entries_; }
    [[nodiscard]] const std::vector<Chunk>& chunks() const { return chunks_; }

private:
    bool read_grown_directory(std::string_view directory);
    bool directory_is_true(std::string_view body, char field_end);
    void settle_order(std::string_view body);
    void align(std::string_view body);

    std::vector<DirectoryEntry> entries_;
    std::vector<Chunk> pieces_; ///< the body cut at each terminator
    std::vector<Chunk> chunks_;
    std::vector<std::uint32_t> by_start_; ///< entries in the order of their starting positions
};

/// Adds one field whose text stands at `chunk` of `base` to the record, which must look at `base`.
/// `bytes` are base's; offsets of the slots are positions in it.
void add_raw_field(Record& record, std::array<char, 3> tag, Chunk chunk, const IsoDialect& dialect, RepairSet& repairs);

/// Digits to a number; -1 when something else stands there.
[[nodiscard]] std::int64_t parse_digits(std::string_view digits);

[[nodiscard]] constexpr bool is_printable(char c) { return c >= 0x20 && c <= 0x7E; }
/// A blank or a digit. Others are met, but only together with subfields.
[[nodiscard]] constexpr bool is_usual_indicator(char c) { return c == ' ' || (c >= '0' && c <= '9'); }

} // namespace tangthu::marc::impl
