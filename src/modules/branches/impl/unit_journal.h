#pragma once

#include "modules/branches/unit.h"
#include "platform/db/transaction.h"

#include <string>

namespace tangthu::branches::impl {

/// `kind`: branches.unit_added, branches.unit_edited, branches.unit_closed, branches.hours_set,
/// branches.location_added, branches.unit_made_provisional. The entry keeps what the unit is after the change.
void note_change(db::WriteTx& tx, const std::string& kind, const Unit& unit, const Actor& actor, Instant now);

} // namespace tangthu::branches::impl
