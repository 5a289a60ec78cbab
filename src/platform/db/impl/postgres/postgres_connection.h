#pragma once

#include "platform/db/impl/connection.h"

#include <list>
#include <unordered_map>

struct pg_conn;
struct pg_result;

namespace tangthu::db::impl {

struct ResultDeleter {
    void operator()(pg_result* result) const noexcept;
};
using PostgresResult = std::unique_ptr<pg_result, ResultDeleter>;

/// One libpq session. Values and results travel in binary form; statements are prepared once and kept by their text and
/// types.
class PostgresConnection final : public Connection {
public:
    /// Errors: db.cannot_connect.
    static Result<std::unique_ptr<PostgresConnection>> open(const DatabaseLocation& location,
                                                            const DatabaseOptions& options);
    ~PostgresConnection() override;
    PostgresConnection(const PostgresConnection&) = delete;
    PostgresConnection& operator=(const PostgresConnection&) = delete;

    [[nodiscard]] Engine engine() const override { return Engine::Postgres; }
    [[nodiscard]] std::unique_ptr<Cursor> query(std::string_view sql, std::span<const Param> params) override;
    [[nodiscard]] std::unique_ptr<Cursor> scan(std::string_view sql, std::span<const Param> params) override;
    std::int64_t execute(std::string_view sql, std::span<const Param> params) override;
    void run_script(const std::string& sql) override;
    void copy_in(std::string_view table, std::span<const std::string_view> columns,
                 const std::function<void(CopySink&)>& fill) override;
    [[nodiscard]] std::vector<std::int64_t> reserve_ids(std::string_view table, std::int64_t count) override;
    void begin(TxMode mode) override;
    void commit() override;
    void rollback() noexcept override;

    /// True when it must not go back to the pool.
    [[nodiscard]] bool is_unusable() const;
    /// Fetches the next portion of a scan.
    [[nodiscard]] PostgresResult fetch(const std::string& cursor_name);
    void close_scan(const std::string& cursor_name) noexcept;
    /// Returns the result when it went well, throws the fitting fault otherwise.
    PostgresResult checked(pg_result* raw, std::string_view doing);

private:
    struct Statement {
        std::string key;  // types, then text
        std::string name; // on the server
    };
    class TextCopySink;

    explicit PostgresConnection(pg_conn* connection) : connection_(connection) {}
    [[noreturn]] void throw_fault(const pg_result* result, std::string_view doing);
    const std::string& prepared(std::string_view sql, std::span<const Param> params);
    PostgresResult run(std::string_view sql, std::span<const Param> params);
    void finish_copy(const char* abort_reason, std::string_view doing);

    pg_conn* connection_;
    std::list<Statement> statements_; // most recently used first
    std::unordered_map<std::string_view, std::list<Statement>::iterator> by_key_;
    std::int64_t names_given_ = 0;
    bool must_be_replaced_ = false;
    std::string key_; // kept to spare an allocation for each statement
};

} // namespace tangthu::db::impl
