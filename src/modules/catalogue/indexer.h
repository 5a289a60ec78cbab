#pragma once

#include "modules/catalogue/bib.h"
#include "platform/base/result.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

namespace tangthu::db {
class Database;
}
namespace tangthu::branches {
class Branches;
}
namespace tangthu::search {
class Index;
struct Schema;
} // namespace tangthu::search

namespace tangthu::catalogue {

/// The fields, facets and orders of the catalogue's index: what search::Index::open() is to be given.
[[nodiscard]] search::Schema catalogue_index_schema();

/// Whether this process writes the index or only searches it (another one, a running server, holds its lock).
enum class IndexRole { writer, reader };

struct IndexStanding {
    bool ok = true;
    bool is_ahead = false;     ///< it has seen days the journal has not: the database was restored from a back-up
    bool is_stale = false;     ///< behind the journal
    std::int64_t position = 0; ///< journal position the index stands at
    std::int64_t journal_position = 0;
    std::uint64_t documents = 0;
    std::int64_t bibs = 0;
    std::string detail; ///< English; empty when ok
};

struct RebuildProgress {
    std::int64_t done = 0;
    std::int64_t total = 0;
};

/// Keeps the search index what the database says: by following the journal, or by building it afresh.
/// The index is derived: it can be thrown away at any time. One thread at a time, but for standing() and wait_for().
class Indexer {
public:
    Indexer(db::Database& database, branches::Branches& branches, search::Index& index, IndexRole role);
    ~Indexer();

    [[nodiscard]] IndexRole role() const;
    /// What a look at index and journal says.
    [[nodiscard]] Result<IndexStanding> standing() const;
    /// Makes the index usable: rebuilds it when it is missing, damaged or of another schema, then catches up.
    [[nodiscard]] Result<void> ensure(const std::function<void(const RebuildProgress&)>& on_progress = {},
                                      const std::stop_token& stop = {});
    /// Indexes what the journal says has changed since the index's position, in several commits where it is much; asked
    /// to stop, it ends with one of them. Returns how many records.
    [[nodiscard]] Result<std::uint64_t> catch_up(const std::stop_token& stop = {});
    /// Builds the index from the database; the old one is searched until the new one is in place.
    [[nodiscard]] Result<void> rebuild(const std::function<void(const RebuildProgress&)>& on_progress = {});
    /// Waits until the index stands at `position` or further: by catching up (writer) or by watching it (reader).
    /// Errors: catalogue.index_behind (Unavailable) when the time is over.
    [[nodiscard]] Result<void> wait_for(std::int64_t position, std::chrono::milliseconds patience);

    struct Impl;

private:
    friend class Importer;
    std::unique_ptr<Impl> impl_;
};

} // namespace tangthu::catalogue
