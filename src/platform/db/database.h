#pragma once

#include "platform/db/transaction.h"

#include <functional>
#include <memory>
#include <type_traits>

namespace tangthu::db {

namespace impl {
class Backend;
template <class T>
struct IsResult : std::false_type {};
template <class T>
struct IsResult<Result<T>> : std::true_type {};
} // namespace impl

enum class Durability {
    Full,    ///< a commit that returned survives a power cut
    Relaxed, ///< consistent after a crash of the program; the last commits may be lost with the power. For tests and
             ///< throw-away loads.
};

struct DatabaseOptions {
    int connections = 8; ///< how many transactions may run at once (SQLite: readers beside the one writer)
    int busy_timeout_ms = 5000;
    int write_attempts = 8; ///< how often write() runs its work before it gives up on contention
    Durability durability = Durability::Full;
};

/// An open database: the only way to a transaction. Threads may share it.
///
/// SQLite: one writer, many readers, each on its own snapshot. PostgreSQL: a pool; writes are SERIALIZABLE,
/// reads REPEATABLE READ. A lost connection is a temporary DatabaseFault for the call it hits; the next one reconnects.
class Database {
public:
    /// Opens, and creates the SQLite file (not its folder). Applies no migrations: see migrate.h.
    /// Errors: db.cannot_open, db.not_a_database, db.cannot_connect.
    [[nodiscard]] static Result<Database> open(const DatabaseLocation& location, const DatabaseOptions& options = {});

    Database(Database&&) noexcept;
    Database& operator=(Database&&) noexcept;
    ~Database();

    /// `work(ReadTx&) -> Result<T>` on one snapshot.
    template <class F>
    auto read(F&& work) {
        using Outcome = std::invoke_result_t<F&, ReadTx&>;
        static_assert(impl::IsResult<Outcome>::value, "the work of read() returns a Result");
        std::optional<Outcome> outcome;
        run_read([&](ReadTx& tx) { outcome.emplace(work(tx)); });
        return *std::move(outcome);
    }

    /// `work(WriteTx&) -> Result<T>`: commits when it succeeds, rolls back on an error or exception. It runs again,
    /// whole, when another transaction was in the way, so it must not change anything outside the database: use
    /// WriteTx::after_commit(). Not to be called inside itself. Throws DatabaseFault.
    template <class F>
    auto write(F&& work) {
        using Outcome = std::invoke_result_t<F&, WriteTx&>;
        static_assert(impl::IsResult<Outcome>::value, "the work of write() returns a Result");
        std::optional<Outcome> outcome;
        run_write([&](WriteTx& tx) {
            outcome.reset();
            outcome.emplace(work(tx));
            return outcome->has_value();
        });
        return *std::move(outcome);
    }

    [[nodiscard]] Engine engine() const;
    [[nodiscard]] const DatabaseLocation& location() const;

private:
    friend struct impl::Access;
    explicit Database(std::unique_ptr<impl::Backend> backend);
    void run_read(const std::function<void(ReadTx&)>& work);
    void run_write(const std::function<bool(WriteTx&)>& work);

    std::unique_ptr<impl::Backend> backend_;
};

} // namespace tangthu::db
