#include "app/settings/settings.h"

#include "app/cli/command_line.h"
#include "app/cli/nearest.h"

#include <array>
#include <charconv>
#include <fstream>
#include <sstream>
#include <toml++/toml.h>
#include <unistd.h>

namespace tangthu::app {

namespace {

Setting text_setting(std::string_view key, std::string_view note, std::string Settings::* member,
                     std::string_view example = {}) {
    return {.key = key,
            .type = Setting::Type::text,
            .note = note,
            .example = example,
            .set = [member](Settings& settings, const std::string& value) { settings.*member = value; },
            .get = [member](const Settings& settings) { return settings.*member; }};
}

struct Limits {
    int min;
    int max;
};

Setting number_setting(std::string_view key, std::string_view note, int Settings::* member, Limits limits) {
    return {.key = key,
            .type = Setting::Type::number,
            .note = note,
            .min = limits.min,
            .max = limits.max,
            .set = [member](Settings& settings, const std::string& value) { settings.*member = std::stoi(value); },
            .get = [member](const Settings& settings) { return std::to_string(settings.*member); }};
}

Setting flag_setting(std::string_view key, std::string_view note, bool Settings::* member) {
    return {.key = key,
            .type = Setting::Type::flag,
            .note = note,
            .set = [member](Settings& settings, const std::string& value) { settings.*member = value == "true"; },
            .get = [member](const Settings& settings) { return settings.*member ? "true" : "false"; }};
}

const Setting* find_setting(std::string_view key) {
    for (const auto& setting : settings_table())
        if (setting.key == key) return &setting;
    return nullptr;
}

std::vector<std::string> all_keys() {
    std::vector<std::string> keys;
    for (const auto& setting : settings_table())
        keys.emplace_back(setting.key);
    return keys;
}

Result<void> apply(Settings& settings, const Setting& setting, const std::string& value) {
    const auto bad = [&](std::string expected) {
        return fail(ErrorKind::Invalid, "app.bad_setting",
                    {{"key", std::string{setting.key}}, {"value", value}, {"expected", std::move(expected)}});
    };
    if (setting.type == Setting::Type::flag && value != "true" && value != "false") return bad("true, false");
    if (setting.type == Setting::Type::number) {
        int number = 0;
        const auto [end, failed] = std::from_chars(value.data(), value.data() + value.size(), number);
        const bool is_whole = failed == std::errc{} && end == value.data() + value.size();
        if (!is_whole || number < setting.min || number > setting.max)
            return bad(std::to_string(setting.min) + "–" + std::to_string(setting.max));
    }
    setting.set(settings, value);
    return {};
}

/// A setting's value as text; nothing for a list or a date.
std::optional<std::string> text_of(const toml::node& node) {
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* number = node.as_integer()) return std::to_string(number->get());
    if (const auto* flag = node.as_boolean()) return flag->get() ? "true" : "false";
    return std::nullopt;
}

class FileReader {
public:
    FileReader(Settings& settings, std::string file) : settings_(settings), file_(std::move(file)) {}

    Result<void> read(const toml::table& table, const std::string& prefix) {
        for (const auto& [name, node] : table) {
            const auto key = prefix + std::string{name.str()};
            if (const auto* inner = node.as_table(); inner != nullptr && prefix.empty() && is_table(key)) {
                TANGTHU_CHECK(read(*inner, key + "."));
                continue;
            }
            const auto* setting = find_setting(key);
            if (setting == nullptr) return fail(unknown(key, name.source().begin.line));
            const auto value = text_of(node);
            if (!value)
                return fail(ErrorKind::Invalid, "app.bad_setting",
                            {{"key", key}, {"value", "…"}, {"expected", setting->get(Settings{})}});
            TANGTHU_CHECK(apply(settings_, *setting, *value));
        }
        return {};
    }

private:
    static bool is_table(const std::string& name) {
        for (const auto& setting : settings_table())
            if (setting.key.starts_with(name + ".")) return true;
        return false;
    }

    [[nodiscard]] Error unknown(const std::string& key, std::size_t line) const {
        const auto near = nearest(key, all_keys());
        std::vector<ErrorParam> params{{"file", file_}, {"line", std::to_string(line)}, {"key", key}};
        if (near.empty()) return Error{ErrorKind::Invalid, "app.unknown_setting", std::move(params), {}};
        params.push_back({"nearest", near});
        return Error{ErrorKind::Invalid, "app.unknown_setting_near", std::move(params), {}};
    }

    Settings& settings_;
    std::string file_;
};

Result<void> read_file(Settings& settings, const std::filesystem::path& path) {
    std::error_code failed;
    if (!std::filesystem::exists(path, failed)) return {};
    std::ifstream in(path);
    std::stringstream text;
    text << in.rdbuf();
    if (!in) return fail(ErrorKind::NotFound, "app.settings_unreadable", {{"file", path.string()}});
    try {
        const auto table = toml::parse(text.str(), path.string());
        return FileReader(settings, path.string()).read(table, "");
    } catch (const toml::parse_error& error) {
        return fail(ErrorKind::Invalid, "app.settings_syntax",
                    {{"file", path.string()},
                     {"line", std::to_string(error.source().begin.line)},
                     {"reason", std::string{error.description()}}});
    }
}

Result<void> read_environment(Settings& settings, const Environment& environment) {
    for (const auto& setting : settings_table()) {
        const auto found = environment.find(setting.environment());
        if (found != environment.end()) TANGTHU_CHECK(apply(settings, setting, found->second));
    }
    return {};
}

} // namespace

std::string Setting::environment() const {
    std::string name = "TANGTHU_";
    for (const char letter : key)
        name += letter == '.' ? '_' : static_cast<char>(letter >= 'a' && letter <= 'z' ? letter - 'a' + 'A' : letter);
    return name;
}

std::span<const Setting> settings_table() {
    using S = Settings;
    static const std::array table{
        text_setting("database", "app.setting_database", &S::database, "postgresql://tangthu@localhost/tangthu"),
        text_setting("log.level", "app.setting_log_level", &S::log_level),
        text_setting("server.listen", "app.setting_listen", &S::listen),
        number_setting("server.workers", "app.setting_workers", &S::workers, {0, 256}),
        number_setting("server.max_connections", "app.setting_max_connections", &S::max_connections, {10, 100'000}),
        number_setting("server.requests_per_second", "app.setting_requests_per_second", &S::requests_per_second,
                       {1, 100'000}),
        number_setting("server.burst", "app.setting_burst", &S::burst, {1, 1'000'000}),
        text_setting("server.trusted_proxies", "app.setting_trusted_proxies", &S::trusted_proxies),
        flag_setting("server.access_log", "app.setting_access_log", &S::has_access_log),
        text_setting("site.public_address", "app.setting_public_address", &S::public_address,
                     "https://thuvien.example.vn"),
        text_setting("site.telephone", "app.setting_telephone", &S::telephone, "0216 3 000 000"),
        text_setting("site.email", "app.setting_email", &S::email, "thuvien@example.vn"),
        text_setting("site.facebook", "app.setting_facebook", &S::facebook, "https://www.facebook.com/…"),
        text_setting("site.youtube", "app.setting_youtube", &S::youtube, "https://www.youtube.com/@…"),
        text_setting("site.zalo", "app.setting_zalo", &S::zalo, "https://zalo.me/…"),
    };
    return table;
}

Environment process_environment() {
    Environment found;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view pair{*entry};
        const auto equals = pair.find('=');
        if (pair.starts_with("TANGTHU_") && equals != std::string_view::npos)
            found.emplace(pair.substr(0, equals), pair.substr(equals + 1));
    }
    return found;
}

Result<Settings> load_settings(const GlobalOptions& options, const Environment& environment) {
    Settings settings;
    if (const auto data = environment.find("TANGTHU_DATA"); data != environment.end() && !data->second.empty())
        settings.data = data->second;
    if (options.data) settings.data = *options.data;
    TANGTHU_CHECK(read_file(settings, settings.data / "tangthu.toml"));
    TANGTHU_CHECK(read_environment(settings, environment));
    if (options.database) settings.database = *options.database;
    return settings;
}

} // namespace tangthu::app
