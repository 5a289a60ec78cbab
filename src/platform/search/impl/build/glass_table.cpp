#include "platform/search/impl/build/glass_table.h"

#include "platform/base/error.h"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>

namespace tangthu::search::impl {

namespace {

// A block: revision (4 bytes), level (1), largest free piece (2), free in all (2), end of directory (2), then the
// directory (2 bytes an item), free space, items from the end downwards. Numbers are big-endian.
constexpr std::size_t kDirectory = 11;
constexpr std::size_t kPointer = 2;
constexpr std::size_t kItemHead = 3;  ///< size and flags (2), length of the key (1)
constexpr std::size_t kComponent = 2; ///< number of the component, for all but the first
constexpr std::size_t kItemsABlock = 4;
constexpr std::size_t kMaxItem = (kGlassBlock - kDirectory - kItemsABlock * kPointer) / kItemsABlock;
constexpr unsigned kLast = 0x40;
constexpr unsigned kFirst = 0x20;
constexpr std::uint32_t kRevision = 1;

constexpr std::string_view kMagic{"\x0f\x0dXapian Glass", 14};
constexpr unsigned kFormat = (2016U - 2014U) << 9U | 3U << 5U | 14U; ///< of 14/03/2016: all of 1.4
constexpr std::size_t kIdentity = 16;

void put_number(char* at, std::size_t bytes, std::uint32_t value) {
    for (std::size_t i = 0; i < bytes; ++i)
        at[i] = static_cast<char>(value >> (8 * (bytes - 1 - i)));
}

void append_number(std::string& out, std::size_t bytes, std::uint32_t value) {
    out.resize(out.size() + bytes);
    put_number(out.data() + out.size() - bytes, bytes, value);
}

/// A key and a component's number, as branches hold them: length, key, number.
std::string separator_of(std::string_view key, std::uint32_t component) {
    std::string separator(1, static_cast<char>(key.size()));
    separator += key;
    append_number(separator, kComponent, component);
    return separator;
}

/// A table as the version file knows it; without blocks it is empty.
struct Root {
    std::uint32_t block = 0;
    std::size_t level = 0;
    std::uint64_t entries = 0;
    std::uint32_t blocks = 0;
    unsigned compress_from = 0; ///< shortest tag that is compressed; 0: none
};

/// What the version file says of a table: root, level and two flags, entries, block size, shortest compressed tag,
/// free list (none: revision, blocks, two cursors).
std::string root_info(const Root& root) {
    const bool is_empty = root.blocks == 0;
    std::string info;
    pack_uint(info, root.block);
    pack_uint(info, root.level << 2U | (is_empty ? 3U : 0U));
    pack_uint(info, root.entries);
    pack_uint(info, kGlassBlock >> 11U);
    pack_uint(info, root.compress_from);
    std::string free_list;
    if (!is_empty) {
        pack_uint(free_list, kRevision);
        pack_uint(free_list, root.blocks);
        free_list.append(4, '\0');
    }
    pack_uint(info, free_list.size());
    return info + free_list;
}

} // namespace

void pack_uint(std::string& out, std::uint64_t value) {
    for (; value >= 0x80; value >>= 7U)
        out += static_cast<char>(value | 0x80U);
    out += static_cast<char>(value);
}

void pack_uint_sorted(std::string& out, std::uint32_t value) {
    // As many leading ones as there are bytes beyond two.
    const std::size_t bytes = value < 0x8000 ? 2 : value < 0x400000 ? 3 : value < 0x20000000 ? 4 : 5;
    const std::size_t at = out.size();
    if (bytes == 5) out += '\0';
    append_number(out, std::min<std::size_t>(bytes, 4), value);
    out[at] = static_cast<char>(static_cast<unsigned char>(out[at]) | (0xFF00U >> (bytes - 2)));
}

void pack_term(std::string& out, std::string_view term, KeyEnd end) {
    for (const char c : term) {
        out += c;
        if (c == '\0') out += '\xff';
    }
    if (end == KeyEnd::marked) out += '\0';
}

GlassTableWriter::GlassTableWriter(const std::filesystem::path& path) : file_(path) {
    begin(0, separator_of({}, 0));
    // Every tree begins with an item without key and tag.
    item_.clear();
    append_number(item_, 2, (kLast | kFirst) << 8U);
    item_ += '\0';
    place(levels_[0]);
}

std::size_t GlassTableWriter::room_beside(std::size_t key_size) { return kMaxItem - kItemHead - key_size; }

void GlassTableWriter::begin(std::size_t number, std::string_view separator) {
    if (number == levels_.size()) levels_.emplace_back();
    Level& level = levels_[number];
    level.directory_end = kDirectory;
    level.items_begin = kGlassBlock;
    level.separator = separator;
}

bool GlassTableWriter::has_room(const Level& level) const {
    return level.items_begin - level.directory_end >= item_.size() + kPointer;
}

void GlassTableWriter::place(Level& level) {
    level.items_begin -= item_.size();
    std::memcpy(level.block.data() + level.items_begin, item_.data(), item_.size());
    put_number(level.block.data() + level.directory_end, kPointer, static_cast<std::uint32_t>(level.items_begin));
    level.directory_end += kPointer;
}

std::uint32_t GlassTableWriter::write(std::size_t number) {
    Level& level = levels_[number];
    char* block = level.block.data();
    const auto free = static_cast<std::uint32_t>(level.items_begin - level.directory_end);
    std::memset(block + level.directory_end, 0, free);
    put_number(block, 4, kRevision);
    put_number(block + 4, 1, static_cast<std::uint32_t>(number));
    put_number(block + 5, 2, free);
    put_number(block + 7, 2, free);
    put_number(block + 9, 2, static_cast<std::uint32_t>(level.directory_end));
    file_.write(block, kGlassBlock);
    return blocks_++;
}

void GlassTableWriter::add(std::string_view key, std::string_view tag) {
    if (key.empty() || key.size() > kGlassMaxKey) throw Fault("search: a key of a size that glass does not take");
    // As much of the key as tells it from the one before.
    const auto [mine, theirs] = std::mismatch(key.begin(), key.end(), last_key_.begin(), last_key_.end());
    const auto shared = static_cast<std::size_t>(mine - key.begin());
    const std::string first_separator = separator_of(key.substr(0, std::min(shared + 1, key.size())), 1);
    const std::size_t room = room_beside(key.size());
    std::uint32_t component = 1;
    do {
        const std::size_t size = std::min(tag.size(), component == 1 ? room : room - kComponent);
        const bool is_last = size == tag.size();
        item_.clear();
        const std::size_t whole = kItemHead + key.size() + (component == 1 ? 0 : kComponent) + size;
        const unsigned flags = (component == 1 ? kFirst : 0U) | (is_last ? kLast : 0U);
        append_number(item_, 2, static_cast<std::uint32_t>(whole - 3) | flags << 8U);
        item_ += static_cast<char>(key.size());
        item_ += key;
        if (component > 1) append_number(item_, kComponent, component);
        item_ += tag.substr(0, size);
        add_leaf(key, component, first_separator);
        tag.remove_prefix(size);
        ++component;
    } while (!tag.empty());
    last_key_ = key;
    ++entries_;
}

void GlassTableWriter::add_leaf(std::string_view key, std::uint32_t component, std::string_view separator) {
    if (!has_room(levels_[0])) {
        const std::string full = levels_[0].separator;
        const std::string item = item_; // add_branch makes items of its own
        add_branch(1, full, write(0));
        item_ = item;
        begin(0, component == 1 ? std::string{separator} : separator_of(key, component));
    }
    place(levels_[0]);
}

void GlassTableWriter::add_branch(std::size_t number, std::string_view separator, std::uint32_t child) {
    const std::string own{separator};
    const auto make_item = [&](std::string_view key) {
        item_.clear();
        append_number(item_, 4, child);
        item_ += key;
    };
    if (number == levels_.size()) begin(number, own);
    make_item(own);
    if (!has_room(levels_[number])) {
        const std::string full = levels_[number].separator;
        add_branch(number + 1, full, write(number));
        begin(number, own);
    }
    // The first key of a branch says nothing that the level above does not know.
    const bool is_first = levels_[number].directory_end == kDirectory;
    make_item(is_first ? separator_of({}, 0) : own);
    place(levels_[number]);
}

std::string GlassTableWriter::finish() {
    std::uint32_t root = 0;
    std::size_t number = 0;
    for (;; ++number) {
        const std::string separator = levels_[number].separator;
        root = write(number);
        if (number + 1 == levels_.size()) break;
        add_branch(number + 1, separator, root);
    }
    file_.close(Sync::yes);
    return root_info({.block = root, .level = number, .entries = entries_, .blocks = blocks_});
}

void write_glass_version(const std::filesystem::path& folder, const GlassRoots& roots,
                         const GlassStatistics& statistics) {
    const std::string made_by_xapian = read_small_file(folder / "iamglass");
    std::string version{kMagic};
    append_number(version, 2, kFormat);
    if (!made_by_xapian.starts_with(version) || made_by_xapian.size() < version.size() + kIdentity)
        throw Fault(fmt::format("search: the installed Xapian writes another format than {:x}; build the index without "
                                "glass_table",
                                kFormat));
    version += made_by_xapian.substr(version.size(), kIdentity);
    pack_uint(version, kRevision);
    constexpr unsigned kCompressFrom = 18; // for what Xapian itself will add
    version += roots.postlist;
    version += roots.docdata;
    version += roots.termlist;
    version += root_info({});                               // positions
    version += root_info({.compress_from = kCompressFrom}); // spelling
    version += root_info({.compress_from = kCompressFrom}); // synonyms
    pack_uint(version, statistics.documents);
    pack_uint(version, statistics.last_id - statistics.documents);
    pack_uint(version, statistics.least_length);
    pack_uint(version, statistics.most_wdf);
    pack_uint(version, statistics.most_length - statistics.most_wdf);
    pack_uint(version, 0); // oldest changeset
    pack_uint(version, statistics.total_length);
    pack_uint(version, 0); // most frequent word of the spelling table
    replace_file(folder / "iamglass", version, Sync::yes);
}

} // namespace tangthu::search::impl
