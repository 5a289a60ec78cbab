#include "platform/search/impl/columns/tables.h"

#include "platform/base/error.h"

#include <algorithm>

namespace tangthu::search::impl {

namespace {

template <class T>
std::span<const T> numbers(std::string_view bytes) {
    return {reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)};
}

/// The parts of one string list, joined once both are there.
struct Parts {
    std::span<const std::uint32_t> offsets;
    std::string_view bytes;
    [[nodiscard]] bool fit() const { return !offsets.empty() && offsets.back() <= bytes.size(); }
};

void take_section(Tables& tables, std::vector<Parts>& parts, const SectionEntry& entry, std::string_view bytes) {
    const std::size_t column = entry.column;
    if (column >= parts.size()) return;
    Column* target = column < tables.columns.size() ? &tables.columns[column] : nullptr;
    switch (entry.section) {
    case Section::page_rows:
        tables.page_rows = numbers<std::uint32_t>(bytes);
        return;
    case Section::present:
        tables.present = numbers<std::uint64_t>(bytes);
        return;
    case Section::value_offsets:
    case Section::word_offsets:
        parts[column].offsets = numbers<std::uint32_t>(bytes);
        return;
    case Section::value_bytes:
    case Section::word_bytes:
        parts[column].bytes = bytes;
        return;
    case Section::word_counts:
        tables.words.counts = numbers<std::uint32_t>(bytes);
        return;
    default:
        break;
    }
    if (target == nullptr) return;
    switch (entry.section) {
    case Section::value_counts:
        target->counts = numbers<std::uint32_t>(bytes);
        return;
    case Section::ids:
        target->ids = bytes.data();
        return;
    case Section::id_starts:
        target->starts = numbers<std::uint32_t>(bytes);
        return;
    case Section::suggest_order:
        target->suggest_order = numbers<std::uint32_t>(bytes);
        return;
    case Section::suggest_maxima:
        target->suggest_maxima = numbers<std::uint32_t>(bytes);
        return;
    default:
        return;
    }
}

} // namespace

std::uint32_t WordList::lower_bound(std::string_view folded_form) const {
    std::uint32_t low = 0;
    std::uint32_t high = words.size();
    while (low < high) {
        const std::uint32_t middle = low + (high - low) / 2;
        if (folded(middle) < folded_form)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool WordList::has(std::string_view folded_form, std::string_view as_written) const {
    for (std::uint32_t i = lower_bound(folded_form); i < words.size() && folded(i) == folded_form; ++i)
        if (written(i) == as_written) return true;
    return false;
}

std::optional<Tables> Tables::open(const std::filesystem::path& path, std::size_t column_count, std::string& why) {
    Tables tables;
    try {
        tables.file_ = MappedFile{path};
    } catch (const Fault& fault) {
        why = fault.what();
        return std::nullopt;
    }
    const std::string_view all = tables.file_.bytes();
    TablesHeader header{};
    if (all.size() < sizeof header) {
        why = "tables file is empty";
        return std::nullopt;
    }
    std::memcpy(&header, all.data(), sizeof header);
    if (std::memcmp(header.magic, kTablesMagic, sizeof kTablesMagic) != 0 || header.version != kTablesVersion ||
        header.columns != column_count) {
        why = "tables file has another form";
        return std::nullopt;
    }
    if (header.file_size != all.size() || header.directory > all.size() ||
        header.sections > (all.size() - header.directory) / sizeof(SectionEntry)) {
        why = "tables file is truncated";
        return std::nullopt;
    }
    tables.rows = header.rows;
    tables.columns.resize(column_count);
    std::vector<Parts> parts(column_count + 1); // the last one: words
    for (const SectionEntry& entry :
         std::span{reinterpret_cast<const SectionEntry*>(all.data() + header.directory), header.sections}) {
        if (entry.offset > all.size() || entry.size > all.size() - entry.offset) {
            why = "tables file is damaged";
            return std::nullopt;
        }
        take_section(tables, parts, entry, all.substr(entry.offset, entry.size));
    }
    for (const Parts& part : parts) {
        if (!part.fit()) {
            why = "tables file is damaged";
            return std::nullopt;
        }
    }
    for (std::size_t i = 0; i < column_count; ++i) {
        tables.columns[i].values = StringList{parts[i].offsets, parts[i].bytes};
        tables.columns[i].width = id_width(tables.columns[i].values.size());
    }
    tables.words.words = StringList{parts[column_count].offsets, parts[column_count].bytes};
    return tables;
}

} // namespace tangthu::search::impl
