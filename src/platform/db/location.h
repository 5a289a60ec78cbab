#pragma once

#include "platform/base/result.h"

#include <string>
#include <string_view>

namespace tangthu::db {

enum class Engine { Sqlite, Postgres };

/// Where a database lives: a SQLite file, or a PostgreSQL connection URL.
struct DatabaseLocation {
    Engine engine = Engine::Sqlite;
    std::string target; ///< path of the file, or `postgresql://…`

    /// `postgresql://…` and `postgres://…` are PostgreSQL; anything else with a scheme is refused; the rest is a file
    /// path. Errors: db.unknown_scheme, db.empty_location.
    [[nodiscard]] static Result<DatabaseLocation> parse(std::string_view text);
    /// For messages and logs: the same, without the password.
    [[nodiscard]] std::string redacted() const;
};

} // namespace tangthu::db
