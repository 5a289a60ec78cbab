#pragma once

#include "platform/db/impl/connection.h"

#include <string>

namespace tangthu::test {

/// Past all our rules, as somebody with the database's own tools: for tests of what the database itself refuses.
/// The one door into platform/db/impl for tests of other rooms.
template <class Work>
void with_raw_connection(db::Database& database, Work&& work) {
    db::impl::Access::backend(database).with_connection(std::forward<Work>(work));
}
inline void run_raw_sql(db::Database& database, const std::string& script) {
    with_raw_connection(database, [&](db::impl::Connection& connection) { connection.run_script(script); });
}

} // namespace tangthu::test
