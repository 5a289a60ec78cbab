// Rule: a bare number becomes an id only where somebody says so.
// Expect: could not convert
#include "platform/base/id.h"

namespace {
using BibId = tangthu::Id<struct BibTag>;

void show_bib(BibId id) { (void)id; }
} // namespace

void id_from_a_bare_number() {
#ifdef TANGTHU_BROKEN
    show_bib(7);
#else
    show_bib(BibId{7});
#endif
}
