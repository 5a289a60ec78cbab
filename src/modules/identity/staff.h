#pragma once

#include "platform/base/actor.h"
#include "platform/base/date.h"

#include <optional>
#include <string>
#include <vector>

namespace tangthu::identity {

using RoleId = Id<struct RoleTag>;
using SessionId = Id<struct SessionTag>;

/// A person at work, or a device that works for one.
enum class StaffKind { person, service };
TANGTHU_DESCRIBE_ENUM(StaffKind, person, service)

/// A role at a unit: it holds there and in all units below it, as they are on the day of the act.
struct Grant {
    std::string role; ///< code
    std::string unit; ///< code; empty: the whole network
    friend bool operator==(const Grant&, const Grant&) = default;
};
TANGTHU_DESCRIBE(Grant, role, unit)

struct StaffUser {
    StaffId id;
    std::string name; ///< signs in with it
    std::string full_name;
    std::string home_unit; ///< code; empty: the whole network
    StaffKind kind = StaffKind::person;
    bool is_active = true;
    bool must_change_password = false; ///< somebody else gave it
    std::string desk_card;             ///< scanned to take over a desk; empty: none
    bool has_pin = false;
    std::vector<Grant> grants;
    Instant created_at;
    std::optional<Instant> last_seen_at;
    std::int64_t version = 1;
};

struct StaffDraft {
    std::string name; ///< a-z, 0-9, dots and dashes, 2 to 40; capitals are made small
    std::string full_name;
    std::string home_unit;
    StaffKind kind = StaffKind::person;
    bool is_active = true;
    std::string desk_card; ///< as printed on it; empty: none
    std::vector<Grant> grants;
};

/// A named set of permissions.
struct Role {
    RoleId id;
    std::string code;
    std::string name_vi;
    std::string name_en;
    std::vector<Permission> permissions;
    bool is_builtin = false; ///< comes with the program and stays as it is
    std::int64_t version = 1;
};

/// Someone who has signed in, and how they are known from now on.
struct Session {
    SessionId id;
    StaffId staff;
    std::string unit; ///< code of where they are at work; empty: nowhere in particular
    std::string csrf; ///< to be brought along with each change (X-CSRF-Token); empty for a device's token
    Instant expires_at;
    bool must_change_password = false;
};

/// A session with its secret, which is told once and stored nowhere.
struct NewSession {
    Session session;
    std::string token;
};

} // namespace tangthu::identity
