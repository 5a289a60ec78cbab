#pragma once

#include "platform/base/date.h"
#include "platform/base/describe.h"
#include "platform/base/error.h"
#include "platform/base/id.h"

#include <cstdint>
#include <optional>
#include <string>

namespace tangthu::jobs {

using JobId = Id<struct JobTag>;

enum class JobState { queued, running, done, failed, cancelled };
TANGTHU_DESCRIBE_ENUM(JobState, queued, running, done, failed, cancelled)

struct NewJob {
    std::string kind;           ///< `room.what`: which handler takes it
    std::string payload = "{}"; ///< a described struct as JSON
    std::string unique_key;     ///< set: while a job with this key is unfinished, another is not added
    int priority = 0;           ///< higher first
    int max_attempts = 5;
    std::optional<Instant> run_at; ///< not before; now without it
};

struct Progress {
    std::int64_t done = 0;
    std::int64_t total = 0; ///< 0: unknown
    std::string note;
};
TANGTHU_DESCRIBE(Progress, done, total, note)

struct Job {
    JobId id;
    std::string kind;
    std::string payload;
    JobState state = JobState::queued;
    int priority = 0;
    Instant run_at;
    int attempts = 0; ///< begun so far, the running one included
    int max_attempts = 0;
    bool is_cancel_asked = false;
    Progress progress;
    std::string result; ///< JSON, when done
    std::string error_key;
    std::string error_detail;
    Instant created_at;
    std::optional<Instant> started_at;
    std::optional<Instant> finished_at;
    std::optional<Instant> lease_until;

    /// Steps a second since this attempt began; 0 before the first.
    [[nodiscard]] double rate(Instant now) const;
    /// Seconds until the end at that rate; nullopt where the total is unknown.
    [[nodiscard]] std::optional<std::int64_t> seconds_left(Instant now) const;
};

/// A running job in the hands of one worker. Whoever lost its lease gets jobs.lease_lost from every call, and must
/// stop.
struct Lease {
    Job job;
    std::string token;
};

} // namespace tangthu::jobs
