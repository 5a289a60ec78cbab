#pragma once

#include "platform/base/result.h"

#include <filesystem>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tangthu::text {
class Messages;
enum class Language;
} // namespace tangthu::text

namespace tangthu::app {

struct GlobalOptions;

/// What an installation may choose. Comes from, the later winning: the defaults here, `DIR/tangthu.toml`, the
/// environment, the command line.
struct Settings {
    std::filesystem::path data = "data"; ///< `--data` or TANGTHU_DATA only: the file lies in it
    std::string database;                ///< empty: DATA/tangthu.db
    std::string log_level = "info";

    std::string listen = "127.0.0.1:8080";
    int workers = 0; ///< 0: twice the cores
    int max_connections = 2000;
    int requests_per_second = 40;
    int burst = 400;
    std::string trusted_proxies = "127.0.0.0/8, ::1/128";
    bool has_access_log = false;

    std::string public_address;
    std::string telephone;
    std::string email;
    std::string facebook;
    std::string youtube;
    std::string zalo;
};

/// One row of the one table of settings: the reader, the manual and the commented sample follow from it.
struct Setting {
    enum class Type { text, number, flag };
    std::string_view key; ///< `server.listen`: table and name in tangthu.toml
    Type type = Type::text;
    std::string_view note; ///< locale key: what it is for
    int min = 0;           ///< numbers
    int max = 0;
    std::string_view example; ///< in the sample; empty: the default
    std::function<void(Settings&, const std::string&)> set;
    std::function<std::string(const Settings&)> get;

    [[nodiscard]] std::string environment() const; ///< `TANGTHU_SERVER_LISTEN`
};
[[nodiscard]] std::span<const Setting> settings_table();

using Environment = std::map<std::string, std::string, std::less<>>;

/// Reads the settings. A missing file is no error.
/// Errors: app.settings_syntax {file, line, reason}, app.unknown_setting[_near] {file, line, key, nearest},
/// app.bad_setting {key, value, expected}, app.settings_unreadable {file}.
[[nodiscard]] Result<Settings> load_settings(const GlobalOptions& options, const Environment& environment);
/// The variables of this process whose names begin with TANGTHU_.
[[nodiscard]] Environment process_environment();

/// tangthu.toml with every setting, its note and its default, all commented out.
[[nodiscard]] std::string sample_file(const text::Messages& messages, text::Language language);
/// The same as the table of the manual (Markdown).
[[nodiscard]] std::string manual_table(const text::Messages& messages, text::Language language);

} // namespace tangthu::app
