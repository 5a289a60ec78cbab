#pragma once

#include "platform/db/database.h"

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace tangthu::db::impl {

/// Another transaction was in the way: Database::write() runs its work again.
class Contention : public DatabaseFault {
public:
    explicit Contention(const std::string& what_happened) : DatabaseFault(FaultCause::Busy, what_happened) {}
};

class CopySink {
public:
    virtual ~CopySink() = default;
    virtual void row(std::span<const Param> params) = 0;
};

enum class TxMode {
    Read,
    Write,
    Schema, ///< a migration step: waits for other migrating processes first, then sees what they did
};

/// One session with an engine, used by one thread at a time.
class Connection {
public:
    virtual ~Connection() = default;
    [[nodiscard]] virtual Engine engine() const = 0;
    [[nodiscard]] virtual std::unique_ptr<Cursor> query(std::string_view sql, std::span<const Param> params) = 0;
    [[nodiscard]] virtual std::unique_ptr<Cursor> scan(std::string_view sql, std::span<const Param> params) = 0;
    virtual std::int64_t execute(std::string_view sql, std::span<const Param> params) = 0;
    /// Several statements without values or results.
    virtual void run_script(const std::string& sql) = 0;
    virtual void copy_in(std::string_view table, std::span<const std::string_view> columns,
                         const std::function<void(CopySink&)>& fill) = 0;
    [[nodiscard]] virtual std::vector<std::int64_t> reserve_ids(std::string_view table, std::int64_t count) = 0;

    virtual void begin(TxMode mode) = 0;
    virtual void commit() = 0;
    virtual void rollback() noexcept = 0;
};

/// Hands out connections; knows the engine's rules of who may run at once.
class Backend {
public:
    virtual ~Backend() = default;
    /// Runs `work` with a connection that stands in a transaction of this mode; ends it by commit only if `work` says
    /// true.
    virtual void with_transaction(TxMode mode, const std::function<bool(Connection&)>& work) = 0;
    /// Runs `work` with a connection that stands in no transaction, alone among writers.
    virtual void with_connection(const std::function<void(Connection&)>& work) = 0;
    /// Statements prepared before the schema changed are dropped.
    virtual void forget_statements() = 0;

    DatabaseLocation location;
    DatabaseOptions options;
};

/// The room's own way past the public faces of Database and its transactions.
struct Access {
    static Backend& backend(Database& db) { return *db.backend_; }
    static Database make(std::unique_ptr<Backend> backend) { return Database{std::move(backend)}; }
    static ReadTx read_tx(Connection& connection) { return ReadTx{connection}; }
    static WriteTx write_tx(Connection& connection) { return WriteTx{connection}; }
    static Connection& connection(ReadTx& tx) { return tx.connection_; }
};

[[nodiscard]] Result<std::unique_ptr<Backend>> open_sqlite(const DatabaseLocation& location,
                                                           const DatabaseOptions& options);
[[nodiscard]] Result<std::unique_ptr<Backend>> open_postgres(const DatabaseLocation& location,
                                                             const DatabaseOptions& options);

} // namespace tangthu::db::impl
