#include "platform/jobs/scheduler.h"

#include "platform/base/log.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace tangthu::jobs {

struct Scheduler::Impl {
    struct Periodic {
        std::int64_t interval_ms;
        std::string name;
        std::function<void()> work;
        std::int64_t next_ms = 0;
    };

    Impl(Jobs& all_jobs, const Clock& time, const SchedulerOptions& chosen)
        : jobs(all_jobs), clock(time), options(chosen) {}

    Jobs& jobs;
    const Clock& clock;
    SchedulerOptions options;
    std::map<std::string, Handler> handlers;
    std::vector<std::string> kinds;
    std::vector<Periodic> periodic;
    std::atomic<bool> is_stopping{false};
    std::function<bool()> stopping = [this] { return is_stopping.load(); };
    std::mutex mutex;
    std::condition_variable news;
    std::uint64_t wakes = 0;
    std::vector<std::jthread> threads;

    /// Sleeps until wake(), stop(), or `idle_ms` have passed.
    void rest(std::uint64_t& seen) {
        std::unique_lock guard{mutex};
        news.wait_for(guard, std::chrono::milliseconds{options.idle_ms}, [&] { return is_stopping || wakes != seen; });
        seen = wakes;
    }

    void settle(const Lease& lease, Result<std::string> outcome) {
        Result<void> settled;
        if (outcome) {
            settled = jobs.complete(lease, *outcome);
        } else if (outcome.error().key == "jobs.cancelled") {
            settled = jobs.cancelled(lease);
        } else if (outcome.error().key == "jobs.stopping") {
            settled = jobs.give_back(lease);
        } else if (outcome.error().key != "jobs.lease_lost") {
            log::warning("job " + std::to_string(lease.job.id.value) + " (" + lease.job.kind +
                         ") failed: " + outcome.error().key + " " + outcome.error().detail);
            settled = jobs.fail(lease, outcome.error());
        }
        if (!settled) log::warning("job " + std::to_string(lease.job.id.value) + ": " + settled.error().key);
    }

    /// A database that is away must not end the thread: it looks again later.
    template <class F>
    static bool guarded(const std::string& what, F&& work) {
        try {
            return work();
        } catch (const std::exception& fault) {
            log::error(what + ": " + fault.what());
            return false;
        }
    }
};

Result<void> Running::report(const Progress& progress) {
    if (is_stopping_ != nullptr && (*is_stopping_)()) return fail(ErrorKind::Unavailable, "jobs.stopping");
    return jobs_.renew(lease_, progress);
}

Scheduler::Scheduler(Jobs& jobs, const Clock& clock, const SchedulerOptions& options)
    : impl_(std::make_unique<Impl>(jobs, clock, options)) {}

Scheduler::~Scheduler() { stop(); }

void Scheduler::handle(std::string kind, Handler handler) {
    impl_->kinds.push_back(kind);
    impl_->handlers[std::move(kind)] = std::move(handler);
}

void Scheduler::every(std::int64_t interval_ms, std::string name, std::function<void()> work) {
    impl_->periodic.push_back({interval_ms, std::move(name), std::move(work)});
}

void Scheduler::start() {
    impl_->is_stopping = false;
    impl_->threads.emplace_back([this] {
        std::uint64_t seen = 0;
        while (!impl_->is_stopping) {
            run_periodic();
            impl_->rest(seen);
        }
    });
    for (int i = 0; i < impl_->options.workers; ++i) {
        impl_->threads.emplace_back([this] {
            std::uint64_t seen = 0;
            while (!impl_->is_stopping) {
                if (!Impl::guarded("looking for jobs", [&] { return run_one(); })) impl_->rest(seen);
            }
        });
    }
}

void Scheduler::stop() {
    {
        const std::lock_guard guard{impl_->mutex};
        impl_->is_stopping = true;
    }
    impl_->news.notify_all();
    impl_->threads.clear();
}

void Scheduler::wake() {
    {
        const std::lock_guard guard{impl_->mutex};
        ++impl_->wakes;
    }
    impl_->news.notify_all();
}

bool Scheduler::run_one() {
    const auto lease = impl_->jobs.claim(impl_->kinds);
    if (!lease) return false;
    Running running{impl_->jobs, *lease};
    running.is_stopping_ = &impl_->stopping;
    Result<std::string> outcome;
    try {
        outcome = impl_->handlers.at(lease->job.kind)(running);
    } catch (const std::exception& fault) {
        outcome = fail(ErrorKind::Unavailable, "jobs.fault", {}, fault.what());
    }
    impl_->settle(*lease, std::move(outcome));
    return true;
}

void Scheduler::run_periodic() {
    const auto now = impl_->clock.now().unix_ms;
    for (auto& work : impl_->periodic) {
        if (now < work.next_ms || impl_->is_stopping) continue;
        work.next_ms = now + work.interval_ms;
        (void)Impl::guarded(work.name, [&] {
            work.work();
            return true;
        });
    }
}

} // namespace tangthu::jobs
