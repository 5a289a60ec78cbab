#include "platform/journal/commands.h"

#include "platform/db/database.h"
#include "platform/journal/impl/entry_store.h"
#include "platform/journal/journal.h"

#include <algorithm>

namespace tangthu::journal {

Result<Verification> run_verify(db::Database& db) { return verify(db); }

bool could_be_emptied(db::Database& db) {
    return *db.read([](db::ReadTx& tx) -> Result<bool> { return impl::role_may_empty(tx); });
}

Result<Tail> run_tail(db::Database& db, int limit) {
    if (limit < 1 || limit > 10'000)
        return fail(ErrorKind::Invalid, "journal.bad_limit", {{"limit", std::to_string(limit)}});
    return db.read([&](db::ReadTx& tx) -> Result<Tail> {
        Tail tail;
        for (const auto& stored : list_latest(tx, limit)) {
            const auto& entry = stored.entry;
            TailLine line{stored.position.seq,
                          entry.uid,
                          entry.happened_at.value_or(stored.recorded_at),
                          stored.recorded_at,
                          entry.kind,
                          entry.unit_id.value,
                          entry.actor.name,
                          std::string{impl::channel_name(entry.actor.channel)},
                          entry.quantity,
                          stored.corrects != 0 ? std::optional{stored.corrects} : std::nullopt,
                          RawJson{entry.data}};
            tail.entries.push_back(std::move(line));
        }
        std::reverse(tail.entries.begin(), tail.entries.end());
        return tail;
    });
}

} // namespace tangthu::journal
