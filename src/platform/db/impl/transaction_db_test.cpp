#include "platform/base/clock.h"
#include "platform/db/database.h"
#include "tests/support/engines.h"

#include <array>
#include <atomic>
#include <thread>

namespace tangthu::db {
namespace {

class TransactionTest : public test::EmptyEngineTest {
protected:
    void SetUp() override {
        EmptyEngineTest::SetUp();
        if (IsSkipped()) return;
        run("CREATE TABLE things (id BIGINT PRIMARY KEY, name TEXT, price DOUBLE PRECISION)");
        run("CREATE UNIQUE INDEX things_name ON things (name)");
    }

    template <class... Args>
    std::int64_t run(std::string_view sql, const Args&... args) {
        return *db().write([&](WriteTx& tx) -> Result<std::int64_t> { return tx.execute(sql, args...); });
    }
    std::int64_t count() {
        return *db().read([](ReadTx& tx) -> Result<std::int64_t> {
            return *tx.find_value<std::int64_t>("SELECT count(*) FROM things");
        });
    }
};
TANGTHU_ON_BOTH_ENGINES(TransactionTest);

constexpr const char* kInsert = "INSERT INTO things (id, name) VALUES ($1, $2)";

TEST_P(TransactionTest, KeepsWhatSucceeds) {
    run(kInsert, 1, "Dế Mèn phiêu lưu ký");
    const auto name = db().read([](ReadTx& tx) -> Result<std::optional<std::string>> {
        return tx.find_value<std::string>("SELECT name FROM things WHERE id = $1", 1);
    });
    EXPECT_EQ(**name, "Dế Mèn phiêu lưu ký");
}

TEST_P(TransactionTest, RollsBackOnAnError) {
    const auto outcome = db().write([](WriteTx& tx) -> Result<int> {
        tx.execute(kInsert, 1, "a");
        return fail(ErrorKind::Conflict, "test.no");
    });
    EXPECT_EQ(outcome.error().key, "test.no");
    EXPECT_EQ(count(), 0);
}

TEST_P(TransactionTest, RollsBackOnAnException) {
    EXPECT_THROW((void)db().write([](WriteTx& tx) -> Result<int> {
        tx.execute(kInsert, 1, "a");
        throw std::runtime_error("broken");
    }),
                 std::runtime_error);
    EXPECT_EQ(count(), 0);
    run(kInsert, 1, "the next one works");
    EXPECT_EQ(count(), 1);
}

TEST_P(TransactionTest, BindsByNumberWhateverTheOrderOfAppearance) {
    const auto text = db().read([](ReadTx& tx) -> Result<std::string> {
        auto rows = tx.query("SELECT $2 AS second, $1 AS first, $2 AS again", "one", "two");
        rows.next();
        return rows.row().get<std::string>("second") + rows.row().get<std::string>("first") +
               rows.row().get<std::string>("again");
    });
    EXPECT_EQ(*text, "twoonetwo");
}

TEST_P(TransactionTest, RefusesTooFewOrTooManyValues) {
    const auto with_values = [&](auto... values) { run(kInsert, values...); };
    EXPECT_THROW(with_values(1), DatabaseFault);
    EXPECT_THROW(with_values(1, "a", "b"), DatabaseFault);
}

TEST_P(TransactionTest, NamesAUniqueClash) {
    run(kInsert, 1, "a");
    try {
        run(kInsert, 2, "a");
        FAIL() << "two things with one name";
    } catch (const UniqueViolation& clash) {
        EXPECT_EQ(clash.table(), "things");
        EXPECT_TRUE(clash.is_on("name")) << clash.columns();
    }
    EXPECT_EQ(count(), 1);
}

TEST_P(TransactionTest, UndoesANestedPartAlone) {
    const auto outcome = db().write([](WriteTx& tx) -> Result<int> {
        tx.execute(kInsert, 1, "a");
        try {
            (void)tx.nested([&]() -> Result<int> {
                tx.execute(kInsert, 2, "b");
                tx.execute(kInsert, 3, "a");
                return 0;
            });
        } catch (const UniqueViolation&) {
        }
        const auto refused = tx.nested([&]() -> Result<int> {
            tx.execute(kInsert, 4, "d");
            return fail(ErrorKind::Invalid, "test.no");
        });
        EXPECT_FALSE(refused);
        TANGTHU_CHECK(tx.nested([&]() -> Result<int> {
            tx.execute(kInsert, 5, "e");
            return 0;
        }));
        return 0;
    });
    EXPECT_TRUE(outcome);
    EXPECT_EQ(count(), 2);
}

TEST_P(TransactionTest, RunsEffectsOnceItIsDurableAndOnlyThen) {
    int effects = 0;
    (void)db().write([&](WriteTx& tx) -> Result<int> {
        tx.execute(kInsert, 1, "a");
        tx.after_commit([&] { effects += 1; });
        (void)tx.nested([&]() -> Result<int> {
            tx.after_commit([&] { effects += 100; });
            return fail(ErrorKind::Invalid, "test.no");
        });
        EXPECT_EQ(effects, 0);
        return 0;
    });
    EXPECT_EQ(effects, 1);
    (void)db().write([&](WriteTx& tx) -> Result<int> {
        tx.after_commit([&] { effects += 10; });
        return fail(ErrorKind::Invalid, "test.no");
    });
    EXPECT_EQ(effects, 1);
}

TEST_P(TransactionTest, AReaderKeepsItsSnapshot) {
    run(kInsert, 1, "a");
    (void)db().read([&](ReadTx& tx) -> Result<int> {
        EXPECT_EQ(tx.find_value<int>("SELECT count(*) FROM things"), 1);
        std::thread{[&] { run(kInsert, 2, "b"); }}.join();
        EXPECT_EQ(tx.find_value<int>("SELECT count(*) FROM things"), 1);
        return 0;
    });
    EXPECT_EQ(count(), 2);
}

TEST_P(TransactionTest, AReaderCannotWrite) {
    EXPECT_THROW((void)db().read([](ReadTx& tx) -> Result<int> {
        tx.query("INSERT INTO things (id) VALUES (1) RETURNING id").next();
        return 0;
    }),
                 DatabaseFault);
    EXPECT_EQ(count(), 0);
}

TEST_P(TransactionTest, GivesEveryTypeBackAsItWentIn) {
    run("CREATE TABLE kinds (i BIGINT, r DOUBLE PRECISION, t TEXT, n BIGINT, day TEXT, flag BIGINT)");
    const std::string text{"tiếng Việt \xf0\x9f\x93\x9a"};
    run("INSERT INTO kinds VALUES ($1, $2, $3, $4, $5, $6)", std::int64_t{-9'000'000'000'000'000'000}, 0.1, text,
        std::optional<std::int64_t>{}, Date{2025, 7, 1}, true);
    (void)db().read([&](ReadTx& tx) -> Result<int> {
        auto rows = tx.query("SELECT * FROM kinds");
        EXPECT_TRUE(rows.next());
        const auto& row = rows.row();
        EXPECT_EQ(row.get<std::int64_t>("i"), -9'000'000'000'000'000'000);
        EXPECT_EQ(row.get<Instant>("i").unix_ms, -9'000'000'000'000'000'000);
        EXPECT_EQ(row.get<double>("r"), 0.1);
        EXPECT_EQ(row.get<std::string_view>("t"), text);
        EXPECT_EQ(row.get<std::optional<std::int64_t>>("n"), std::nullopt);
        EXPECT_EQ(row.get<Date>("day"), (Date{2025, 7, 1}));
        EXPECT_TRUE(row.get<bool>("flag"));
        EXPECT_THROW((void)row.get<std::int64_t>("n"), DatabaseFault) << "NULL into a plain integer";
        EXPECT_THROW((void)row.get<std::int64_t>("t"), DatabaseFault) << "a text into an integer";
        EXPECT_THROW((void)row.get<std::string>("i"), DatabaseFault) << "an integer into a text";
        EXPECT_THROW((void)row.get<int>("i"), DatabaseFault) << "too large";
        EXPECT_THROW((void)row.get<int>("absent"), DatabaseFault);
        EXPECT_FALSE(rows.next());
        return 0;
    });
}

TEST_P(TransactionTest, SumsAndAveragesReadAsNumbers) {
    run("INSERT INTO things (id, price) VALUES (1, 1.5), (2, 2.5), (30000000000, 4.25)");
    (void)db().read([&](ReadTx& tx) -> Result<int> {
        auto rows = tx.query(
            "SELECT sum(id) AS s, avg(id) AS a, sum(price) AS p, count(*) AS c, max(id) > 2 AS more FROM things");
        EXPECT_TRUE(rows.next());
        EXPECT_EQ(rows.row().get<std::int64_t>("s"), 30'000'000'003);
        EXPECT_DOUBLE_EQ(rows.row().get<double>("a"), 10'000'000'001.0);
        EXPECT_DOUBLE_EQ(rows.row().get<double>("p"), 8.25);
        EXPECT_EQ(rows.row().get<int>("c"), 3);
        EXPECT_TRUE(rows.row().get<bool>("more"));
        return 0;
    });
}

TEST_P(TransactionTest, ComparesTextBytewise) {
    run("DROP TABLE things");
    auto report = db().write([](WriteTx& tx) -> Result<int> {
        tx.execute(tx.engine() == Engine::Postgres ? "CREATE TABLE things (name TEXT COLLATE \"C\")"
                                                   : "CREATE TABLE things (name TEXT)");
        for (const auto* name : {"a", "B", "ă", "z", "Đ", "d"})
            tx.execute("INSERT INTO things VALUES ($1)", name);
        return 0;
    });
    ASSERT_TRUE(report);
    const auto order = db().read([](ReadTx& tx) -> Result<std::string> {
        std::string names;
        for (const auto& row : tx.query("SELECT name FROM things ORDER BY name"))
            names += row.get<std::string_view>(0);
        return names;
    });
    EXPECT_EQ(*order, "BadzăĐ");
}

TEST_P(TransactionTest, TheSameQueryRunsInsideItsOwnLoop) {
    run("INSERT INTO things (id) VALUES (1), (2), (3)");
    const auto pairs = db().read([](ReadTx& tx) -> Result<int> {
        int seen = 0;
        for (const auto& outer : tx.query("SELECT id FROM things")) {
            for (const auto& inner : tx.query("SELECT id FROM things"))
                seen += inner.get<int>(0) != outer.get<int>(0) ? 1 : 0;
        }
        return seen;
    });
    EXPECT_EQ(*pairs, 6);
}

TEST_P(TransactionTest, ScansMoreRowsThanOnePortion) {
    (void)db().write([](WriteTx& tx) -> Result<int> {
        tx.copy_in("things", {"id"}, [](CopyWriter& writer) {
            for (int i = 0; i < 25'000; ++i)
                writer.row(i);
        });
        return 0;
    });
    const auto sum = db().read([](ReadTx& tx) -> Result<std::int64_t> {
        std::int64_t total = 0;
        for (const auto& row : tx.scan("SELECT id FROM things WHERE id >= $1 ORDER BY id", 5)) {
            total += row.get<std::int64_t>(0);
            EXPECT_EQ(total == 5 ? tx.find_value<int>("SELECT 1") : 1, 1) << "other queries run beside a scan";
        }
        return total;
    });
    EXPECT_EQ(*sum, 25'000LL * 24'999 / 2 - 10);
}

TEST_P(TransactionTest, CopiesAnyBytesIn) {
    run(is_sqlite() ? "CREATE TABLE raws (id BIGINT, raw BLOB, note TEXT)"
                    : "CREATE TABLE raws (id BIGINT, raw BYTEA, note TEXT)");
    std::string all_bytes;
    for (int i = 0; i < 256; ++i)
        all_bytes += static_cast<char>(i);
    const std::string note = "tab\tnewline\nreturn\rbackslash\\N \\. quote'\"";
    const auto copied = db().write([&](WriteTx& tx) -> Result<std::int64_t> {
        return tx.copy_in("raws", {"id", "raw", "note"}, [&](CopyWriter& writer) {
            writer.row(1, Bytes{all_bytes}, note);
            writer.row(2, Bytes{""}, "");
            writer.row(3, std::optional<std::string>{}, nullptr);
        });
    });
    EXPECT_EQ(*copied, 3);
    (void)db().read([&](ReadTx& tx) -> Result<int> {
        auto rows = tx.query("SELECT raw, note FROM raws ORDER BY id");
        EXPECT_TRUE(rows.next());
        EXPECT_EQ(rows.row().get<Bytes>("raw").view, all_bytes);
        EXPECT_EQ(rows.row().get<std::string>("note"), note);
        EXPECT_TRUE(rows.next());
        EXPECT_EQ(rows.row().get<std::string>("raw"), "");
        EXPECT_EQ(rows.row().get<std::optional<std::string>>("note"), "");
        EXPECT_TRUE(rows.next());
        EXPECT_EQ(rows.row().get<std::optional<std::string>>("raw"), std::nullopt);
        EXPECT_EQ(rows.row().get<std::optional<std::string>>("note"), std::nullopt);
        return 0;
    });
}

TEST_P(TransactionTest, AFailingRowStopsABulkLoad) {
    EXPECT_THROW((void)db().write([](WriteTx& tx) -> Result<int> {
        tx.copy_in("things", {"id", "name"}, [](CopyWriter& writer) {
            writer.row(1, "a");
            writer.row(2, "a");
        });
        return 0;
    }),
                 UniqueViolation);
    EXPECT_THROW((void)db().write([](WriteTx& tx) -> Result<int> {
        tx.copy_in("things", {"id"}, [](CopyWriter& writer) {
            writer.row(1);
            throw std::runtime_error("the source is broken");
        });
        return 0;
    }),
                 std::runtime_error);
    EXPECT_EQ(count(), 0);
    run(kInsert, 1, "the next one works");
}

TEST_P(TransactionTest, ConcurrentIncrementsAllCount) {
    run(kInsert, 1, "counter");
    run("UPDATE things SET price = 0");
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int n = 0; n < 10; ++n) {
                (void)db().write([](WriteTx& tx) -> Result<int> {
                    const auto price = tx.find_value<double>("SELECT price FROM things WHERE id = 1");
                    tx.execute("UPDATE things SET price = $1 WHERE id = 1", *price + 1);
                    return 0;
                });
            }
        });
    }
    for (auto& thread : threads)
        thread.join();
    EXPECT_EQ(
        *db().read([](ReadTx& tx) -> Result<double> { return *tx.find_value<double>("SELECT price FROM things"); }),
        40);
}

TEST_P(TransactionTest, RefusesAWriteInsideAWriteInsteadOfWaitingForEver) {
    if (!is_sqlite()) GTEST_SKIP() << "a pool has no such wait";
    EXPECT_THROW((void)db().write([&](WriteTx&) -> Result<int> {
        run(kInsert, 1, "a");
        return 0;
    }),
                 DatabaseFault);
    run(kInsert, 1, "a");
}

TEST_P(TransactionTest, RowsMayNotOutliveTheirTransaction) {
    std::optional<Rows> kept;
    run(kInsert, 1, "a");
    if (is_sqlite()) {
        EXPECT_THROW((void)db().read([&](ReadTx& tx) -> Result<int> {
            kept.emplace(tx.query("SELECT id FROM things"));
            kept->next();
            return 0;
        }),
                     DatabaseFault);
    }
}

TEST_P(TransactionTest, ManyDifferentStatementsDoNotPileUp) {
    (void)db().read([](ReadTx& tx) -> Result<int> {
        for (int i = 0; i < 1000; ++i)
            EXPECT_EQ(tx.find_value<int>("SELECT " + std::to_string(i)), i);
        return 0;
    });
}

} // namespace
} // namespace tangthu::db
