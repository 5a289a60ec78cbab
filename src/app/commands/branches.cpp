#include "app/commands/commands.h"
#include "app/context.h"
#include "modules/branches/unit_view.h"

#include <algorithm>

namespace tangthu::app {

namespace {

Result<ExitCode> list(Context& context, const Arguments& arguments) {
    const auto& console = context.console();
    TANGTHU_TRY(const auto library, context.library(Use::look));
    const auto today = date_in_vietnam(library->clock().now());
    auto& branches = library->branches();
    TANGTHU_TRY(const auto units, arguments.has("--all") ? branches.list_all_units() : branches.list_units(today));
    const auto view = view_of(units, console.language_code());
    if (console.is_json()) {
        console.print_json(view);
        return ExitCode::ok;
    }
    if (view.units.empty()) console.print(console.text("app.no_units"));
    std::size_t code_width = 0;
    for (const auto& unit : view.units)
        code_width = std::max(code_width, unit.code.size());
    for (const auto& unit : view.units) {
        const auto kind = console.text("branches.kind_" + std::string{enum_name(unit.kind)});
        auto line = padded(unit.code, code_width + 2) + padded(kind, 28) + unit.name;
        if (unit.valid_to)
            line +=
                " " + console.text("app.unit_until", {{"date", text::format_date(console.language(), *unit.valid_to)}});
        if (unit.is_provisional) line += " " + console.text("app.unit_provisional");
        console.print(line);
    }
    return ExitCode::ok;
}

} // namespace

std::vector<Command> branches_commands() {
    return {{.noun = "branches",
             .verb = "list",
             .summary = "app.branches_list",
             .example = "tangthu branches list --all --json",
             .words = {},
             .options = {{"--all", "", "app.option_all_units"}},
             .run = list}};
}

} // namespace tangthu::app
