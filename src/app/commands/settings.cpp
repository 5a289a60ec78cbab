#include "app/settings/settings.h"

#include "app/commands/commands.h"
#include "app/context.h"

#include <iostream>

namespace tangthu::app {

namespace {

struct SettingView {
    std::string key;
    std::string value;
    std::string environment;
};
TANGTHU_DESCRIBE(SettingView, key, value, environment)

struct SettingsView {
    std::string file;
    std::vector<SettingView> settings;
};
TANGTHU_DESCRIBE(SettingsView, file, settings)

/// A connection address may hold a password.
std::string shown(const Setting& setting, const Settings& settings) {
    if (setting.key != "database" || settings.database.empty()) return setting.get(settings);
    const auto location = database_location(settings);
    return location ? location->redacted() : std::string{};
}

Result<ExitCode> show(Context& context, const Arguments&) {
    const auto& console = context.console();
    TANGTHU_TRY(const auto settings, context.settings());
    SettingsView view{.file = DataFolder(settings.data).settings().string(), .settings = {}};
    for (const auto& setting : settings_table())
        view.settings.push_back({std::string{setting.key}, shown(setting, settings), setting.environment()});
    if (console.is_json()) {
        console.print_json(view);
        return ExitCode::ok;
    }
    console.print(view.file);
    for (const auto& one : view.settings)
        console.print("  " + padded(one.key, 30) + one.value);
    return ExitCode::ok;
}

Result<ExitCode> sample(Context& context, const Arguments&) {
    std::cout << sample_file(context.console().messages(), context.console().language());
    return ExitCode::ok;
}

} // namespace

std::vector<Command> settings_commands() {
    return {{.noun = "settings",
             .verb = "show",
             .summary = "app.settings_show",
             .example = "tangthu settings show",
             .words = {},
             .options = {},
             .run = show},
            {.noun = "settings",
             .verb = "sample",
             .summary = "app.settings_sample",
             .example = "tangthu settings sample > data/tangthu.toml",
             .words = {},
             .options = {},
             .run = sample}};
}

} // namespace tangthu::app
