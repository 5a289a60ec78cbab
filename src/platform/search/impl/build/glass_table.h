#pragma once

#include "platform/search/impl/files.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace tangthu::search::impl {

// Xapian 1.4's "glass" tables, written in one go: its own way in is made for documents that come one by one, and costs
// several times as much when a whole index is built (docs/decisions/0033). Format: xapian-core 1.4, backends/glass.

inline constexpr std::size_t kGlassBlock = 8192;
/// Keys are at most this long.
inline constexpr std::size_t kGlassMaxKey = 255;

// Numbers as glass packs them, appended to `out`.
void pack_uint(std::string& out, std::uint64_t value);
/// Keeps the order of numbers in the order of bytes.
void pack_uint_sorted(std::string& out, std::uint32_t value);
/// A term as the beginning of a key: zero bytes escaped, the end marked where something follows.
enum class KeyEnd { open, marked };
void pack_term(std::string& out, std::string_view term, KeyEnd end);

/// Writes one B-tree of keys and tags, keys ascending by bytes. Blocks go to the file as they fill up and are never
/// looked at again; the root comes last. Throws Fault when the disk fails.
class GlassTableWriter {
public:
    explicit GlassTableWriter(const std::filesystem::path& path);

    /// A tag longer than an item can hold is cut into components. `key`: 1 to kGlassMaxKey bytes, above the last one.
    void add(std::string_view key, std::string_view tag);
    /// How much of a tag fits into one item beside a key of this length.
    [[nodiscard]] static std::size_t room_beside(std::size_t key_size);
    /// Writes what is left; what the version file says of this table.
    [[nodiscard]] std::string finish();

private:
    /// The block being filled at one level of the tree; 0 holds the leaves.
    struct Level {
        std::array<char, kGlassBlock> block{};
        std::size_t directory_end = 0;
        std::size_t items_begin = 0;
        std::string separator; ///< key and component of its first item, as the level above will know it
    };
    void add_leaf(std::string_view key, std::uint32_t component, std::string_view separator);
    void add_branch(std::size_t level, std::string_view separator, std::uint32_t child);
    /// Puts `item_` into the level's block, which has room for it.
    void place(Level& level);
    [[nodiscard]] bool has_room(const Level& level) const;
    void begin(std::size_t number, std::string_view separator);
    [[nodiscard]] std::uint32_t write(std::size_t number);

    FileWriter file_;
    std::vector<Level> levels_;
    std::string item_;
    std::string last_key_;
    std::uint64_t entries_ = 0;
    std::uint32_t blocks_ = 0;
};

/// Statistics of a whole database, in its version file.
struct GlassStatistics {
    std::uint32_t documents = 0;
    std::uint32_t last_id = 0;
    std::uint32_t least_length = 0; ///< of documents that have any length
    std::uint32_t most_length = 0;
    std::uint32_t most_wdf = 0;
    std::uint64_t total_length = 0;
};

/// What the tables' finish() said.
struct GlassRoots {
    std::string postlist;
    std::string docdata;
    std::string termlist;
};

/// Writes the version file that makes a folder with the three tables a database. The file's magic number, format
/// version and identity are those of `made_by_xapian`, an empty database that Xapian has just made there.
/// Throws Fault where the installed Xapian writes another format than the tables have.
void write_glass_version(const std::filesystem::path& folder, const GlassRoots& roots,
                         const GlassStatistics& statistics);

} // namespace tangthu::search::impl
