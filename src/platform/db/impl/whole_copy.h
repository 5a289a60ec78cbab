#pragma once

#include "platform/db/database.h"
#include "platform/db/migrate.h"

#include <string>
#include <vector>

namespace tangthu::db::impl {

/// Our tables, those that others refer to first.
[[nodiscard]] std::vector<std::string> tables_in_order(ReadTx& tx);
/// Replaces the rows of every table of `to` by those of `from`, and sets its id counters behind them.
/// Both have the same schema; `to` holds nothing but what the migrations themselves put there.
void copy_tables(ReadTx& from, WriteTx& to);

/// The steps of `migrations` that the database has. Errors: as pending_migrations().
[[nodiscard]] Result<std::vector<Migration>> applied_migrations(Database& db, const std::vector<Migration>& migrations);

} // namespace tangthu::db::impl
