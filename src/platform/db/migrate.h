#pragma once

#include "platform/base/clock.h"
#include "platform/db/database.h"

#include <string>
#include <string_view>
#include <vector>

namespace tangthu::db {

/// One numbered step of the schema, the same file for both engines
/// (docs/decisions/0020-what-keeps-the-engines-alike.md).
struct Migration {
    int number = 0;
    std::string name;     ///< `0003_branches_units`
    std::string text;     ///< with tokens
    std::string checksum; ///< SHA-256 of the text
};

/// The migrations of this binary, by number. Faults on two with one number or a name out of form: a bug of the build.
[[nodiscard]] const std::vector<Migration>& built_in_migrations();

/// Turns files into migrations, sorted. `files` are pairs of `NNNN_room_what.sql` and text.
[[nodiscard]] std::vector<Migration> migrations_from(const std::vector<std::pair<std::string, std::string>>& files);

/// The SQL of a migration for one engine: tokens replaced, blocks of the other engine dropped.
/// Errors: db.bad_migration with name, line and problem.
[[nodiscard]] Result<std::string> migration_sql(const Migration& migration, Engine engine);

struct MigrationReport {
    int from_number = 0; ///< 0: the database was empty
    int to_number = 0;
    std::vector<std::string> applied; ///< names, in order
};

/// Brings the schema up to this binary's. Each step is one transaction with its record, so a kill leaves whole steps;
/// two processes at once wait for each other.
/// Errors: db.newer_database (holds steps this binary does not know), db.changed_migration (a recorded step's text
/// differs), db.missing_migration (a step older than the newest recorded one was never applied), db.bad_migration.
[[nodiscard]] Result<MigrationReport> migrate(Database& db, const Clock& clock,
                                              const std::vector<Migration>& migrations = built_in_migrations());

/// What migrate() would do, without doing it; same errors.
[[nodiscard]] Result<MigrationReport>
pending_migrations(Database& db, const std::vector<Migration>& migrations = built_in_migrations());

} // namespace tangthu::db
