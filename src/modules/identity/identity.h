#pragma once

#include "modules/identity/staff.h"
#include "platform/base/clock.h"
#include "platform/base/result.h"
#include "platform/base/secret.h"

#include <memory>
#include <span>
#include <string_view>

namespace tangthu::db {
class Database;
}
namespace tangthu::branches {
class Branches;
}

namespace tangthu::identity {

/// Who may sign in, and what they may do where.
///
/// Nobody can lock anybody else out: wrong passwords make the address they came from wait for that account, not the
/// account (decision 0040). Thread-safe. Changes go into the journal; each takes the version its author saw.
class Identity {
public:
    Identity(db::Database& database, const branches::Branches& branches, const Clock& clock,
             PasswordCost cost = PasswordCost::usual);
    ~Identity();

    /// The built-in roles, as this program has them.
    [[nodiscard]] Result<void> ensure_roles();
    /// The built-in roles, and on a network without staff one account `admin` for all of it with the role `admin`.
    /// Returns its password, told this once; nothing when there were accounts.
    [[nodiscard]] Result<std::optional<std::string>> prepare();

    // --- signing in ------------------------------------------------------------------------------------------------

    /// A browser's session, for twelve hours from its last use and a week at most.
    /// Errors: identity.wrong_password (whatever of it was wrong), identity.too_many_attempts {seconds}.
    [[nodiscard]] Result<NewSession> sign_in(std::string_view name, std::string_view password, std::string_view client);
    /// Forgets the session; the other ones of the same person stay.
    [[nodiscard]] Result<void> sign_out(SessionId session);
    /// Who holds this secret (of a session or a device's token). Errors: net.sign_in_needed.
    [[nodiscard]] Result<Session> find_session(std::string_view token);
    /// Where they are at work from now on: one of the units their roles hold in. Errors: identity.not_there {unit}.
    [[nodiscard]] Result<Session> move_to(SessionId session, std::string_view unit);
    /// Ends all other sessions of the same person.
    /// Errors: identity.wrong_password, identity.too_many_attempts, identity.weak_password {min}.
    [[nodiscard]] Result<void> change_password(const Session& session, std::string_view old_password,
                                               std::string_view new_password, std::string_view client);

    /// What goes with one's desk card: four to eight digits, set with the password at hand.
    /// Errors: identity.wrong_password, identity.too_many_attempts, identity.weak_pin, identity.no_desk_card.
    [[nodiscard]] Result<void> set_pin(const Session& session, std::string_view password, std::string_view pin,
                                       std::string_view client);
    /// The next one at the desk, by card and PIN: their session takes the place of this one, at the same unit, and this
    /// one is over. Only where somebody is signed in: card and PIN alone open nothing.
    /// Errors: identity.wrong_pin, identity.too_many_attempts, identity.not_there {unit},
    /// identity.password_must_change, net.sign_in_needed.
    [[nodiscard]] Result<NewSession> hand_over(const Session& from, std::string_view card, std::string_view pin,
                                               std::string_view client);

    // --- what they may ---------------------------------------------------------------------------------------------

    /// Whether some role of theirs gives it, at whatever unit: what a route asks before it looks at its subject.
    /// Whoever has a password from somebody else changes it first. Errors: net.forbidden,
    /// identity.password_must_change.
    [[nodiscard]] Result<void> require_anywhere(const Actor& actor, Permission permission) const;
    /// Whether they may do it at this unit. The command line and the program itself may everything.
    /// Errors: net.forbidden.
    [[nodiscard]] Result<void> require(const Actor& actor, Permission permission, std::string_view unit) const;
    /// Everything their roles give at this unit; empty unit: anywhere.
    [[nodiscard]] std::vector<Permission> permissions_at(StaffId staff, std::string_view unit) const;

    // --- accounts --------------------------------------------------------------------------------------------------

    [[nodiscard]] Result<std::vector<StaffUser>> list_staff() const;
    /// Errors: identity.staff_not_found.
    [[nodiscard]] Result<StaffUser> get_staff(StaffId id) const;
    [[nodiscard]] Result<StaffUser> get_staff(std::string_view name) const;
    [[nodiscard]] Result<std::vector<Role>> list_roles() const;

    struct NewStaff {
        StaffUser staff;
        std::string password; ///< to be changed at the first sign-in; empty for a device
    };
    /// Nobody gives away more than they have: each grant needs StaffEdit at its unit and every permission of its role
    /// there. Errors: identity.bad_name, identity.full_name_missing, identity.name_taken, identity.card_taken,
    /// identity.role_not_found, branches.unit_not_found, net.forbidden.
    [[nodiscard]] Result<NewStaff> add_staff(const StaffDraft& draft, const Actor& actor);
    /// All but the name. An account that may no more signs out everywhere.
    /// Errors: those of add_staff; identity.staff_not_found, identity.stale, identity.last_admin.
    [[nodiscard]] Result<StaffUser> edit_staff(StaffId id, const StaffDraft& draft, std::int64_t version,
                                               const Actor& actor);
    /// A new password, told this once; all their sessions end. Errors: identity.staff_not_found, net.forbidden.
    [[nodiscard]] Result<std::string> reset_password(StaffId id, const Actor& actor);
    /// A secret for a device, with the account's permissions, for so many days.
    /// Errors: identity.staff_not_found, identity.not_a_service, net.forbidden.
    [[nodiscard]] Result<NewSession> add_token(StaffId id, const std::string& label, int days, const Actor& actor);

    struct Impl;

private:
    std::unique_ptr<Impl> impl_;
};

} // namespace tangthu::identity
