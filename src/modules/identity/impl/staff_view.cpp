#include "modules/identity/staff_view.h"

namespace tangthu::identity {

StaffView view_of(const StaffUser& account) {
    StaffView view{.id = account.id,
                   .name = account.name,
                   .full_name = account.full_name,
                   .kind = account.kind,
                   .is_active = account.is_active,
                   .must_change_password = account.must_change_password,
                   .desk_card = account.desk_card,
                   .has_pin = account.has_pin,
                   .grants = account.grants,
                   .created_at = account.created_at,
                   .version = account.version};
    if (!account.home_unit.empty()) view.home_unit = account.home_unit;
    if (account.last_seen_at) view.last_seen_at = *account.last_seen_at;
    return view;
}

NewStaffView view_of(const StaffUser& account, const std::string& password) {
    NewStaffView view{{view_of(account)}, {}};
    if (!password.empty()) view.password = password;
    return view;
}

StaffListView view_of(const std::vector<StaffUser>& accounts) {
    StaffListView list;
    for (const auto& account : accounts)
        list.staff.push_back(view_of(account));
    return list;
}

RoleListView view_of(const std::vector<Role>& roles, std::string_view language) {
    RoleListView list;
    for (const auto& role : roles)
        list.roles.push_back(
            {role.code, language == "en" ? role.name_en : role.name_vi, role.permissions, role.is_builtin});
    return list;
}

} // namespace tangthu::identity
