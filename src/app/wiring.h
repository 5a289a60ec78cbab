#pragma once

#include "app/data_folder.h"
#include "app/settings/settings.h"
#include "modules/branches/branches.h"
#include "modules/catalogue/catalogue.h"
#include "modules/catalogue/import.h"
#include "modules/catalogue/indexer.h"
#include "modules/identity/identity.h"
#include "platform/base/clock.h"
#include "platform/db/database.h"
#include "platform/search/index.h"
#include "platform/text/messages.h"

#include <functional>
#include <memory>
#include <optional>

/// The only place that makes rooms and hands them to each other.
namespace tangthu::app {

/// Opens the database of the settings, without looking at its schema.
/// Errors: app.no_library {folder} where there is none and it may not be made, and those of Database::open().
enum class Missing { refuse, create };
[[nodiscard]] Result<db::Database> open_database(const Settings& settings, Missing missing);

/// How much of the program a command needs.
enum class Use {
    look,  ///< reads an existing library; its schema must be up to date
    write, ///< makes the library where there is none, brings its schema up to date, keeps the index in step
    serve, ///< the same for the server of this folder, which others leave the index to
};

/// Rooms over one data folder, made in order and taken down in reverse.
class Library {
public:
    struct Hooks {
        std::function<void(const catalogue::RebuildProgress&)> on_rebuild;
        std::function<void()> on_wait; ///< once, when another command holds the index
    };
    /// Errors: those of open_database() and of migrations; app.migrations_pending; app.index_in_use.
    [[nodiscard]] static Result<std::unique_ptr<Library>> open(const Settings& settings, const text::Messages& messages,
                                                               Use use, const Hooks& hooks = {});

    Library(db::Database database, const Settings& settings, const text::Messages& messages);
    ~Library();
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;

    /// Opens the index; again, with another access, if it was open.
    [[nodiscard]] Result<void> open_index(search::Access access);

    [[nodiscard]] const Settings& settings() const { return settings_; }
    [[nodiscard]] const DataFolder& folder() const { return folder_; }
    [[nodiscard]] const Clock& clock() const { return clock_; }
    [[nodiscard]] const text::Messages& messages() const { return messages_; }
    [[nodiscard]] db::Database& database() { return database_; }
    [[nodiscard]] branches::Branches& branches() { return branches_; }
    [[nodiscard]] identity::Identity& identity() { return identity_; }
    [[nodiscard]] catalogue::Indexer& indexer() { return *indexer_; }
    [[nodiscard]] catalogue::Catalogue& catalogue() { return *catalogue_; }
    [[nodiscard]] catalogue::Importer& importer() { return *importer_; }
    [[nodiscard]] search::Index& index() { return *index_; }

private:
    [[nodiscard]] Result<void> open_for_reading(const Hooks& hooks);
    [[nodiscard]] Result<void> open_for_writing(Use use, const Hooks& hooks);

    Settings settings_;
    DataFolder folder_;
    SystemClock clock_;
    const text::Messages& messages_;
    db::Database database_;
    branches::Branches branches_;
    identity::Identity identity_;
    std::optional<search::Index> index_;
    std::optional<catalogue::Indexer> indexer_;
    std::optional<catalogue::Catalogue> catalogue_;
    std::optional<catalogue::Importer> importer_;
};

} // namespace tangthu::app
