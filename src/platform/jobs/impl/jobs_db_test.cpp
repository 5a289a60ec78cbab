#include "platform/jobs/scheduler.h"

#include "platform/db/database.h"
#include "tests/support/engines.h"

#include <csignal>
#include <future>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace tangthu::jobs {
namespace {

class JobsTest : public test::EngineTest {
protected:
    void SetUp() override {
        EngineTest::SetUp();
        if (!IsSkipped()) jobs_.emplace(db(), clock_);
    }
    void TearDown() override {
        jobs_.reset();
        EngineTest::TearDown();
    }
    std::optional<Lease> claim() { return jobs_->claim(kinds_); }
    JobId add(NewJob job = {.kind = "x.work"}) { return jobs_->enqueue(job); }
    JobState state(JobId id) { return jobs_->get(id)->state; }

    std::vector<std::string> kinds_{"x.work", "x.other"};
    std::optional<Jobs> jobs_;
};
TANGTHU_ON_BOTH_ENGINES(JobsTest);

TEST_P(JobsTest, AJobGoesFromQueueToDone) {
    const auto id = add({.kind = "x.work", .payload = R"({"a":1})"});
    EXPECT_EQ(state(id), JobState::queued);
    const auto lease = claim();
    ASSERT_TRUE(lease);
    EXPECT_EQ(lease->job.id, id);
    EXPECT_EQ(lease->job.payload, R"({"a":1})");
    EXPECT_EQ(lease->job.attempts, 1);
    EXPECT_EQ(state(id), JobState::running);
    EXPECT_FALSE(claim()) << "it is taken";
    EXPECT_TRUE(jobs_->complete(*lease, R"({"b":2})"));
    EXPECT_EQ(state(id), JobState::done);
    EXPECT_EQ(jobs_->get(id)->result, R"({"b":2})");
    EXPECT_EQ(jobs_->complete(*lease, "").error().key, "jobs.lease_lost");
    EXPECT_FALSE(claim());
}

TEST_P(JobsTest, AreTakenByUrgencyThenAge) {
    const auto old = add();
    const auto urgent = add({.kind = "x.other", .priority = 5});
    const auto later = add({.kind = "x.work", .priority = 9, .run_at = Instant{clock_.now().unix_ms + 1000}});
    add({.kind = "y.not_ours"});
    EXPECT_EQ(claim()->job.id, urgent);
    EXPECT_EQ(claim()->job.id, old);
    EXPECT_FALSE(claim());
    clock_.advance_ms(1000);
    EXPECT_EQ(claim()->job.id, later);
}

TEST_P(JobsTest, AnUnfinishedKeyIsQueuedOnce) {
    const auto first = add({.kind = "x.work", .unique_key = "reindex"});
    EXPECT_EQ(add({.kind = "x.work", .unique_key = "reindex"}), first);
    const auto lease = claim();
    EXPECT_EQ(add({.kind = "x.work", .unique_key = "reindex"}), first);
    ASSERT_TRUE(jobs_->complete(*lease, ""));
    EXPECT_NE(add({.kind = "x.work", .unique_key = "reindex"}), first);
}

TEST_P(JobsTest, IsNotThereWhenWhatAskedForItWasRolledBack) {
    (void)db().write([&](db::WriteTx& tx) -> Result<int> {
        (void)jobs_->enqueue(tx, {.kind = "x.work"});
        return fail(ErrorKind::Conflict, "test.no");
    });
    EXPECT_FALSE(claim());
}

TEST_P(JobsTest, ADeadWorkersJobIsTakenByAnother) {
    const auto id = add();
    const pid_t worker = fork();
    if (worker == 0) {
        auto mine = open_again();
        Jobs jobs{mine, clock_};
        _exit(jobs.claim(kinds_) ? raise(SIGKILL) : 1);
    }
    int status = 0;
    waitpid(worker, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));
    reopen();
    jobs_.emplace(db(), clock_);
    EXPECT_EQ(state(id), JobState::running);
    EXPECT_FALSE(claim()) << "its lease is not over";
    clock_.advance_ms(Jobs::kLeaseMs - 1);
    EXPECT_FALSE(claim());
    clock_.advance_ms(1);
    const auto lease = claim();
    ASSERT_TRUE(lease);
    EXPECT_EQ(lease->job.id, id);
    EXPECT_EQ(lease->job.attempts, 2);
}

TEST_P(JobsTest, AWorkerThatWasSilentTooLongHasLostItsJob) {
    add();
    const auto slow = claim();
    clock_.advance_ms(Jobs::kLeaseMs - 1);
    EXPECT_TRUE(jobs_->renew(*slow, {1, 2, ""})) << "in time";
    clock_.advance_ms(Jobs::kLeaseMs);
    const auto other = claim();
    ASSERT_TRUE(other);
    EXPECT_EQ(jobs_->renew(*slow, {}).error().key, "jobs.lease_lost");
    EXPECT_EQ(jobs_->complete(*slow, "late").error().key, "jobs.lease_lost");
    EXPECT_EQ(jobs_->fail(*slow, {}).error().key, "jobs.lease_lost");
    EXPECT_TRUE(jobs_->complete(*other, "in time"));
    EXPECT_EQ(jobs_->get(other->job.id)->result, "in time");
}

TEST_P(JobsTest, AJobThatKillsItsWorkersEnds) {
    const auto id = add({.kind = "x.work", .max_attempts = 3});
    for (int i = 0; i < 3; ++i) {
        EXPECT_TRUE(claim());
        clock_.advance_ms(Jobs::kLeaseMs);
    }
    EXPECT_FALSE(claim());
    EXPECT_EQ(state(id), JobState::failed);
    EXPECT_EQ(jobs_->get(id)->error_key, "jobs.worker_died");
}

TEST_P(JobsTest, AFailedAttemptWaitsLongerEachTime) {
    const auto id = add({.kind = "x.work", .max_attempts = 3});
    for (const std::int64_t pause_ms : {1000, 4000}) {
        ASSERT_TRUE(jobs_->fail(*claim(), {ErrorKind::Unavailable, "x.busy", {}, "why"}));
        clock_.advance_ms(pause_ms - 1);
        EXPECT_FALSE(claim());
        clock_.advance_ms(1);
    }
    EXPECT_EQ(jobs_->get(id)->error_key, "x.busy");
    ASSERT_TRUE(jobs_->fail(*claim(), {ErrorKind::Unavailable, "x.busy"}));
    EXPECT_EQ(state(id), JobState::failed);
    EXPECT_EQ(jobs_->get(id)->attempts, 3);
}

TEST_P(JobsTest, WhatWouldFailAgainEndsAtOnce) {
    const auto id = add();
    ASSERT_TRUE(jobs_->fail(*claim(), {ErrorKind::Invalid, "x.bad"}));
    EXPECT_EQ(state(id), JobState::failed);
}

TEST_P(JobsTest, IsCancelledInTheQueueOrAskedToStop) {
    const auto queued = add();
    EXPECT_EQ(jobs_->cancel(queued)->state, JobState::cancelled);
    EXPECT_FALSE(claim());
    const auto running = add();
    const auto lease = claim();
    EXPECT_EQ(jobs_->cancel(running)->state, JobState::running);
    EXPECT_EQ(jobs_->renew(*lease, {}).error().key, "jobs.cancelled");
    EXPECT_TRUE(jobs_->cancelled(*lease));
    EXPECT_EQ(state(running), JobState::cancelled);
    EXPECT_EQ(jobs_->cancel(running).error().key, "jobs.already_finished");
    EXPECT_EQ(jobs_->cancel(JobId{999}).error().key, "jobs.not_found");
}

TEST_P(JobsTest, TellsHowFastItGoesAndHowLongItTakes) {
    const auto id = add();
    const auto lease = claim();
    clock_.advance_ms(10'000);
    ASSERT_TRUE(jobs_->renew(*lease, {50, 200, "bản ghi"}));
    const auto job = *jobs_->get(id);
    EXPECT_DOUBLE_EQ(job.rate(clock_.now()), 5);
    EXPECT_EQ(job.seconds_left(clock_.now()), 30);
    EXPECT_EQ(job.progress.note, "bản ghi");
}

TEST_P(JobsTest, ManyWorkersTakeEachJobOnce) {
    for (int i = 0; i < 20; ++i)
        add();
    std::vector<std::thread> workers;
    std::atomic<int> taken{0};
    for (int i = 0; i < 4; ++i) {
        workers.emplace_back([&] {
            while (const auto lease = claim()) {
                ++taken;
                EXPECT_TRUE(jobs_->complete(*lease, ""));
            }
        });
    }
    for (auto& worker : workers)
        worker.join();
    EXPECT_EQ(taken, 20);
}

TEST_P(JobsTest, ForgetsWhatFinishedLongAgo) {
    const auto old = add();
    ASSERT_TRUE(jobs_->complete(*claim(), ""));
    clock_.advance_ms(1000);
    const auto waiting = add();
    EXPECT_EQ(jobs_->forget_finished_before(clock_.now()), 1);
    EXPECT_EQ(jobs_->get(old).error().key, "jobs.not_found");
    EXPECT_EQ(state(waiting), JobState::queued);
}

TEST_P(JobsTest, TheSchedulerRunsHandlersAndSettlesTheirOutcomes) {
    Scheduler scheduler{*jobs_, clock_};
    scheduler.handle("x.work", [](Running& running) -> Result<std::string> {
        const auto& payload = running.job().payload;
        if (payload == "error") return fail(ErrorKind::Invalid, "x.bad");
        if (payload == "fault") throw Fault("broken");
        TANGTHU_CHECK(running.report({1, 2, ""}));
        return std::string{"ok"};
    });
    const auto good = add();
    const auto bad = add({.kind = "x.work", .payload = "error"});
    const auto broken = add({.kind = "x.work", .payload = "fault"});
    const auto foreign = add({.kind = "x.other"});
    while (scheduler.run_one()) {
    }
    EXPECT_EQ(state(good), JobState::done);
    EXPECT_EQ(jobs_->get(good)->result, "ok");
    EXPECT_EQ(state(bad), JobState::failed);
    EXPECT_EQ(state(broken), JobState::queued) << "a fault may pass";
    EXPECT_EQ(jobs_->get(broken)->error_detail, "broken");
    EXPECT_EQ(state(foreign), JobState::queued) << "no handler here";
}

TEST_P(JobsTest, TheSchedulersThreadsWakeUpWorkAndStop) {
    Scheduler scheduler{*jobs_, clock_, {.workers = 2, .idle_ms = 60'000}};
    std::promise<void> ran;
    scheduler.handle("x.work", [&](Running&) -> Result<std::string> {
        ran.set_value();
        return std::string{};
    });
    scheduler.start();
    const auto id = add();
    scheduler.wake();
    ran.get_future().wait();
    scheduler.stop();
    EXPECT_EQ(state(id), JobState::done);
}

TEST_P(JobsTest, StoppingGivesAJobBackUntouched) {
    Scheduler scheduler{*jobs_, clock_, {.workers = 1, .idle_ms = 60'000}};
    std::promise<void> begun;
    std::promise<void> go_on;
    scheduler.handle("x.work", [&](Running& running) -> Result<std::string> {
        begun.set_value();
        go_on.get_future().wait();
        while (true)
            TANGTHU_CHECK(running.report({}));
    });
    const auto id = add();
    scheduler.start();
    begun.get_future().wait();
    go_on.set_value();
    scheduler.stop();
    EXPECT_EQ(state(id), JobState::queued);
    EXPECT_EQ(jobs_->get(id)->attempts, 0);
    EXPECT_TRUE(claim()) << "the next program takes it at once";
}

TEST_P(JobsTest, PeriodicWorkRunsAtItsIntervalAndSurvivesItsFaults) {
    Scheduler scheduler{*jobs_, clock_};
    int runs = 0;
    scheduler.every(1000, "test", [&] {
        ++runs;
        throw Fault("broken");
    });
    scheduler.run_periodic();
    scheduler.run_periodic();
    EXPECT_EQ(runs, 1);
    clock_.advance_ms(1000);
    scheduler.run_periodic();
    EXPECT_EQ(runs, 2);
}

} // namespace
} // namespace tangthu::jobs
