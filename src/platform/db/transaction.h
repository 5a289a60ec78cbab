#pragma once

#include "platform/base/result.h"
#include "platform/db/fault.h"
#include "platform/db/location.h"
#include "platform/db/param.h"
#include "platform/db/row.h"

#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace tangthu::db {

namespace impl {
class Connection;
class CopySink;
struct Access;
} // namespace impl

/// A consistent view of the database, for stores that only look. Opened by Database::read(); never kept.
///
/// SQL is the subset both engines know; values go in as `$1…$n`, never into the text. Text compares bytewise.
/// Statements are cached by their text: keep SQL in constants, and lists of unknown length in few sizes.
class ReadTx {
public:
    ReadTx(const ReadTx&) = delete;
    ReadTx& operator=(const ReadTx&) = delete;

    /// Faults on wrong SQL. On PostgreSQL the whole result is held in memory: for very many rows use scan().
    template <class... Args>
    Rows query(std::string_view sql, const Args&... args) {
        const std::array<Param, sizeof...(Args)> params{Param(args)...};
        return query_with(sql, params);
    }
    /// The same for a list of values made at run time.
    Rows query_with(std::string_view sql, std::span<const Param> params);

    /// As query(), for results of any length: PostgreSQL fetches them in portions through a cursor.
    template <class... Args>
    Rows scan(std::string_view sql, const Args&... args) {
        const std::array<Param, sizeof...(Args)> params{Param(args)...};
        return scan_with(sql, params);
    }
    Rows scan_with(std::string_view sql, std::span<const Param> params);

    /// First column of the first row; nullopt without a row. T may be an optional itself where the column may be NULL.
    template <class T, class... Args>
    [[nodiscard]] std::optional<T> find_value(std::string_view sql, const Args&... args) {
        auto rows = query(sql, args...);
        if (!rows.next()) return std::nullopt;
        return rows.row().template get<T>(0);
    }

    [[nodiscard]] Engine engine() const;

protected:
    explicit ReadTx(impl::Connection& connection) : connection_(connection) {}
    impl::Connection& connection_;

private:
    friend struct impl::Access;
};

/// Takes the rows of a bulk load, value by value in the order of its columns.
class CopyWriter {
public:
    explicit CopyWriter(impl::CopySink& sink) : sink_(sink) {}
    template <class... Args>
    void row(const Args&... args) {
        const std::array<Param, sizeof...(Args)> params{Param(args)...};
        row_with(params);
    }
    void row_with(std::span<const Param> params);
    [[nodiscard]] std::int64_t row_count() const { return row_count_; }

private:
    impl::CopySink& sink_;
    std::int64_t row_count_ = 0;
};

/// A transaction that may write. Several rooms may share one: it is all kept or nothing.
class WriteTx : public ReadTx {
public:
    /// Runs INSERT, UPDATE or DELETE. Returns the number of rows it touched. Throws UniqueViolation, DatabaseFault.
    template <class... Args>
    std::int64_t execute(std::string_view sql, const Args&... args) {
        const std::array<Param, sizeof...(Args)> params{Param(args)...};
        return execute_with(sql, params);
    }
    std::int64_t execute_with(std::string_view sql, std::span<const Param> params);

    /// For `INSERT … RETURNING id`: the returned value of the one row.
    template <class T = std::int64_t, class... Args>
    [[nodiscard]] T insert_returning(std::string_view sql, const Args&... args) {
        auto value = find_value<T>(sql, args...);
        if (!value) throw DatabaseFault(FaultCause::Statement, "nothing was inserted: " + std::string{sql});
        return *std::move(value);
    }

    /// Loads many rows: COPY on PostgreSQL, one prepared insert on SQLite. `fill` calls writer.row(…) for each.
    /// Columns left out get their default. Until it returns, no other statement may run on this transaction.
    std::int64_t copy_in(std::string_view table, std::initializer_list<std::string_view> columns,
                         const std::function<void(CopyWriter&)>& fill);

    /// `count` ids for a table with an `@id@` column, ascending, not necessarily without gaps: for copy_in() of rows
    /// that others point to.
    [[nodiscard]] std::vector<std::int64_t> reserve_ids(std::string_view table, std::int64_t count);

    /// Runs once the transaction is durable; not at all when it is rolled back. Must not throw.
    void after_commit(std::function<void()> effect) { effects_.push_back(std::move(effect)); }

    /// A part that may fail alone: on an error or exception only its own changes (and after_commit effects) go.
    template <class F>
    auto nested(F&& work) {
        using Outcome = std::invoke_result_t<F&>;
        std::optional<Outcome> outcome;
        run_nested([&] {
            outcome.emplace(work());
            return outcome->has_value();
        });
        return *std::move(outcome);
    }

private:
    friend class Database;
    friend struct impl::Access;
    using ReadTx::ReadTx;
    void run_nested(const std::function<bool()>& work);

    std::vector<std::function<void()>> effects_;
    int nesting_ = 0;
};

} // namespace tangthu::db
