#pragma once

#include "modules/branches/branches.h"
#include "modules/catalogue/impl/index/index_document.h"
#include "platform/base/result.h"
#include "platform/db/transaction.h"

#include <span>
#include <vector>

namespace tangthu::catalogue::impl {

/// A stored record taken apart again, for the index.
struct IndexRow {
    BibId id;
    Extract extract;
    std::vector<IndexedItem> items;
};

/// Of these ids (ascending) the records that exist and are shown, ascending.
[[nodiscard]] Result<std::vector<IndexRow>> read_index_rows(db::ReadTx& tx, const branches::Branches& branches,
                                                            std::span<const std::int64_t> ids);
/// The next `limit` shown records behind `after`.
[[nodiscard]] Result<std::vector<IndexRow>> read_index_rows_after(db::ReadTx& tx, const branches::Branches& branches,
                                                                  BibId after, std::uint32_t limit);

} // namespace tangthu::catalogue::impl
