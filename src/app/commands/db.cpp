#include "app/commands/commands.h"
#include "app/context.h"
#include "platform/db/maintenance.h"

namespace tangthu::app {

namespace {

std::string size_of(const Console& console, std::int64_t bytes) {
    return text::format_bytes(console.language(), static_cast<std::uint64_t>(bytes));
}

Result<ExitCode> status(Context& context, const Arguments&) {
    const auto& console = context.console();
    TANGTHU_TRY(const auto settings, context.settings());
    TANGTHU_TRY(auto database, open_database(settings, Missing::refuse));
    TANGTHU_TRY(const auto found, db::run_status(database));
    if (console.is_json()) {
        console.print_json(found);
        return ExitCode::ok;
    }
    console.print(console.text("app.db_status", {{"engine", found.engine},
                                                 {"server", found.server},
                                                 {"location", found.location},
                                                 {"size", size_of(console, found.size_bytes)},
                                                 {"schema", std::to_string(found.schema_number)}}));
    if (!found.problem.empty()) console.print(console.text(found.problem));
    if (!found.pending.empty()) {
        console.print(console.text("app.db_pending", {{"count", found.pending.size()}}));
        console.note(console.text("app.try_next", {{"command", "tangthu db migrate"}}));
    }
    return ExitCode::ok;
}

Result<ExitCode> migrate(Context& context, const Arguments&) {
    const auto& console = context.console();
    TANGTHU_TRY(const auto settings, context.settings());
    TANGTHU_TRY(auto database, open_database(settings, Missing::create));
    TANGTHU_TRY(const auto done, db::run_migrate(database, SystemClock{}));
    if (console.is_json()) {
        console.print_json(done);
    } else {
        console.print(console.text("app.db_migrated",
                                   {{"count", done.applied.size()}, {"schema", std::to_string(done.to_number)}}));
    }
    return ExitCode::ok;
}

void print(const Console& console, const db::BackupView& view, std::string_view key) {
    if (console.is_json()) return console.print_json(view);
    console.print(console.text(key, {{"file", view.file}, {"size", size_of(console, view.size_bytes)}}));
    if (!view.kept_aside.empty()) console.print(console.text("app.db_kept_aside", {{"file", view.kept_aside}}));
}

Result<ExitCode> backup(Context& context, const Arguments& arguments) {
    TANGTHU_TRY(const auto settings, context.settings());
    TANGTHU_TRY(auto database, open_database(settings, Missing::refuse));
    TANGTHU_TRY(const auto done, db::run_backup(database, arguments.word(), SystemClock{}));
    print(context.console(), done, "app.db_backed_up");
    return ExitCode::ok;
}

/// The index is thrown away: it tells of another history. The next command or server builds it from the database.
Result<ExitCode> restore(Context& context, const Arguments& arguments) {
    TANGTHU_TRY(const auto settings, context.settings());
    const DataFolder folder(settings.data);
    TANGTHU_CHECK(require_no_server(folder));
    TANGTHU_TRY(const auto location, database_location(settings));
    TANGTHU_CHECK(folder.create());
    TANGTHU_TRY(const auto done, db::run_restore(location, arguments.word(), SystemClock{}));
    std::error_code ignored;
    std::filesystem::remove_all(folder.index(), ignored);
    print(context.console(), done, "app.db_restored");
    return ExitCode::ok;
}

} // namespace

std::vector<Command> db_commands() {
    const std::vector<Word> file{{"FILE", "app.word_backup", Word::Count::one}};
    return {{.noun = "db",
             .verb = "status",
             .summary = "app.db_status_help",
             .example = "tangthu db status",
             .words = {},
             .options = {},
             .run = status},
            {.noun = "db",
             .verb = "migrate",
             .summary = "app.db_migrate_help",
             .example = "tangthu db migrate",
             .words = {},
             .options = {},
             .run = migrate},
            {.noun = "db",
             .verb = "backup",
             .summary = "app.db_backup_help",
             .example = "tangthu db backup /srv/backup/tangthu-2026-11-22.db",
             .words = file,
             .options = {},
             .run = backup},
            {.noun = "db",
             .verb = "restore",
             .summary = "app.db_restore_help",
             .example = "tangthu db restore /srv/backup/tangthu-2026-11-22.db",
             .words = file,
             .options = {},
             .run = restore}};
}

} // namespace tangthu::app
