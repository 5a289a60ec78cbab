#include "modules/catalogue/impl/import/batch_store.h"

#include "platform/base/json.h"

#include <csignal>
#include <fstream>
#include <sstream>
#include <unistd.h>

namespace tangthu::catalogue::impl {

namespace {

/// A batch of another host is taken for dead when it has not been heard of for this long.
constexpr std::int64_t kSilenceMs = 120'000;

std::string host_name() {
    std::string name(256, '\0');
    if (gethostname(name.data(), name.size() - 1) != 0) return "?";
    name.resize(name.find('\0'));
    return name;
}

/// Field 22 of /proc/PID/stat: clock ticks after boot at which the process began, so that a reused number is noticed.
std::string start_of(long pid) {
    std::ifstream in("/proc/" + std::to_string(pid) + "/stat");
    std::string all((std::istreambuf_iterator<char>(in)), {});
    const auto name_end = all.rfind(')');
    if (name_end == std::string::npos) return {};
    std::istringstream rest(all.substr(name_end + 1));
    std::string field;
    for (int i = 3; i <= 22; ++i)
        rest >> field;
    return field;
}

constexpr std::string_view kSelect =
    "SELECT id, uid, state, options, owner_process, report, started_at, finished_at, is_undoing FROM cat_batches ";

BatchRow read_batch(const db::Row& row) {
    BatchRow batch;
    batch.id = row.get<BatchId>(0);
    batch.uid = row.get<std::string>(1);
    batch.state = row.get<std::string>(2);
    if (auto options = from_json<BatchOptions>(row.get<std::string>(3))) batch.options = *std::move(options);
    batch.owner_process = row.get<std::string>(4);
    if (auto counters = from_json<BatchCounters>(row.get<std::string>(5))) batch.counters = *std::move(counters);
    batch.started_at = row.get<Instant>(6);
    batch.finished_at = row.get<std::optional<Instant>>(7);
    batch.is_undoing = row.get<bool>(8);
    return batch;
}

} // namespace

std::string this_process() {
    const long pid = getpid();
    return host_name() + " " + std::to_string(pid) + " " + start_of(pid);
}

bool may_be_alive(const std::string& process, Instant heartbeat_at, Instant now) {
    std::istringstream in(process);
    std::string host;
    long pid = 0;
    std::string start;
    in >> host >> pid >> start;
    if (host == host_name()) return pid > 0 && start_of(pid) == start;
    return now.unix_ms - heartbeat_at.unix_ms < kSilenceMs;
}

BatchId insert_batch(db::WriteTx& tx, const std::string& uid, const BatchOptions& options, Instant now) {
    return tx.insert_returning<BatchId>(
        "INSERT INTO cat_batches (uid, state, source, options, owner_process, report, started_at, heartbeat_at) "
        "VALUES ($1, 'running', $2, $3, $4, $5, $6, $6) RETURNING id",
        uid, options.source, to_json(options), this_process(), to_json(BatchCounters{}), now);
}

bool claim_batch(db::WriteTx& tx, const BatchRow& batch, Instant now) {
    return tx.execute(
               "UPDATE cat_batches SET state = 'running', owner_process = $2, heartbeat_at = $3, finished_at = NULL "
               "WHERE id = $1 AND state = $4 AND owner_process = $5",
               batch.id, this_process(), now, batch.state, batch.owner_process) == 1;
}

void mark_undoing(db::WriteTx& tx, BatchId id) {
    tx.execute("UPDATE cat_batches SET is_undoing = 1 WHERE id = $1", id);
}

void note_heartbeat(db::WriteTx& tx, BatchId id, Instant now) {
    tx.execute("UPDATE cat_batches SET heartbeat_at = $2 WHERE id = $1", id, now);
}

void disown_batch(db::WriteTx& tx, BatchId id) {
    tx.execute("UPDATE cat_batches SET owner_process = $2 WHERE id = $1", id, host_name() + " 0 -");
}

void update_batch(db::WriteTx& tx, BatchId id, const BatchCounters& counters, Instant now) {
    tx.execute("UPDATE cat_batches SET report = $2, heartbeat_at = $3 WHERE id = $1", id, to_json(counters), now);
}

void finish_batch(db::WriteTx& tx, BatchId id, std::string_view state, Instant now) {
    tx.execute("UPDATE cat_batches SET state = $2, heartbeat_at = $3, finished_at = $3 WHERE id = $1", id, state, now);
}

std::optional<BatchRow> find_batch(db::ReadTx& tx, const std::string& uid) {
    static const std::string kSql = std::string{kSelect} + "WHERE uid = $1";
    auto rows = tx.query(kSql, uid);
    if (!rows.next()) return std::nullopt;
    return read_batch(rows.row());
}

std::vector<BatchRow> list_batch_rows(db::ReadTx& tx, std::uint32_t limit) {
    static const std::string kSql = std::string{kSelect} + "ORDER BY id DESC LIMIT $1";
    std::vector<BatchRow> list;
    for (const auto& row : tx.query(kSql, limit))
        list.push_back(read_batch(row));
    return list;
}

Instant batch_heartbeat(db::ReadTx& tx, BatchId id) {
    return tx.find_value<Instant>("SELECT heartbeat_at FROM cat_batches WHERE id = $1", id).value_or(Instant{});
}

} // namespace tangthu::catalogue::impl
