#include "app/commands/commands.h"
#include "app/context.h"
#include "modules/catalogue/export.h"
#include "modules/catalogue/views.h"
#include "platform/marc/format.h"
#include "platform/marc/writer.h"

#include <charconv>
#include <iostream>

namespace tangthu::app {

namespace {

/// `catalogue show --json`: the record as `/api/v1/bibs/{id}` has it, and its items.
struct ShownBibView : catalogue::BibView {
    std::vector<catalogue::ItemView> item_list; ///< `items` is how many of them are not withdrawn
};
TANGTHU_DESCRIBE_DERIVED(ShownBibView, (catalogue::BibView), item_list)

/// `Dế mèn phiêu lưu ký / Tô Hoài. – 1941`
std::string one_line(const catalogue::BibSummary& bib) {
    std::string line = bib.title;
    if (!bib.subtitle.empty()) line += ": " + bib.subtitle;
    const auto& who = bib.author.empty() ? bib.responsibility : bib.author;
    if (!who.empty()) line += " / " + who;
    if (bib.year) line += ". – " + std::to_string(*bib.year);
    return line;
}

/// A value of a facet in words, where it is a code: `vie` is Tiếng Việt.
std::string value_name(const Console& console, Library& library, const std::string& facet, const std::string& value) {
    if (facet == "unit") {
        const auto unit = library.branches().get_unit(value);
        if (!unit) return value;
        const bool is_english = console.language() == text::Language::en && !unit->name_en.empty();
        const auto& name = is_english ? unit->name_en : unit->name_vi;
        return name == value ? value : value + "  " + name;
    }
    const auto key = facet == "language" ? "portal.language_" + value : facet == "type" ? "portal.type_" + value : "";
    return console.messages().has(console.language(), key) ? console.text(key) : value;
}

constexpr std::size_t kMostValues = 10;

void print_facets(const Console& console, Library& library, const catalogue::SearchResults& results) {
    for (const auto& facet : results.facets) {
        if (facet.values.empty()) continue;
        console.print("");
        console.print(console.text("portal.facet_" + facet.facet));
        std::vector<std::vector<std::string>> rows;
        for (const auto& value : facet.values) {
            if (rows.size() == kMostValues) break;
            const auto count = console.number(value.count) + (results.facets_are_exact ? "" : "+");
            rows.push_back({value_name(console, library, facet.facet, value.value), count});
        }
        console.print_columns(rows);
    }
}

void print_results(const Console& console, const catalogue::SearchResults& results) {
    auto total = console.number(results.total);
    if (!results.total_is_exact) total += "+";
    console.print(console.text("app.search_total", {{"total", total}}));
    int place = 0;
    for (const auto& hit : results.hits)
        console.print(padded(std::to_string(++place) + ".", 4) + one_line(hit) + "  [" + std::to_string(hit.id.value) +
                      "]");
    if (!results.did_you_mean.empty())
        console.print(console.text("app.did_you_mean", {{"query", results.did_you_mean}}));
}

Result<ExitCode> search(Context& context, const Arguments& arguments) {
    const auto& console = context.console();
    TANGTHU_TRY(const auto limit, arguments.number("--limit", 20, 1, 200));
    std::string query;
    for (const auto& word : arguments.words())
        query += (query.empty() ? "" : " ") + word;
    TANGTHU_TRY(const auto library, context.library(Use::look));
    TANGTHU_TRY(const auto results, library->catalogue().search({.query = query,
                                                                 .field = arguments.get("--field"),
                                                                 .limit = static_cast<std::uint32_t>(limit),
                                                                 .with_facets = arguments.has("--facets")}));
    if (console.is_json()) {
        console.print_json(view_of(results));
    } else {
        print_results(console, results);
        print_facets(console, *library, results);
    }
    return ExitCode::ok;
}

Result<catalogue::BibId> bib_asked(const Arguments& arguments) {
    const auto& word = arguments.word();
    std::int64_t number = 0;
    const auto [end, failed] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (failed != std::errc{} || end != word.data() + word.size() || number < 1)
        return fail(ErrorKind::Invalid, "app.usage_bad_id", {{"typed", word}});
    return catalogue::BibId{number};
}

void print_bib(const Console& console, const catalogue::Bib& bib, const marc::Record& record,
               const std::vector<catalogue::ItemView>& items) {
    console.print(one_line(bib.summary));
    auto lines = marc::to_string(record, {.format = marc::Format::Line});
    lines.erase(lines.find_last_not_of('\n') + 1);
    console.print(lines + "\n");
    console.print(console.text("app.show_items", {{"count", items.size()}}));
    std::vector<std::vector<std::string>> rows;
    for (const auto& item : items)
        rows.push_back({item.barcode, item.unit, item.location, item.call_number});
    console.print_columns(rows);
}

Result<std::vector<catalogue::ItemView>> items_of(Library& library, catalogue::BibId id) {
    TANGTHU_TRY(const auto items, library.catalogue().list_items(id));
    const auto code_of = [&](UnitId unit_id) {
        const auto unit = library.branches().get_unit(unit_id);
        return unit ? unit->code : std::string{};
    };
    std::vector<catalogue::ItemView> views;
    views.reserve(items.size());
    for (const auto& item : items)
        views.push_back(view_of(item, code_of));
    return views;
}

Result<ExitCode> show(Context& context, const Arguments& arguments) {
    const auto& console = context.console();
    TANGTHU_TRY(const auto id, bib_asked(arguments));
    std::optional<marc::Format> format;
    if (const auto name = arguments.find("--format")) {
        TANGTHU_TRY(format, marc::writable_format(*name));
    }
    TANGTHU_TRY(const auto library, context.library(Use::look));
    TANGTHU_TRY(const auto bib, library->catalogue().get_bib(id));
    TANGTHU_TRY(const auto record, library->catalogue().get_record(id));
    if (format) {
        std::cout << marc::to_string(record, {.format = *format});
        return ExitCode::ok;
    }
    TANGTHU_TRY(auto items, items_of(*library, id));
    if (console.is_json()) {
        console.print_json(ShownBibView{{view_of(bib, record)}, std::move(items)});
    } else {
        print_bib(console, bib, record, items);
    }
    return ExitCode::ok;
}

Result<ExitCode> write_all(Context& context, const Arguments& arguments) {
    catalogue::ExportOptions options;
    if (const auto format = arguments.find("--format")) {
        TANGTHU_CHECK(marc::writable_format(*format));
        options.format = *format;
    }
    if (arguments.has("--items")) options.items = catalogue::ExportItems::current;
    TANGTHU_TRY(const auto library, context.library(Use::look));
    TANGTHU_TRY(const auto report,
                catalogue::export_records(library->database(), library->branches(), options, std::cout));
    const auto& console = context.console();
    if (!console.is_quiet() && !console.is_json())
        console.note(console.text("app.exported", {{"count", static_cast<std::int64_t>(report.records)}}));
    if (report.replaced_characters > 0)
        console.note(
            console.text("app.export_replaced", {{"count", static_cast<std::int64_t>(report.replaced_characters)},
                                                 {"format", options.format}}));
    return ExitCode::ok;
}

} // namespace

std::vector<Command> catalogue_commands() {
    return {{.noun = "catalogue",
             .verb = "export",
             .summary = "app.catalogue_export",
             .example = "tangthu catalogue export --format marcxml > sach.xml",
             .words = {},
             .options = {{"--format", "F", "app.option_export_format"}, {"--items", "", "app.option_export_items"}},
             .run = write_all},
            {.noun = "catalogue",
             .verb = "search",
             .summary = "app.catalogue_search",
             .example = "tangthu catalogue search dế mèn --limit 5",
             .words = {{"QUERY", "app.word_query", Word::Count::some, true}},
             .options = {{"--limit", "N", "app.option_limit"},
                         {"--field", "F", "app.option_field"},
                         {"--facets", "", "app.option_facets"}},
             .run = search},
            {.noun = "catalogue",
             .verb = "show",
             .summary = "app.catalogue_show",
             .example = "tangthu catalogue show 12 --format marcxml",
             .words = {{"ID", "app.word_id", Word::Count::one}},
             .options = {{"--format", "F", "app.option_show_format"}},
             .run = show}};
}

} // namespace tangthu::app
