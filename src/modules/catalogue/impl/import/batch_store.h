#pragma once

#include "modules/catalogue/import.h"
#include "platform/base/describe.h"
#include "platform/db/transaction.h"

#include <optional>
#include <string>
#include <vector>

namespace tangthu::catalogue::impl {

/// The counters of a batch as its row keeps them.
struct BatchCounters {
    std::uint64_t read = 0;
    std::uint64_t created = 0;
    std::uint64_t updated = 0;
    std::uint64_t unchanged = 0;
    std::uint64_t rejected = 0;
    std::uint64_t items_created = 0;
    std::uint64_t items_rejected = 0;
    std::string rejects_file;
};
TANGTHU_DESCRIBE(BatchCounters, read, created, updated, unchanged, rejected, items_created, items_rejected,
                 rejects_file)

/// How an import was called, so that it can be resumed.
struct BatchOptions {
    std::vector<std::string> files;
    std::string format;
    std::string encoding;
    std::string unit;
    std::string source;
    std::string profile;
    std::optional<std::vector<std::uint64_t>> sizes; ///< of the files, in bytes, as the import began
    std::optional<bool> find_lost_letters;
};
TANGTHU_DESCRIBE(BatchOptions, files, format, encoding, unit, source, profile, sizes, find_lost_letters)

struct BatchRow {
    BatchId id;
    std::string uid;
    std::string state;       ///< running, done, undone
    bool is_undoing = false; ///< an undo has begun: running, and what is to be finished is the undo
    std::string owner_process;
    BatchOptions options;
    BatchCounters counters;
    Instant started_at;
    std::optional<Instant> finished_at;
};

/// This process, in a form that another one on the machine can check: host, pid and when it began.
[[nodiscard]] std::string this_process();
/// False only when it certainly is gone: same host, and no such process any more.
[[nodiscard]] bool may_be_alive(const std::string& process, Instant heartbeat_at, Instant now);

[[nodiscard]] BatchId insert_batch(db::WriteTx& tx, const std::string& uid, const BatchOptions& options, Instant now);
/// Takes a batch over for this process (resume, undo), as it was read. False where somebody else did so meanwhile.
[[nodiscard]] bool claim_batch(db::WriteTx& tx, const BatchRow& batch, Instant now);
/// From now on only an undo can go on with it.
void mark_undoing(db::WriteTx& tx, BatchId id);
/// Its process is alive.
void note_heartbeat(db::WriteTx& tx, BatchId id, Instant now);
/// Nobody is at work on it any more: it was interrupted.
void disown_batch(db::WriteTx& tx, BatchId id);
void update_batch(db::WriteTx& tx, BatchId id, const BatchCounters& counters, Instant now);
void finish_batch(db::WriteTx& tx, BatchId id, std::string_view state, Instant now);
[[nodiscard]] std::optional<BatchRow> find_batch(db::ReadTx& tx, const std::string& uid);
[[nodiscard]] std::vector<BatchRow> list_batch_rows(db::ReadTx& tx, std::uint32_t limit);
[[nodiscard]] Instant batch_heartbeat(db::ReadTx& tx, BatchId id);

} // namespace tangthu::catalogue::impl
