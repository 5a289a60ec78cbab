#include "app/settings/settings.h"
#include "platform/text/messages.h"

namespace tangthu::app {

namespace {

/// As it stands in the file: texts in quotes.
std::string written(const Setting& setting, const std::string& value) {
    return setting.type == Setting::Type::text ? "\"" + value + "\"" : value;
}

std::string default_of(const Setting& setting) { return written(setting, setting.get(Settings{})); }

} // namespace

std::string sample_file(const text::Messages& messages, text::Language language) {
    std::string out = "# " + messages.text(language, "app.settings_sample_head") + "\n";
    std::string table;
    for (const auto& setting : settings_table()) {
        const auto dot = setting.key.find('.');
        const auto its_table = dot == std::string_view::npos ? std::string{} : std::string{setting.key.substr(0, dot)};
        if (its_table != table) out += "\n[" + its_table + "]\n";
        table = its_table;
        const auto name = dot == std::string_view::npos ? setting.key : setting.key.substr(dot + 1);
        const auto value =
            setting.example.empty() ? default_of(setting) : written(setting, std::string{setting.example});
        out += "\n# " + messages.text(language, setting.note) + "\n# " + std::string{name} + " = " + value + "\n";
    }
    return out;
}

std::string manual_table(const text::Messages& messages, text::Language language) {
    std::string out = messages.text(language, "app.settings_table_head") + "\n|---|---|---|---|\n";
    for (const auto& setting : settings_table()) {
        const auto value = setting.get(Settings{});
        out += "| `" + std::string{setting.key} + "` | " + messages.text(language, setting.note) + " | " +
               (value.empty() ? "–" : "`" + value + "`") + " | `" + setting.environment() + "` |\n";
    }
    return out;
}

} // namespace tangthu::app
