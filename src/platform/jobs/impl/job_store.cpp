#include "platform/jobs/impl/job_store.h"

namespace tangthu::jobs::impl {

namespace {

const std::string kSelect =
    "SELECT id, kind, payload, state, priority, run_at, attempts, max_attempts, is_cancel_asked, progress_done, "
    "progress_total, progress_note, result, error_key, error_detail, created_at, started_at, finished_at, lease_until "
    "FROM job_jobs ";
const std::string kSelectOne = kSelect + "WHERE id = $1";
const std::string kSelectLatest = kSelect + "ORDER BY id DESC LIMIT $1";
const std::string kSelectClaimable =
    kSelect + "WHERE ((state = 'queued' AND run_at <= $2) OR (state = 'running' AND lease_until <= $2)) AND kind = $1 "
              "ORDER BY priority DESC, run_at, id LIMIT 1";
/// PostgreSQL lets several workers in at once: what one has in hand the others pass by, instead of failing on it.
const std::string kSelectAndLock = kSelectClaimable + " FOR UPDATE SKIP LOCKED";

Job read_job(const db::Row& row) {
    Job job;
    job.id = row.get<JobId>("id");
    job.kind = row.get<std::string>("kind");
    job.payload = row.get<std::string>("payload");
    job.state = enum_from_name<JobState>(row.get<std::string_view>("state")).value_or(JobState::failed);
    job.priority = row.get<int>("priority");
    job.run_at = row.get<Instant>("run_at");
    job.attempts = row.get<int>("attempts");
    job.max_attempts = row.get<int>("max_attempts");
    job.is_cancel_asked = row.get<bool>("is_cancel_asked");
    job.progress = {row.get<std::int64_t>("progress_done"), row.get<std::int64_t>("progress_total"),
                    row.get<std::string>("progress_note")};
    job.result = row.get<std::string>("result");
    job.error_key = row.get<std::string>("error_key");
    job.error_detail = row.get<std::string>("error_detail");
    job.created_at = row.get<Instant>("created_at");
    job.started_at = row.get<std::optional<Instant>>("started_at");
    job.finished_at = row.get<std::optional<Instant>>("finished_at");
    job.lease_until = row.get<std::optional<Instant>>("lease_until");
    return job;
}

std::optional<Job> first_of(db::Rows rows) {
    if (!rows.next()) return std::nullopt;
    return read_job(rows.row());
}

} // namespace

std::optional<JobId> find_unfinished(db::ReadTx& tx, const std::string& unique_key) {
    return tx.find_value<JobId>("SELECT id FROM job_jobs WHERE unique_key = $1", unique_key);
}

JobId insert_job(db::WriteTx& tx, const NewJob& job, Instant now) {
    const auto key = job.unique_key.empty() ? std::nullopt : std::optional{job.unique_key};
    return tx.insert_returning<JobId>(
        "INSERT INTO job_jobs (kind, payload, unique_key, state, priority, run_at, attempts, max_attempts, "
        "lease_token, "
        "is_cancel_asked, progress_done, progress_total, progress_note, result, error_key, error_detail, created_at) "
        "VALUES "
        "($1, $2, $3, 'queued', $4, $5, 0, $6, '', 0, 0, 0, '', '', '', '', $7) RETURNING id",
        job.kind, job.payload, key, job.priority, job.run_at.value_or(now), job.max_attempts, now);
}

std::optional<Job> find_job(db::ReadTx& tx, JobId id) { return first_of(tx.query(kSelectOne, id)); }

std::vector<Job> list_jobs(db::ReadTx& tx, int limit) {
    std::vector<Job> jobs;
    for (const auto& row : tx.query(kSelectLatest, limit))
        jobs.push_back(read_job(row));
    return jobs;
}

namespace {

std::optional<Job> best_of(db::ReadTx& tx, const std::string& select, std::span<const std::string> kinds, Instant now) {
    std::optional<Job> best;
    for (const auto& kind : kinds) {
        auto job = first_of(tx.query(select, kind, now));
        if (!job) continue;
        const auto is_before = [](const Job& a, const Job& b) {
            if (a.priority != b.priority) return a.priority > b.priority;
            return a.run_at != b.run_at ? a.run_at < b.run_at : a.id < b.id;
        };
        if (!best || is_before(*job, *best)) best = std::move(job);
    }
    return best;
}

} // namespace

std::optional<Job> find_claimable(db::ReadTx& tx, std::span<const std::string> kinds, Instant now) {
    return best_of(tx, kSelectClaimable, kinds, now);
}

std::optional<Job> lock_claimable(db::WriteTx& tx, std::span<const std::string> kinds, Instant now) {
    return best_of(tx, tx.engine() == db::Engine::Sqlite ? kSelectClaimable : kSelectAndLock, kinds, now);
}

void lease_job(db::WriteTx& tx, JobId id, const std::string& token, Instant until, Instant now) {
    tx.execute("UPDATE job_jobs SET state = 'running', attempts = attempts + 1, lease_token = $2, lease_until = $3, "
               "started_at = $4, progress_done = 0, progress_total = 0, progress_note = '' WHERE id = $1",
               id, token, until, now);
}

bool extend_lease(db::WriteTx& tx, const Lease& lease, const Progress& progress, Instant until) {
    return tx.execute(
               "UPDATE job_jobs SET lease_until = $3, progress_done = $4, progress_total = $5, progress_note = $6 "
               "WHERE id = $1 AND lease_token = $2 AND state = 'running'",
               lease.job.id, lease.token, until, progress.done, progress.total, progress.note) == 1;
}

bool finish_job(db::WriteTx& tx, const Lease& lease, JobState state, std::string_view result_json, Instant now) {
    return tx.execute(
               "UPDATE job_jobs SET state = $3, result = $4, finished_at = $5, unique_key = NULL, lease_token = '', "
               "lease_until = NULL WHERE id = $1 AND lease_token = $2 AND state = 'running'",
               lease.job.id, lease.token, enum_name(state), result_json, now) == 1;
}

bool put_back(db::WriteTx& tx, const Lease& lease, const Failure& failure, Instant now) {
    const bool ends = !failure.run_again_at;
    return tx.execute(
               "UPDATE job_jobs SET state = $3, error_key = $4, error_detail = $5, run_at = $6, finished_at = $7, "
               "attempts = $8, unique_key = CASE WHEN $9 = 1 THEN NULL ELSE unique_key END, lease_token = '', "
               "lease_until = NULL WHERE id = $1 AND lease_token = $2 AND state = 'running'",
               lease.job.id, lease.token, ends ? "failed" : "queued", failure.error_key, failure.error_detail,
               failure.run_again_at.value_or(now), ends ? std::optional{now} : std::nullopt, failure.attempts,
               ends) == 1;
}

void ask_to_cancel(db::WriteTx& tx, JobId id) {
    tx.execute("UPDATE job_jobs SET is_cancel_asked = 1 WHERE id = $1", id);
}

void cancel_queued(db::WriteTx& tx, JobId id, Instant now) {
    tx.execute(
        "UPDATE job_jobs SET state = 'cancelled', finished_at = $2, unique_key = NULL, lease_token = '', lease_until = "
        "NULL WHERE id = $1",
        id, now);
}

std::int64_t forget_finished(db::WriteTx& tx, Instant before) {
    return tx.execute("DELETE FROM job_jobs WHERE finished_at < $1 AND state IN ('done', 'failed', 'cancelled')",
                      before);
}

} // namespace tangthu::jobs::impl
