#include "modules/branches/impl/unit_journal.h"

#include "modules/branches/unit_view.h"
#include "platform/base/json.h"
#include "platform/journal/journal.h"

namespace tangthu::branches::impl {

void note_change(db::WriteTx& tx, const std::string& kind, const Unit& unit, const Actor& actor, Instant now) {
    journal::Entry entry;
    entry.kind = kind;
    entry.unit_id = unit.id;
    entry.actor = actor;
    entry.subject_kind = "unit";
    entry.subject_id = unit.id.value;
    entry.data = to_json(view_of(unit, "vi"));
    journal::append(tx, entry, now);
}

} // namespace tangthu::branches::impl
