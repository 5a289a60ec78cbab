// Rule: who was handed a ReadTx cannot write.
// Expect: has no member named 'execute'
#include "platform/db/transaction.h"

using tangthu::db::ReadTx;
using tangthu::db::WriteTx;

#ifdef TANGTHU_BROKEN
void write_through_a_read(ReadTx& tx) { tx.execute("delete from cat_bibs where id = $1", 1); }
#else
void write_through_a_read(WriteTx& tx) { tx.execute("delete from cat_bibs where id = $1", 1); }
#endif
