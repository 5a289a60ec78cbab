#include "platform/db/migrate.h"

#include "tests/support/engines.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <map>
#include <set>
#include <thread>

namespace tangthu::db {
namespace {

class MigrateTest : public test::EmptyEngineTest {
protected:
    static std::vector<Migration> steps(int count) {
        std::vector<std::pair<std::string, std::string>> files;
        for (int i = 1; i <= count; ++i) {
            const auto n = std::to_string(i);
            files.emplace_back("000" + n + "_x_step.sql", "CREATE TABLE x_" + n + " (id @id@, name TEXT);\n");
        }
        return migrations_from(files);
    }
    bool has_table(const std::string& name) {
        return *db().read([&](ReadTx& tx) -> Result<bool> {
            return tx
                .find_value<int>(is_sqlite() ? "SELECT 1 FROM sqlite_master WHERE name = $1"
                                             : "SELECT 1 FROM pg_tables WHERE tablename = $1",
                                 name)
                .has_value();
        });
    }
};
TANGTHU_ON_BOTH_ENGINES(MigrateTest);

TEST_P(MigrateTest, AppliesWhatIsMissingAndNoMore) {
    EXPECT_EQ(pending_migrations(db(), steps(2))->applied.size(), 2U);
    EXPECT_FALSE(has_table("x_1")) << "asking changes nothing";
    const auto first = migrate(db(), clock_, steps(2));
    ASSERT_TRUE(first);
    EXPECT_EQ(first->from_number, 0);
    EXPECT_EQ(first->to_number, 2);
    EXPECT_THAT(first->applied, ::testing::ElementsAre("0001_x_step", "0002_x_step"));
    const auto second = migrate(db(), clock_, steps(3));
    EXPECT_THAT(second->applied, ::testing::ElementsAre("0003_x_step"));
    EXPECT_TRUE(migrate(db(), clock_, steps(3))->applied.empty());
    EXPECT_TRUE(has_table("x_3"));
}

TEST_P(MigrateTest, RefusesANewerDatabase) {
    ASSERT_TRUE(migrate(db(), clock_, steps(3)));
    const auto refused = migrate(db(), clock_, steps(2));
    EXPECT_EQ(refused.error().key, "db.newer_database");
    EXPECT_EQ(refused.error().params.at(0).value, "0003_x_step");
    EXPECT_EQ(pending_migrations(db(), steps(2)).error().key, "db.newer_database");
}

TEST_P(MigrateTest, RefusesAStepWhoseTextChanged) {
    ASSERT_TRUE(migrate(db(), clock_, steps(2)));
    const auto changed = migrations_from({{"0001_x_step.sql", "CREATE TABLE x_1 (id @id@);\n"},
                                          {"0002_x_step.sql", "CREATE TABLE x_2 (id @id@, name TEXT);\n"},
                                          {"0003_x_step.sql", "CREATE TABLE x_3 (id @id@);\n"}});
    EXPECT_EQ(migrate(db(), clock_, changed).error().key, "db.changed_migration");
    EXPECT_FALSE(has_table("x_3"));
}

TEST_P(MigrateTest, RefusesAStepThatWasAddedTooLate) {
    auto without_second = steps(3);
    without_second.erase(without_second.begin() + 1);
    ASSERT_TRUE(migrate(db(), clock_, without_second));
    EXPECT_EQ(migrate(db(), clock_, steps(3)).error().key, "db.missing_migration");
    EXPECT_FALSE(has_table("x_2"));
}

TEST_P(MigrateTest, ABrokenStepLeavesNothingOfItselfAndAllBeforeIt) {
    const auto broken =
        migrations_from({{"0001_x_step.sql", "CREATE TABLE x_1 (id @id@);\n"},
                         {"0002_x_step.sql", "CREATE TABLE x_2 (id @id@); INSERT INTO nowhere VALUES (1);\n"}});
    EXPECT_THROW((void)migrate(db(), clock_, broken), DatabaseFault);
    EXPECT_TRUE(has_table("x_1"));
    EXPECT_FALSE(has_table("x_2"));
    EXPECT_EQ(pending_migrations(db(), broken)->applied.size(), 1U);
}

TEST_P(MigrateTest, TwoProgramsAtOnceApplyEachStepOnce) {
    constexpr int kPrograms = 4;
    std::vector<Database> programs;
    for (int i = 0; i < kPrograms; ++i)
        programs.push_back(open_again());
    std::vector<std::thread> threads;
    std::vector<std::size_t> applied(kPrograms);
    for (std::size_t i = 0; i < kPrograms; ++i) {
        threads.emplace_back([&, i] {
            const auto report = migrate(programs[i], clock_, steps(6));
            applied[i] = report ? report->applied.size() : 1000;
        });
    }
    for (auto& thread : threads)
        thread.join();
    EXPECT_EQ(applied[0] + applied[1] + applied[2] + applied[3], 6U);
    EXPECT_TRUE(has_table("x_6"));
}

/// A schema as both engines would describe it: table -> column -> what it is.
using Schema = std::map<std::string, std::string>;

Schema schema_of(Database& db) {
    const bool is_sqlite = db.engine() == Engine::Sqlite;
    return *db.read([&](ReadTx& tx) -> Result<Schema> {
        Schema schema;
        const auto columns =
            is_sqlite
                ? "SELECT m.name AS t, c.name AS c, CASE c.type WHEN 'INTEGER' THEN 'integer' WHEN 'TEXT' THEN 'text' "
                  "WHEN "
                  "'BLOB' THEN 'blob' WHEN 'REAL' THEN 'real' ELSE c.type END AS kind, "
                  "c.\"notnull\" OR c.pk > 0 AS must, c.pk AS pk FROM sqlite_master m JOIN pragma_table_info(m.name) c "
                  "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
                : "SELECT c.table_name::text AS t, c.column_name::text AS c, CASE c.data_type WHEN 'bigint' THEN "
                  "'integer' WHEN "
                  "'smallint' THEN 'integer' WHEN 'text' THEN CASE WHEN c.collation_name = 'C' THEN 'text' ELSE 'text "
                  "of another order' END WHEN 'bytea' THEN 'blob' WHEN 'double "
                  "precision' THEN 'real' ELSE c.data_type::text END AS kind, c.is_nullable = 'NO' AS must, "
                  "coalesce((SELECT k.ordinal_position FROM information_schema.table_constraints p JOIN "
                  "information_schema.key_column_usage k USING (constraint_name, table_name) WHERE p.constraint_type = "
                  "'PRIMARY KEY' AND p.table_name = c.table_name AND k.column_name = c.column_name), 0) AS pk "
                  "FROM information_schema.columns c WHERE c.table_schema = 'public'";
        for (const auto& row : tx.query(columns))
            schema[row.get<std::string>("t") + "." + row.get<std::string>("c")] =
                row.get<std::string>("kind") + (row.get<bool>("must") ? " not null" : "") +
                (row.get<int>("pk") > 0 ? " key " + std::to_string(row.get<int>("pk")) : "");
        const auto indexes =
            is_sqlite
                ? "SELECT m.name AS t, i.\"unique\" AS u, (SELECT group_concat(name, ',') FROM (SELECT x.name FROM "
                  "pragma_index_info(i.name) x ORDER BY x.seqno)) AS cols FROM sqlite_master m JOIN "
                  "pragma_index_list(m.name) i "
                  "WHERE m.type = 'table' AND i.origin <> 'pk'"
                : "SELECT t.relname::text AS t, i.indisunique AS u, (SELECT string_agg(a.attname::text, ',' ORDER BY "
                  "k.n) FROM "
                  "unnest(i.indkey) WITH ORDINALITY k(att, n) JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = "
                  "k.att) AS "
                  "cols FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace s ON s.oid = "
                  "t.relnamespace "
                  "WHERE s.nspname = 'public' AND NOT i.indisprimary";
        for (const auto& row : tx.query(indexes)) {
            const auto columns_of = row.get<std::optional<std::string>>("cols").value_or("(expression)");
            schema[row.get<std::string>("t") + " by " + columns_of] = row.get<bool>("u") ? "unique" : "index";
        }
        return schema;
    });
}

/// Both engines get the same tables, columns, keys and indexes out of the one file. What an only-block adds is named
/// here.
TEST(MigrationTwins, GiveTheSameSchema) {
    const std::set<std::string> only_postgres{"journal by tx_id,seq"};
    auto lite = test::make_database(Engine::Sqlite, true);
    auto post = test::make_database(Engine::Postgres, true);
    if (!post) {
        test::drop_database(*lite);
        GTEST_SKIP() << "PostgreSQL is not installed";
    }
    {
        auto sqlite = Database::open(lite->location);
        auto postgres = Database::open(post->location);
        const auto one = schema_of(*sqlite);
        auto other = schema_of(*postgres);
        for (const auto& name : only_postgres)
            EXPECT_EQ(other.erase(name), 1U) << name;
        EXPECT_GT(one.size(), 80U);
        for (const auto& [name, what] : one)
            EXPECT_EQ(what, other.contains(name) ? other.at(name) : "absent") << name << " (SQLite, PostgreSQL)";
        for (const auto& [name, what] : other)
            EXPECT_TRUE(one.contains(name)) << name << " is only on PostgreSQL: " << what;
    }
    test::drop_database(*lite);
    test::drop_database(*post);
}

} // namespace
} // namespace tangthu::db
