#include "app/cli/next_step.h"
#include "app/commands/commands.h"
#include "app/context.h"
#include "app/version.h"
#include "platform/db/maintenance.h"
#include "platform/journal/commands.h"
#include "platform/net/http_server.h"
#include "platform/net/router.h"

#include <ctime>
#include <fstream>
#include <functional>

namespace tangthu::app {

namespace {

enum class Level { ok, attention, bad };
TANGTHU_DESCRIBE_ENUM(Level, ok, attention, bad)

struct CheckView {
    std::string name;
    Level level = Level::ok;
    std::string text;
    std::string hint; ///< what to do; empty when ok
};
TANGTHU_DESCRIBE(CheckView, name, level, text, hint)

struct DoctorView {
    bool ok = true; ///< nothing is bad
    std::vector<CheckView> checks;
};
TANGTHU_DESCRIBE(DoctorView, ok, checks)

constexpr std::uintmax_t kLittleRoom = 1'000'000'000;
constexpr std::uintmax_t kNoRoom = 100'000'000;
/// Any clock before this program was written is wrong.
constexpr std::int64_t kEarliestMs = 1'750'000'000'000;

class Doctor {
public:
    Doctor(const Console& console, const Settings& settings) : console_(console), settings_(settings) {}

    DoctorView examine() {
        look_at_folder();
        look_at_room();
        look_at_clock();
        look_at_server();
        if (guarded("database", [&] { look_at_database(); })) {
            guarded("journal", [&] { look_at_journal(); });
            guarded("index", [&] { look_at_index(); });
        }
        std::string versions = std::string{program_version()};
        for (const auto& library : library_versions())
            versions += ", " + library.name + " " + library.version;
        say("versions", Level::ok, versions);
        return std::move(view_);
    }

private:
    void say(std::string name, Level level, std::string what, std::string hint = {}) {
        view_.ok = view_.ok && level != Level::bad;
        view_.checks.push_back({std::move(name), level, std::move(what), std::move(hint)});
    }
    [[nodiscard]] std::string text(std::string_view key, const text::MessageArgs& args = {}) const {
        return console_.text(key, args);
    }
    void say(std::string name, const Error& error) {
        auto next = next_step(error.key, "doctor");
        if (next.starts_with("tangthu doctor")) next = error.detail;
        say(std::move(name), Level::bad, text_of(console_.messages(), console_.language(), error.key, error.params),
            std::move(next));
    }

    /// A check that breaks is a finding, not the end of the examination.
    bool guarded(const std::string& name, const std::function<void()>& look) {
        try {
            look();
            return database_.has_value();
        } catch (const std::exception& fault) {
            if (is_damage(fault)) {
                say(name, Level::bad, text("app.fault_damaged", {{"reason", fault.what()}}),
                    next_step("app.fault_damaged", ""));
                return false;
            }
            say(name, Level::bad, text("app.doctor_broken"), fault.what());
            return false;
        }
    }

    void look_at_folder() {
        const auto& root = settings_.data;
        std::error_code failed;
        if (!std::filesystem::exists(root, failed))
            return say("folder", Level::attention, text("app.doctor_no_folder", {{"folder", root.string()}}),
                       "tangthu demo load");
        const auto probe = root / ".doctor";
        const bool can_write = static_cast<bool>(std::ofstream(probe) << "x" << std::flush);
        std::filesystem::remove(probe, failed);
        if (can_write) return say("folder", Level::ok, text("app.doctor_folder", {{"folder", root.string()}}));
        say("folder", Level::bad, text("app.doctor_folder_closed", {{"folder", root.string()}}),
            text("app.doctor_folder_hint"));
    }

    void look_at_room() {
        std::error_code failed;
        auto at = std::filesystem::absolute(settings_.data, failed);
        while (!at.empty() && at != at.root_path() && !std::filesystem::exists(at, failed))
            at = at.parent_path();
        const auto room = std::filesystem::space(at, failed);
        if (failed) return say("disk", Level::attention, failed.message());
        const auto free = text::format_bytes(console_.language(), room.available);
        const auto level = room.available < kNoRoom       ? Level::bad
                           : room.available < kLittleRoom ? Level::attention
                                                          : Level::ok;
        say("disk", level, text("app.doctor_disk", {{"free", free}}),
            level == Level::ok ? "" : text("app.doctor_disk_hint"));
    }

    void look_at_clock() {
        const auto now = SystemClock{}.now();
        const auto shown = text::format_instant(console_.language(), now);
        const auto seconds = static_cast<std::time_t>(now.unix_ms / 1000);
        std::tm local{};
        ::localtime_r(&seconds, &local);
        const bool is_vietnam = local.tm_gmtoff * 1000 == kVietnamOffsetMs;
        if (now.unix_ms < kEarliestMs)
            return say("clock", Level::bad, text("app.doctor_clock", {{"now", shown}}), "timedatectl set-ntp true");
        if (is_vietnam) return say("clock", Level::ok, text("app.doctor_clock", {{"now", shown}}));
        // Times are kept in UTC and shown in Vietnamese time whatever the machine says: only log lines differ.
        say("clock", Level::attention, text("app.doctor_zone", {{"now", shown}}),
            "timedatectl set-timezone Asia/Ho_Chi_Minh");
    }

    void look_at_server() {
        if (const auto server = ServerLock::find_server(DataFolder(settings_.data)))
            return say(
                "server", Level::ok,
                text("app.doctor_serving", {{"address", server->address}, {"pid", std::to_string(server->pid)}}));
        net::Router router;
        net::HttpServer probe(router, {.listen = settings_.listen});
        const auto started = probe.start();
        probe.stop();
        if (started) return say("server", Level::ok, text("app.doctor_port_free", {{"address", settings_.listen}}));
        say("server", Level::attention,
            text_of(console_.messages(), console_.language(), started.error().key, started.error().params),
            "tangthu serve --listen 127.0.0.1:0");
    }

    void look_at_database() {
        auto opened = open_database(settings_, Missing::refuse);
        if (!opened && opened.error().key == "app.no_library")
            return say("database", Level::attention, text("app.no_library", {{"folder", settings_.data.string()}}),
                       "tangthu demo load");
        if (!opened) return say("database", opened.error());
        database_.emplace(*std::move(opened));
        const auto status = db::run_status(*database_);
        if (!status) return say("database", status.error());
        const auto size = text::format_bytes(console_.language(), static_cast<std::uint64_t>(status->size_bytes));
        const text::MessageArgs args{{"engine", status->engine},
                                     {"server", status->server},
                                     {"location", status->location},
                                     {"size", size},
                                     {"schema", std::to_string(status->schema_number)}};
        if (!status->problem.empty()) return say("database", Level::bad, text(status->problem), "tangthu version");
        if (!status->pending.empty())
            return say("database", Level::attention, text("app.db_pending", {{"count", status->pending.size()}}),
                       "tangthu db migrate");
        is_current_ = true;
        say("database", Level::ok, text("app.db_status", args));
    }

    void look_at_journal() {
        if (!is_current_) return;
        const auto found = journal::run_verify(*database_);
        if (!found) return say("journal", found.error());
        if (found->is_sound) {
            say("journal", Level::ok, text("app.doctor_journal", {{"entries", found->entries}}));
            if (journal::could_be_emptied(*database_))
                say("journal_role", Level::attention, text("app.doctor_journal_role"),
                    text("app.doctor_journal_role_hint"));
            return;
        }
        const auto seq = found->first_bad ? found->first_bad->seq : 0;
        say("journal", Level::bad, text("app.doctor_journal_damaged", {{"seq", std::to_string(seq)}}),
            "tangthu journal verify");
    }

    void look_at_index() {
        if (!is_current_) return;
        Library library(*std::move(database_), settings_, console_.messages());
        if (const auto opened = library.open_index(search::Access::read); !opened) return say("index", opened.error());
        const auto standing = library.indexer().standing();
        if (!standing) return say("index", standing.error());
        const text::MessageArgs args{{"documents", static_cast<std::int64_t>(standing->documents)},
                                     {"bibs", standing->bibs},
                                     {"detail", standing->detail}};
        if (standing->ok) return say("index", Level::ok, text("app.index_ok", args));
        // Whoever opens the library next puts it right; that is no reason to be alarmed.
        say("index", Level::attention, text(standing->is_stale ? "app.index_stale" : "app.index_bad", args),
            "tangthu index rebuild");
    }

    const Console& console_;
    const Settings& settings_;
    std::optional<db::Database> database_;
    bool is_current_ = false;
    DoctorView view_;
};

Result<ExitCode> examine(Context& context, const Arguments&) {
    const auto& console = context.console();
    TANGTHU_TRY(const auto settings, context.settings());
    const auto view = Doctor(console, settings).examine();
    if (console.is_json()) {
        console.print_json(view);
    } else {
        for (const auto& check : view.checks) {
            console.print(padded(console.text("app.doctor_" + std::string{enum_name(check.level)}), 12) + check.text);
            if (!check.hint.empty()) console.print(std::string(12, ' ') + "→ " + check.hint);
        }
    }
    return view.ok ? ExitCode::ok : ExitCode::unavailable;
}

} // namespace

std::vector<Command> doctor_commands() {
    return {{.noun = "doctor",
             .verb = "",
             .summary = "app.noun_doctor",
             .example = "tangthu --data /srv/tangthu doctor",
             .words = {},
             .options = {},
             .run = examine}};
}

} // namespace tangthu::app
