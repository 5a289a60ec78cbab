#pragma once

#include "platform/base/error.h"

#include <string>
#include <utility>

namespace tangthu::db {

enum class FaultCause {
    Statement,      ///< wrong SQL, wrong column, wrong type: a bug
    Constraint,     ///< a foreign key, CHECK, NOT NULL or a guarding trigger said no
    DiskFull,       ///< the machine has no room
    InputOutput,    ///< the disk or the file system failed
    ConnectionLost, ///< PostgreSQL went away, or refuses new connections
    Busy,           ///< still contended after all retries
    Corrupt,        ///< the file is damaged or no database
    ReadOnly,       ///< a write where only reading is possible
};

/// A broken machine or a bug below a transaction. The transaction has been rolled back when this leaves read() or
/// write().
class DatabaseFault : public Fault {
public:
    DatabaseFault(FaultCause cause, const std::string& what_happened) : Fault(what_happened), cause_(cause) {}
    [[nodiscard]] FaultCause cause() const { return cause_; }
    [[nodiscard]] bool is_temporary() const override {
        return cause_ == FaultCause::DiskFull || cause_ == FaultCause::ConnectionLost || cause_ == FaultCause::Busy;
    }

private:
    FaultCause cause_;
};

/// A UNIQUE or PRIMARY KEY clash. The store that owns the key turns it into ErrorKind::Conflict where it has a meaning:
/// `catch (const db::UniqueViolation& clash) { if (clash.is_on("code")) return fail(ErrorKind::Conflict, …); throw; }`.
/// On PostgreSQL nothing but a rollback may follow in the transaction, unless it happened inside WriteTx::nested().
class UniqueViolation : public DatabaseFault {
public:
    UniqueViolation(std::string table, std::string columns, const std::string& what_happened)
        : DatabaseFault(FaultCause::Constraint, what_happened), table_(std::move(table)), columns_(std::move(columns)) {
    }
    [[nodiscard]] const std::string& table() const { return table_; }
    /// The key's columns in its order: `code` or `source, control_number`; the index's name for a key over expressions.
    [[nodiscard]] const std::string& columns() const { return columns_; }
    [[nodiscard]] bool is_on(std::string_view columns) const { return columns_ == columns; }

private:
    std::string table_;
    std::string columns_;
};

} // namespace tangthu::db
