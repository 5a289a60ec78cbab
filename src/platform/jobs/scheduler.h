#pragma once

#include "platform/jobs/jobs.h"

#include <functional>
#include <memory>

namespace tangthu::jobs {

/// What a handler is given: its payload, and the way to say how far it is.
class Running {
public:
    Running(Jobs& jobs, const Lease& lease) : jobs_(jobs), lease_(lease) {}
    [[nodiscard]] const Job& job() const { return lease_.job; }
    /// To be called at least every few seconds of work. Errors: jobs.lease_lost, jobs.cancelled, jobs.stopping: give up
    /// at once, and return the error.
    [[nodiscard]] Result<void> report(const Progress& progress);

private:
    friend class Scheduler;
    Jobs& jobs_;
    const Lease& lease_;
    const std::function<bool()>* is_stopping_ = nullptr;
};

/// Returns the result as JSON. An error or a Fault puts the job back for another attempt.
using Handler = std::function<Result<std::string>(Running&)>;

struct SchedulerOptions {
    int workers = 2;
    int idle_ms = 1000; ///< how often to look for jobs of other processes; own ones are noticed at once by wake()
};

/// One thread that looks for work and few that do it. Without start(), run_one() does both on the caller's thread: for
/// tests and commands.
class Scheduler {
public:
    Scheduler(Jobs& jobs, const Clock& clock, const SchedulerOptions& options = {});
    ~Scheduler();
    Scheduler(const Scheduler&) = delete;
    Scheduler& operator=(const Scheduler&) = delete;

    /// Before start().
    void handle(std::string kind, Handler handler);
    /// Calls `work` about every so often while running: sealing, roll-ups, tidying. One thread does them all, so each
    /// must be short. A Fault is logged, and the work is tried again at its next time.
    void every(std::int64_t interval_ms, std::string name, std::function<void()> work);

    void start();
    /// Asks the handlers to give up and waits for them. Their jobs go back to the queue without counting an attempt.
    void stop();
    /// There may be a new job: look now.
    void wake();

    /// Runs one job that is due, if any. Returns whether there was one.
    bool run_one();
    /// Runs the periodic works that are due.
    void run_periodic();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace tangthu::jobs
