#pragma once

#include "modules/branches/branches.h"
#include "modules/catalogue/impl/index/index_feed.h"
#include "modules/catalogue/indexer.h"
#include "platform/db/database.h"
#include "platform/search/index.h"

#include <set>

namespace tangthu::catalogue {

struct Indexer::Impl {
    db::Database& database;
    branches::Branches& branches;
    search::Index& index;
    IndexRole role;

    /// Indexes these records from the database, those that are gone are taken out, and commits at `position`.
    [[nodiscard]] Result<void> index_again(const std::set<std::int64_t>& ids, std::int64_t position);
    /// The same for what the journal tells, leaving out one batch's entries (an import has fed them already).
    [[nodiscard]] Result<std::uint64_t> catch_up(const std::string& skip_batch, const std::stop_token& stop = {});
};

} // namespace tangthu::catalogue
