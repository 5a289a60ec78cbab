#include "platform/journal/journal.h"

#include "platform/base/uid.h"
#include "platform/journal/commands.h"
#include "platform/journal/impl/entry_store.h"
#include "platform/journal/seal.h"
#include "tests/support/engines.h"
#include "tests/support/raw_sql.h"

#include <gmock/gmock.h>
#include <tuple>

namespace tangthu::journal {
namespace {

class JournalTest : public test::EngineTest {
protected:
    Entry visit(UnitId unit = UnitId{7}) {
        Entry entry;
        entry.kind = "circulation.visited";
        entry.unit_id = unit;
        entry.actor = {.name = "staff:3", .channel = Channel::desk};
        return entry;
    }
    Appended add(const Entry& entry) {
        return *db().write([&](db::WriteTx& tx) -> Result<Appended> { return append(tx, entry, clock_.now()); });
    }
    std::vector<StoredEntry> follow_from(Position after, int limit = 100) {
        return *db().read([&](db::ReadTx& tx) -> Result<std::vector<StoredEntry>> { return follow(tx, after, limit); });
    }
    std::vector<std::int64_t> seqs_from(Position after) {
        std::vector<std::int64_t> seqs;
        for (const auto& entry : follow_from(after))
            seqs.push_back(entry.position.seq);
        return seqs;
    }
    void run(std::string_view sql) {
        (void)db().write([&](db::WriteTx& tx) -> Result<int> {
            tx.execute(sql);
            return 0;
        });
    }
};
TANGTHU_ON_BOTH_ENGINES(JournalTest);

TEST_P(JournalTest, GivesAnEntryBackWhole) {
    auto entry = visit();
    entry.kind = "circulation.checked_out";
    entry.uid = new_uid(clock_.now());
    entry.happened_at = Instant{clock_.now().unix_ms - 3'600'000};
    entry.place_id = 4;
    entry.department = "Phòng Phục vụ";
    entry.subject_kind = "shipment";
    entry.subject_id = 5;
    entry.bib_id = 6;
    entry.item_id = 8;
    entry.loan_id = 9;
    entry.cohort = {"0-14", "nữ", "học sinh", "thiếu nhi", "02671", "t1"};
    entry.copy = {"8", "vie", "book", "KM", "province"};
    entry.quantity = 3;
    entry.value_vnd = 105'000;
    entry.programmes = {"summer", "rural"};
    entry.data = R"({"rule":"r1"})";
    const auto added = add(entry);
    const auto stored = follow_from({}).at(0);
    EXPECT_EQ(stored.position, added.position);
    EXPECT_EQ(stored.entry.uid, entry.uid);
    EXPECT_EQ(stored.entry.happened_at, entry.happened_at);
    EXPECT_EQ(stored.recorded_at, clock_.now());
    EXPECT_EQ(iso_date(stored.happened_on), "2025-06-30") << "23:00 in Hà Nội";
    EXPECT_EQ(iso_date(stored.recorded_on), "2025-07-01");
    EXPECT_EQ(stored.entry.actor.name, "staff:3");
    EXPECT_EQ(stored.entry.actor.channel, Channel::desk);
    EXPECT_EQ(stored.entry.department, entry.department);
    EXPECT_EQ(stored.entry.subject_id, 5);
    EXPECT_EQ(stored.entry.item_id, 8);
    EXPECT_EQ(stored.entry.patron_id, 0);
    EXPECT_EQ(stored.entry.cohort.commune, "02671");
    EXPECT_EQ(stored.entry.copy.stack, "KM");
    EXPECT_EQ(stored.entry.value_vnd, 105'000);
    EXPECT_THAT(stored.entry.programmes, ::testing::ElementsAre("summer", "rural"));
    EXPECT_EQ(stored.entry.data, entry.data);
}

TEST_P(JournalTest, CountsARepeatedUidOnce) {
    auto entry = visit();
    entry.uid = new_uid(clock_.now());
    const auto first = add(entry);
    const auto second = add(entry);
    EXPECT_TRUE(first.is_new);
    EXPECT_FALSE(second.is_new);
    EXPECT_EQ(first.position, second.position);
    EXPECT_EQ(follow_from({}).size(), 1U);
}

TEST_P(JournalTest, RefusesAReaderBesideAnItem) {
    auto entry = visit();
    entry.item_id = 1;
    entry.patron_id = 2;
    EXPECT_THROW(add(entry), Fault);
    EXPECT_TRUE(follow_from({}).empty());
}

TEST_P(JournalTest, AppendsManyInTheirOrder) {
    const auto last = *db().write([&](db::WriteTx& tx) -> Result<Position> {
        auto entry = visit();
        Position position;
        for (entry.quantity = 0; entry.quantity < 50; ++entry.quantity)
            position = append(tx, entry, clock_.now()).position;
        return position;
    });
    const auto stored = follow_from({});
    ASSERT_EQ(stored.size(), 50U);
    for (std::size_t i = 0; i < stored.size(); ++i)
        EXPECT_EQ(stored[i].entry.quantity, static_cast<std::int64_t>(i));
    EXPECT_EQ(stored.back().position, last);
    EXPECT_GT(add(visit()).position, last);
}

TEST_P(JournalTest, RefusesEveryWayOfChangingAnEntry) {
    add(visit());
    add(visit());
    std::vector<std::string> attempts{
        "UPDATE journal SET quantity = 5 WHERE seq = 1", "DELETE FROM journal WHERE seq = 1", "DELETE FROM journal",
        "INSERT INTO journal SELECT * FROM journal WHERE seq = 1 ON CONFLICT (seq) DO UPDATE SET quantity = 5"};
    if (is_sqlite()) {
        attempts.emplace_back("INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE seq = 1");
        attempts.emplace_back("REPLACE INTO journal SELECT * FROM journal WHERE seq = 1");
        attempts.emplace_back("UPDATE OR REPLACE journal SET seq = 2 WHERE seq = 1");
    } else {
        attempts.emplace_back("TRUNCATE journal");
        attempts.emplace_back("TRUNCATE journal CASCADE");
    }
    for (const auto& attempt : attempts)
        EXPECT_THROW(run(attempt), db::DatabaseFault) << attempt;
    EXPECT_EQ(follow_from({}).size(), 2U);
}

TEST_P(JournalTest, IsWrittenByARoleThatCanNotEmptyIt) {
    EXPECT_EQ(could_be_emptied(db()), !is_sqlite()); // the tests own their tables
    if (is_sqlite()) return;
    add(visit());
    // The rights the manual gives (docs/manual, installing, PostgreSQL). All of it is rolled back.
    const auto done = db().write([&](db::WriteTx& tx) -> Result<void> {
        for (const auto* right :
             {"CREATE ROLE tangthu_test_program", "GRANT USAGE ON SCHEMA public TO tangthu_test_program",
              "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO tangthu_test_program",
              "GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO tangthu_test_program",
              "REVOKE UPDATE, DELETE ON journal FROM tangthu_test_program", "SET LOCAL ROLE tangthu_test_program"})
            tx.execute(right);
        EXPECT_FALSE(impl::role_may_empty(tx));
        append(tx, visit(), clock_.now());
        EXPECT_EQ(list_latest(tx, 10).size(), 2U);
        for (const auto* attempt : {"TRUNCATE journal", "DELETE FROM journal", "UPDATE journal SET quantity = 5",
                                    "DROP TABLE journal", "ALTER TABLE journal DISABLE TRIGGER ALL"}) {
            EXPECT_THROW(std::ignore = tx.nested([&]() -> Result<void> {
                tx.execute(attempt);
                return {};
            }),
                         db::DatabaseFault)
                << attempt;
        }
        return fail(ErrorKind::Conflict, "test.rolled_back");
    });
    EXPECT_FALSE(done);
    EXPECT_EQ(follow_from({}).size(), 1U);
}

TEST_P(JournalTest, RefusesReplaceFromAConnectionWithoutOurSettings) {
    if (!is_sqlite()) GTEST_SKIP() << "INSERT OR REPLACE is SQLite's";
    add(visit());
    for (const auto* attempt :
         {"PRAGMA recursive_triggers = OFF; INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE seq = 1",
          "PRAGMA recursive_triggers = OFF; INSERT OR REPLACE INTO journal (uid, happened_at, recorded_at, "
          "happened_on, "
          "recorded_on, kind, actor, department, channel, subject_kind, reader_token, age_band, sex, occupation_group, "
          "patron_category, commune, class_group, language, material_type, stack, funding_source, quantity, value_vnd, "
          "programmes, data) SELECT uid, 0, 0, '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', "
          "9, 0, "
          "'', '' FROM journal"}) {
        EXPECT_THROW(test::run_raw_sql(db(), attempt), db::DatabaseFault);
    }
    EXPECT_EQ(follow_from({}).at(0).entry.quantity, 1);
}

TEST_P(JournalTest, CorrectsByReversingOnTheDayItHappened) {
    auto entry = visit();
    entry.quantity = 4;
    entry.value_vnd = 20'000;
    const auto seq = add(entry).position.seq;
    clock_.advance_ms(3 * 86'400'000LL);
    const Actor boss{.name = "staff:1", .channel = Channel::command_line};
    const auto fix = [&](std::int64_t which) {
        return db().write([&](db::WriteTx& tx) { return correct(tx, which, "nhập nhầm", boss, clock_.now()); });
    };
    const auto corrected = fix(seq);
    ASSERT_TRUE(corrected);
    const auto stored = follow_from({}).at(1);
    EXPECT_EQ(stored.corrects, seq);
    EXPECT_EQ(stored.entry.quantity, -4);
    EXPECT_EQ(stored.entry.value_vnd, -20'000);
    EXPECT_EQ(iso_date(stored.happened_on), "2025-07-01");
    EXPECT_EQ(iso_date(stored.recorded_on), "2025-07-04");
    EXPECT_EQ(stored.entry.actor.name, "staff:1");
    EXPECT_EQ(stored.entry.actor.channel, Channel::desk) << "or the figure by channel would stay";
    EXPECT_EQ(stored.entry.data, R"({"reason":"nhập nhầm"})");
    EXPECT_EQ(fix(seq).error().key, "journal.already_corrected");
    EXPECT_EQ(fix(stored.position.seq).error().key, "journal.is_a_correction");
    EXPECT_EQ(fix(99).error().key, "journal.entry_not_found");
}

TEST_P(JournalTest, RemembersHowFarEachReaderHasCome) {
    const auto first = add(visit()).position;
    const auto second = add(visit()).position;
    const auto position_of = [&](const char* name) {
        return *db().read([&](db::ReadTx& tx) -> Result<Position> { return read_cursor(tx, name); });
    };
    for (const auto& position : {first, second}) {
        (void)db().write([&](db::WriteTx& tx) -> Result<int> {
            save_cursor(tx, "index", position, clock_.now());
            return 0;
        });
    }
    EXPECT_EQ(position_of("index"), second);
    EXPECT_EQ(position_of("webhooks"), Position{});
    EXPECT_EQ(seqs_from(first), std::vector{second.seq});
    EXPECT_EQ(*db().read([](db::ReadTx& tx) -> Result<Position> { return head(tx); }), second);
}

/// The race of the architecture: the transaction with the lower seq commits last. A reader that had moved past it would
/// never see its entry.
TEST_P(JournalTest, FollowsNothingThatALaterCommitCouldSlipInBefore) {
    if (is_sqlite()) GTEST_SKIP() << "one writer: commits come in the order of seq";
    auto slow_program = open_again();
    std::int64_t slow_seq = 0;
    std::int64_t fast_seq = 0;
    Position reached;
    (void)slow_program.write([&](db::WriteTx& slow) -> Result<int> {
        slow_seq = append(slow, visit(), clock_.now()).position.seq;
        fast_seq = add(visit()).position.seq; // starts later, commits first
        EXPECT_GT(fast_seq, slow_seq);
        EXPECT_TRUE(seqs_from(reached).empty()) << "the slow one may still come in before it";
        EXPECT_EQ(*db().read([](db::ReadTx& tx) -> Result<Position> { return head(tx); }), Position{});
        return 0;
    });
    EXPECT_EQ(seqs_from(reached), (std::vector{slow_seq, fast_seq}));
}

/// The other way round: the transaction that started first takes its seq last, so that reading by seq alone would skip
/// it.
TEST_P(JournalTest, FollowsByTransactionWhereSeqRunsAgainstIt) {
    if (is_sqlite()) GTEST_SKIP() << "one writer: commits come in the order of seq";
    auto other_program = open_again();
    std::int64_t early_seq = 0;
    std::int64_t late_seq = 0;
    (void)other_program.write([&](db::WriteTx& late) -> Result<int> {
        (void)db().write([&](db::WriteTx& early) -> Result<int> {
            append(early, visit(), clock_.now()); // takes the lower transaction number
            early_seq = append(late, visit(), clock_.now()).position.seq;
            late_seq = append(early, visit(), clock_.now()).position.seq;
            EXPECT_GT(late_seq, early_seq);
            return 0;
        });
        // The early transaction is over with a higher seq; this one, with a lower, is not.
        const auto seen = follow_from({});
        EXPECT_EQ(seen.size(), 2U);
        EXPECT_EQ(seen.back().position.seq, late_seq);
        return 0;
    });
    const auto seen = follow_from({});
    ASSERT_EQ(seen.size(), 3U);
    EXPECT_EQ(seqs_from(seen[1].position), std::vector{early_seq})
        << "it comes after the position that was read before";
}

TEST_P(JournalTest, GoesOnCountingAfterARestoreIntoAYoungerCluster) {
    if (is_sqlite()) GTEST_SKIP() << "SQLite has no transaction numbers";
    prepare(db());
    const auto own = add(visit()).position;
    // What a restore brings along: entries whose transactions are far ahead of this cluster's.
    run("INSERT INTO journal (uid, happened_at, recorded_at, happened_on, recorded_on, kind, actor, department, "
        "channel, "
        "subject_kind, reader_token, age_band, sex, occupation_group, patron_category, commune, class_group, language, "
        "material_type, stack, funding_source, quantity, value_vnd, programmes, data, tx_id) VALUES ('x', 0, 0, "
        "'2025-01-01', '2025-01-01', 'a.b', '', '', 'desk', '', '', '', '', '', '', '', '', '', '', '', '', 1, 0, '', "
        "'{}', "
        "4000000000)");
    EXPECT_EQ(follow_from({}).size(), 1U);
    prepare(db());
    prepare(db());
    EXPECT_EQ(follow_from({}).size(), 2U);
    const auto next = add(visit()).position;
    EXPECT_GT(next, own);
    EXPECT_EQ(follow_from({}).back().position, next);
}

} // namespace
} // namespace tangthu::journal
