#include "platform/db/database.h"

#include "platform/base/log.h"
#include "platform/db/impl/connection.h"

#include <chrono>
#include <random>
#include <thread>

namespace tangthu::db {

namespace {

/// Waits a little longer, and a little different, each time, so that two that clashed do not clash again at once.
void back_off(int attempt) {
    std::minstd_rand random{std::random_device{}()};
    const int ceiling_ms = std::min(1 << std::min(attempt, 6), 64);
    std::this_thread::sleep_for(std::chrono::milliseconds{std::uniform_int_distribution<int>{1, ceiling_ms}(random)});
}

} // namespace

Result<DatabaseLocation> DatabaseLocation::parse(std::string_view text) {
    if (text.empty()) return fail(ErrorKind::Invalid, "db.empty_location");
    const auto scheme_end = text.find("://");
    if (scheme_end == std::string_view::npos) return DatabaseLocation{Engine::Sqlite, std::string{text}};
    const auto scheme = text.substr(0, scheme_end);
    if (scheme == "postgresql" || scheme == "postgres") return DatabaseLocation{Engine::Postgres, std::string{text}};
    return fail(ErrorKind::Invalid, "db.unknown_scheme", {{"scheme", std::string{scheme}}});
}

std::string DatabaseLocation::redacted() const {
    if (engine == Engine::Sqlite) return target;
    const auto from = target.find("://") + 3;
    const auto at = target.find('@', from);
    const auto colon = target.find(':', from);
    std::string shown = target;
    if (at != std::string::npos && colon < at) shown.replace(colon, at - colon, "");
    if (const auto secret = shown.find("password="); secret != std::string::npos)
        shown.erase(secret, shown.find('&', secret) - secret);
    return shown;
}

Database::Database(std::unique_ptr<impl::Backend> backend) : backend_(std::move(backend)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Result<Database> Database::open(const DatabaseLocation& location, const DatabaseOptions& options) {
    auto backend = location.engine == Engine::Sqlite ? impl::open_sqlite(location, options)
                                                     : impl::open_postgres(location, options);
    if (!backend) return fail(std::move(backend).error());
    return Database{*std::move(backend)};
}

Engine Database::engine() const { return backend_->location.engine; }
const DatabaseLocation& Database::location() const { return backend_->location; }

void Database::run_read(const std::function<void(ReadTx&)>& work) {
    backend_->with_transaction(impl::TxMode::Read, [&](impl::Connection& connection) {
        auto tx = impl::Access::read_tx(connection);
        work(tx);
        return true;
    });
}

void Database::run_write(const std::function<bool(WriteTx&)>& work) {
    for (int attempt = 1;; ++attempt) {
        std::vector<std::function<void()>> effects;
        try {
            bool committed = false;
            backend_->with_transaction(impl::TxMode::Write, [&](impl::Connection& connection) {
                auto tx = impl::Access::write_tx(connection);
                committed = work(tx);
                effects = std::move(tx.effects_);
                return committed;
            });
            if (committed) {
                for (const auto& effect : effects)
                    effect();
            }
            return;
        } catch (const impl::Contention& contention) {
            if (attempt >= backend_->options.write_attempts) throw;
            log::debug(std::string{"write runs again: "} + contention.what());
            back_off(attempt);
        }
    }
}

Rows ReadTx::query_with(std::string_view sql, std::span<const Param> params) {
    return Rows{connection_.query(sql, params)};
}
Rows ReadTx::scan_with(std::string_view sql, std::span<const Param> params) {
    return Rows{connection_.scan(sql, params)};
}
Engine ReadTx::engine() const { return connection_.engine(); }

std::int64_t WriteTx::execute_with(std::string_view sql, std::span<const Param> params) {
    return connection_.execute(sql, params);
}

void CopyWriter::row_with(std::span<const Param> params) {
    sink_.row(params);
    ++row_count_;
}

std::int64_t WriteTx::copy_in(std::string_view table, std::initializer_list<std::string_view> columns,
                              const std::function<void(CopyWriter&)>& fill) {
    std::int64_t count = 0;
    connection_.copy_in(table, {columns.begin(), columns.size()}, [&](impl::CopySink& sink) {
        CopyWriter writer{sink};
        fill(writer);
        count = writer.row_count();
    });
    return count;
}

std::vector<std::int64_t> WriteTx::reserve_ids(std::string_view table, std::int64_t count) {
    return connection_.reserve_ids(table, count);
}

void WriteTx::run_nested(const std::function<bool()>& work) {
    const auto name = "nested_" + std::to_string(++nesting_);
    const auto effect_count = effects_.size();
    const auto undo = [&] {
        --nesting_;
        effects_.resize(effect_count);
        connection_.run_script("ROLLBACK TO SAVEPOINT " + name + "; RELEASE SAVEPOINT " + name);
    };
    connection_.run_script("SAVEPOINT " + name);
    bool keep = false;
    try {
        keep = work();
    } catch (const impl::Contention&) {
        throw; // the whole transaction starts again
    } catch (const DatabaseFault& fault) {
        if (fault.cause() != FaultCause::ConnectionLost) undo();
        throw;
    } catch (...) {
        undo();
        throw;
    }
    if (!keep) return undo();
    connection_.run_script("RELEASE SAVEPOINT " + name);
    --nesting_;
}

} // namespace tangthu::db
