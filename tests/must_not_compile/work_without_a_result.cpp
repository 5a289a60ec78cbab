// Rule: the work of a transaction says whether it succeeded: that decides between commit and rollback.
// Expect: the work of write() returns a Result
#include "platform/db/database.h"

using tangthu::Result;
using tangthu::db::Database;
using tangthu::db::WriteTx;

bool work_without_a_result(Database& database) {
#ifdef TANGTHU_BROKEN
    const auto outcome = database.write([](WriteTx& tx) { return tx.execute("delete from cat_bibs"); });
    return outcome > 0;
#else
    const auto outcome =
        database.write([](WriteTx& tx) -> Result<std::int64_t> { return tx.execute("delete from cat_bibs"); });
    return outcome.has_value();
#endif
}
