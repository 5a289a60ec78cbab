#pragma once

#include "platform/db/transaction.h"
#include "platform/jobs/job.h"

#include <span>
#include <string>
#include <vector>

namespace tangthu::jobs::impl {

/// The unfinished job with this key.
[[nodiscard]] std::optional<JobId> find_unfinished(db::ReadTx& tx, const std::string& unique_key);
[[nodiscard]] JobId insert_job(db::WriteTx& tx, const NewJob& job, Instant now);
[[nodiscard]] std::optional<Job> find_job(db::ReadTx& tx, JobId id);
[[nodiscard]] std::vector<Job> list_jobs(db::ReadTx& tx, int limit);
/// The most urgent job that is due or abandoned.
[[nodiscard]] std::optional<Job> find_claimable(db::ReadTx& tx, std::span<const std::string> kinds, Instant now);
/// The same, for the one who takes it.
[[nodiscard]] std::optional<Job> lock_claimable(db::WriteTx& tx, std::span<const std::string> kinds, Instant now);
void lease_job(db::WriteTx& tx, JobId id, const std::string& token, Instant until, Instant now);
/// Each returns false when the lease is no longer this one.
[[nodiscard]] bool extend_lease(db::WriteTx& tx, const Lease& lease, const Progress& progress, Instant until);
[[nodiscard]] bool finish_job(db::WriteTx& tx, const Lease& lease, JobState state, std::string_view result_json,
                              Instant now);
struct Failure {
    std::string error_key;
    std::string error_detail;
    std::optional<Instant> run_again_at; ///< nullopt: it has failed for good
    int attempts = 0;
};
[[nodiscard]] bool put_back(db::WriteTx& tx, const Lease& lease, const Failure& failure, Instant now);
void ask_to_cancel(db::WriteTx& tx, JobId id);
void cancel_queued(db::WriteTx& tx, JobId id, Instant now);
[[nodiscard]] std::int64_t forget_finished(db::WriteTx& tx, Instant before);

} // namespace tangthu::jobs::impl
