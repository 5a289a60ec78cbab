#include "modules/identity/impl/staff_journal.h"

#include "modules/identity/staff_view.h"
#include "platform/base/json.h"
#include "platform/journal/journal.h"

namespace tangthu::identity::impl {

void note_change(db::WriteTx& tx, AccountAct act, const StaffUser& account, const Actor& actor, Instant now) {
    journal::Entry entry;
    entry.kind = act == AccountAct::added ? "identity.staff_added" : "identity.staff_edited";
    entry.actor = actor;
    entry.subject_kind = "staff";
    entry.subject_id = account.id.value;
    entry.data = to_json(StaffChange{account.name, account.home_unit, account.is_active, account.grants});
    journal::append(tx, entry, now);
}

} // namespace tangthu::identity::impl
