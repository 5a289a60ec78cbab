#include "platform/db/impl/sqlite/sqlite_connection.h"

#include "platform/db/impl/identifier.h"

#include <cerrno>
#include <charconv>
#include <sqlite3.h>

namespace tangthu::db::impl {

namespace {

constexpr std::size_t kCachedStatements = 256;

// "Tang": tells our files from other programs' SQLite files.
constexpr std::int64_t kApplicationId = 0x54616e67;

/// "UNIQUE constraint failed: t.a, t.b" or "…: index 'name'".
[[noreturn]] void throw_unique_violation(const std::string& message) {
    const auto colon = message.rfind(": ");
    auto rest = colon == std::string::npos ? std::string_view{} : std::string_view{message}.substr(colon + 2);
    if (rest.starts_with("index '")) {
        rest.remove_prefix(7);
        throw UniqueViolation({}, std::string{rest.substr(0, rest.find('\''))}, message);
    }
    const std::string table{rest.substr(0, rest.find('.'))};
    std::string columns;
    while (!rest.empty()) {
        const auto end = std::min(rest.find(", "), rest.size());
        const auto part = rest.substr(0, end);
        if (!columns.empty()) columns += ", ";
        columns += part.substr(part.find('.') + 1);
        rest.remove_prefix(std::min(end + 2, rest.size()));
    }
    throw UniqueViolation(table, columns, message);
}

bool is_out_of_room(sqlite3* db) {
    const int error = sqlite3_system_errno(db);
    return error == ENOSPC || error == EFBIG || error == EDQUOT;
}

std::string pragma(SqliteConnection& connection, const char* sql) {
    std::string value;
    const auto take = [](void* into, int, char** values, char**) {
        *static_cast<std::string*>(into) = values[0] != nullptr ? values[0] : "";
        return 0;
    };
    const int code = sqlite3_exec(connection.handle(), sql, take, &value, nullptr);
    if (code != SQLITE_OK) throw_sqlite_fault(connection.handle(), code, sql);
    return value;
}

class SqliteCursor final : public Cursor {
public:
    SqliteCursor(SqliteConnection& connection, SqliteStatement* statement)
        : connection_(connection), statement_(statement) {}
    ~SqliteCursor() override { connection_.release(statement_); }
    SqliteCursor(const SqliteCursor&) = delete;
    SqliteCursor& operator=(const SqliteCursor&) = delete;

    bool next() override {
        if (is_done_) return false;
        const int code = sqlite3_step(statement_->handle);
        if (code == SQLITE_ROW) return true;
        is_done_ = true;
        if (code != SQLITE_DONE) throw_sqlite_fault(connection_.handle(), code, statement_->sql);
        return false;
    }
    [[nodiscard]] int column_count() const override { return sqlite3_column_count(statement_->handle); }
    [[nodiscard]] std::string_view column_name(int column) const override {
        const char* name = sqlite3_column_name(statement_->handle, column);
        return name != nullptr ? name : "?";
    }
    [[nodiscard]] bool is_null(int column) const override { return sqlite_type(column) == SQLITE_NULL; }
    [[nodiscard]] Param::Type type(int column) const override {
        switch (sqlite_type(column)) {
        case SQLITE_INTEGER:
            return Param::Type::Integer;
        case SQLITE_FLOAT:
            return Param::Type::Real;
        case SQLITE_TEXT:
            return Param::Type::Text;
        case SQLITE_BLOB:
            return Param::Type::Blob;
        default:
            return Param::Type::Unknown;
        }
    }
    [[nodiscard]] std::int64_t integer(int column) const override {
        if (sqlite_type(column) != SQLITE_INTEGER) refuse_column(column, "is no integer");
        return sqlite3_column_int64(statement_->handle, column);
    }
    [[nodiscard]] double real(int column) const override {
        if (sqlite_type(column) != SQLITE_FLOAT && sqlite_type(column) != SQLITE_INTEGER)
            refuse_column(column, "is no number");
        return sqlite3_column_double(statement_->handle, column);
    }
    [[nodiscard]] std::string_view bytes(int column) const override {
        if (sqlite_type(column) != SQLITE_TEXT && sqlite_type(column) != SQLITE_BLOB)
            refuse_column(column, "is no text");
        const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_->handle, column));
        return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_->handle, column))};
    }

private:
    [[nodiscard]] int sqlite_type(int column) const { return sqlite3_column_type(statement_->handle, column); }

    SqliteConnection& connection_;
    SqliteStatement* statement_;
    bool is_done_ = false;
};

} // namespace

void throw_sqlite_fault(sqlite3* db, int code, std::string_view doing) {
    const std::string message = std::string{sqlite3_errmsg(db)} + " in: " + std::string{doing.substr(0, 500)};
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        throw Contention(message);
    case SQLITE_CONSTRAINT:
        if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_ROWID)
            throw_unique_violation(sqlite3_errmsg(db));
        throw DatabaseFault(FaultCause::Constraint, message);
    case SQLITE_FULL:
        throw DatabaseFault(FaultCause::DiskFull, message);
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
        throw DatabaseFault(is_out_of_room(db) ? FaultCause::DiskFull : FaultCause::InputOutput, message);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        throw DatabaseFault(FaultCause::Corrupt, message);
    case SQLITE_READONLY:
        throw DatabaseFault(FaultCause::ReadOnly, message);
    default:
        throw DatabaseFault(FaultCause::Statement, message);
    }
}

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const std::string& path, Role role,
                                                                 const DatabaseOptions& options) {
    sqlite3* db = nullptr;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                      (role == Role::Writer ? SQLITE_OPEN_CREATE : 0);
    const int code = sqlite3_open_v2(path.c_str(), &db, flags, nullptr);
    std::unique_ptr<SqliteConnection> connection{new SqliteConnection(db)};
    if (code != SQLITE_OK)
        return fail(ErrorKind::Unavailable, "db.cannot_open", {{"path", path}},
                    db != nullptr ? sqlite3_errmsg(db) : "out of memory");
    // The time-out comes first: each of the others may already meet another process.
    sqlite3_busy_timeout(db, options.busy_timeout_ms);
    for (const int option : {SQLITE_DBCONFIG_DQS_DML, SQLITE_DBCONFIG_DQS_DDL, SQLITE_DBCONFIG_TRUSTED_SCHEMA})
        sqlite3_db_config(db, option, 0, nullptr);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    try {
        if (role == Role::Writer) {
            if (pragma(*connection, "PRAGMA page_count") == "0")
                connection->run_script("PRAGMA application_id = " + std::to_string(kApplicationId));
            if (pragma(*connection, "PRAGMA application_id") != std::to_string(kApplicationId))
                return fail(ErrorKind::Invalid, "db.not_a_database", {{"path", path}}, "another program's SQLite file");
            if (pragma(*connection, "PRAGMA journal_mode = WAL") != "wal")
                return fail(ErrorKind::Unavailable, "db.cannot_open", {{"path", path}}, "no WAL on this file system");
        }
        // recursive_triggers: without it INSERT OR REPLACE deletes rows behind the back of the journal's DELETE
        // trigger. mmap_size stays modest: a disk error inside the mapping is a signal instead of an error code.
        connection->run_script("PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON;"
                               "PRAGMA mmap_size = 67108864; PRAGMA cache_size = -16000;"
                               "PRAGMA journal_size_limit = 67108864;");
        connection->run_script(options.durability == Durability::Full ? "PRAGMA synchronous = FULL"
                                                                      : "PRAGMA synchronous = OFF");
        if (role == Role::Reader) connection->run_script("PRAGMA query_only = ON");
    } catch (const DatabaseFault& fault) {
        if (fault.cause() == FaultCause::DiskFull) throw; // nothing is wrong with the path
        if (fault.cause() == FaultCause::Corrupt)
            return fail(ErrorKind::Invalid, "db.not_a_database", {{"path", path}}, fault.what());
        return fail(ErrorKind::Unavailable, "db.cannot_open", {{"path", path}}, fault.what());
    }
    return connection;
}

SqliteConnection::~SqliteConnection() {
    forget_statements();
    sqlite3_close(db_);
}

SqliteStatement* SqliteConnection::prepare(std::string_view sql) {
    sqlite3_stmt* handle = nullptr;
    const char* tail = nullptr;
    const int code =
        sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &handle, &tail);
    if (code != SQLITE_OK) throw_sqlite_fault(db_, code, sql);
    if (handle == nullptr) throw DatabaseFault(FaultCause::Statement, "an empty statement");
    auto& statement = statements_.emplace_front();
    statement.handle = handle;
    statement.sql = sql;
    const int parameters = sqlite3_bind_parameter_count(handle);
    for (int i = 1; i <= parameters; ++i) {
        const char* name = sqlite3_bind_parameter_name(handle, i);
        int number = 0;
        if (name != nullptr && name[0] == '$') {
            const std::string_view digits{name + 1};
            std::from_chars(digits.data(), digits.data() + digits.size(), number);
        }
        statement.value_of_parameter.push_back(number - 1);
        statement.value_count = std::max(statement.value_count, number);
    }
    return &statement;
}

void SqliteConnection::make_room() {
    auto oldest = statements_.end();
    while (by_sql_.size() >= kCachedStatements && oldest != statements_.begin()) {
        --oldest;
        if (oldest->is_in_use || !oldest->is_cached) continue;
        by_sql_.erase(oldest->sql);
        sqlite3_finalize(oldest->handle);
        oldest = statements_.erase(oldest);
    }
}

SqliteStatement* SqliteConnection::take_statement(std::string_view sql) {
    const auto known = by_sql_.find(sql);
    SqliteStatement* statement = nullptr;
    if (known != by_sql_.end() && !known->second->is_in_use) {
        statements_.splice(statements_.begin(), statements_, known->second);
        statement = &*known->second;
    } else if (known != by_sql_.end()) {
        statement = prepare(sql); // the same query inside its own loop
    } else {
        make_room();
        statement = prepare(sql);
        statement->is_cached = true;
        by_sql_.emplace(statement->sql, statements_.begin());
    }
    statement->is_in_use = true;
    ++open_cursors_;
    return statement;
}

void SqliteConnection::release(SqliteStatement* statement) noexcept {
    --open_cursors_;
    sqlite3_reset(statement->handle);
    sqlite3_clear_bindings(statement->handle);
    statement->is_in_use = false;
    if (statement->is_cached) return;
    sqlite3_finalize(statement->handle);
    statements_.remove_if([&](const SqliteStatement& each) { return &each == statement; });
}

void SqliteConnection::forget_statements() {
    by_sql_.clear();
    for (const auto& statement : statements_)
        sqlite3_finalize(statement.handle);
    statements_.clear();
}

void SqliteConnection::bind(const SqliteStatement& statement, std::span<const Param> params, Values values) {
    if (static_cast<std::size_t>(statement.value_count) != params.size())
        throw DatabaseFault(FaultCause::Statement, std::to_string(params.size()) + " values for " +
                                                       std::to_string(statement.value_count) + " in: " + statement.sql);
    const auto lifetime = values == Values::copied ? SQLITE_TRANSIENT : SQLITE_STATIC;
    auto* handle = statement.handle;
    for (std::size_t i = 0; i < statement.value_of_parameter.size(); ++i) {
        const int index = static_cast<int>(i) + 1;
        const int value = statement.value_of_parameter[i];
        if (value < 0) throw DatabaseFault(FaultCause::Statement, "a placeholder that is not $n in: " + statement.sql);
        const auto& param = params[static_cast<std::size_t>(value)];
        const auto bytes = param.bytes();
        int code = SQLITE_OK;
        if (param.is_null()) {
            code = sqlite3_bind_null(handle, index);
        } else if (param.type() == Param::Type::Integer) {
            code = sqlite3_bind_int64(handle, index, param.integer());
        } else if (param.type() == Param::Type::Real) {
            code = sqlite3_bind_double(handle, index, param.real());
        } else if (param.type() == Param::Type::Text) {
            code = sqlite3_bind_text64(handle, index, bytes.data() != nullptr ? bytes.data() : "", bytes.size(),
                                       lifetime, SQLITE_UTF8);
        } else {
            code =
                sqlite3_bind_blob64(handle, index, bytes.data() != nullptr ? bytes.data() : "", bytes.size(), lifetime);
        }
        if (code != SQLITE_OK) throw_sqlite_fault(db_, code, statement.sql);
    }
}

std::unique_ptr<Cursor> SqliteConnection::query(std::string_view sql, std::span<const Param> params) {
    auto* statement = take_statement(sql);
    auto cursor = std::make_unique<SqliteCursor>(*this, statement);
    bind(*statement, params, Values::copied);
    return cursor;
}

std::int64_t SqliteConnection::execute(std::string_view sql, std::span<const Param> params) {
    auto* statement = take_statement(sql);
    SqliteCursor cursor{*this, statement};
    bind(*statement, params, Values::borrowed);
    while (cursor.next()) {
    }
    return sqlite3_changes64(db_);
}

void SqliteConnection::run_script(const std::string& sql) {
    const int code = sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) throw_sqlite_fault(db_, code, sql);
}

void SqliteConnection::copy_in(std::string_view table, std::span<const std::string_view> columns,
                               const std::function<void(CopySink&)>& fill) {
    require_identifier(table);
    std::string sql = "INSERT INTO " + std::string{table} + " (";
    std::string values;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        require_identifier(columns[i]);
        sql += (i > 0 ? ", " : "") + std::string{columns[i]};
        values += (i > 0 ? ", $" : "$") + std::to_string(i + 1);
    }
    sql += ") VALUES (" + values + ")";

    struct InsertSink final : CopySink {
        SqliteConnection* connection = nullptr;
        const SqliteStatement* statement = nullptr;
        void row(std::span<const Param> params) override {
            connection->bind(*statement, params, Values::borrowed);
            const int code = sqlite3_step(statement->handle);
            if (code != SQLITE_DONE) throw_sqlite_fault(connection->db_, code, statement->sql);
            sqlite3_reset(statement->handle);
        }
    };
    InsertSink sink;
    sink.connection = this;
    auto* statement = take_statement(sql);
    sink.statement = statement;
    const SqliteCursor lease{*this, statement};
    fill(sink);
}

std::vector<std::int64_t> SqliteConnection::reserve_ids(std::string_view table, std::int64_t count) {
    require_identifier(table);
    std::int64_t last = 0;
    const std::array<Param, 1> name{Param(table)};
    const auto known = query("SELECT seq FROM sqlite_sequence WHERE name = $1", name);
    if (known->next()) last = known->integer(0);
    const std::array<Param, 2> bump{Param(last + count), Param(table)};
    if (execute("UPDATE sqlite_sequence SET seq = $1 WHERE name = $2", bump) == 0)
        execute("INSERT INTO sqlite_sequence (seq, name) VALUES ($1, $2)", bump);
    std::vector<std::int64_t> ids;
    for (std::int64_t i = 1; i <= count; ++i)
        ids.push_back(last + i);
    return ids;
}

void SqliteConnection::begin(TxMode mode) { execute(mode == TxMode::Read ? "BEGIN" : "BEGIN IMMEDIATE", {}); }

void SqliteConnection::commit() {
    if (open_cursors_ != 0) throw DatabaseFault(FaultCause::Statement, "a Rows outlives its transaction");
    execute("COMMIT", {});
}

void SqliteConnection::rollback() noexcept {
    // SQLite has already rolled back by itself after a full disk or an I/O error.
    if (sqlite3_get_autocommit(db_) == 0) sqlite3_exec(db_, "ROLLBACK", nullptr, nullptr, nullptr);
}

} // namespace tangthu::db::impl
