#pragma once

#include "platform/db/transaction.h"
#include "platform/journal/entry.h"

#include <string>
#include <string_view>

namespace tangthu::journal::impl {

/// All columns that read_entry() takes, for `SELECT <these> FROM journal`.
extern const std::string_view kEntryColumns;

[[nodiscard]] StoredEntry read_entry(const db::Row& row);
[[nodiscard]] std::string_view channel_name(Channel channel);

/// Where follow() must stop: entries at or above this tx_id may still get company below. SQLite has one writer: no
/// limit.
[[nodiscard]] std::int64_t horizon(db::ReadTx& tx);

/// True where the role of this connection may TRUNCATE the journal, or owns it and so may drop its triggers. SQLite
/// has no roles: whoever can write the file can do anything, and the seals tell.
[[nodiscard]] bool role_may_empty(db::ReadTx& tx);

/// `SELECT <columns> FROM journal` behind a position and below a horizon, in reading order.
[[nodiscard]] db::Rows entries_after(db::ReadTx& tx, Position after, int limit);
/// All sealed-or-not entries behind a position, in reading order, however many.
[[nodiscard]] db::Rows scan_entries_after(db::ReadTx& tx, Position after);

/// 32 bytes in hexadecimal over every field that was written, lengths included, so that no two entries read the same.
[[nodiscard]] std::string digest(const StoredEntry& entry);

} // namespace tangthu::journal::impl
