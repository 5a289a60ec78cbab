#include "app/commands/commands.h"
#include "app/context.h"
#include "platform/journal/commands.h"

namespace tangthu::app {

namespace {

Result<ExitCode> verify(Context& context, const Arguments&) {
    const auto& console = context.console();
    TANGTHU_TRY(const auto settings, context.settings());
    TANGTHU_TRY(auto database, open_database(settings, Missing::refuse));
    TANGTHU_TRY(const auto found, journal::run_verify(database));
    if (console.is_json()) {
        console.print_json(found);
    } else if (found.is_sound) {
        console.print(console.text("app.journal_sound", {{"entries", found.entries},
                                                         {"seals", found.seals},
                                                         {"unsealed", found.unsealed},
                                                         {"hash", found.head_hash.substr(0, 16)}}));
    } else {
        const auto bad = found.first_bad.value_or(journal::BadEntry{});
        const auto damage = console.text("app.damage_" + std::string{enum_name(bad.damage)});
        console.print(console.text("app.journal_damaged", {{"seq", std::to_string(bad.seq)}, {"damage", damage}}));
    }
    return found.is_sound ? ExitCode::ok : ExitCode::data;
}

Result<ExitCode> tail(Context& context, const Arguments& arguments) {
    const auto& console = context.console();
    TANGTHU_TRY(const auto limit, arguments.number("--limit", 20, 1, 10'000));
    TANGTHU_TRY(const auto settings, context.settings());
    TANGTHU_TRY(auto database, open_database(settings, Missing::refuse));
    TANGTHU_TRY(const auto found, journal::run_tail(database, limit));
    if (console.is_json()) {
        console.print_json(found);
        return ExitCode::ok;
    }
    for (const auto& entry : found.entries)
        console.print(padded(std::to_string(entry.seq), 8) +
                      padded(text::format_instant(console.language(), entry.recorded_at), 19) + padded(entry.kind, 30) +
                      padded(entry.actor, 12) + entry.data.text);
    return ExitCode::ok;
}

} // namespace

std::vector<Command> journal_commands() {
    return {{.noun = "journal",
             .verb = "verify",
             .summary = "app.journal_verify",
             .example = "tangthu journal verify",
             .words = {},
             .options = {},
             .run = verify},
            {.noun = "journal",
             .verb = "tail",
             .summary = "app.journal_tail",
             .example = "tangthu journal tail --limit 50",
             .words = {},
             .options = {{"--limit", "N", "app.option_limit"}},
             .run = tail}};
}

} // namespace tangthu::app
