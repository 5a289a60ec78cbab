#pragma once

#include "platform/search/impl/files.h"
#include "platform/search/schema.h"

#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tangthu::search::impl {

// The tables file: what searching needs beside Xapian's postings, mapped, never changed once written.
// A document's *row* numbers it inside the file: ids come in pages of 4,096, pages without documents take no room.
// A *column* is a facet or a sort: a dictionary of values in their order and, for each row, ids into it
// (0 = none, 1 = the first value). So comparing ids compares values, and a range of values is a range of ids.
// Numbers are little-endian as the machine has them; the file is rebuilt, not carried to other machines.
inline constexpr std::uint32_t kPageBits = 12;
inline constexpr std::uint32_t kPageRows = 1U << kPageBits;
inline constexpr std::uint32_t kNoRow = 0xFFFFFFFFU;
inline constexpr std::uint32_t kSuggestBlock = 16; ///< suggestions under one leaf of the tree of maxima

enum class Section : std::uint32_t {
    page_rows,     ///< u32 a page: its first row, or kNoRow
    present,       ///< a bit a row
    value_offsets, ///< u32, one more than values
    value_bytes,
    value_counts,   ///< u32 a value: documents
    ids,            ///< u8, u16 or u32: see id_width()
    id_starts,      ///< u32, one more than rows; multi-valued columns only
    suggest_order,  ///< u32: value ids in the order of their suggestion keys
    suggest_maxima, ///< u32: heap-shaped tree over blocks of kSuggestBlock
    word_offsets,   ///< u32, one more than words
    word_bytes,     ///< folded form, NUL, form as written; sorted
    word_counts,    ///< u32 a word: documents
};

struct SectionEntry {
    Section section;
    std::uint32_t column;
    std::uint64_t offset;
    std::uint64_t size; ///< bytes
};

struct TablesHeader {
    char magic[8];
    std::uint32_t version;
    std::uint32_t columns;
    std::uint64_t file_size; ///< as recorded: a shorter file is a truncated one
    std::uint64_t directory; ///< offset of the SectionEntry list
    std::uint32_t sections;
    std::uint32_t rows;
};
inline constexpr char kTablesMagic[8] = {'T', 'T', 'S', 'R', 'C', 'H', '0', '1'};
inline constexpr std::uint32_t kTablesVersion = 1;

/// Bytes an id takes in a column of so many values.
[[nodiscard]] constexpr unsigned id_width(std::size_t values) { return values < 0xFF ? 1 : values < 0xFFFF ? 2 : 4; }

/// Strings one after the other, seen through their offsets.
class StringList {
public:
    StringList() = default;
    StringList(std::span<const std::uint32_t> offsets, std::string_view bytes) : offsets_(offsets), bytes_(bytes) {}
    [[nodiscard]] std::uint32_t size() const {
        return offsets_.empty() ? 0 : static_cast<std::uint32_t>(offsets_.size() - 1);
    }
    [[nodiscard]] std::string_view operator[](std::uint32_t index) const {
        return bytes_.substr(offsets_[index], offsets_[index + 1] - offsets_[index]);
    }

private:
    std::span<const std::uint32_t> offsets_;
    std::string_view bytes_;
};

/// One column as it lies in the file.
struct Column {
    StringList values; ///< id - 1
    std::span<const std::uint32_t> counts;
    const char* ids = nullptr;
    unsigned width = 1;
    std::span<const std::uint32_t> starts; ///< empty: single-valued, one id a row
    std::span<const std::uint32_t> suggest_order;
    std::span<const std::uint32_t> suggest_maxima;

    [[nodiscard]] std::uint32_t id_at(std::size_t index) const {
        if (width == 1) return static_cast<unsigned char>(ids[index]);
        if (width == 2) {
            std::uint16_t value = 0;
            std::memcpy(&value, ids + 2 * index, 2);
            return value;
        }
        std::uint32_t value = 0;
        std::memcpy(&value, ids + 4 * index, 4);
        return value;
    }
    /// Calls with each id (not 0) of a row.
    template <class Visit>
    void for_row(std::uint32_t row, Visit&& visit) const {
        if (starts.empty()) {
            if (const std::uint32_t id = id_at(row)) visit(id);
            return;
        }
        for (std::uint32_t i = starts[row]; i < starts[row + 1]; ++i)
            visit(id_at(i));
    }
};

/// Words of the index in the order of their folded forms.
struct WordList {
    StringList words; ///< folded, NUL, as written
    std::span<const std::uint32_t> counts;

    [[nodiscard]] std::string_view folded(std::uint32_t index) const {
        const std::string_view word = words[index];
        return word.substr(0, word.find('\0'));
    }
    [[nodiscard]] std::string_view written(std::uint32_t index) const {
        const std::string_view word = words[index];
        return word.substr(word.find('\0') + 1);
    }
    /// First word whose folded form is not below.
    [[nodiscard]] std::uint32_t lower_bound(std::string_view folded_form) const;
    [[nodiscard]] bool has(std::string_view folded_form, std::string_view as_written) const;
};

class Tables {
public:
    /// Maps and checks the outline of the file: lengths, not contents. Empty: `why` says what is wrong.
    [[nodiscard]] static std::optional<Tables> open(const std::filesystem::path& path, std::size_t columns,
                                                    std::string& why);

    std::span<const std::uint32_t> page_rows;
    std::span<const std::uint64_t> present;
    std::vector<Column> columns; ///< facets, then sorts
    WordList words;
    std::uint32_t rows = 0;

private:
    MappedFile file_;
};

} // namespace tangthu::search::impl
