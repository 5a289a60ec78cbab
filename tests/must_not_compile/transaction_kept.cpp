// Rule: a transaction is used where it was opened, never kept for later.
// Expect: use of deleted function
#include "platform/db/transaction.h"

using tangthu::db::ReadTx;

namespace {
struct Store {
#ifdef TANGTHU_BROKEN
    ReadTx tx;
#else
    ReadTx& tx;
#endif
};
} // namespace

void transaction_kept(ReadTx& tx) {
    const Store store{tx};
    (void)store;
}
