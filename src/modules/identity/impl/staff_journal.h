#pragma once

#include "modules/identity/staff.h"
#include "platform/db/transaction.h"

namespace tangthu::identity::impl {

enum class AccountAct { added, edited };

/// One entry: what the account is afterwards, without any secret.
void note_change(db::WriteTx& tx, AccountAct act, const StaffUser& account, const Actor& actor, Instant now);

} // namespace tangthu::identity::impl
