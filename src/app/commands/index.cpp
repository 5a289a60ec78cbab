#include "app/cli/progress.h"
#include "app/commands/commands.h"
#include "app/context.h"

namespace tangthu::app {

namespace {

struct IndexView {
    bool ok = true;
    bool is_stale = false;
    std::int64_t position = 0;
    std::int64_t journal_position = 0;
    std::uint64_t documents = 0;
    std::int64_t bibs = 0;
    std::string detail; ///< English; empty when ok
};
TANGTHU_DESCRIBE(IndexView, ok, is_stale, position, journal_position, documents, bibs, detail)

Result<IndexView> look(Library& library, bool is_deep) {
    TANGTHU_TRY(const auto standing, library.indexer().standing());
    IndexView view{.ok = standing.ok,
                   .is_stale = standing.is_stale,
                   .position = standing.position,
                   .journal_position = standing.journal_position,
                   .documents = standing.documents,
                   .bibs = standing.bibs,
                   .detail = standing.detail};
    if (!is_deep || !view.ok) return view;
    const auto health = library.index().check_deeply();
    view.ok = health.ok;
    view.detail = health.detail;
    return view;
}

void print(const Console& console, const IndexView& view) {
    if (console.is_json()) return console.print_json(view);
    const auto* key = view.ok ? "app.index_ok" : view.is_stale ? "app.index_stale" : "app.index_bad";
    console.print(console.text(
        key, {{"documents", static_cast<std::int64_t>(view.documents)}, {"bibs", view.bibs}, {"detail", view.detail}}));
    if (!view.ok) console.note(console.text("app.try_next", {{"command", "tangthu index rebuild"}}));
}

/// Only looks: nothing is put right, unlike everywhere else.
Result<ExitCode> check(Context& context, const Arguments& arguments) {
    TANGTHU_TRY(const auto settings, context.settings());
    TANGTHU_TRY(auto database, open_database(settings, Missing::refuse));
    Library library(std::move(database), settings, context.console().messages());
    TANGTHU_CHECK(library.open_index(search::Access::read));
    TANGTHU_TRY(const auto view, look(library, arguments.has("--deep")));
    print(context.console(), view);
    return view.ok ? ExitCode::ok : ExitCode::data;
}

Result<ExitCode> rebuild(Context& context, const Arguments&) {
    const auto& console = context.console();
    TANGTHU_TRY(const auto settings, context.settings());
    TANGTHU_CHECK(require_no_server(DataFolder(settings.data)));
    TANGTHU_TRY(auto database, open_database(settings, Missing::refuse));
    Library library(std::move(database), settings, console.messages());
    TANGTHU_CHECK(library.open_index(search::Access::write));
    {
        Progress progress(console, "app.progress_index");
        TANGTHU_CHECK(library.indexer().rebuild(
            [&](const catalogue::RebuildProgress& now) { progress.show_counted(now.done, now.total); }));
    }
    TANGTHU_TRY(const auto view, look(library, false));
    print(console, view);
    return view.ok ? ExitCode::ok : ExitCode::fault;
}

} // namespace

std::vector<Command> index_commands() {
    return {{.noun = "index",
             .verb = "check",
             .summary = "app.index_check",
             .example = "tangthu index check --deep",
             .words = {},
             .options = {{"--deep", "", "app.option_deep"}},
             .run = check},
            {.noun = "index",
             .verb = "rebuild",
             .summary = "app.index_rebuild",
             .example = "tangthu index rebuild",
             .words = {},
             .options = {},
             .run = rebuild}};
}

} // namespace tangthu::app
