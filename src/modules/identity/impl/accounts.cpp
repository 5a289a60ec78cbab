// Accounts: made, changed, given new secrets.

#include "modules/identity/impl/identity_impl.h"
#include "modules/identity/impl/staff_journal.h"
#include "platform/base/blanks.h"
#include "platform/base/digest.h"

#include <algorithm>

namespace tangthu::identity {

namespace impl {

namespace {

constexpr std::int64_t kDayMs = 86'400'000;
constexpr int kLongestTokenDays = 730;

auto staff_not_found(StaffId id) {
    return fail(ErrorKind::NotFound, "identity.staff_not_found", {{"name", std::to_string(id.value)}});
}

/// One change of an account, inside its transaction.
class AccountChange {
public:
    AccountChange(const Identity& identity, const Identity::Impl& rooms, db::WriteTx& tx, const Actor& actor)
        : identity_(identity), rooms_(rooms), tx_(tx), actor_(actor), book_(read_staff_book(tx)) {}

    [[nodiscard]] const StaffBook& book() const { return book_; }

    /// The account as stored. Errors: identity.staff_not_found.
    [[nodiscard]] Result<StaffUser> get(StaffId id) const {
        const auto found = book_.staff.find(id);
        if (found == book_.staff.end()) return staff_not_found(id);
        return rooms_.whole(book_, found->second);
    }

    /// An account is its home's business, and that of every unit where it may something.
    [[nodiscard]] Result<void> require_reach(const StaffUser& account) const {
        TANGTHU_CHECK(identity_.require(actor_, Permission::StaffEdit, account.home_unit));
        for (const auto& grant : account.grants)
            TANGTHU_CHECK(require_gift(grant));
        return {};
    }

    /// A desk card opens one account.
    [[nodiscard]] Result<void> require_own_card(const StaffUser& account) const {
        if (account.desk_card.empty()) return {};
        for (const auto& [id, other] : book_.staff)
            if (id != account.id && other.desk_card == account.desk_card)
                return fail(ErrorKind::Conflict, "identity.card_taken",
                            {{"card", account.desk_card}, {"name", other.name}});
        return {};
    }

    [[nodiscard]] Result<UnitId> unit_id(const std::string& code) const {
        if (code.empty()) return UnitId{};
        TANGTHU_TRY(const auto unit, rooms_.branches.get_unit(code));
        return unit.id;
    }

    Result<void> give(StaffId staff, const std::vector<Grant>& grants) {
        std::vector<GrantRow> rows;
        for (const auto& grant : grants) {
            TANGTHU_TRY(const auto role, get_role(grant.role));
            TANGTHU_TRY(const auto unit, unit_id(grant.unit));
            const bool is_there =
                std::ranges::any_of(rows, [&](const GrantRow& row) { return row.role == role.id && row.unit == unit; });
            if (!is_there) rows.push_back({staff, role.id, unit});
        }
        replace_grants(tx_, staff, rows);
        return {};
    }

    /// Somebody must be left who can put everything right.
    [[nodiscard]] Result<void> require_an_admin() const {
        if (has_admin(book_) && !has_admin(read_staff_book(tx_)))
            return fail(ErrorKind::Conflict, "identity.last_admin");
        return {};
    }

private:
    [[nodiscard]] bool has_admin(const StaffBook& book) const {
        return std::ranges::any_of(book.staff, [&](const auto& one) {
            return one.second.kind == StaffKind::person &&
                   allows(rooms_.rights_of(book, one.first), Permission::SystemAdmin, {});
        });
    }

    [[nodiscard]] Result<Role> get_role(const std::string& code) const {
        for (const auto& [id, role] : book_.roles)
            if (role.code == code) return role;
        return fail(ErrorKind::Invalid, "identity.role_not_found", {{"role", code}});
    }

    /// Nobody gives away what they have not, nor where they have not.
    [[nodiscard]] Result<void> require_gift(const Grant& grant) const {
        TANGTHU_TRY(const auto role, get_role(grant.role));
        TANGTHU_CHECK(unit_id(grant.unit));
        TANGTHU_CHECK(identity_.require(actor_, Permission::StaffEdit, grant.unit));
        for (const auto permission : role.permissions)
            TANGTHU_CHECK(identity_.require(actor_, permission, grant.unit));
        return {};
    }

    const Identity& identity_;
    const Identity::Impl& rooms_;
    db::WriteTx& tx_;
    const Actor& actor_;
    StaffBook book_;
};

StaffUser account_of(const StaffDraft& draft) {
    return {.name = draft.name,
            .full_name = std::string{trimmed(draft.full_name)},
            .home_unit = draft.home_unit,
            .kind = draft.kind,
            .is_active = draft.is_active,
            .desk_card = std::string{trimmed(draft.desk_card)},
            .grants = draft.grants};
}

} // namespace

} // namespace impl

Result<Identity::NewStaff> Identity::add_staff(const StaffDraft& draft, const Actor& actor) {
    auto account = impl::account_of(draft);
    TANGTHU_TRY(account.name, impl::account_name(draft.name));
    if (account.full_name.empty()) return fail(ErrorKind::Invalid, "identity.full_name_missing");
    account.must_change_password = account.kind == StaffKind::person;
    NewStaff made;
    if (account.kind == StaffKind::person) made.password = random_password();
    const auto hash = made.password.empty() ? std::string{} : hash_password(made.password, impl_->cost);
    const auto now = impl_->clock.now();
    TANGTHU_TRY(const auto id, impl_->database.write([&](db::WriteTx& tx) -> Result<StaffId> {
        impl::AccountChange change(*this, *impl_, tx, actor);
        TANGTHU_CHECK(change.require_reach(account));
        const bool is_taken =
            std::ranges::any_of(change.book().staff, [&](const auto& one) { return one.second.name == account.name; });
        if (is_taken) return fail(ErrorKind::Conflict, "identity.name_taken", {{"name", account.name}});
        TANGTHU_CHECK(change.require_own_card(account));
        TANGTHU_TRY(const auto home, change.unit_id(account.home_unit));
        account.id = impl::insert_staff(tx, account, home, hash, now);
        TANGTHU_CHECK(change.give(account.id, account.grants));
        impl::note_change(tx, impl::AccountAct::added, account, actor, now);
        impl::raise_revision(tx);
        return account.id;
    }));
    impl_->forget_book();
    TANGTHU_TRY(made.staff, get_staff(id));
    return made;
}

Result<StaffUser> Identity::edit_staff(StaffId id, const StaffDraft& draft, std::int64_t version, const Actor& actor) {
    auto account = impl::account_of(draft);
    if (account.full_name.empty()) return fail(ErrorKind::Invalid, "identity.full_name_missing");
    const auto now = impl_->clock.now();
    TANGTHU_CHECK(impl_->database.write([&](db::WriteTx& tx) -> Result<void> {
        impl::AccountChange change(*this, *impl_, tx, actor);
        TANGTHU_TRY(const auto before, change.get(id));
        TANGTHU_CHECK(change.require_reach(before)); // what is taken away, too, must be theirs to take
        TANGTHU_CHECK(change.require_reach(account));
        TANGTHU_TRY(const auto home, change.unit_id(account.home_unit));
        account.id = id;
        account.name = before.name;
        account.kind = before.kind;
        TANGTHU_CHECK(change.require_own_card(account));
        if (!impl::update_staff(tx, account, home, version)) return fail(ErrorKind::Stale, "identity.stale");
        TANGTHU_CHECK(change.give(id, account.grants));
        if (!account.is_active) impl::remove_sessions_of(tx, id);
        TANGTHU_CHECK(change.require_an_admin());
        account.version = version + 1;
        impl::note_change(tx, impl::AccountAct::edited, account, actor, now);
        impl::raise_revision(tx);
        return {};
    }));
    impl_->forget_book();
    return get_staff(id);
}

Result<std::string> Identity::reset_password(StaffId id, const Actor& actor) {
    auto password = random_password();
    const auto hash = hash_password(password, impl_->cost);
    const auto now = impl_->clock.now();
    TANGTHU_CHECK(impl_->database.write([&](db::WriteTx& tx) -> Result<void> {
        const impl::AccountChange change(*this, *impl_, tx, actor);
        TANGTHU_TRY(const auto account, change.get(id));
        TANGTHU_CHECK(change.require_reach(account));
        if (account.kind != StaffKind::person) return fail(ErrorKind::Conflict, "identity.not_a_person");
        impl::set_password(tx, id, hash, impl::PasswordFrom::somebody_else);
        impl::remove_sessions_of(tx, id);
        impl::note_audit(tx, "password_reset", actor.name, id, "", "", now);
        impl::raise_revision(tx);
        return {};
    }));
    impl_->forget_book();
    return password;
}

Result<NewSession> Identity::add_token(StaffId id, const std::string& label, int days, const Actor& actor) {
    if (days < 1 || days > impl::kLongestTokenDays)
        return fail(ErrorKind::Invalid, "identity.bad_token_days",
                    {{"days", std::to_string(days)}, {"max", std::to_string(impl::kLongestTokenDays)}});
    const auto now = impl_->clock.now();
    NewSession made{.session = {}, .token = random_token()};
    TANGTHU_TRY(const auto row, impl_->database.write([&](db::WriteTx& tx) -> Result<impl::SessionRow> {
        const impl::AccountChange change(*this, *impl_, tx, actor);
        TANGTHU_TRY(const auto account, change.get(id));
        TANGTHU_CHECK(change.require_reach(account));
        if (account.kind != StaffKind::service) return fail(ErrorKind::Conflict, "identity.not_a_service");
        TANGTHU_TRY(const auto unit, change.unit_id(account.home_unit));
        impl::SessionRow session{.staff = id,
                                 .kind = impl::SessionKind::token,
                                 .label = std::string{trimmed(label)},
                                 .unit = unit,
                                 .created_at = now,
                                 .expires_at = {now.unix_ms + days * impl::kDayMs}};
        session.id = impl::insert_session(tx, sha256_hex(made.token), session);
        impl::note_audit(tx, "token_made", actor.name, id, "", session.label, now);
        return session;
    }));
    made.session = impl_->session_of(row);
    return made;
}

} // namespace tangthu::identity
