#pragma once

#include "platform/base/clock.h"
#include "platform/base/result.h"
#include "platform/journal/entry.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tangthu::db {
class Database;
class ReadTx;
class WriteTx;
} // namespace tangthu::db

/// Every act that counts, written once, in the transaction that does it; never changed (architecture: the journal).
namespace tangthu::journal {

/// Appends one entry. Throws a Fault on an entry out of form (kind without a dot, reader beside an item): a bug.
Appended append(db::WriteTx& tx, const Entry& entry, Instant now);

/// Takes an entry back: appends its mirror image, with negative quantity and value, on the day the entry happened
/// and by its channel, so that every figure it went into goes back.
/// Errors: journal.entry_not_found, journal.is_a_correction, journal.already_corrected.
Result<Appended> correct(db::WriteTx& tx, std::int64_t seq, std::string_view reason, const Actor& actor, Instant now);

/// Entries behind `after` that no later commit can slip in before, in reading order, at most `limit`.
[[nodiscard]] std::vector<StoredEntry> follow(db::ReadTx& tx, Position after, int limit);
/// The last entry follow() would give now; a zero position for an empty journal.
[[nodiscard]] Position head(db::ReadTx& tx);

/// How far the reader of this name has come; zero when it has never saved. Saved in the transaction that keeps what was
/// read.
[[nodiscard]] Position read_cursor(db::ReadTx& tx, std::string_view name);
void save_cursor(db::WriteTx& tx, std::string_view name, Position position, Instant now);

/// Latest first: for people.
[[nodiscard]] std::vector<StoredEntry> list_latest(db::ReadTx& tx, int limit);
/// Errors: journal.entry_not_found.
[[nodiscard]] Result<StoredEntry> get_entry(db::ReadTx& tx, std::int64_t seq);

/// To be called once when a program opens the database, before anything is appended: notices a restore into another
/// PostgreSQL cluster, whose transaction numbers start again.
void prepare(db::Database& db);

} // namespace tangthu::journal
