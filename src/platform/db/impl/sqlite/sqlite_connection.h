#pragma once

#include "platform/db/impl/connection.h"

#include <list>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

namespace tangthu::db::impl {

/// A prepared statement and where its `$n` are: SQLite numbers them by first appearance, so they are found by name.
struct SqliteStatement {
    sqlite3_stmt* handle = nullptr;
    std::string sql;
    std::vector<int> value_of_parameter; ///< position in the list of values, for each of SQLite's parameters
    int value_count = 0;
    bool is_cached = false;
    bool is_in_use = false;
};

[[noreturn]] void throw_sqlite_fault(sqlite3* db, int code, std::string_view doing);

class SqliteConnection final : public Connection {
public:
    enum class Role { Reader, Writer };

    /// Errors as Database::open.
    static Result<std::unique_ptr<SqliteConnection>> open(const std::string& path, Role role,
                                                          const DatabaseOptions& options);
    ~SqliteConnection() override;
    SqliteConnection(const SqliteConnection&) = delete;
    SqliteConnection& operator=(const SqliteConnection&) = delete;

    [[nodiscard]] Engine engine() const override { return Engine::Sqlite; }
    [[nodiscard]] std::unique_ptr<Cursor> query(std::string_view sql, std::span<const Param> params) override;
    [[nodiscard]] std::unique_ptr<Cursor> scan(std::string_view sql, std::span<const Param> params) override {
        return query(sql, params);
    }
    std::int64_t execute(std::string_view sql, std::span<const Param> params) override;
    void run_script(const std::string& sql) override;
    void copy_in(std::string_view table, std::span<const std::string_view> columns,
                 const std::function<void(CopySink&)>& fill) override;
    [[nodiscard]] std::vector<std::int64_t> reserve_ids(std::string_view table, std::int64_t count) override;
    void begin(TxMode mode) override;
    void commit() override;
    void rollback() noexcept override;

    void forget_statements();
    void release(SqliteStatement* statement) noexcept;
    [[nodiscard]] sqlite3* handle() const { return db_; }

private:
    /// Who keeps the bytes of bound values: a cursor outlives its caller's, a statement that runs at once does not.
    enum class Values { borrowed, copied };

    explicit SqliteConnection(sqlite3* db) : db_(db) {}
    SqliteStatement* take_statement(std::string_view sql);
    SqliteStatement* prepare(std::string_view sql);
    void bind(const SqliteStatement& statement, std::span<const Param> params, Values values);
    void make_room();

    sqlite3* db_;
    std::list<SqliteStatement> statements_; // most recently used first
    std::unordered_map<std::string_view, std::list<SqliteStatement>::iterator> by_sql_;
    int open_cursors_ = 0;
};

} // namespace tangthu::db::impl
