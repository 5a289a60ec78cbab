#pragma once

#include "platform/base/clock.h"
#include "platform/base/result.h"
#include "platform/jobs/job.h"

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

namespace tangthu::jobs {

/// The job table. Every transition is one short transaction, so a kill at any moment leaves a job that somebody takes
/// up again once its lease is over. A job therefore runs at least once: handlers must bear being run again.
class Jobs {
public:
    /// How long a worker may be silent before others take its job.
    static constexpr std::int64_t kLeaseMs = 60'000;

    Jobs(db::Database& database, const Clock& clock) : db_(database), clock_(clock) {}

    /// Part of the caller's transaction: the job exists when what asked for it does. Returns the unfinished job of the
    /// same unique_key instead, where there is one.
    JobId enqueue(db::WriteTx& tx, const NewJob& job);
    JobId enqueue(const NewJob& job);

    /// Takes the most urgent job of these kinds that is due, or whose worker has died. nullopt: nothing to do.
    [[nodiscard]] std::optional<Lease> claim(std::span<const std::string> kinds);
    /// Keeps the lease and says how far it is. Errors: jobs.lease_lost, jobs.cancelled (stop, then call cancelled()).
    [[nodiscard]] Result<void> renew(const Lease& lease, const Progress& progress);
    /// Errors: jobs.lease_lost.
    [[nodiscard]] Result<void> complete(const Lease& lease, std::string_view result_json);
    /// Puts it back with a growing pause (1 s, 4 s, 16 s … one hour), or ends it after its last attempt. An error of
    /// the kind Invalid, NotFound or Unsupported would fail again: it ends at once. Errors: jobs.lease_lost.
    [[nodiscard]] Result<void> fail(const Lease& lease, const Error& error);
    /// Puts it back untouched, without counting the attempt: the program is stopping. Errors: jobs.lease_lost.
    [[nodiscard]] Result<void> give_back(const Lease& lease);
    /// Confirms that a cancelled job has stopped. Errors: jobs.lease_lost.
    [[nodiscard]] Result<void> cancelled(const Lease& lease);

    /// A queued job ends at once; a running one is asked to stop. Errors: jobs.not_found, jobs.already_finished.
    [[nodiscard]] Result<Job> cancel(JobId id);
    /// Errors: jobs.not_found.
    [[nodiscard]] Result<Job> get(JobId id) const;
    /// Latest first.
    [[nodiscard]] std::vector<Job> list(int limit) const;
    /// Forgets jobs that finished before this moment. Returns how many.
    std::int64_t forget_finished_before(Instant moment);

private:
    db::Database& db_;
    const Clock& clock_;
};

} // namespace tangthu::jobs
