#include "app/cli/progress.h"
#include "app/commands/commands.h"
#include "app/context.h"
#include "app/import_command.h"
#include "modules/catalogue/views.h"

#include <algorithm>

namespace tangthu::app {

namespace {

/// How many problems a person is shown; the rejects file has all of them.
constexpr std::size_t kShownProblems = 10;

/// Rejected records are a report; a file of which nothing could be used is a failure.
ExitCode exit_code_of(const catalogue::ImportReport& report) {
    return report.read > 0 && report.rejected == report.read ? ExitCode::data : ExitCode::ok;
}

std::int64_t figure(std::uint64_t number) { return static_cast<std::int64_t>(number); }

void print_problems(const Console& console, const catalogue::ImportReport& report) {
    const auto shown = std::min(report.problems.size(), kShownProblems);
    for (std::size_t i = 0; i < shown; ++i) {
        const auto& problem = report.problems[i];
        const auto what = text_of(console.messages(), console.language(), problem.key, problem.params);
        console.note("  " + console.text("app.import_problem",
                                         {{"file", std::filesystem::path{problem.file}.filename().string()},
                                          {"record", figure(problem.record_number)},
                                          {"offset", figure(problem.offset)},
                                          {"what", what}}));
    }
    if (report.problem_count > shown)
        console.note("  " +
                     console.text("app.import_more_problems", {{"count", figure(report.problem_count - shown)}}));
}

Result<ExitCode> import(Context& context, const Arguments& arguments) {
    catalogue::ImportOptions options;
    for (const auto& word : arguments.words())
        options.files.emplace_back(word);
    options.format = arguments.get("--format");
    options.encoding = arguments.get("--encoding");
    options.unit = arguments.get("--unit");
    options.source = arguments.get("--source");
    options.items_profile = arguments.get("--items-profile");
    options.find_lost_letters = arguments.has("--find-lost-letters");
    options.dry_run = arguments.has("--dry-run");
    // Before a library is made for it: a misspelt name leaves nothing behind.
    TANGTHU_CHECK(catalogue::check_import_files(options.files));
    TANGTHU_TRY(const auto library, context.library(Use::write));
    options.rejects_folder = library->folder().imports();
    TANGTHU_TRY(const auto report, run_import(context.console(), *library, options));
    return print_import(context.console(), report, {.is_dry_run = options.dry_run});
}

Result<ExitCode> resume(Context& context, const Arguments& arguments) {
    const auto& console = context.console();
    TANGTHU_TRY(const auto library, context.library(Use::write));
    catalogue::ImportReport report;
    {
        Progress progress(console, "app.progress_import");
        TANGTHU_TRY(report, library->importer().resume(arguments.word(), library->folder().imports(), Context::actor(),
                                                       [&](const catalogue::ImportProgress& now) {
                                                           progress.show({now.bytes_read, now.bytes_total, now.records,
                                                                          now.seconds});
                                                       }));
    }
    return print_import(console, report, {.is_dry_run = false});
}

Result<ExitCode> undo(Context& context, const Arguments& arguments) {
    const auto& console = context.console();
    TANGTHU_TRY(const auto library, context.library(Use::write));
    TANGTHU_TRY(const auto report, library->importer().undo(arguments.word(), Context::actor()));
    if (console.is_json()) {
        console.print_json(view_of(report));
        return ExitCode::ok;
    }
    console.print(console.text("app.undone", {{"batch", report.batch},
                                              {"removed", figure(report.bibs_removed)},
                                              {"restored", figure(report.bibs_restored)},
                                              {"items", figure(report.items_removed)}}));
    if (report.kept > 0) console.print(console.text("app.undo_kept", {{"kept", figure(report.kept)}}));
    return ExitCode::ok;
}

void print_batch(const Console& console, const catalogue::Batch& batch) {
    const auto figures = console.text("app.batch_figures", {{"read", figure(batch.report.read)},
                                                            {"created", figure(batch.report.created)},
                                                            {"updated", figure(batch.report.updated)},
                                                            {"rejected", figure(batch.report.rejected)}});
    console.print(batch.uid + "  " + padded(text::format_instant(console.language(), batch.started_at), 19) +
                  padded(console.text("app.batch_" + std::string{enum_name(batch.state)}), 14) + figures + "  " +
                  batch.files);
}

Result<ExitCode> batches(Context& context, const Arguments& arguments) {
    const auto& console = context.console();
    TANGTHU_TRY(const auto limit, arguments.number("--limit", 20, 1, 1000));
    TANGTHU_TRY(const auto library, context.library(Use::look));
    TANGTHU_TRY(const auto list, library->importer().list_batches(static_cast<std::uint32_t>(limit)));
    if (console.is_json()) {
        catalogue::BatchListView view;
        for (const auto& batch : list)
            view.batches.push_back(view_of(batch));
        console.print_json(view);
        return ExitCode::ok;
    }
    if (list.empty()) console.print(console.text("app.no_batches"));
    for (const auto& batch : list)
        print_batch(console, batch);
    return ExitCode::ok;
}

} // namespace

Result<catalogue::ImportReport> run_import(const Console& console, Library& library,
                                           const catalogue::ImportOptions& options) {
    Progress progress(console, options.dry_run ? "app.progress_dry_run" : "app.progress_import");
    return library.importer().import(options, Context::actor(), [&](const catalogue::ImportProgress& now) {
        progress.show({now.bytes_read, now.bytes_total, now.records, now.seconds});
    });
}

ExitCode print_import(const Console& console, const catalogue::ImportReport& report, ImportManner manner) {
    if (console.is_json()) {
        console.print_json(view_of(report, [&console](std::string_view key, const std::vector<ErrorParam>& params) {
            return text_of(console.messages(), console.language(), key, params);
        }));
        return exit_code_of(report);
    }
    console.print(console.text(manner.is_dry_run ? "app.import_tried" : "app.import_done",
                               {{"read", figure(report.read)},
                                {"created", figure(report.created)},
                                {"updated", figure(report.updated)},
                                {"unchanged", figure(report.unchanged)},
                                {"rejected", figure(report.rejected)}}));
    console.print(console.text(
        "app.import_items", {{"created", figure(report.items_created)}, {"rejected", figure(report.items_rejected)}}));
    console.print(
        console.text("app.import_time", {{"seconds", text::format_decimal(console.language(), report.seconds, 1)},
                                         {"rate", static_cast<std::int64_t>(report.records_per_second)}}));
    std::string units;
    for (const auto& code : report.provisional_units)
        units += (units.empty() ? "" : ", ") + code;
    if (!units.empty()) console.print(console.text("app.import_provisional", {{"units", units}}));
    print_problems(console, report);
    if (report.read == 0) console.note(console.text("app.import_nothing"));
    if (report.read > 0 && report.rejected == report.read) console.note(console.text("app.import_none_usable"));
    if (!report.rejects_file.empty())
        console.print(console.text("app.import_rejects", {{"file", report.rejects_file}}));
    if (!manner.is_dry_run) console.print(console.text("app.import_undo", {{"batch", report.batch}}));
    return exit_code_of(report);
}

std::vector<Command> catalogue_import_commands() {
    const std::vector<Word> batch{{"BATCH", "app.word_batch", Word::Count::one}};
    return {{.noun = "catalogue",
             .verb = "import",
             .summary = "app.catalogue_import",
             .example = "tangthu catalogue import sach.mrc --unit LC --source VN-LC",
             .words = {{"FILE", "app.word_marc_files", Word::Count::some}},
             .options = {{"--format", "F", "app.option_format"},
                         {"--encoding", "E", "app.option_encoding"},
                         {"--unit", "CODE", "app.option_unit"},
                         {"--source", "NAME", "app.option_source"},
                         {"--items-profile", "FILE", "app.option_items_profile"},
                         {"--find-lost-letters", "", "app.option_find_lost_letters"},
                         {"--dry-run", "", "app.option_dry_run"}},
             .run = import},
            {.noun = "catalogue",
             .verb = "undo",
             .summary = "app.catalogue_undo",
             .example = "tangthu catalogue undo 0193a1c2-7f00-7c11-9a53-0d1f4b7f2c11",
             .words = batch,
             .options = {},
             .run = undo},
            {.noun = "catalogue",
             .verb = "resume",
             .summary = "app.catalogue_resume",
             .example = "tangthu catalogue resume 0193a1c2-7f00-7c11-9a53-0d1f4b7f2c11",
             .words = batch,
             .options = {},
             .run = resume},
            {.noun = "catalogue",
             .verb = "batches",
             .summary = "app.catalogue_batches",
             .example = "tangthu catalogue batches --limit 5",
             .words = {},
             .options = {{"--limit", "N", "app.option_limit"}},
             .run = batches}};
}

} // namespace tangthu::app
