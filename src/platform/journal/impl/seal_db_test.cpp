#include "platform/journal/seal.h"

#include "platform/db/database.h"
#include "platform/journal/commands.h"
#include "platform/journal/journal.h"
#include "tests/support/engines.h"
#include "tests/support/raw_sql.h"

#include <thread>

namespace tangthu::journal {
namespace {

class SealTest : public test::EngineTest {
protected:
    void add(int count) {
        Entry entry;
        entry.kind = "circulation.visited";
        (void)db().write([&](db::WriteTx& tx) -> Result<int> {
            for (int i = 0; i < count; ++i)
                append(tx, entry, clock_.now());
            return 0;
        });
    }
    std::int64_t seal_now(SealWhat what = SealWhat::Everything) { return seal(db(), what, clock_.now()); }

    /// What somebody with the database's own tools could do: the triggers off, one statement, the triggers on.
    void tamper(const std::string& sql) {
        test::with_raw_connection(db(), [&](db::impl::Connection& connection) {
            if (!is_sqlite()) {
                connection.run_script("SET session_replication_role = replica; " + sql +
                                      "; SET session_replication_role = origin");
                return;
            }
            connection.run_script("SAVEPOINT t");
            std::vector<std::string> triggers;
            for (const auto* name : {"journal_refuses_update", "journal_refuses_delete", "journal_refuses_replace",
                                     "journal_seals_refuse_update", "journal_seals_refuse_delete"})
                triggers.emplace_back(name);
            for (const auto& name : triggers)
                connection.run_script("DROP TRIGGER IF EXISTS " + name);
            connection.run_script(sql + "; RELEASE t");
        });
    }
    void expect_damage(std::int64_t seq, Damage damage) {
        const auto result = verify(db());
        EXPECT_FALSE(result.is_sound);
        ASSERT_TRUE(result.first_bad);
        EXPECT_EQ(result.first_bad->seq, seq);
        EXPECT_EQ(enum_name(result.first_bad->damage), enum_name(damage));
    }
};
TANGTHU_ON_BOTH_ENGINES(SealTest);

TEST_P(SealTest, WaitsForAThousandEntriesOrAMinute) {
    EXPECT_EQ(seal_now(SealWhat::Due), 0);
    add(1500);
    EXPECT_EQ(seal_now(SealWhat::Due), 1000);
    EXPECT_EQ(seal_now(SealWhat::Due), 0);
    clock_.advance_ms(59'999);
    EXPECT_EQ(seal_now(SealWhat::Due), 0);
    clock_.advance_ms(1);
    EXPECT_EQ(seal_now(SealWhat::Due), 500);
    add(1);
    EXPECT_EQ(seal_now(SealWhat::Everything), 1);
}

TEST_P(SealTest, ProvesAnUntouchedJournal) {
    EXPECT_TRUE(verify(db()).is_sound) << "an empty one";
    add(2100);
    seal_now();
    add(3);
    const auto result = verify(db());
    EXPECT_TRUE(result.is_sound);
    EXPECT_EQ(result.entries, 2100);
    EXPECT_EQ(result.seals, 3);
    EXPECT_EQ(result.sealed_through, 2100);
    EXPECT_EQ(result.head_hash.size(), 64U);
    EXPECT_EQ(result.unsealed, 3);
    EXPECT_EQ(result.unsealed_from, 2101);
}

TEST_P(SealTest, NamesAChangedEntry) {
    add(1200);
    seal_now();
    tamper("UPDATE journal SET quantity = 2 WHERE seq = 1100");
    expect_damage(1100, Damage::changed);
}

TEST_P(SealTest, NamesAnEntryThatIsGone) {
    add(20);
    seal_now();
    tamper("DELETE FROM journal WHERE seq = 7");
    expect_damage(7, Damage::missing);
}

TEST_P(SealTest, NamesTheLastEntryOfABlockThatIsGone) {
    add(20);
    seal_now();
    add(5);
    tamper("DELETE FROM journal WHERE seq = 20");
    expect_damage(20, Damage::missing);
}

TEST_P(SealTest, NamesAnEntryThatWasSlippedIn) {
    add(20);
    seal_now();
    tamper("DELETE FROM journal WHERE seq = 9");
    seal_now();
    expect_damage(9, Damage::missing);
    // Back under its number, but with other contents.
    tamper(
        "INSERT INTO journal SELECT 9, 'x', happened_at, recorded_at, happened_on, recorded_on, kind, unit_id, "
        "place_id, actor, department, "
        "channel, "
        "subject_kind, subject_id, bib_id, item_id, loan_id, patron_id, reader_token, age_band, sex, occupation_group, "
        "patron_category, commune, class_group, language, material_type, stack, funding_source, quantity, value_vnd, "
        "programmes, corrects, data, tx_id FROM journal WHERE seq = 8");
    expect_damage(9, Damage::changed);
}

TEST_P(SealTest, NoticesASealThatWasMadeToFit) {
    add(1500);
    seal_now();
    tamper("UPDATE journal_seals SET hash = 'f00' WHERE number = 1");
    expect_damage(1, Damage::seal_changed);
}

TEST_P(SealTest, NoticesASealThatIsGone) {
    add(2500);
    seal_now();
    tamper("DELETE FROM journal_seals WHERE number = 2");
    expect_damage(2001, Damage::seal_changed);
}

TEST_P(SealTest, TwoProgramsSealWithoutHarm) {
    add(3000);
    auto other = open_again();
    std::thread second{[&] { seal(other, SealWhat::Everything, clock_.now()); }};
    seal_now();
    second.join();
    seal_now();
    const auto result = verify(db());
    EXPECT_TRUE(result.is_sound);
    EXPECT_EQ(result.entries, 3000);
}

TEST_P(SealTest, TailShowsTheLatestOldestFirst) {
    add(12);
    const auto tail = run_tail(db(), 3);
    ASSERT_EQ(tail->entries.size(), 3U);
    EXPECT_EQ(tail->entries.front().seq, 10);
    EXPECT_EQ(tail->entries.back().seq, 12);
    EXPECT_EQ(run_tail(db(), 0).error().key, "journal.bad_limit");
}

} // namespace
} // namespace tangthu::journal
