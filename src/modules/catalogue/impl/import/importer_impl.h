#pragma once

#include "modules/branches/branches.h"
#include "modules/catalogue/impl/index/index_feed.h"
#include "modules/catalogue/impl/item_fields.h"
#include "modules/catalogue/import.h"
#include "modules/catalogue/indexer.h"
#include "platform/db/database.h"
#include "platform/text/messages.h"

#include <filesystem>
#include <optional>
#include <string>

namespace tangthu::catalogue {

namespace impl {

/// The mapping profile that a librarian has written. Nothing for an empty path.
/// Errors: catalogue.profile_unreadable, those of from_json and profile_from.
[[nodiscard]] Result<std::optional<ItemProfile>> read_item_profile(const std::filesystem::path& path);

} // namespace impl

/// What an import works with. Its parts are in importer.cpp (import), undo.cpp (undo, list, resume).
struct Importer::Impl {
    db::Database& database;
    branches::Branches& branches;
    Indexer& indexer;
    const text::Messages& messages;
    const Clock& clock;

    /// The unit code for copies that name none: as asked for, else the central library's.
    /// Errors: catalogue.unknown_unit.
    [[nodiscard]] Result<std::string> default_unit(const std::string& asked) const;
    [[nodiscard]] Result<impl::IndexFeed> begin_feed(impl::IndexFeed::Start start) const;
    /// Ends the feed, or waits for the process that writes the index.
    [[nodiscard]] Result<void> make_searchable(std::optional<impl::IndexFeed>& feed, const std::string& batch,
                                               std::int64_t position) const;
};

} // namespace tangthu::catalogue
