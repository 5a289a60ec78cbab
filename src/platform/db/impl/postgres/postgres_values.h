#pragma once

#include "platform/db/impl/connection.h"
#include "platform/db/impl/postgres/postgres_connection.h"

#include <vector>

namespace tangthu::db::impl {

/// Values in libpq's binary form, with their types declared, so that the server never guesses a type from the context.
class PostgresValues {
public:
    explicit PostgresValues(std::span<const Param> params);
    [[nodiscard]] int count() const { return static_cast<int>(values_.size()); }
    [[nodiscard]] const char* const* values() const { return values_.data(); }
    [[nodiscard]] const int* lengths() const { return lengths_.data(); }
    [[nodiscard]] const int* formats() const { return formats_.data(); }
    [[nodiscard]] const unsigned* types() const { return types_.data(); }

private:
    std::vector<std::array<char, 8>> numbers_;
    std::vector<const char*> values_;
    std::vector<int> lengths_;
    std::vector<int> formats_;
    std::vector<unsigned> types_;
};

/// Over a whole result, or portion by portion when it has a scan's name.
[[nodiscard]] std::unique_ptr<Cursor> make_cursor(PostgresConnection& connection, PostgresResult first,
                                                  std::string scan_name);

} // namespace tangthu::db::impl
