#include "modules/identity/impl/policy.h"

#include "platform/base/utf8.h"

#include <algorithm>
#include <cstdlib>

namespace tangthu::identity::impl {

namespace {

constexpr std::int64_t kFreeTries = 5;
constexpr std::int64_t kFirstWait = 5;
constexpr std::int64_t kLongestWait = 900;
constexpr std::int64_t kMemoryMs = 3'600'000;

} // namespace

bool allows(std::span<const Right> rights, Permission permission, std::span<const std::string> path) {
    return std::ranges::any_of(rights, [&](const Right& right) {
        return right.permission == permission &&
               (right.unit.empty() || std::ranges::find(path, right.unit) != path.end());
    });
}

bool allows_anywhere(std::span<const Right> rights, Permission permission) {
    return std::ranges::any_of(rights, [&](const Right& right) { return right.permission == permission; });
}

bool is_forgotten(const Failures& failures, Instant now) { return now.unix_ms - failures.last_at.unix_ms > kMemoryMs; }

std::int64_t seconds_to_wait(const Failures& failures, Instant now) {
    if (failures.count < kFreeTries || is_forgotten(failures, now)) return 0;
    const auto doublings = std::min<std::int64_t>(failures.count - kFreeTries, 10);
    const auto wait = std::min(kFirstWait << doublings, kLongestWait);
    // A clock that was set back must not make anybody wait for longer than the wait itself.
    const auto passed_ms = std::max<std::int64_t>(now.unix_ms - failures.last_at.unix_ms, 0);
    return std::max<std::int64_t>(wait - passed_ms / 1000, 0);
}

Result<void> check_password(std::string_view password, std::string_view name) {
    const auto length = count_code_points(password);
    const bool is_one_sign = std::ranges::all_of(password, [&](char c) { return c == password.front(); });
    if (length < kShortestPassword || length > kLongestPassword || is_one_sign || password == name)
        return fail(ErrorKind::Invalid, "identity.weak_password",
                    {{"min", std::to_string(kShortestPassword)}, {"max", std::to_string(kLongestPassword)}});
    return {};
}

Result<void> check_pin(std::string_view pin) {
    const bool is_digits = std::ranges::all_of(pin, [](char c) { return c >= '0' && c <= '9'; });
    bool is_run = true;
    for (std::size_t i = 2; i < pin.size(); ++i)
        is_run = is_run && pin[i] - pin[i - 1] == pin[1] - pin[0];
    const bool is_guessed_first = is_run && pin.size() > 1 && std::abs(pin[1] - pin[0]) <= 1;
    if (!is_digits || pin.size() < 4 || pin.size() > 8 || is_guessed_first)
        return fail(ErrorKind::Invalid, "identity.weak_pin");
    return {};
}

Result<std::string> account_name(std::string_view typed) {
    std::string name;
    for (const char c : typed)
        name += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const bool is_plain = std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    });
    if (!is_plain || name.size() < 2 || name.size() > 40)
        return fail(ErrorKind::Invalid, "identity.bad_name", {{"name", std::string{typed.substr(0, 60)}}});
    return name;
}

std::vector<Role> builtin_roles() {
    using enum Permission;
    const auto role = [](std::string code, std::string name_vi, std::string name_en,
                         std::vector<Permission> permissions) {
        return Role{.code = std::move(code),
                    .name_vi = std::move(name_vi),
                    .name_en = std::move(name_en),
                    .permissions = std::move(permissions),
                    .is_builtin = true};
    };
    return {role("admin", "Quản trị hệ thống", "Administrator",
                 {CatalogueRead, CatalogueEdit, CatalogueImport, BranchesEdit, StaffEdit, SystemAdmin}),
            role("manager", "Lãnh đạo đơn vị", "Head of a unit", {CatalogueRead, BranchesEdit, StaffEdit}),
            role("cataloguer", "Cán bộ biên mục", "Cataloguer", {CatalogueRead, CatalogueEdit, CatalogueImport}),
            role("desk", "Thủ thư", "Desk librarian", {CatalogueRead})};
}

} // namespace tangthu::identity::impl
