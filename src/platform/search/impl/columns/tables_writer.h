#pragma once

#include "platform/search/impl/columns/tables.h"
#include "platform/search/schema.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tangthu::search::impl {

/// Where a tables file is made from: spooled documents, or an older file with the changes since.
class RowSource {
public:
    using VisitId = std::function<void(std::uint32_t id)>;
    using VisitValue = std::function<void(std::uint32_t id, std::string_view value)>;
    virtual ~RowSource() = default;
    /// Every document, ascending.
    virtual void for_each_document(const VisitId& visit) const = 0;
    /// Every value of a column, ascending by document; the views live as long as the source.
    virtual void for_each_value(std::size_t column, const VisitValue& visit) const = 0;
};

/// A word of the index: folded and written form, and in how many documents it stands.
struct WordEntry {
    std::string folded;
    std::string written;
    std::uint32_t count = 0;
};

/// The key suggestions are found by: the folded words of a value with single spaces.
[[nodiscard]] std::string suggestion_key(std::string_view value);
/// The key that orders a facet's values.
[[nodiscard]] std::string facet_key(const Facet& facet, std::string_view value);

/// Writes a tables file and syncs it. `words`, in any order, are asked for last. Throws Fault when the disk fails.
void write_tables(const std::filesystem::path& path, const Schema& schema, const RowSource& source,
                  const std::function<std::vector<WordEntry>()>& words);

} // namespace tangthu::search::impl
