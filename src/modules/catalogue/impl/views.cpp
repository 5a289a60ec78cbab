#include "modules/catalogue/views.h"

#include "platform/marc/record.h"
#include "platform/marc/writer.h"

namespace tangthu::catalogue {

namespace {

Nullable<std::string> null_when_empty(const std::string& text) {
    return text.empty() ? Nullable<std::string>{} : Nullable<std::string>{text};
}

void fill(BibLineView& view, const BibSummary& summary) {
    view.id = summary.id;
    view.title = summary.title;
    view.subtitle = summary.subtitle;
    view.responsibility = summary.responsibility;
    view.author = summary.author;
    if (summary.year) view.year.emplace(*summary.year);
    view.publisher = summary.publisher;
    view.place = summary.place;
    view.extent = summary.extent;
    view.series = summary.series;
    view.language = summary.language;
    view.material_type = summary.material_type;
    view.audience = summary.audience;
    view.class_ = summary.class_number;
    view.isbn = summary.isbn;
    view.items = summary.items;
}

} // namespace

BibLineView view_of(const BibSummary& summary) {
    BibLineView view;
    fill(view, summary);
    return view;
}

SearchView view_of(const SearchResults& results) {
    SearchView view{.total = results.total, .total_is_exact = results.total_is_exact};
    view.facets_are_exact = results.facets_are_exact;
    view.hits.reserve(results.hits.size());
    for (const auto& hit : results.hits)
        view.hits.push_back(view_of(hit));
    for (const auto& facet : results.facets) {
        auto& values = view.facets[facet.facet];
        for (const auto& value : facet.values)
            values.push_back({value.value, value.count});
    }
    view.did_you_mean = null_when_empty(results.did_you_mean);
    view.next_cursor = null_when_empty(results.next_cursor);
    return view;
}

SuggestView view_of(const std::vector<Suggestion>& suggestions) {
    SuggestView view;
    for (const auto& one : suggestions)
        view.suggestions.push_back({one.text, one.kind, one.count});
    return view;
}

BibView view_of(const Bib& bib, const marc::Record& record) {
    BibView view;
    fill(view, bib.summary);
    view.version = bib.version;
    view.source = bib.source;
    view.control_number = bib.control_number;
    view.created_at = bib.created_at;
    view.updated_at = bib.updated_at;
    view.repairs = bib.repairs;
    view.marc.text = marc::to_string(record, {.format = marc::Format::Json});
    return view;
}

ItemView view_of(const Item& item, const UnitCodes& code_of) {
    ItemView view{.id = item.id,
                  .bib = item.bib_id,
                  .owner_unit = code_of(item.owner_unit_id),
                  .unit = code_of(item.unit_id),
                  .location = item.location,
                  .call_number = item.call_number,
                  .barcode = item.barcode,
                  .item_type = item.item_type,
                  .copy_number = item.copy_number,
                  .funding_source = item.funding_source,
                  .note = item.note,
                  .condition = item.condition};
    if (item.price_vnd) view.price_vnd.emplace(*item.price_vnd);
    if (item.acquired_on) view.acquired_on.emplace(*item.acquired_on);
    return view;
}

ImportView view_of(const ImportReport& report, const Texts& texts) {
    ImportView view{.batch = report.batch,
                    .read = report.read,
                    .created = report.created,
                    .updated = report.updated,
                    .unchanged = report.unchanged,
                    .rejected = report.rejected,
                    .items_created = report.items_created,
                    .items_rejected = report.items_rejected,
                    .seconds = report.seconds,
                    .records_per_second = report.records_per_second,
                    .rejects_file = null_when_empty(report.rejects_file),
                    .provisional_units = report.provisional_units};
    view.problems.reserve(report.problems.size());
    for (const auto& problem : report.problems) {
        ImportProblemView one{.file = problem.file,
                              .offset = problem.offset,
                              .record = problem.record_number,
                              .key = problem.key,
                              .text = texts(problem.key, problem.params)};
        for (const auto& param : problem.params)
            one.params[param.name] = param.value;
        view.problems.push_back(std::move(one));
    }
    return view;
}

BatchView view_of(const Batch& batch) {
    BatchView view{.batch = batch.uid,
                   .state = batch.state,
                   .source = batch.source,
                   .files = batch.files,
                   .started_at = batch.started_at,
                   .read = batch.report.read,
                   .created = batch.report.created,
                   .updated = batch.report.updated,
                   .unchanged = batch.report.unchanged,
                   .rejected = batch.report.rejected,
                   .items_created = batch.report.items_created,
                   .items_rejected = batch.report.items_rejected,
                   .rejects_file = null_when_empty(batch.report.rejects_file)};
    if (batch.finished_at) view.finished_at.emplace(*batch.finished_at);
    return view;
}

UndoView view_of(const UndoReport& report) {
    return {report.batch, report.bibs_removed, report.bibs_restored, report.items_removed, report.kept};
}

} // namespace tangthu::catalogue
