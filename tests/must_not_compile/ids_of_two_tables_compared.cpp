// Rule: ids of two tables are never equal or unequal: the question is a mistake.
// Expect: no match for 'operator=='
#include "platform/base/id.h"

using BibId = tangthu::Id<struct BibTag>;
using ItemId = tangthu::Id<struct ItemTag>;

bool ids_of_two_tables_compared(BibId bib, ItemId item) {
#ifdef TANGTHU_BROKEN
    return bib == item;
#else
    return bib == BibId{1} && item == ItemId{1};
#endif
}
