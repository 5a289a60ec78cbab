#include "modules/identity/identity.h"

#include "modules/identity/impl/identity_impl.h"
#include "modules/identity/impl/staff_journal.h"

#include <algorithm>

namespace tangthu::identity {

namespace {

/// Another process's change is seen at the latest after this.
constexpr std::int64_t kRevisionCheckMs = 1000;

auto forbidden() { return fail(ErrorKind::Forbidden, "net.forbidden"); }
auto staff_not_found(std::string_view who) {
    return fail(ErrorKind::NotFound, "identity.staff_not_found", {{"name", std::string{who}}});
}

/// Whoever has the machine has everything on it.
bool is_machine(const Actor& actor) {
    return actor.channel == Channel::command_line || actor.channel == Channel::system;
}

} // namespace

Identity::Identity(db::Database& database, const branches::Branches& branches, const Clock& clock, PasswordCost cost)
    : impl_(new Impl{.database = database,
                     .branches = branches,
                     .clock = clock,
                     .cost = cost,
                     .mutex = {},
                     .kept_book = {},
                     .nobodys_hash = {}}) {}
Identity::~Identity() = default;

std::shared_ptr<const impl::StaffBook> Identity::Impl::book() const {
    const auto now_ms = clock.now().unix_ms;
    std::optional<std::int64_t> known;
    {
        const std::lock_guard lock(mutex);
        if (kept_book && now_ms - checked_ms < kRevisionCheckMs && now_ms >= checked_ms) return kept_book;
        if (kept_book) known = kept_book->revision;
    }
    const auto read = database.read([&](db::ReadTx& tx) -> Result<std::shared_ptr<const impl::StaffBook>> {
        if (known && impl::read_revision(tx) == *known) return std::shared_ptr<const impl::StaffBook>{};
        return std::make_shared<const impl::StaffBook>(impl::read_staff_book(tx));
    });
    const std::lock_guard lock(mutex);
    if (*read && (!kept_book || kept_book->revision <= (*read)->revision)) kept_book = *read;
    checked_ms = now_ms;
    return *read ? *read : kept_book;
}

std::string Identity::Impl::hash_of_nobody() {
    {
        const std::lock_guard lock(mutex);
        if (!nobodys_hash.empty()) return nobodys_hash;
    }
    auto hash = hash_password(random_token(), cost);
    const std::lock_guard lock(mutex);
    if (nobodys_hash.empty()) nobodys_hash = std::move(hash);
    return nobodys_hash;
}

void Identity::Impl::forget_book() {
    const std::lock_guard lock(mutex);
    checked_ms = 0;
}

std::string Identity::Impl::code_of(UnitId unit) const {
    if (!unit.is_set()) return {};
    const auto found = branches.get_unit(unit);
    return found ? found->code : std::string{};
}

std::vector<std::string> Identity::Impl::path_to(std::string_view unit) const {
    std::vector<std::string> path;
    std::string code{unit};
    while (!code.empty() && std::ranges::find(path, code) == path.end()) {
        const auto found = branches.get_unit(code);
        if (!found) break;
        path.push_back(found->code);
        code = found->parent;
    }
    return path;
}

std::vector<impl::Right> Identity::Impl::rights_of(const impl::StaffBook& book, StaffId staff) const {
    std::vector<impl::Right> rights;
    const auto account = book.staff.find(staff);
    if (account == book.staff.end() || !account->second.is_active) return rights;
    for (const auto& grant : book.grants) {
        if (grant.staff != staff) continue;
        const auto unit = code_of(grant.unit);
        if (grant.unit.is_set() && unit.empty()) continue;
        for (const auto permission : book.roles.at(grant.role).permissions)
            rights.push_back({permission, unit});
    }
    return rights;
}

StaffUser Identity::Impl::whole(const impl::StaffBook& book, const StaffUser& account) const {
    auto out = account;
    if (const auto home = book.home_units.find(account.id); home != book.home_units.end())
        out.home_unit = code_of(home->second);
    for (const auto& grant : book.grants)
        if (grant.staff == account.id) out.grants.push_back({book.roles.at(grant.role).code, code_of(grant.unit)});
    return out;
}

Result<void> Identity::ensure_roles() {
    const auto roles = impl::builtin_roles();
    TANGTHU_TRY(const bool has_all,
                impl_->database.read([&](db::ReadTx& tx) -> Result<bool> { return impl::has_roles(tx, roles); }));
    if (has_all) return {}; // a start need not wait for whoever is writing
    TANGTHU_CHECK(impl_->database.write([&](db::WriteTx& tx) -> Result<void> {
        for (const auto& role : roles)
            impl::ensure_role(tx, role);
        return {};
    }));
    impl_->forget_book();
    return {};
}

Result<std::optional<std::string>> Identity::prepare() {
    TANGTHU_CHECK(ensure_roles());
    TANGTHU_TRY(const bool is_first,
                impl_->database.read([](db::ReadTx& tx) -> Result<bool> { return !impl::has_staff(tx); }));
    if (!is_first) return std::optional<std::string>{}; // hashing takes longer than the rest of a start
    const auto password = random_password();
    const auto hash = hash_password(password, impl_->cost);
    const auto now = impl_->clock.now();
    TANGTHU_TRY(const bool is_made, impl_->database.write([&](db::WriteTx& tx) -> Result<bool> {
        if (impl::has_staff(tx)) return false;
        StaffUser admin{.name = "admin", .full_name = "Quản trị hệ thống", .must_change_password = true};
        admin.grants = {{"admin", ""}};
        admin.id = impl::insert_staff(tx, admin, UnitId{}, hash, now);
        const auto book = impl::read_staff_book(tx);
        for (const auto& [id, role] : book.roles)
            if (role.code == "admin") impl::replace_grants(tx, admin.id, {{admin.id, id, UnitId{}}});
        impl::note_change(tx, impl::AccountAct::added, admin, Actor{}, now);
        impl::raise_revision(tx);
        return true;
    }));
    impl_->forget_book();
    return is_made ? std::optional{password} : std::nullopt;
}

Result<void> Identity::require_anywhere(const Actor& actor, Permission permission) const {
    if (is_machine(actor)) return {};
    if (permission == Permission::Public || (permission == Permission::SignedIn && actor.staff.is_set())) return {};
    const auto book = impl_->book();
    if (const auto account = book->staff.find(actor.staff);
        account != book->staff.end() && account->second.must_change_password)
        return fail(ErrorKind::Forbidden, "identity.password_must_change");
    if (impl::allows_anywhere(impl_->rights_of(*book, actor.staff), permission)) return {};
    return forbidden();
}

Result<void> Identity::require(const Actor& actor, Permission permission, std::string_view unit) const {
    if (is_machine(actor)) return {};
    const auto book = impl_->book();
    const auto path = impl_->path_to(unit);
    if (!unit.empty() && path.empty()) return forbidden();
    if (impl::allows(impl_->rights_of(*book, actor.staff), permission, path)) return {};
    return forbidden();
}

std::vector<Permission> Identity::permissions_at(StaffId staff, std::string_view unit) const {
    const auto book = impl_->book();
    const auto path = impl_->path_to(unit);
    std::vector<Permission> permissions;
    for (const auto& right : impl_->rights_of(*book, staff)) {
        const bool holds = unit.empty() || right.unit.empty() || std::ranges::find(path, right.unit) != path.end();
        if (holds && std::ranges::find(permissions, right.permission) == permissions.end())
            permissions.push_back(right.permission);
    }
    std::ranges::sort(permissions);
    return permissions;
}

Result<std::vector<StaffUser>> Identity::list_staff() const {
    const auto book = impl_->book();
    std::vector<StaffUser> list;
    for (const auto& [id, account] : book->staff)
        list.push_back(impl_->whole(*book, account));
    return list;
}

Result<StaffUser> Identity::get_staff(StaffId id) const {
    const auto book = impl_->book();
    const auto found = book->staff.find(id);
    if (found == book->staff.end()) return staff_not_found(std::to_string(id.value));
    return impl_->whole(*book, found->second);
}

Result<StaffUser> Identity::get_staff(std::string_view name) const {
    const auto book = impl_->book();
    for (const auto& [id, account] : book->staff)
        if (account.name == name) return impl_->whole(*book, account);
    return staff_not_found(name);
}

Result<std::vector<Role>> Identity::list_roles() const {
    const auto book = impl_->book();
    std::vector<Role> list;
    for (const auto& [id, role] : book->roles)
        list.push_back(role);
    return list;
}

} // namespace tangthu::identity
