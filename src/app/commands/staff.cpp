#include "app/commands/commands.h"
#include "app/context.h"
#include "modules/identity/staff_view.h"

namespace tangthu::app {

namespace {

struct PasswordView {
    std::string name;
    std::string password;
};
TANGTHU_DESCRIBE(PasswordView, name, password)

struct TokenView {
    std::string name;
    std::string token;
    Instant expires_at;
};
TANGTHU_DESCRIBE(TokenView, name, token, expires_at)

Result<ExitCode> add(Context& context, const Arguments& arguments) {
    const auto& console = context.console();
    identity::StaffDraft draft{
        .name = arguments.word(), .full_name = arguments.get("--full-name"), .home_unit = arguments.get("--unit")};
    if (arguments.has("--device")) draft.kind = identity::StaffKind::service;
    if (const auto role = arguments.find("--role")) draft.grants = {{*role, draft.home_unit}};
    TANGTHU_TRY(const auto library, context.library(Use::write));
    TANGTHU_CHECK(library->identity().ensure_roles());
    TANGTHU_TRY(const auto made, library->identity().add_staff(draft, Context::actor()));
    if (console.is_json()) {
        console.print_json(view_of(made.staff, made.password));
        return ExitCode::ok;
    }
    console.print(console.text("app.user_added", {{"name", made.staff.name}}));
    if (!made.password.empty())
        console.print(console.text("app.user_password", {{"password", made.password}}));
    else
        console.print(console.text("app.user_needs_token", {{"name", made.staff.name}}));
    return ExitCode::ok;
}

Result<ExitCode> list(Context& context, const Arguments&) {
    const auto& console = context.console();
    TANGTHU_TRY(const auto library, context.library(Use::look));
    TANGTHU_TRY(const auto staff, library->identity().list_staff());
    if (console.is_json()) {
        console.print_json(identity::view_of(staff));
        return ExitCode::ok;
    }
    if (staff.empty()) console.print(console.text("app.no_users"));
    std::vector<std::vector<std::string>> rows;
    for (const auto& account : staff) {
        std::string roles;
        for (const auto& grant : account.grants)
            roles += (roles.empty() ? "" : ", ") + grant.role + (grant.unit.empty() ? "" : " (" + grant.unit + ")");
        if (!account.is_active) roles = console.text("app.user_inactive");
        rows.push_back({account.name, account.full_name, roles});
    }
    console.print_columns(rows);
    return ExitCode::ok;
}

Result<ExitCode> reset(Context& context, const Arguments& arguments) {
    const auto& console = context.console();
    TANGTHU_TRY(const auto library, context.library(Use::write));
    TANGTHU_TRY(const auto account, library->identity().get_staff(arguments.word()));
    TANGTHU_TRY(const auto password, library->identity().reset_password(account.id, Context::actor()));
    if (console.is_json()) {
        console.print_json(PasswordView{account.name, password});
    } else {
        console.print(console.text("app.user_reset", {{"name", account.name}}));
        console.print(console.text("app.user_password", {{"password", password}}));
    }
    return ExitCode::ok;
}

Result<ExitCode> token(Context& context, const Arguments& arguments) {
    const auto& console = context.console();
    TANGTHU_TRY(const auto days, arguments.number("--days", 365, 1, 730));
    TANGTHU_TRY(const auto library, context.library(Use::write));
    TANGTHU_TRY(const auto account, library->identity().get_staff(arguments.word()));
    TANGTHU_TRY(const auto made,
                library->identity().add_token(account.id, arguments.get("--label"), days, Context::actor()));
    if (console.is_json()) {
        console.print_json(TokenView{account.name, made.token, made.session.expires_at});
    } else {
        console.print(made.token);
        const auto last_day = date_in_vietnam(made.session.expires_at);
        console.note(console.text("app.user_token", {{"date", text::format_date(console.language(), last_day)}}));
    }
    return ExitCode::ok;
}

} // namespace

std::vector<Command> staff_commands() {
    return {{.noun = "user",
             .verb = "add",
             .summary = "app.user_add",
             .example = "tangthu user add lan --full-name \"Nguyễn Thị Lan\" --role desk --unit LC-YB",
             .words = {{"NAME", "app.word_user"}},
             .options = {{"--full-name", "TEXT", "app.option_full_name", Option::Need::required},
                         {"--role", "ROLE", "app.option_role"},
                         {"--unit", "CODE", "app.option_user_unit"},
                         {"--device", "", "app.option_device"}},
             .run = add},
            {.noun = "user",
             .verb = "list",
             .summary = "app.user_list",
             .example = "tangthu user list",
             .words = {},
             .options = {},
             .run = list},
            {.noun = "user",
             .verb = "reset",
             .summary = "app.user_reset_summary",
             .example = "tangthu user reset lan",
             .words = {{"NAME", "app.word_user"}},
             .options = {},
             .run = reset},
            {.noun = "user",
             .verb = "token",
             .summary = "app.user_token_summary",
             .example = "tangthu user token gate --label \"cổng tầng 1\" --days 365",
             .words = {{"NAME", "app.word_user"}},
             .options = {{"--label", "TEXT", "app.option_token_label"}, {"--days", "N", "app.option_token_days"}},
             .run = token}};
}

} // namespace tangthu::app
