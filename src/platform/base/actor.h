#pragma once

#include "platform/base/describe.h"
#include "platform/base/id.h"

#include <string>

namespace tangthu {

using UnitId = Id<struct UnitTag>; ///< a library unit (branches)
using StaffId = Id<struct StaffTag>;

/// How an act reached the system; frozen into the journal.
enum class Channel { desk, self_check, mobile, portal, post, import, command_line, system };
TANGTHU_DESCRIBE_ENUM(Channel, desk, self_check, mobile, portal, post, import, command_line, system)

/// Who acts, handed to every door call: permission and audit never depend on ambient state.
struct Actor {
    std::string name = "system"; ///< `staff:12`, `cli`, `portal`; never a person's name
    StaffId staff;
    UnitId unit;
    Channel channel = Channel::system;
};

/// What a route or command asks of its actor. `Public` needs no sign-in, `SignedIn` nothing but one; the others are
/// given by roles, each at a unit and all below it (identity).
enum class Permission {
    Public,
    SignedIn,
    CatalogueRead,
    CatalogueEdit,
    CatalogueImport,
    BranchesEdit,
    StaffEdit,
    SystemAdmin
};
TANGTHU_DESCRIBE_ENUM(Permission, Public, SignedIn, CatalogueRead, CatalogueEdit, CatalogueImport, BranchesEdit,
                      StaffEdit, SystemAdmin)

} // namespace tangthu
