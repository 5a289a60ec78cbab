#pragma once

#include "platform/base/clock.h"
#include "platform/base/describe.h"
#include "platform/db/database.h"
#include "platform/db/migrate.h"

#include <filesystem>
#include <string>
#include <vector>

/// `tangthu db VERB`: each returns what `--json` prints.
namespace tangthu::db {

/// `db status`.
struct StatusView {
    std::string engine;   ///< sqlite, postgresql
    std::string location; ///< without a password
    std::string server;   ///< version of the engine
    std::int64_t size_bytes = 0;
    int schema_number = 0;            ///< newest step that was applied; 0: an empty database
    std::vector<std::string> pending; ///< steps this program would apply
    std::string problem; ///< key of the reason why it can't be used (db.newer_database …); empty when all is well
};
TANGTHU_DESCRIBE(StatusView, engine, location, server, size_bytes, schema_number, pending, problem)

[[nodiscard]] Result<StatusView> run_status(Database& db);

/// `db migrate`.
struct MigrateView {
    int from_number = 0;
    int to_number = 0;
    std::vector<std::string> applied;
};
TANGTHU_DESCRIBE(MigrateView, from_number, to_number, applied)

/// Errors: those of migrate().
[[nodiscard]] Result<MigrateView> run_migrate(Database& db, const Clock& clock);

/// `db backup FILE`, `db restore FILE`.
struct BackupView {
    std::string file;
    std::int64_t size_bytes = 0;
    int schema_number = 0;
    std::string kept_aside; ///< restore: where the database that stood there before is now; empty without one
};
TANGTHU_DESCRIBE(BackupView, file, size_bytes, schema_number, kept_aside)

/// Writes one consistent snapshot while others read and write. The file is a SQLite database with every table, for both
/// engines; it appears under its name only when it is whole. Errors: db.backup_exists, db.backup_cannot_create
/// {file, reason}, db.backup_failed (the detail says why: a full disk).
[[nodiscard]] Result<BackupView> run_backup(Database& db, const std::filesystem::path& file, const Clock& clock);

/// Puts a backup in the place of a database that nobody has open. SQLite: what stood there is kept aside under another
/// name. PostgreSQL: the database must be empty; a backup of a SQLite database may be restored into it, which is how a
/// library moves. Afterwards the schema is the backup's: migrate() brings it up to date. Errors: db.backup_unreadable,
/// db.newer_database, db.changed_migration, db.in_use, db.not_empty, db.backup_of_postgres (restored into SQLite),
/// db.restore_failed.
[[nodiscard]] Result<BackupView> run_restore(const DatabaseLocation& location, const std::filesystem::path& file,
                                             const Clock& clock);

} // namespace tangthu::db
