#include "app/version.h"

#include "app/commands/commands.h"
#include "app/context.h"

#include <map>

namespace tangthu::app {

namespace {

struct VersionView {
    std::string version;
    std::map<std::string, std::string> libraries;
};
TANGTHU_DESCRIBE(VersionView, version, libraries)

Result<ExitCode> version(Context& context, const Arguments&) {
    const auto& console = context.console();
    VersionView view{.version = std::string{program_version()}, .libraries = {}};
    for (auto& library : library_versions())
        view.libraries[library.name] = library.version;
    if (console.is_json()) {
        console.print_json(view);
        return ExitCode::ok;
    }
    console.print("Tàng Thư " + view.version);
    for (const auto& [name, number] : view.libraries)
        console.print("  " + padded(name, 8) + number);
    return ExitCode::ok;
}

} // namespace

std::vector<Command> version_commands() {
    return {{.noun = "version",
             .verb = "",
             .summary = "app.noun_version",
             .example = "tangthu version --json",
             .words = {},
             .options = {},
             .run = version}};
}

} // namespace tangthu::app
