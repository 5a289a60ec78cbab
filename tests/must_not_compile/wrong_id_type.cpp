// Rule: an id of one table is never taken for another's.
// Expect: could not convert
#include "platform/base/id.h"

namespace {
using BibId = tangthu::Id<struct BibTag>;
using ItemId = tangthu::Id<struct ItemTag>;

void show_bib(BibId id) { (void)id; }

void use() {
#ifdef TANGTHU_BROKEN
    show_bib(ItemId{7});
#else
    show_bib(BibId{7});
#endif
}
} // namespace

void wrong_id_type() { use(); }
