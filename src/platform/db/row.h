#pragma once

#include "platform/db/param.h"

#include <iterator>
#include <memory>
#include <type_traits>

namespace tangthu::db {

namespace impl {

/// The rows of one statement, as an engine gives them. Columns are counted from 0.
class Cursor {
public:
    virtual ~Cursor() = default;
    virtual bool next() = 0;
    [[nodiscard]] virtual int column_count() const = 0;
    [[nodiscard]] virtual std::string_view column_name(int column) const = 0;
    [[nodiscard]] virtual bool is_null(int column) const = 0;
    /// Of a value that is not NULL; Unknown for what param.h has no name for.
    [[nodiscard]] virtual Param::Type type(int column) const = 0;
    /// Each throws a Fault when the column holds another type, the same on both engines.
    [[nodiscard]] virtual std::int64_t integer(int column) const = 0;
    [[nodiscard]] virtual double real(int column) const = 0;
    [[nodiscard]] virtual std::string_view bytes(int column) const = 0;

    [[nodiscard]] int column(std::string_view name);
    [[noreturn]] void refuse_column(int column, std::string_view problem) const;

private:
    int expected_ = 0; // rows are mostly read in the order of the select list
};

[[nodiscard]] Date date_column(const Cursor& cursor, int column);
[[nodiscard]] Param param_of_column(const Cursor& cursor, int column);

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <class T>
struct IsId : std::false_type {};
template <class Tag>
struct IsId<Id<Tag>> : std::true_type {};
template <class>
inline constexpr bool kNoSuchColumnType = false;

template <class T>
T read_column(const Cursor& cursor, int column) {
    if constexpr (IsOptional<T>::value) {
        if (cursor.is_null(column)) return std::nullopt;
        return read_column<typename T::value_type>(cursor, column);
    } else {
        if (cursor.is_null(column)) cursor.refuse_column(column, "is NULL");
        if constexpr (std::is_same_v<T, bool>) {
            return cursor.integer(column) != 0;
        } else if constexpr (std::is_integral_v<T>) {
            const auto value = cursor.integer(column);
            if (!std::in_range<T>(value)) cursor.refuse_column(column, "is out of range");
            return static_cast<T>(value);
        } else if constexpr (std::is_same_v<T, double>) {
            return cursor.real(column);
        } else if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, std::string_view>) {
            return T{cursor.bytes(column)};
        } else if constexpr (std::is_same_v<T, Bytes>) {
            return Bytes{cursor.bytes(column)};
        } else if constexpr (std::is_same_v<T, Instant>) {
            return Instant{cursor.integer(column)};
        } else if constexpr (std::is_same_v<T, Date>) {
            return date_column(cursor, column);
        } else if constexpr (IsId<T>::value) {
            return T{cursor.integer(column)};
        } else {
            static_assert(kNoSuchColumnType<T>, "no column holds this type");
        }
    }
}

} // namespace impl

/// The row a Rows stands on.
/// T: an integer type, bool, double, std::string, std::string_view and Bytes (views: valid until the next row),
/// Instant, Date, Id<Tag>, or std::optional of these. NULL into anything but an optional is a Fault.
class Row {
public:
    template <class T>
    [[nodiscard]] T get(std::string_view name) const {
        return impl::read_column<T>(*cursor_, cursor_->column(name));
    }
    template <class T>
    [[nodiscard]] T get(int column) const {
        return impl::read_column<T>(*cursor_, column);
    }

    /// Whatever the column holds, ready to be handed on to another statement; valid until the next row.
    [[nodiscard]] Param param(int column) const { return impl::param_of_column(*cursor_, column); }

private:
    friend class Rows;
    explicit Row(impl::Cursor* cursor) : cursor_(cursor) {}
    impl::Cursor* cursor_;
};

/// What a query found, read once from first to last: `for (const auto& row : tx.query(…))`, or next() and row().
/// Must not outlive its transaction.
class [[nodiscard]] Rows {
public:
    explicit Rows(std::unique_ptr<impl::Cursor> cursor) : cursor_(std::move(cursor)), row_(cursor_.get()) {}

    /// Steps to the next row; false behind the last one.
    bool next() { return cursor_->next(); }
    [[nodiscard]] const Row& row() const { return row_; }

    class Iterator {
    public:
        using value_type = Row;
        using difference_type = std::ptrdiff_t;
        explicit Iterator(Rows* rows) : rows_(rows) { ++*this; }
        const Row& operator*() const { return rows_->row(); }
        Iterator& operator++() {
            if (!rows_->next()) rows_ = nullptr;
            return *this;
        }
        void operator++(int) { ++*this; }
        bool operator==(std::default_sentinel_t) const { return rows_ == nullptr; }

    private:
        Rows* rows_;
    };
    Iterator begin() { return Iterator{this}; }
    [[nodiscard]] static std::default_sentinel_t end() { return {}; }

private:
    std::unique_ptr<impl::Cursor> cursor_;
    Row row_;
};

} // namespace tangthu::db
