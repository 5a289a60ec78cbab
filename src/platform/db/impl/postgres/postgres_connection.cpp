#include "platform/db/impl/postgres/postgres_connection.h"

#include "platform/base/blanks.h"
#include "platform/base/log.h"
#include "platform/db/impl/identifier.h"
#include "platform/db/impl/postgres/postgres_values.h"

#include <charconv>
#include <libpq-fe.h>

namespace tangthu::db::impl {

namespace {

constexpr std::size_t kCachedStatements = 256;
constexpr std::size_t kCopyPortion = 64 * 1024;
constexpr const char* kScanPortion = "FETCH 2000 FROM ";

/// Any number does, as long as it is ours: two migrating processes wait for each other on it.
constexpr const char* kMigrationLock = "SELECT pg_advisory_xact_lock(6071842305)";

std::string diagnostic(const pg_result* result, int field) {
    const char* text = result != nullptr ? PQresultErrorField(result, field) : nullptr;
    return text != nullptr ? text : "";
}

/// "Key (source, number)=(…) already exists.": only the names; the values may be a reader's.
std::string key_columns(const pg_result* result) {
    const auto detail = diagnostic(result, PG_DIAG_MESSAGE_DETAIL);
    const auto from = detail.find('(');
    const auto to = detail.find(")=(");
    if (from == std::string::npos || to == std::string::npos) return diagnostic(result, PG_DIAG_CONSTRAINT_NAME);
    auto columns = detail.substr(from + 1, to - from - 1);
    return columns.find('(') == std::string::npos ? columns : diagnostic(result, PG_DIAG_CONSTRAINT_NAME);
}

/// The highest `$n` outside quotes. The server would take more values than a statement has places for.
std::size_t highest_placeholder(std::string_view sql) {
    std::size_t highest = 0;
    char quote = 0;
    for (std::size_t i = 0; i < sql.size(); ++i) {
        if (quote != 0) {
            if (sql[i] == quote) quote = 0;
        } else if (sql[i] == '\'' || sql[i] == '"') {
            quote = sql[i];
        } else if (sql[i] == '$') {
            std::size_t number = 0;
            std::from_chars(sql.data() + i + 1, sql.data() + sql.size(), number);
            highest = std::max(highest, number);
        }
    }
    return highest;
}

} // namespace

void ResultDeleter::operator()(pg_result* result) const noexcept { PQclear(result); }

Result<std::unique_ptr<PostgresConnection>> PostgresConnection::open(const DatabaseLocation& location,
                                                                     const DatabaseOptions& options) {
    // What stands before dbname are defaults that the URL may override; what stands behind it is ours.
    const std::array keywords{"application_name",
                              "connect_timeout",
                              "keepalives_idle",
                              "tcp_user_timeout",
                              "dbname",
                              "client_encoding",
                              static_cast<const char*>(nullptr)};
    const std::array values{
        "tangthu", "5", "30", "20000", location.target.c_str(), "UTF8", static_cast<const char*>(nullptr)};
    auto* raw = PQconnectdbParams(keywords.data(), values.data(), 1);
    std::unique_ptr<PostgresConnection> connection{new PostgresConnection(raw)};
    const auto refused = [&](const std::string& detail) {
        return fail(ErrorKind::Unavailable, "db.cannot_connect", {{"location", location.redacted()}},
                    std::string{trimmed(detail)});
    };
    if (PQstatus(raw) != CONNECTION_OK) return refused(PQerrorMessage(raw));
    PQsetNoticeProcessor(raw, [](void*, const char* message) { log::debug(trimmed(message)); }, nullptr);
    try {
        connection->run_script("SET standard_conforming_strings = on; SET timezone = 'UTC'; SET jit = off");
        if (options.durability == Durability::Relaxed) connection->run_script("SET synchronous_commit = off");
    } catch (const DatabaseFault& fault) {
        return refused(fault.what());
    }
    return connection;
}

PostgresConnection::~PostgresConnection() { PQfinish(connection_); }

bool PostgresConnection::is_unusable() const {
    return must_be_replaced_ || PQstatus(connection_) != CONNECTION_OK ||
           PQtransactionStatus(connection_) != PQTRANS_IDLE;
}

void PostgresConnection::throw_fault(const pg_result* result, std::string_view doing) {
    const auto state = diagnostic(result, PG_DIAG_SQLSTATE);
    auto message = diagnostic(result, PG_DIAG_MESSAGE_PRIMARY);
    if (message.empty()) message = trimmed(PQerrorMessage(connection_));
    message += " in: " + std::string{doing.substr(0, 500)};
    // Without a state it was libpq itself that failed: the server can't be reached any more.
    if (PQstatus(connection_) != CONNECTION_OK || state.empty() || state.starts_with("08") ||
        state.starts_with("57P")) {
        must_be_replaced_ = true;
        throw DatabaseFault(FaultCause::ConnectionLost, message);
    }
    if (state == "40001" || state == "40P01" || state == "55P03") throw Contention(message);
    if (state == "0A000" && message.starts_with("cached plan")) { // a migration ran since the statement was prepared
        must_be_replaced_ = true;
        throw Contention(message);
    }
    if (state == "23505") throw UniqueViolation(diagnostic(result, PG_DIAG_TABLE_NAME), key_columns(result), message);
    if (state.starts_with("23") || state == "P0001") throw DatabaseFault(FaultCause::Constraint, message);
    if (state == "53100") throw DatabaseFault(FaultCause::DiskFull, message);
    if (state == "53300") throw DatabaseFault(FaultCause::ConnectionLost, message);
    if (state == "58030") throw DatabaseFault(FaultCause::InputOutput, message);
    if (state.starts_with("XX")) throw DatabaseFault(FaultCause::Corrupt, message);
    if (state == "25006") throw DatabaseFault(FaultCause::ReadOnly, message);
    throw DatabaseFault(FaultCause::Statement, message);
}

PostgresResult PostgresConnection::checked(pg_result* raw, std::string_view doing) {
    PostgresResult result{raw};
    const auto status = PQresultStatus(raw);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) throw_fault(raw, doing);
    return result;
}

const std::string& PostgresConnection::prepared(std::string_view sql, std::span<const Param> params) {
    key_.clear();
    for (const auto& param : params)
        key_ += static_cast<char>('0' + static_cast<int>(param.type()));
    key_ += sql;
    if (const auto known = by_key_.find(key_); known != by_key_.end()) {
        statements_.splice(statements_.begin(), statements_, known->second);
        return known->second->name;
    }
    if (highest_placeholder(sql) != params.size())
        throw DatabaseFault(FaultCause::Statement, std::to_string(params.size()) +
                                                       " values for another number of places in: " + std::string{sql});
    if (statements_.size() >= kCachedStatements) {
        const auto command = "DEALLOCATE " + statements_.back().name;
        checked(PQexec(connection_, command.c_str()), command);
        by_key_.erase(statements_.back().key);
        statements_.pop_back();
    }
    const PostgresValues values{params};
    const auto name = "s" + std::to_string(++names_given_);
    checked(PQprepare(connection_, name.c_str(), std::string{sql}.c_str(), values.count(), values.types()), sql);
    statements_.push_front({key_, name});
    by_key_.emplace(statements_.front().key, statements_.begin());
    return statements_.front().name;
}

PostgresResult PostgresConnection::run(std::string_view sql, std::span<const Param> params) {
    const auto& name = prepared(sql, params);
    const PostgresValues values{params};
    return checked(PQexecPrepared(connection_, name.c_str(), values.count(), values.values(), values.lengths(),
                                  values.formats(), 1),
                   sql);
}

std::unique_ptr<Cursor> PostgresConnection::query(std::string_view sql, std::span<const Param> params) {
    return make_cursor(*this, run(sql, params), {});
}

std::unique_ptr<Cursor> PostgresConnection::scan(std::string_view sql, std::span<const Param> params) {
    const auto name = "scan" + std::to_string(++names_given_);
    const auto declare = "DECLARE " + name + " NO SCROLL CURSOR FOR " + std::string{sql};
    const PostgresValues values{params};
    checked(PQexecParams(connection_, declare.c_str(), values.count(), values.types(), values.values(),
                         values.lengths(), values.formats(), 1),
            sql);
    return make_cursor(*this, fetch(name), name);
}

PostgresResult PostgresConnection::fetch(const std::string& cursor_name) {
    const auto command = kScanPortion + cursor_name;
    return checked(PQexecParams(connection_, command.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 1), command);
}

void PostgresConnection::close_scan(const std::string& cursor_name) noexcept {
    if (PQtransactionStatus(connection_) != PQTRANS_INTRANS) return;
    PQclear(PQexec(connection_, ("CLOSE " + cursor_name).c_str()));
}

std::int64_t PostgresConnection::execute(std::string_view sql, std::span<const Param> params) {
    const auto result = run(sql, params);
    const std::string_view count = PQcmdTuples(result.get());
    std::int64_t rows = 0;
    std::from_chars(count.data(), count.data() + count.size(), rows);
    return rows;
}

void PostgresConnection::run_script(const std::string& sql) { checked(PQexec(connection_, sql.c_str()), sql); }

/// COPY's text format: the only one that needs no knowledge of the columns' types.
class PostgresConnection::TextCopySink final : public CopySink {
public:
    TextCopySink(PostgresConnection& owner, std::string_view command, std::size_t columns)
        : owner_(owner), command_(command), columns_(columns) {}

    void row(std::span<const Param> params) override {
        if (params.size() != columns_)
            throw DatabaseFault(FaultCause::Statement, "a row of another length in: " + std::string{command_});
        for (std::size_t i = 0; i < params.size(); ++i) {
            if (i > 0) buffer_ += '\t';
            add(params[i]);
        }
        buffer_ += '\n';
        if (buffer_.size() >= kCopyPortion) flush();
    }

    void flush() {
        if (PQputCopyData(owner_.connection_, buffer_.data(), static_cast<int>(buffer_.size())) != 1)
            owner_.throw_fault(nullptr, command_);
        buffer_.clear();
    }

private:
    void add(const Param& param) {
        std::array<char, 32> digits{};
        if (param.is_null()) {
            buffer_ += "\\N";
        } else if (param.type() == Param::Type::Integer) {
            const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), param.integer()).ptr;
            buffer_.append(digits.data(), end);
        } else if (param.type() == Param::Type::Real) {
            const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), param.real()).ptr;
            buffer_.append(digits.data(), end);
        } else if (param.type() == Param::Type::Blob) {
            constexpr std::string_view kHex = "0123456789abcdef";
            buffer_ += "\\\\x";
            for (const char c : param.bytes()) {
                buffer_ += kHex[static_cast<unsigned char>(c) >> 4U];
                buffer_ += kHex[static_cast<unsigned char>(c) & 15U];
            }
        } else {
            add_text(param.bytes());
        }
    }

    void add_text(std::string_view text) {
        while (!text.empty()) {
            const auto plain = std::min(text.find_first_of("\\\n\r\t"), text.size());
            buffer_ += text.substr(0, plain);
            text.remove_prefix(plain);
            if (text.empty()) return;
            buffer_ += '\\';
            buffer_ += text[0] == '\n' ? 'n' : text[0] == '\r' ? 'r' : text[0] == '\t' ? 't' : '\\';
            text.remove_prefix(1);
        }
    }

    PostgresConnection& owner_;
    std::string_view command_;
    std::size_t columns_;
    std::string buffer_;
};

void PostgresConnection::copy_in(std::string_view table, std::span<const std::string_view> columns,
                                 const std::function<void(CopySink&)>& fill) {
    require_identifier(table);
    std::string command = "COPY " + std::string{table} + " (";
    for (const auto& column : columns) {
        require_identifier(column);
        command += (&column != columns.data() ? ", " : "") + std::string{column};
    }
    command += ") FROM STDIN";
    const PostgresResult started{PQexec(connection_, command.c_str())};
    if (PQresultStatus(started.get()) != PGRES_COPY_IN) throw_fault(started.get(), command);
    TextCopySink sink{*this, command, columns.size()};
    try {
        fill(sink);
        sink.flush();
    } catch (...) {
        try {
            finish_copy("the source failed", command);
        } catch (const DatabaseFault&) {
        } // the server's echo of our own abort
        throw;
    }
    finish_copy(nullptr, command);
}

void PostgresConnection::finish_copy(const char* abort_reason, std::string_view doing) {
    PQputCopyEnd(connection_, abort_reason);
    PostgresResult failed;
    while (auto* raw = PQgetResult(connection_)) {
        PostgresResult result{raw};
        if (PQresultStatus(raw) == PGRES_FATAL_ERROR) failed = std::move(result);
    }
    if (failed) throw_fault(failed.get(), doing);
    if (PQstatus(connection_) != CONNECTION_OK) throw_fault(nullptr, doing);
}

std::vector<std::int64_t> PostgresConnection::reserve_ids(std::string_view table, std::int64_t count) {
    require_identifier(table);
    const std::array<Param, 2> params{Param(table), Param(count)};
    const auto rows = query("SELECT nextval(pg_get_serial_sequence($1, (SELECT attname::text FROM pg_attribute WHERE "
                            "attrelid = $1::regclass AND attidentity <> ''))) FROM generate_series(1, $2)",
                            params);
    std::vector<std::int64_t> ids;
    while (rows->next())
        ids.push_back(rows->integer(0));
    return ids;
}

void PostgresConnection::begin(TxMode mode) {
    switch (mode) {
    case TxMode::Read:
        return run_script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    case TxMode::Write:
        return run_script("BEGIN ISOLATION LEVEL SERIALIZABLE");
    case TxMode::Schema:
        // READ COMMITTED: what is read after the wait must see what the other process did.
        run_script("BEGIN ISOLATION LEVEL READ COMMITTED");
        return run_script(kMigrationLock);
    }
}

void PostgresConnection::commit() {
    const auto result = checked(PQexec(connection_, "COMMIT"), "COMMIT");
    // After a statement failed the server answers COMMIT with a quiet ROLLBACK.
    if (std::string_view{PQcmdStatus(result.get())} != "COMMIT")
        throw DatabaseFault(FaultCause::Statement, "a fault inside the transaction was swallowed; it is rolled back");
}

void PostgresConnection::rollback() noexcept {
    if (PQstatus(connection_) != CONNECTION_OK || PQtransactionStatus(connection_) == PQTRANS_IDLE) return;
    PQclear(PQexec(connection_, "ROLLBACK"));
}

} // namespace tangthu::db::impl
