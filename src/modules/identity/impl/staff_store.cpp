#include "modules/identity/impl/staff_store.h"

#include <algorithm>

namespace tangthu::identity::impl {

namespace {

std::string names_of(const std::vector<Permission>& permissions) {
    std::string names;
    for (const auto permission : permissions)
        names.append(names.empty() ? "" : " ").append(enum_name(permission));
    return names;
}

/// A name this program does not know (of a later version) gives nothing.
std::vector<Permission> permissions_of(std::string_view names) {
    std::vector<Permission> permissions;
    while (!names.empty()) {
        const auto end = names.find(' ');
        if (const auto permission = enum_from_name<Permission>(names.substr(0, end)))
            permissions.push_back(*permission);
        names.remove_prefix(end == std::string_view::npos ? names.size() : end + 1);
    }
    return permissions;
}

/// NULL for none.
std::optional<UnitId> or_null(UnitId unit) { return unit.is_set() ? std::optional{unit} : std::nullopt; }
std::optional<std::string_view> or_null(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional<std::string_view>{text};
}

#define IDN_SIGN_IN_SELECT                                                                                             \
    "SELECT id, name, password_hash, pin_hash, must_change, is_active, home_unit_id FROM idn_staff "                   \
    "WHERE kind = 'person' AND "

std::optional<SignInFacts> read_sign_in(db::Rows rows) {
    if (!rows.next()) return std::nullopt;
    const auto& row = rows.row();
    return SignInFacts{row.get<StaffId>(0),
                       row.get<std::string>(1),
                       row.get<std::string>(2),
                       row.get<std::string>(3),
                       row.get<bool>(4),
                       row.get<bool>(5),
                       row.get<std::optional<UnitId>>(6).value_or(UnitId{})};
}

} // namespace

StaffBook read_staff_book(db::ReadTx& tx) {
    StaffBook book;
    book.revision = read_revision(tx);
    for (const auto& row : tx.query("SELECT id, name, full_name, home_unit_id, must_change, is_active, kind, "
                                    "created_at, last_seen_at, version, desk_card, "
                                    "CASE WHEN pin_hash = '' THEN 0 ELSE 1 END FROM idn_staff ORDER BY id")) {
        StaffUser account{.id = row.get<StaffId>(0),
                          .name = row.get<std::string>(1),
                          .full_name = row.get<std::string>(2),
                          .kind = enum_from_name<StaffKind>(row.get<std::string_view>(6)).value_or(StaffKind::person),
                          .is_active = row.get<bool>(5),
                          .must_change_password = row.get<bool>(4),
                          .desk_card = row.get<std::optional<std::string>>(10).value_or(""),
                          .has_pin = row.get<bool>(11),
                          .created_at = row.get<Instant>(7),
                          .last_seen_at = row.get<std::optional<Instant>>(8),
                          .version = row.get<std::int64_t>(9)};
        if (const auto unit = row.get<std::optional<UnitId>>(3)) book.home_units.emplace(account.id, *unit);
        book.staff.emplace(account.id, std::move(account));
    }
    for (const auto& row :
         tx.query("SELECT id, code, name_vi, name_en, permissions, is_builtin, version FROM idn_roles ORDER BY id")) {
        Role role{.id = row.get<RoleId>(0),
                  .code = row.get<std::string>(1),
                  .name_vi = row.get<std::string>(2),
                  .name_en = row.get<std::string>(3),
                  .permissions = permissions_of(row.get<std::string_view>(4)),
                  .is_builtin = row.get<bool>(5),
                  .version = row.get<std::int64_t>(6)};
        book.roles.emplace(role.id, std::move(role));
    }
    for (const auto& row : tx.query("SELECT staff_id, role_id, unit_id FROM idn_grants ORDER BY id"))
        book.grants.push_back({row.get<StaffId>(0), row.get<RoleId>(1), row.get<UnitId>(2)});
    return book;
}

std::int64_t read_revision(db::ReadTx& tx) {
    return tx.find_value<std::int64_t>("SELECT revision FROM idn_revision").value_or(0);
}

void raise_revision(db::WriteTx& tx) { tx.execute("UPDATE idn_revision SET revision = revision + 1"); }

bool has_staff(db::ReadTx& tx) { return tx.find_value<std::int64_t>("SELECT 1 FROM idn_staff LIMIT 1").has_value(); }

bool has_roles(db::ReadTx& tx, const std::vector<Role>& roles) {
    return std::ranges::all_of(roles, [&](const Role& role) {
        return tx.find_value<std::string>("SELECT permissions FROM idn_roles WHERE code = $1", role.code) ==
               names_of(role.permissions);
    });
}

void ensure_role(db::WriteTx& tx, const Role& role) {
    const auto permissions = names_of(role.permissions);
    const auto known = tx.find_value<std::string>("SELECT permissions FROM idn_roles WHERE code = $1", role.code);
    if (!known) {
        tx.execute("INSERT INTO idn_roles (code, name_vi, name_en, permissions, is_builtin, version) "
                   "VALUES ($1, $2, $3, $4, $5, 1)",
                   role.code, role.name_vi, role.name_en, permissions, role.is_builtin);
        raise_revision(tx);
    } else if (*known != permissions) {
        tx.execute("UPDATE idn_roles SET permissions = $2, version = version + 1 WHERE code = $1", role.code,
                   permissions);
        raise_revision(tx);
    }
}

StaffId insert_staff(db::WriteTx& tx, const StaffUser& account, UnitId home_unit, std::string_view password_hash,
                     Instant now) {
    return tx.insert_returning<StaffId>("INSERT INTO idn_staff (name, full_name, home_unit_id, password_hash, "
                                        "must_change, is_active, kind, created_at, desk_card, pin_hash, "
                                        "version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', 1) RETURNING id",
                                        account.name, account.full_name, or_null(home_unit), password_hash,
                                        account.must_change_password, account.is_active, enum_name(account.kind), now,
                                        or_null(account.desk_card));
}

bool update_staff(db::WriteTx& tx, const StaffUser& account, UnitId home_unit, std::int64_t version) {
    return tx.execute("UPDATE idn_staff SET full_name = $3, home_unit_id = $4, is_active = $5, desk_card = $6, "
                      "version = version + 1 WHERE id = $1 AND version = $2",
                      account.id, version, account.full_name, or_null(home_unit), account.is_active,
                      or_null(account.desk_card)) == 1;
}

void replace_grants(db::WriteTx& tx, StaffId staff, const std::vector<GrantRow>& grants) {
    tx.execute("DELETE FROM idn_grants WHERE staff_id = $1", staff);
    for (const auto& grant : grants)
        tx.execute("INSERT INTO idn_grants (staff_id, role_id, unit_id) VALUES ($1, $2, $3)", staff, grant.role,
                   grant.unit);
}

std::optional<SignInFacts> find_sign_in(db::ReadTx& tx, std::string_view name) {
    return read_sign_in(tx.query(IDN_SIGN_IN_SELECT "name = $1", name));
}

std::optional<SignInFacts> find_by_desk_card(db::ReadTx& tx, std::string_view card) {
    return read_sign_in(tx.query(IDN_SIGN_IN_SELECT "desk_card = $1", card));
}

void set_pin(db::WriteTx& tx, StaffId staff, std::string_view pin_hash) {
    tx.execute("UPDATE idn_staff SET pin_hash = $2 WHERE id = $1", staff, pin_hash);
}

void set_password(db::WriteTx& tx, StaffId staff, std::string_view password_hash, PasswordFrom from) {
    tx.execute("UPDATE idn_staff SET password_hash = $2, must_change = $3 WHERE id = $1", staff, password_hash,
               from == PasswordFrom::somebody_else);
}

void note_seen(db::WriteTx& tx, StaffId staff, Instant now) {
    tx.execute("UPDATE idn_staff SET last_seen_at = $2 WHERE id = $1", staff, now);
}

Failures read_failures(db::ReadTx& tx, std::string_view name, std::string_view client) {
    auto rows = tx.query("SELECT failures, last_at FROM idn_failures WHERE name = $1 AND client = $2", name, client);
    if (!rows.next()) return {};
    return {rows.row().get<std::int64_t>(0), rows.row().get<Instant>(1)};
}

void note_failure(db::WriteTx& tx, std::string_view name, std::string_view client, const Failures& after) {
    tx.execute("INSERT INTO idn_failures (name, client, failures, last_at) VALUES ($1, $2, $3, $4) "
               "ON CONFLICT (name, client) DO UPDATE SET failures = $3, last_at = $4",
               name, client, after.count, after.last_at);
}

void forget_failures(db::WriteTx& tx, std::string_view name, std::string_view client) {
    tx.execute("DELETE FROM idn_failures WHERE name = $1 AND client = $2", name, client);
}

void note_audit(db::WriteTx& tx, std::string_view kind, std::string_view actor, StaffId staff, std::string_view client,
                std::string_view detail, Instant now) {
    tx.execute("INSERT INTO idn_audit (happened_at, kind, actor, staff_id, client, detail) "
               "VALUES ($1, $2, $3, $4, $5, $6)",
               now, kind, actor, staff.is_set() ? std::optional{staff} : std::nullopt, client, detail);
}

} // namespace tangthu::identity::impl
