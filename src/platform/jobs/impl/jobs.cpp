#include "platform/jobs/jobs.h"

#include "platform/base/uid.h"
#include "platform/db/database.h"
#include "platform/jobs/impl/job_store.h"

#include <algorithm>

namespace tangthu::jobs {

namespace {

constexpr std::int64_t kLongestPauseMs = 3'600'000;

std::int64_t pause_ms(int attempts) {
    std::int64_t pause = 1000;
    for (int i = 1; i < attempts && pause < kLongestPauseMs; ++i)
        pause *= 4;
    return std::min(pause, kLongestPauseMs);
}

bool would_fail_again(ErrorKind kind) {
    return kind == ErrorKind::Invalid || kind == ErrorKind::NotFound || kind == ErrorKind::Unsupported;
}

auto lease_lost() { return tangthu::fail(ErrorKind::Conflict, "jobs.lease_lost"); }

auto not_found(JobId id) {
    return tangthu::fail(ErrorKind::NotFound, "jobs.not_found", {{"id", std::to_string(id.value)}});
}

} // namespace

double Job::rate(Instant now) const {
    if (!started_at || progress.done <= 0) return 0;
    const auto until = finished_at.value_or(now);
    const auto ms = std::max<std::int64_t>(until.unix_ms - started_at->unix_ms, 1);
    return static_cast<double>(progress.done) * 1000 / static_cast<double>(ms);
}

std::optional<std::int64_t> Job::seconds_left(Instant now) const {
    const auto per_second = rate(now);
    if (progress.total <= 0 || per_second <= 0) return std::nullopt;
    return static_cast<std::int64_t>(static_cast<double>(std::max<std::int64_t>(progress.total - progress.done, 0)) /
                                     per_second);
}

JobId Jobs::enqueue(db::WriteTx& tx, const NewJob& job) {
    if (!job.unique_key.empty()) {
        if (const auto known = impl::find_unfinished(tx, job.unique_key)) return *known;
    }
    return impl::insert_job(tx, job, clock_.now());
}

JobId Jobs::enqueue(const NewJob& job) {
    return *db_.write([&](db::WriteTx& tx) -> Result<JobId> { return enqueue(tx, job); });
}

std::optional<Lease> Jobs::claim(std::span<const std::string> kinds) {
    const auto now = clock_.now();
    // Looking costs no write, and most looks find nothing.
    const auto is_any =
        db_.read([&](db::ReadTx& tx) -> Result<bool> { return impl::find_claimable(tx, kinds, now).has_value(); });
    if (!*is_any) return std::nullopt;
    return *db_.write([&](db::WriteTx& tx) -> Result<std::optional<Lease>> {
        while (auto job = impl::lock_claimable(tx, kinds, now)) {
            if (job->is_cancel_asked) { // its worker died before it could stop
                impl::cancel_queued(tx, job->id, now);
                continue;
            }
            Lease lease{*std::move(job), new_uid(now)};
            impl::lease_job(tx, lease.job.id, lease.token, {now.unix_ms + kLeaseMs}, now);
            if (lease.job.attempts >= lease.job.max_attempts) { // died with it each time: it may be what kills workers
                (void)impl::put_back(tx, lease, {"jobs.worker_died", "", std::nullopt, lease.job.attempts}, now);
                continue;
            }
            lease.job.state = JobState::running;
            lease.job.started_at = now;
            ++lease.job.attempts;
            return std::optional{std::move(lease)};
        }
        return std::optional<Lease>{};
    });
}

Result<void> Jobs::renew(const Lease& lease, const Progress& progress) {
    return db_.write([&](db::WriteTx& tx) -> Result<void> {
        if (!impl::extend_lease(tx, lease, progress, {clock_.now().unix_ms + kLeaseMs})) return lease_lost();
        if (const auto job = impl::find_job(tx, lease.job.id); job && job->is_cancel_asked)
            return tangthu::fail(ErrorKind::Conflict, "jobs.cancelled");
        return {};
    });
}

Result<void> Jobs::complete(const Lease& lease, std::string_view result_json) {
    return db_.write([&](db::WriteTx& tx) -> Result<void> {
        if (!impl::finish_job(tx, lease, JobState::done, result_json, clock_.now())) return lease_lost();
        return {};
    });
}

Result<void> Jobs::fail(const Lease& lease, const Error& error) {
    const auto now = clock_.now();
    const int attempts = lease.job.attempts;
    impl::Failure failure{error.key, error.detail, std::nullopt, attempts};
    if (attempts < lease.job.max_attempts && !would_fail_again(error.kind))
        failure.run_again_at = Instant{now.unix_ms + pause_ms(attempts)};
    return db_.write([&](db::WriteTx& tx) -> Result<void> {
        if (!impl::put_back(tx, lease, failure, now)) return lease_lost();
        return {};
    });
}

Result<void> Jobs::give_back(const Lease& lease) {
    const auto now = clock_.now();
    return db_.write([&](db::WriteTx& tx) -> Result<void> {
        if (!impl::put_back(tx, lease, {lease.job.error_key, lease.job.error_detail, now, lease.job.attempts - 1}, now))
            return lease_lost();
        return {};
    });
}

Result<void> Jobs::cancelled(const Lease& lease) {
    return db_.write([&](db::WriteTx& tx) -> Result<void> {
        if (!impl::finish_job(tx, lease, JobState::cancelled, {}, clock_.now())) return lease_lost();
        return {};
    });
}

Result<Job> Jobs::cancel(JobId id) {
    return db_.write([&](db::WriteTx& tx) -> Result<Job> {
        const auto job = impl::find_job(tx, id);
        if (!job) return not_found(id);
        if (job->state == JobState::queued) {
            impl::cancel_queued(tx, id, clock_.now());
        } else if (job->state == JobState::running) {
            impl::ask_to_cancel(tx, id);
        } else {
            return tangthu::fail(ErrorKind::Conflict, "jobs.already_finished", {{"id", std::to_string(id.value)}});
        }
        return *impl::find_job(tx, id);
    });
}

Result<Job> Jobs::get(JobId id) const {
    return db_.read([&](db::ReadTx& tx) -> Result<Job> {
        auto job = impl::find_job(tx, id);
        if (!job) return not_found(id);
        return *std::move(job);
    });
}

std::vector<Job> Jobs::list(int limit) const {
    return *db_.read([&](db::ReadTx& tx) -> Result<std::vector<Job>> { return impl::list_jobs(tx, limit); });
}

std::int64_t Jobs::forget_finished_before(Instant moment) {
    return *db_.write([&](db::WriteTx& tx) -> Result<std::int64_t> { return impl::forget_finished(tx, moment); });
}

} // namespace tangthu::jobs
