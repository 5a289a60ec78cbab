// Rule: a ReadTx is no WriteTx, also behind a call.
// Expect: invalid initialization of reference
#include "platform/db/transaction.h"

using tangthu::db::ReadTx;
using tangthu::db::WriteTx;

namespace {
void store(WriteTx& tx) { (void)tx.engine(); }
} // namespace

#ifdef TANGTHU_BROKEN
void read_handed_to_a_writer(ReadTx& tx) { store(tx); }
#else
void read_handed_to_a_writer(WriteTx& tx) { store(tx); }
#endif
