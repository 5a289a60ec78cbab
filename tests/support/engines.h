#pragma once

#include "platform/base/clock.h"
#include "platform/db/database.h"

#include <filesystem>
#include <gtest/gtest.h>
#include <memory>
#include <optional>
#include <string>

namespace tangthu::test {

/// A throw-away database for each test, with all migrations applied, on each engine:
///
///     class UnitStoreTest : public test::EngineTest {};
///     TANGTHU_ON_BOTH_ENGINES(UnitStoreTest);
///     TEST_P(UnitStoreTest, FindsAUnitByItsCode) { db().write(…); }
///
/// SQLite: a copy of a migrated file. PostgreSQL: a copy of a migrated template on a server that this binary starts for
/// itself (or on the one TANGTHU_TEST_POSTGRES names by URL, as a role that may create databases); skipped where it is
/// not installed. TANGTHU_TEST_POSTGRES=required turns the skip into a failure.
class EngineTest : public ::testing::TestWithParam<db::Engine> {
protected:
    void SetUp() override;
    void TearDown() override;

    [[nodiscard]] db::Database& db() { return *database_; }
    [[nodiscard]] const db::DatabaseLocation& location() const { return location_; }
    /// A second, independent program on the same database.
    [[nodiscard]] db::Database open_again(const db::DatabaseOptions& options = fast_options()) const;
    void close() { database_.reset(); }
    void reopen() { database_.emplace(open_again()); }
    [[nodiscard]] bool is_sqlite() const { return GetParam() == db::Engine::Sqlite; }
    /// An empty folder of this test, deleted with it.
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
    static db::DatabaseOptions fast_options();
    void adopt(const db::DatabaseLocation& location, const std::filesystem::path& folder);

    ManualClock clock_{{1'751'302'800'000}}; // 2025-07-01, midnight in Hà Nội

private:
    std::filesystem::path folder_;
    db::DatabaseLocation location_;
    std::optional<db::Database> database_;
};

/// As EngineTest, but without any migration applied.
class EmptyEngineTest : public EngineTest {
protected:
    void SetUp() override;
};

/// A new empty database of this engine; nullopt with a reason where the engine is not there.
struct EmptyDatabase {
    db::DatabaseLocation location;
    std::filesystem::path folder;
};
[[nodiscard]] Result<EmptyDatabase> make_database(db::Engine engine, bool is_migrated);
void drop_database(const EmptyDatabase& database);

inline std::string engine_name(const ::testing::TestParamInfo<db::Engine>& info) {
    return info.param == db::Engine::Sqlite ? "sqlite" : "postgres";
}

} // namespace tangthu::test

#define TANGTHU_ON_BOTH_ENGINES(Fixture)                                                                               \
    INSTANTIATE_TEST_SUITE_P(Engines, Fixture,                                                                         \
                             ::testing::Values(::tangthu::db::Engine::Sqlite, ::tangthu::db::Engine::Postgres),        \
                             ::tangthu::test::engine_name)
