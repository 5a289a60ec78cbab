#pragma once

#include "modules/catalogue/impl/import/import_chunk.h"
#include "modules/catalogue/indexer.h"
#include "platform/search/index.h"

#include <optional>
#include <set>

namespace tangthu::catalogue::impl {

/// Hands an import's records to the index as their chunks are committed, so that nothing is read back from the
/// database. An empty index is built in one go, with all cores; another one is added to.
class IndexFeed {
public:
    enum class Start { empty_index, filled_index };
    [[nodiscard]] static Result<IndexFeed> begin(search::Index& index, Start start);

    [[nodiscard]] Result<void> add(const std::vector<TouchedBib>& touched);
    /// Makes all of it searchable; the index then stands at `position`. Records met again after their chunk are
    /// returned: they are to be indexed from the database.
    [[nodiscard]] Result<std::set<BibId>> finish(std::int64_t position);

private:
    IndexFeed() = default;
    std::optional<search::BulkBuilder> builder_;
    std::optional<search::Writer> writer_;
    std::int64_t position_ = 0; ///< where the index stood as the feed began
    DocumentMaker maker_;
    std::int64_t last_id_ = 0;
    std::set<BibId> again_;
};

} // namespace tangthu::catalogue::impl
