#include "platform/db/migrate.h"

#include "platform/base/digest.h"
#include "platform/base/embedded.h"
#include "platform/base/log.h"
#include "platform/db/impl/connection.h"

#include <algorithm>
#include <charconv>
#include <map>

namespace tangthu::embedded {
std::vector<File> migrations();
}

namespace tangthu::db {

namespace {

constexpr const char* kCreateRecord = "CREATE TABLE IF NOT EXISTS db_migrations (number BIGINT NOT NULL PRIMARY KEY, "
                                      "name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at @instant@ NOT NULL);";
constexpr const char* kRecord =
    "INSERT INTO db_migrations (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4)";

struct Recorded {
    std::string name;
    std::string checksum;
};

bool has_record(ReadTx& tx) {
    return tx
        .find_value<int>(tx.engine() == Engine::Sqlite
                             ? "SELECT 1 FROM sqlite_master WHERE name = 'db_migrations'"
                             : // Not to_regclass(): it may answer from what this session knew before it waited.
                             "SELECT 1 FROM pg_tables WHERE schemaname = ANY (current_schemas(false)) "
                             "AND tablename = 'db_migrations'")
        .has_value();
}

std::map<int, Recorded> load_record(ReadTx& tx) {
    std::map<int, Recorded> recorded;
    if (!has_record(tx)) return recorded;
    for (const auto& row : tx.query("SELECT number, name, checksum FROM db_migrations ORDER BY number"))
        recorded[row.get<int>("number")] = {row.get<std::string>("name"), row.get<std::string>("checksum")};
    return recorded;
}

/// The steps still to take, or why none may be taken.
Result<std::vector<const Migration*>> steps_after(const std::map<int, Recorded>& recorded,
                                                  const std::vector<Migration>& migrations) {
    const int newest = recorded.empty() ? 0 : recorded.rbegin()->first;
    std::map<int, const Migration*> known;
    for (const auto& migration : migrations)
        known[migration.number] = &migration;
    for (const auto& [number, record] : recorded) {
        const auto found = known.find(number);
        if (found == known.end())
            return fail(ErrorKind::Conflict, "db.newer_database", {{"name", record.name}},
                        "the database holds a step this program does not know");
        if (found->second->checksum != record.checksum)
            return fail(ErrorKind::Conflict, "db.changed_migration", {{"name", record.name}},
                        "a step that was applied has another text now");
    }
    std::vector<const Migration*> steps;
    for (const auto& migration : migrations) {
        if (recorded.contains(migration.number)) continue;
        if (migration.number < newest)
            return fail(ErrorKind::Conflict, "db.missing_migration", {{"name", migration.name}},
                        "an older step was added after a newer one had been applied");
        steps.push_back(&migration);
    }
    return steps;
}

/// One transaction: the next step and its record. nullopt when there is nothing left to do.
Result<std::optional<std::string>> take_one_step(impl::Connection& connection, const Clock& clock,
                                                 const std::vector<Migration>& migrations) {
    auto tx = impl::Access::write_tx(connection);
    TANGTHU_TRY(const auto steps, steps_after(load_record(tx), migrations));
    if (steps.empty()) return std::optional<std::string>{};
    const auto& step = *steps.front();
    TANGTHU_TRY(const auto sql, migration_sql(step, tx.engine()));
    TANGTHU_TRY(const auto record_sql, migration_sql({0, "db_migrations", kCreateRecord, {}}, tx.engine()));
    connection.run_script(record_sql);
    connection.run_script(sql);
    tx.execute(kRecord, step.number, step.name, step.checksum, clock.now());
    return std::optional{step.name};
}

int newest_number(Database& db) {
    return *db.read([](ReadTx& tx) -> Result<int> {
        const auto recorded = load_record(tx);
        return recorded.empty() ? 0 : recorded.rbegin()->first;
    });
}

} // namespace

std::vector<Migration> migrations_from(const std::vector<std::pair<std::string, std::string>>& files) {
    std::vector<Migration> migrations;
    for (const auto& [file, text] : files) {
        Migration migration;
        const auto* end = file.data() + std::min<std::size_t>(4, file.size());
        const auto parsed = std::from_chars(file.data(), end, migration.number);
        if (parsed.ptr != end || file.size() < 10 || file[4] != '_' || !file.ends_with(".sql") || migration.number <= 0)
            throw Fault("migrations are called NNNN_room_what.sql, not " + file);
        migration.name = file.substr(0, file.size() - 4);
        migration.text = text;
        migration.checksum = sha256_hex(text);
        migrations.push_back(std::move(migration));
    }
    std::sort(migrations.begin(), migrations.end(), [](const auto& a, const auto& b) { return a.number < b.number; });
    for (std::size_t i = 1; i < migrations.size(); ++i) {
        if (migrations[i - 1].number == migrations[i].number)
            throw Fault("two migrations have one number: " + migrations[i - 1].name + ", " + migrations[i].name);
    }
    return migrations;
}

const std::vector<Migration>& built_in_migrations() {
    static const auto migrations = [] {
        std::vector<std::pair<std::string, std::string>> files;
        for (const auto& file : embedded::migrations())
            files.emplace_back(file.name, file.bytes);
        return migrations_from(files);
    }();
    return migrations;
}

Result<MigrationReport> migrate(Database& db, const Clock& clock, const std::vector<Migration>& migrations) {
    auto& backend = impl::Access::backend(db);
    MigrationReport report;
    report.from_number = newest_number(db);
    for (int attempt = 1;;) {
        Result<std::optional<std::string>> step{std::nullopt};
        try {
            backend.with_transaction(impl::TxMode::Schema, [&](impl::Connection& connection) {
                step = take_one_step(connection, clock, migrations);
                return step.has_value();
            });
        } catch (const impl::Contention&) {
            if (++attempt > backend.options.write_attempts) throw;
            continue;
        }
        if (!step) return fail(std::move(step).error());
        if (!*step) break;
        log::info("applied migration " + **step);
        report.applied.push_back(**step);
    }
    if (!report.applied.empty()) backend.forget_statements();
    report.to_number = newest_number(db);
    return report;
}

Result<MigrationReport> pending_migrations(Database& db, const std::vector<Migration>& migrations) {
    return db.read([&](ReadTx& tx) -> Result<MigrationReport> {
        const auto recorded = load_record(tx);
        TANGTHU_TRY(const auto steps, steps_after(recorded, migrations));
        MigrationReport report;
        report.from_number = recorded.empty() ? 0 : recorded.rbegin()->first;
        report.to_number = steps.empty() ? report.from_number : steps.back()->number;
        for (const auto* step : steps)
            report.applied.push_back(step->name);
        return report;
    });
}

} // namespace tangthu::db
