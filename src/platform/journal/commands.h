#pragma once

#include "platform/base/result.h"
#include "platform/journal/seal.h"

#include <string>

namespace tangthu::db {
class Database;
}

namespace tangthu::journal {

// `tangthu journal VERB`. Each returns what `--json` prints.

/// `journal verify`. A damaged journal is an answer, not an error: look at is_sound (exit code 65, EX_DATAERR, when
/// false).
[[nodiscard]] Result<Verification> run_verify(db::Database& db);

/// `doctor`: whether the database role this program runs with could empty the journal in spite of its triggers. A
/// PostgreSQL role that owns the table, or may TRUNCATE it, could.
[[nodiscard]] bool could_be_emptied(db::Database& db);

struct TailLine {
    std::int64_t seq = 0;
    std::string uid;
    Instant happened_at;
    Instant recorded_at;
    std::string kind;
    std::int64_t unit_id = 0;
    std::string actor;
    std::string channel;
    std::int64_t quantity = 0;
    std::optional<std::int64_t> corrects;
    RawJson data;
};
TANGTHU_DESCRIBE(TailLine, seq, uid, happened_at, recorded_at, kind, unit_id, actor, channel, quantity, corrects, data)
struct Tail {
    std::vector<TailLine> entries;
};
TANGTHU_DESCRIBE(Tail, entries)

/// `journal tail`: the last entries, oldest first. Errors: journal.bad_limit (1…10,000).
[[nodiscard]] Result<Tail> run_tail(db::Database& db, int limit);

} // namespace tangthu::journal
