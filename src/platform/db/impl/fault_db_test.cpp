// What breaks below a transaction: kills, full disks, lost connections, foreign and damaged files.

#include "platform/db/impl/connection.h"
#include "platform/db/migrate.h"
#include "tests/support/engines.h"
#include "tests/support/postgres_server.h"

#include <array>
#include <csignal>
#include <fstream>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tangthu::db {
namespace {

class FaultTest : public test::EmptyEngineTest {
protected:
    void SetUp() override {
        EmptyEngineTest::SetUp();
        if (!IsSkipped()) run("CREATE TABLE pairs (id BIGINT PRIMARY KEY, half BIGINT, text TEXT)");
    }
    void run(const std::string& sql) {
        (void)db().write([&](WriteTx& tx) -> Result<int> {
            tx.execute(sql);
            return 0;
        });
    }
    std::int64_t number(const std::string& sql) {
        return *db().read([&](ReadTx& tx) -> Result<std::int64_t> { return *tx.find_value<std::int64_t>(sql); });
    }
    FaultCause cause_of(const std::function<void()>& work) {
        try {
            work();
        } catch (const DatabaseFault& fault) {
            return fault.cause();
        }
        ADD_FAILURE() << "no fault";
        return FaultCause::Statement;
    }
    static void add_pair(WriteTx& tx, std::int64_t id) {
        tx.execute("INSERT INTO pairs (id, half, text) VALUES ($1, 1, $2)", 2 * id, std::string(200, 'x'));
        tx.execute("INSERT INTO pairs (id, half, text) VALUES ($1, 2, $2)", 2 * id + 1, std::string(200, 'x'));
    }
    /// Runs `work` in a process of its own, which must not touch this one's connections.
    template <class F>
    static pid_t in_a_child(F&& work) {
        const pid_t child = fork();
        if (child != 0) return child;
        try {
            work();
        } catch (...) {
            _exit(3);
        }
        _exit(0);
    }
};
TANGTHU_ON_BOTH_ENGINES(FaultTest);

TEST_P(FaultTest, KilledInsideATransactionLeavesNothingOfIt) {
    run("INSERT INTO pairs (id) VALUES (-1)");
    const auto child = in_a_child([&] {
        auto mine = open_again();
        (void)mine.write([&](WriteTx& tx) -> Result<int> {
            add_pair(tx, 1);
            raise(SIGKILL);
            return 0;
        });
    });
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status));
    reopen();
    EXPECT_EQ(number("SELECT count(*) FROM pairs"), 1);
    run("INSERT INTO pairs (id) VALUES (-2)");
}

TEST_P(FaultTest, KilledInsideAMigrationStepLeavesWholeSteps) {
    const auto steps = migrations_from(
        {{"0001_x_a.sql", "CREATE TABLE x_a (id @id@);\n"}, {"0002_x_b.sql", "CREATE TABLE x_b (id @id@);\n"}});
    ASSERT_TRUE(migrate(db(), clock_, {steps[0]}));
    const auto child = in_a_child([&] {
        auto mine = open_again();
        impl::Access::backend(mine).with_transaction(impl::TxMode::Schema, [&](impl::Connection& connection) {
            connection.run_script(*migration_sql(steps[1], mine.engine()));
            raise(SIGKILL);
            return true;
        });
    });
    waitpid(child, nullptr, 0);
    reopen();
    EXPECT_EQ(pending_migrations(db(), steps)->applied.size(), 1U);
    EXPECT_TRUE(migrate(db(), clock_, steps)) << "the half step is not in the way of the whole one";
}

/// Kills a program that commits as fast as it can, at whatever it is doing: what it said was committed is there, and no
/// half pair.
TEST_P(FaultTest, KilledWhileCommittingKeepsWhatWasAcknowledged) {
    std::int64_t base = 0;
    for (const int commits_before_kill : {1, 3, 17, 40}) {
        std::array<int, 2> pipe_ends{};
        ASSERT_EQ(pipe(pipe_ends.data()), 0);
        const auto child = in_a_child([&] {
            auto mine = open_again({.durability = Durability::Full});
            for (std::int64_t id = base;; ++id) {
                (void)mine.write([&](WriteTx& tx) -> Result<int> {
                    add_pair(tx, id);
                    return 0;
                });
                if (write(pipe_ends[1], "c", 1) != 1) _exit(4);
            }
        });
        ::close(pipe_ends[1]);
        int acknowledged = 0;
        char c = 0;
        while (acknowledged < commits_before_kill && read(pipe_ends[0], &c, 1) == 1)
            ++acknowledged;
        kill(child, SIGKILL);
        while (read(pipe_ends[0], &c, 1) == 1)
            ++acknowledged;
        waitpid(child, nullptr, 0);
        ::close(pipe_ends[0]);
        reopen();
        const auto pairs = number("SELECT count(*) FROM pairs");
        EXPECT_GE(pairs, 2 * (base + acknowledged));
        EXPECT_EQ(pairs % 2, 0);
        EXPECT_EQ(number("SELECT count(*) FROM pairs WHERE half = 1"), pairs / 2);
        if (is_sqlite()) {
            EXPECT_EQ(number("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"), 0);
        }
        base = pairs / 2;
    }
}

TEST_P(FaultTest, AFullDiskIsATemporaryFaultAndNothingIsLost) {
    if (!is_sqlite()) {
        EXPECT_EQ(cause_of([&] { run("DO $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = '53100'; END $$"); }),
                  FaultCause::DiskFull);
        return;
    }
    const auto limit = [&](int pages) {
        impl::Access::backend(db()).with_connection([&](impl::Connection& connection) {
            connection.run_script("PRAGMA max_page_count = " + std::to_string(pages));
        });
    };
    run("INSERT INTO pairs (id) VALUES (-1)");
    limit(30);
    try {
        (void)db().write([&](WriteTx& tx) -> Result<int> {
            for (int id = 0; id < 10'000; ++id)
                add_pair(tx, id);
            return 0;
        });
        FAIL() << "a disk without end";
    } catch (const DatabaseFault& fault) {
        EXPECT_EQ(fault.cause(), FaultCause::DiskFull);
        EXPECT_TRUE(fault.is_temporary());
    }
    EXPECT_EQ(number("SELECT count(*) FROM pairs"), 1);
    limit(1'000'000);
    run("INSERT INTO pairs (id) VALUES (-2)");
    EXPECT_EQ(number("SELECT count(*) FROM pairs"), 2);
}

/// The same from the operating system: writing fails in the middle of a commit, as on a full partition.
TEST_P(FaultTest, AFailingWriteInACommitLosesNothing) {
    if (!is_sqlite()) GTEST_SKIP() << "the server writes, not this program";
    const auto child = in_a_child([&] {
        signal(SIGXFSZ, SIG_IGN);
        auto mine = open_again();
        const rlimit limit{256 * 1024, 256 * 1024};
        setrlimit(RLIMIT_FSIZE, &limit);
        for (std::int64_t id = 0;; ++id) {
            try {
                (void)mine.write([&](WriteTx& tx) -> Result<int> {
                    add_pair(tx, id);
                    return 0;
                });
            } catch (const DatabaseFault& fault) {
                // A limit on the file's size reads as a failed write; only ENOSPC reads as a full disk.
                if (fault.cause() != FaultCause::InputOutput && fault.cause() != FaultCause::DiskFull) _exit(5);
                const auto kept = mine.read([](ReadTx& tx) -> Result<std::int64_t> {
                    return *tx.find_value<std::int64_t>("SELECT count(*) FROM pairs");
                });
                _exit(*kept == 2 * id ? 0 : 6);
            }
        }
    });
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_EQ(WEXITSTATUS(status), 0) << "5: another fault, 6: rows lost";
    reopen();
    EXPECT_EQ(number("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"), 0);
    EXPECT_GT(number("SELECT count(*) FROM pairs"), 0);
}

TEST_P(FaultTest, AConnectionLostInTheMiddleIsATemporaryFaultAndTheNextCallWorks) {
    if (is_sqlite()) GTEST_SKIP() << "SQLite has no connection to lose";
    auto administrator = open_again();
    try {
        (void)db().write([&](WriteTx& tx) -> Result<int> {
            add_pair(tx, 1);
            const auto victim = *tx.find_value<int>("SELECT pg_backend_pid()");
            (void)administrator.read([&](ReadTx& other) -> Result<int> {
                return *other.find_value<bool>("SELECT pg_terminate_backend($1::int)", victim) ? 1 : 0;
            });
            add_pair(tx, 2);
            return 0;
        });
        FAIL() << "it was not noticed";
    } catch (const DatabaseFault& fault) {
        EXPECT_EQ(fault.cause(), FaultCause::ConnectionLost);
        EXPECT_TRUE(fault.is_temporary());
    }
    EXPECT_EQ(number("SELECT count(*) FROM pairs"), 0);
    run("INSERT INTO pairs (id) VALUES (1)");
}

TEST_P(FaultTest, AConnectionLostWhileIdleIsNotNoticed) {
    if (is_sqlite()) GTEST_SKIP() << "SQLite has no connection to lose";
    auto administrator = open_again();
    (void)administrator.read([&](ReadTx& tx) -> Result<int> {
        auto rows = tx.query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
            "pg_backend_pid()");
        while (rows.next()) {
        }
        return 0;
    });
    run("INSERT INTO pairs (id) VALUES (1)");
    EXPECT_EQ(number("SELECT count(*) FROM pairs"), 1);
}

TEST(PostgresRestart, FaultsWhileItIsAwayAndWorksWhenItIsBack) {
    if (!test::PostgresServer::is_installed()) GTEST_SKIP() << "PostgreSQL is not installed";
    test::PostgresServer server;
    auto db = *Database::open({Engine::Postgres, server.url("postgres")});
    const auto one = [&] {
        return *db.read([](ReadTx& tx) -> Result<int> { return *tx.find_value<int>("SELECT 1"); });
    };
    EXPECT_EQ(one(), 1);
    server.kill_hard();
    try {
        one();
        FAIL() << "who answered?";
    } catch (const DatabaseFault& fault) {
        EXPECT_TRUE(fault.is_temporary()) << fault.what();
    }
    EXPECT_EQ(Database::open({Engine::Postgres, server.url("postgres")}).error().key, "db.cannot_connect");
    server.start();
    EXPECT_EQ(one(), 1);
}

TEST_P(FaultTest, GivesUpOnALockThatIsNeverReleased) {
    if (!is_sqlite()) GTEST_SKIP() << "PostgreSQL's writers do not wait for each other as a whole";
    auto other = open_again({.busy_timeout_ms = 1, .write_attempts = 2});
    (void)db().write([&](WriteTx&) -> Result<int> {
        EXPECT_EQ(cause_of([&] { (void)other.write([](WriteTx&) -> Result<int> { return 0; }); }), FaultCause::Busy);
        return 0;
    });
    EXPECT_TRUE(other.write([](WriteTx&) -> Result<int> { return 0; }));
}

TEST_P(FaultTest, RefusesFilesOfOthers) {
    if (!is_sqlite()) GTEST_SKIP();
    const auto key_of = [&](const std::filesystem::path& file) {
        const auto opened = Database::open({Engine::Sqlite, file});
        return opened ? "opened" : opened.error().key;
    };
    std::ofstream{folder() / "picture.jpg"} << "\xff\xd8\xff\xe0 " << std::string(5000, 'x');
    EXPECT_EQ(key_of(folder() / "picture.jpg"), "db.not_a_database");
    EXPECT_EQ(key_of(folder() / "absent" / "tangthu.db"), "db.cannot_open");
    EXPECT_EQ(key_of(folder()), "db.cannot_open");
    auto stranger = *Database::open({Engine::Sqlite, folder() / "stranger.db"});
    impl::Access::backend(stranger).with_connection([](impl::Connection& connection) {
        connection.run_script("PRAGMA application_id = 7; CREATE TABLE t (x INTEGER)");
    });
    EXPECT_EQ(key_of(folder() / "stranger.db"), "db.not_a_database");
}

TEST_P(FaultTest, AWrongStatementIsAFaultAndTheNextOneWorks) {
    EXPECT_EQ(cause_of([&] { run("SELEC 1"); }), FaultCause::Statement);
    EXPECT_EQ(cause_of([&] { run("INSERT INTO nowhere VALUES (1)"); }), FaultCause::Statement);
    run("INSERT INTO pairs (id) VALUES (1)");
}

TEST_P(FaultTest, ASwallowedFaultDoesNotPassForACommit) {
    if (is_sqlite()) GTEST_SKIP() << "SQLite goes on after a failed statement";
    EXPECT_EQ(cause_of([&] {
                  (void)db().write([&](WriteTx& tx) -> Result<int> {
                      add_pair(tx, 1);
                      try {
                          add_pair(tx, 1);
                      } catch (const UniqueViolation&) {
                      }
                      return 0;
                  });
              }),
              FaultCause::Statement);
    EXPECT_EQ(number("SELECT count(*) FROM pairs"), 0);
}

} // namespace
} // namespace tangthu::db
