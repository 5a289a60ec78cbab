#include "platform/db/maintenance.h"

#include "tests/support/engines.h"

#include <atomic>
#include <fstream>
#include <thread>

namespace tangthu::db {
namespace {

namespace fs = std::filesystem;

class MaintenanceTest : public test::EngineTest {
protected:
    void SetUp() override {
        EngineTest::SetUp();
        if (IsSkipped()) return;
        add_cursor("index", 5);
    }
    /// Any table of ours does; the journal's cursors are the simplest.
    void add_cursor(const std::string& name, std::int64_t seq) {
        (void)db().write([&](WriteTx& tx) -> Result<int> {
            tx.execute("INSERT INTO journal_cursors (name, tx_id, seq, moved_at) VALUES ($1, 0, $2, 0)", name, seq);
            return 0;
        });
    }
    static std::int64_t seq_of(Database& database, const std::string& name) {
        return *database.read([&](ReadTx& tx) -> Result<std::int64_t> {
            return tx.find_value<std::int64_t>("SELECT seq FROM journal_cursors WHERE name = $1", name).value_or(-1);
        });
    }
    fs::path backup_file() { return folder() / "backup.db"; }
};
TANGTHU_ON_BOTH_ENGINES(MaintenanceTest);

TEST_P(MaintenanceTest, StatusTellsWhatIsThere) {
    const auto status = run_status(db());
    ASSERT_TRUE(status);
    EXPECT_EQ(status->engine, is_sqlite() ? "sqlite" : "postgresql");
    EXPECT_EQ(status->schema_number, built_in_migrations().back().number);
    EXPECT_TRUE(status->pending.empty());
    EXPECT_EQ(status->problem, "");
    EXPECT_GT(status->size_bytes, 10'000);
    (void)db().write([&](WriteTx& tx) -> Result<int> {
        tx.execute(
            "INSERT INTO db_migrations (number, name, checksum, applied_at) VALUES (9999, '9999_x_later', '', 0)");
        return 0;
    });
    EXPECT_EQ(run_status(db())->problem, "db.newer_database");
}

TEST_P(MaintenanceTest, BringsEverythingBack) {
    (void)db().write([&](WriteTx& tx) -> Result<int> {
        tx.execute("INSERT INTO journal_seals VALUES (1, 0, 1, 0, 2, 2, 77, '', 'h', $1)",
                   Bytes{std::string_view{"\0\xff\\x", 4}});
        return 0;
    });
    const auto backup = run_backup(db(), backup_file(), clock_);
    ASSERT_TRUE(backup) << backup.error().detail;
    EXPECT_EQ(backup->schema_number, built_in_migrations().back().number);
    EXPECT_EQ(run_backup(db(), backup_file(), clock_).error().key, "db.backup_exists");
    auto target = *test::make_database(GetParam(), false);
    const auto restored = run_restore(target.location, backup_file(), clock_);
    ASSERT_TRUE(restored) << restored.error().key << restored.error().detail;
    {
        auto again = *Database::open(target.location);
        EXPECT_TRUE(migrate(again, clock_)->applied.empty());
        EXPECT_EQ(seq_of(again, "index"), 5);
        const auto marks = again.read([](ReadTx& tx) -> Result<std::string> {
            return *tx.find_value<std::string>("SELECT entry_marks FROM journal_seals");
        });
        EXPECT_EQ(*marks, (std::string{"\0\xff\\x", 4}));
        const auto id =
            again.write([](WriteTx& tx) -> Result<std::int64_t> { return tx.reserve_ids("journal", 1).at(0); });
        EXPECT_GE(*id, 1);
    }
    test::drop_database(target);
}

TEST_P(MaintenanceTest, IdsGoOnBehindTheRestoredOnes) {
    (void)db().write([&](WriteTx& tx) -> Result<int> {
        tx.execute("INSERT INTO br_administrative_units (id, code, official_code, kind, name_vi, name_en, parent_code, "
                   "valid_from) VALUES (41, 'a', '', '', '', '', '', '2025-07-01')");
        return 0;
    });
    ASSERT_TRUE(run_backup(db(), backup_file(), clock_));
    auto target = *test::make_database(GetParam(), false);
    ASSERT_TRUE(run_restore(target.location, backup_file(), clock_));
    {
        auto again = *Database::open(target.location);
        const auto next = again.write([](WriteTx& tx) -> Result<std::int64_t> {
            return tx.insert_returning(
                "INSERT INTO br_administrative_units (code, official_code, kind, name_vi, name_en, "
                "parent_code, valid_from) VALUES ('b', '', '', '', '', '', '') RETURNING id");
        });
        EXPECT_EQ(*next, 42);
    }
    test::drop_database(target);
}

TEST_P(MaintenanceTest, BacksUpBesideAWriter) {
    std::atomic<bool> stop{false};
    std::thread writer{[&] {
        for (int i = 0; !stop && i < 300; ++i)
            add_cursor("w" + std::to_string(i), i);
    }};
    const auto backup = run_backup(db(), backup_file(), clock_);
    stop = true;
    writer.join();
    EXPECT_TRUE(backup);
}

TEST_P(MaintenanceTest, RefusesToReplaceWhatIsInUse) {
    ASSERT_TRUE(run_backup(db(), backup_file(), clock_));
    const auto refused = run_restore(location(), backup_file(), clock_);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().key, is_sqlite() ? "db.in_use" : "db.not_empty");
    EXPECT_EQ(seq_of(db(), "index"), 5);
}

TEST_P(MaintenanceTest, KeepsTheReplacedDatabaseAside) {
    if (!is_sqlite()) GTEST_SKIP() << "PostgreSQL restores into an empty database only";
    ASSERT_TRUE(run_backup(db(), backup_file(), clock_));
    add_cursor("later", 6);
    close();
    const auto restored = run_restore(location(), backup_file(), clock_);
    ASSERT_TRUE(restored) << restored.error().key;
    reopen();
    EXPECT_EQ(seq_of(db(), "later"), -1);
    auto aside = *Database::open({Engine::Sqlite, restored->kept_aside});
    EXPECT_EQ(seq_of(aside, "later"), 6);
}

TEST_P(MaintenanceTest, RefusesABackupThatIsNone) {
    const auto key_of = [&](const std::string& contents) {
        std::ofstream{folder() / "bad", std::ios::binary | std::ios::trunc} << contents;
        auto target = *test::make_database(GetParam(), false);
        const auto refused = run_restore(target.location, folder() / "bad", clock_);
        test::drop_database(target);
        return refused ? "restored" : refused.error().key;
    };
    EXPECT_EQ(key_of("\xff\xd8\xff\xe0 a picture"), "db.backup_unreadable");
    EXPECT_EQ(key_of(""), "db.backup_unreadable");
    ASSERT_TRUE(run_backup(db(), backup_file(), clock_));
    std::ifstream in{backup_file(), std::ios::binary};
    std::string contents{std::istreambuf_iterator<char>{in}, {}};
    EXPECT_EQ(key_of(contents.substr(0, contents.size() / 2)), "db.backup_unreadable") << "cut off";
    EXPECT_EQ(run_restore(location(), folder() / "absent", clock_).error().key, "db.backup_unreadable");
}

TEST_P(MaintenanceTest, ABackupThatFailsLeavesNothing) {
    const auto failed = run_backup(db(), folder() / "no such folder" / "backup.db", clock_);
    EXPECT_EQ(failed.error().key, "db.backup_cannot_create");
    EXPECT_EQ(failed.error().params.at(1).value, "No such file or directory");
    EXPECT_FALSE(fs::exists(folder() / "no such folder"));
}

/// How a library that has outgrown one machine moves; the way back would lose the order of transactions.
TEST(Moving, FromSqliteToPostgresAndNotBack) {
    auto post = test::make_database(Engine::Postgres, false);
    if (!post) GTEST_SKIP() << "PostgreSQL is not installed";
    auto lite = *test::make_database(Engine::Sqlite, true);
    const SystemClock clock;
    {
        auto sqlite = *Database::open(lite.location);
        (void)sqlite.write([&](WriteTx& tx) -> Result<int> {
            tx.execute("INSERT INTO journal_cursors (name, tx_id, seq, moved_at) VALUES ('Đọc', 0, 9, 0)");
            return 0;
        });
        ASSERT_TRUE(run_backup(sqlite, lite.folder / "a.db", clock));
    }
    ASSERT_TRUE(run_restore(post->location, lite.folder / "a.db", clock));
    {
        auto postgres = *Database::open(post->location);
        const auto seq = postgres.read([](ReadTx& tx) -> Result<std::int64_t> {
            return *tx.find_value<std::int64_t>("SELECT seq FROM journal_cursors WHERE name = 'Đọc'");
        });
        EXPECT_EQ(*seq, 9);
        ASSERT_TRUE(run_backup(postgres, lite.folder / "b.db", clock));
    }
    EXPECT_EQ(run_restore({Engine::Sqlite, lite.folder / "new.db"}, lite.folder / "b.db", clock).error().key,
              "db.backup_of_postgres");
    test::drop_database(*post);
    test::drop_database(lite);
}

} // namespace
} // namespace tangthu::db
