#pragma once

#include "modules/identity/impl/policy.h"
#include "platform/db/transaction.h"

#include <map>

namespace tangthu::identity::impl {

/// Grants by ids; units by id, 0: the whole network.
struct GrantRow {
    StaffId staff;
    RoleId role;
    UnitId unit;
};

/// All that decides who may what, as one transaction saw it. Password hashes stay in the database.
struct StaffBook {
    std::int64_t revision = 0;
    std::map<StaffId, StaffUser> staff; ///< without grants and home_unit, which are by code
    std::map<StaffId, UnitId> home_units;
    std::map<RoleId, Role> roles;
    std::vector<GrantRow> grants;
};
[[nodiscard]] StaffBook read_staff_book(db::ReadTx& tx);
[[nodiscard]] std::int64_t read_revision(db::ReadTx& tx);
void raise_revision(db::WriteTx& tx);

[[nodiscard]] bool has_staff(db::ReadTx& tx);
/// Whether each is there with these permissions.
[[nodiscard]] bool has_roles(db::ReadTx& tx, const std::vector<Role>& roles);
/// Makes it, or brings a built-in one up to what this program says.
void ensure_role(db::WriteTx& tx, const Role& role);
/// Throws UniqueViolation on `name`, and on `desk_card`.
[[nodiscard]] StaffId insert_staff(db::WriteTx& tx, const StaffUser& account, UnitId home_unit,
                                   std::string_view password_hash, Instant now);
/// False when the version is no longer this one. Throws UniqueViolation on `desk_card`.
[[nodiscard]] bool update_staff(db::WriteTx& tx, const StaffUser& account, UnitId home_unit, std::int64_t version);
void replace_grants(db::WriteTx& tx, StaffId staff, const std::vector<GrantRow>& grants);

/// What a sign-in needs of an account.
struct SignInFacts {
    StaffId id;
    std::string name;
    std::string password_hash;
    std::string pin_hash;
    bool must_change = false;
    bool is_active = false;
    UnitId home_unit;
};
[[nodiscard]] std::optional<SignInFacts> find_sign_in(db::ReadTx& tx, std::string_view name);
[[nodiscard]] std::optional<SignInFacts> find_by_desk_card(db::ReadTx& tx, std::string_view card);
enum class PasswordFrom { its_owner, somebody_else };
void set_password(db::WriteTx& tx, StaffId staff, std::string_view password_hash, PasswordFrom from);
void set_pin(db::WriteTx& tx, StaffId staff, std::string_view pin_hash);
void note_seen(db::WriteTx& tx, StaffId staff, Instant now);

[[nodiscard]] Failures read_failures(db::ReadTx& tx, std::string_view name, std::string_view client);
void note_failure(db::WriteTx& tx, std::string_view name, std::string_view client, const Failures& after);
void forget_failures(db::WriteTx& tx, std::string_view name, std::string_view client);

/// A line of the audit: `actor` did `kind` to `staff`.
void note_audit(db::WriteTx& tx, std::string_view kind, std::string_view actor, StaffId staff, std::string_view client,
                std::string_view detail, Instant now);

} // namespace tangthu::identity::impl
