#pragma once

#include "modules/identity/staff.h"
#include "platform/base/describe.h"

#include <optional>
#include <string>
#include <vector>

namespace tangthu::identity {

/// An account as other programs see it: `/api/v1/staff`, `tangthu account list --json`.
struct StaffView {
    StaffId id;
    std::string name;
    std::string full_name;
    Nullable<std::string> home_unit; ///< null: the whole network
    StaffKind kind = StaffKind::person;
    bool is_active = true;
    bool must_change_password = false;
    std::string desk_card;
    bool has_pin = false;
    std::vector<Grant> grants; ///< unit empty: the whole network
    Instant created_at;
    Nullable<Instant> last_seen_at;
    std::int64_t version = 1;
};
TANGTHU_DESCRIBE(StaffView, id, name, full_name, home_unit, kind, is_active, must_change_password, desk_card, has_pin,
                 grants, created_at, last_seen_at, version)

struct NewStaffView : StaffView {
    Nullable<std::string> password; ///< told this once; null for a device
};
TANGTHU_DESCRIBE_DERIVED(NewStaffView, (StaffView), password)

struct StaffListView {
    std::vector<StaffView> staff;
};
TANGTHU_DESCRIBE(StaffListView, staff)

struct RoleView {
    std::string code;
    std::string name; ///< in the asker's language
    std::vector<Permission> permissions;
    bool is_builtin = false;
};
TANGTHU_DESCRIBE(RoleView, code, name, permissions, is_builtin)

struct RoleListView {
    std::vector<RoleView> roles;
};
TANGTHU_DESCRIBE(RoleListView, roles)

/// What the journal keeps of a change: never the person's name, which must be able to go.
struct StaffChange {
    std::string account;
    std::string home_unit;
    bool is_active = true;
    std::vector<Grant> grants;
};
TANGTHU_DESCRIBE(StaffChange, account, home_unit, is_active, grants)

/// Who has signed in: `/api/v1/session`.
struct SessionView {
    StaffId staff;
    std::string name;
    std::string full_name;
    Nullable<std::string> unit;          ///< where they are at work
    std::vector<Permission> permissions; ///< at that unit; without one anywhere
    std::string csrf_token;              ///< to be sent back as X-CSRF-Token with each POST, PUT, PATCH and DELETE
    Instant expires_at;
    bool must_change_password = false; ///< until then nothing else is answered
};
TANGTHU_DESCRIBE(SessionView, staff, name, full_name, unit, permissions, csrf_token, expires_at, must_change_password)

[[nodiscard]] StaffView view_of(const StaffUser& account);
[[nodiscard]] NewStaffView view_of(const StaffUser& account, const std::string& password);
[[nodiscard]] StaffListView view_of(const std::vector<StaffUser>& accounts);
/// `language` is `vi` or `en`.
[[nodiscard]] RoleListView view_of(const std::vector<Role>& roles, std::string_view language);

} // namespace tangthu::identity
