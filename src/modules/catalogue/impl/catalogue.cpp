#include "modules/catalogue/catalogue.h"

#include "modules/catalogue/impl/bib_store.h"
#include "modules/catalogue/impl/item_store.h"
#include "platform/db/database.h"
#include "platform/marc/reader.h"
#include "platform/search/index.h"

#include <algorithm>
#include <map>

namespace tangthu::catalogue {

struct Catalogue::Impl {
    db::Database& database;
    search::Index& index;
};

namespace {

constexpr std::uint64_t kExactTo = 10'000;
const std::vector<std::string> kFacetsShown = {"type", "author", "subject", "language", "unit", "class", "decade"};

[[nodiscard]] auto not_found(BibId id) {
    return fail(ErrorKind::NotFound, "catalogue.bib_not_found", {{"id", std::to_string(id.value)}});
}

search::Request to_request(const SearchRequest& request) {
    search::Request out;
    out.text = request.query;
    out.field = request.field;
    std::map<std::string, std::vector<std::string>> by_facet;
    for (const auto& filter : request.filters)
        by_facet[filter.facet].push_back(filter.value);
    for (auto& [facet, values] : by_facet)
        out.filters.push_back({facet, std::move(values), false});
    if (request.year_from || request.year_to) {
        const auto four_digits = [](std::optional<int> year) {
            if (!year) return std::string{};
            const auto digits = std::to_string(std::clamp(*year, 0, 9999));
            return std::string(4 - digits.size(), '0') + digits;
        };
        out.ranges.push_back({"year", four_digits(request.year_from), four_digits(request.year_to)});
    }
    switch (request.sort) {
    case SortOrder::relevance:
        break;
    case SortOrder::title:
        out.sort = "title";
        break;
    case SortOrder::author:
        out.sort = "author";
        break;
    case SortOrder::year_asc:
        out.sort = "year";
        break;
    case SortOrder::year_desc:
        out.sort = "year";
        out.direction = search::Direction::descending;
        break;
    case SortOrder::newest:
        out.sort = "newest";
        out.direction = search::Direction::descending;
        break;
    }
    out.offset = request.offset;
    out.limit = request.limit;
    out.cursor = request.cursor;
    if (request.with_facets) out.facets = kFacetsShown;
    out.exact_to = request.exact_counts ? 0 : kExactTo;
    return out;
}

} // namespace

Catalogue::Catalogue(db::Database& database, search::Index& index) : impl_(new Impl{database, index}) {}
Catalogue::~Catalogue() = default;

Result<SearchResults> Catalogue::search(const SearchRequest& request) const {
    TANGTHU_TRY(auto found, impl_->index.search(to_request(request)));
    SearchResults results{.total = found.total,
                          .total_is_exact = found.total_is_exact,
                          .did_you_mean = std::move(found.did_you_mean),
                          .next_cursor = std::move(found.next_cursor),
                          .marked_words = std::move(found.words)};
    std::vector<BibId> ids;
    ids.reserve(found.hits.size());
    for (const auto& hit : found.hits)
        ids.emplace_back(hit.id);
    TANGTHU_TRY(results.hits, list_summaries(ids));
    for (auto& facet : found.facets) {
        FacetResult result{.facet = facet.name, .values = {}};
        for (auto& value : facet.values)
            result.values.push_back({std::move(value.value), value.count});
        results.facets.push_back(std::move(result));
    }
    results.facets_are_exact = found.facets_are_exact;
    return results;
}

Result<std::vector<Suggestion>> Catalogue::suggest(std::string_view typed, std::uint32_t limit) const {
    TANGTHU_TRY(auto found, impl_->index.suggest(typed, limit));
    std::vector<Suggestion> suggestions;
    suggestions.reserve(found.size());
    for (auto& one : found)
        suggestions.push_back({std::move(one.text), std::move(one.facet), one.count});
    return suggestions;
}

Result<BrowsePage> Catalogue::browse(const BrowseRequest& request) const {
    search::BrowseRequest wanted{.facet = request.facet,
                                 .from = request.from,
                                 .direction =
                                     request.backwards ? search::Direction::descending : search::Direction::ascending,
                                 .limit = request.limit,
                                 .skip_from = request.backwards};
    TANGTHU_TRY(auto found, impl_->index.browse(wanted));
    BrowsePage page;
    page.total = found.distinct;
    for (auto& value : found.values)
        page.headings.push_back({std::move(value.value), value.count});
    if (request.backwards) {
        std::reverse(page.headings.begin(), page.headings.end());
        page.next_from = request.from;
        if (found.has_more && !page.headings.empty()) page.previous_from = page.headings.front().value;
        return page;
    }
    if (found.has_more) {
        // The page ends before the heading that the next one begins with.
        wanted.limit = 1;
        wanted.skip_from = true;
        wanted.from = page.headings.empty() ? request.from : page.headings.back().value;
        TANGTHU_TRY(const auto next, impl_->index.browse(wanted));
        if (!next.values.empty()) page.next_from = next.values.front().value;
    }
    if (!request.from.empty() && !page.headings.empty()) {
        TANGTHU_TRY(const auto before, impl_->index.browse({.facet = request.facet,
                                                            .from = page.headings.front().value,
                                                            .direction = search::Direction::descending,
                                                            .limit = 1,
                                                            .skip_from = true}));
        if (!before.values.empty()) page.previous_from = page.headings.front().value;
    }
    return page;
}

Result<Bib> Catalogue::get_bib(BibId id) const {
    return impl_->database.read([&](db::ReadTx& tx) -> Result<Bib> {
        auto bib = impl::find_bib(tx, id);
        if (!bib || bib->is_suppressed) return not_found(id);
        return *std::move(bib);
    });
}

Result<marc::Record> Catalogue::get_record(BibId id) const {
    TANGTHU_TRY(const auto bytes, impl_->database.read([&](db::ReadTx& tx) -> Result<std::string> {
        auto found = impl::find_marc(tx, id);
        if (!found) return not_found(id);
        return *std::move(found);
    }));
    marc::RecordReader reader(bytes, {.format = marc::Format::Iso2709, .encoding = marc::Encoding::Utf8});
    marc::Record record;
    if (reader.next(record) != marc::ReadOutcome::Record)
        throw Fault("catalogue: the stored record " + std::to_string(id.value) + " can't be read");
    return marc::Record{record}; // a copy owns its bytes, the reader's are gone with it
}

Result<std::vector<BibSummary>> Catalogue::list_summaries(std::span<const BibId> ids) const {
    return impl_->database.read(
        [&](db::ReadTx& tx) -> Result<std::vector<BibSummary>> { return impl::find_summaries(tx, ids); });
}

Result<std::vector<BibSummary>> Catalogue::list_newest(std::uint32_t limit, std::uint32_t offset) const {
    return impl_->database.read(
        [&](db::ReadTx& tx) -> Result<std::vector<BibSummary>> { return impl::newest(tx, limit, offset); });
}

Result<Catalogue::Neighbours> Catalogue::shelf_neighbours(BibId id, std::uint32_t each_side) const {
    return impl_->database.read(
        [&](db::ReadTx& tx) -> Result<Neighbours> { return impl::neighbours(tx, id, each_side); });
}

Result<std::vector<Item>> Catalogue::list_items(BibId id) const {
    return impl_->database.read(
        [&](db::ReadTx& tx) -> Result<std::vector<Item>> { return impl::items_of_bib(tx, id); });
}

Result<std::vector<Item>> Catalogue::list_items(std::span<const BibId> ids) const {
    return impl_->database.read(
        [&](db::ReadTx& tx) -> Result<std::vector<Item>> { return impl::items_of_bibs(tx, ids); });
}

Result<std::vector<Item>> Catalogue::list_items(const ItemQuery& query) const {
    return impl_->database.read(
        [&](db::ReadTx& tx) -> Result<std::vector<Item>> { return impl::find_items(tx, query); });
}

Result<CatalogueCounts> Catalogue::counts() const {
    return impl_->database.read([&](db::ReadTx& tx) -> Result<CatalogueCounts> {
        return CatalogueCounts{impl::count_bibs(tx), impl::count_items(tx)};
    });
}

Result<std::vector<BibStamp>> Catalogue::list_stamps(BibId after, std::uint32_t limit) const {
    return impl_->database.read(
        [&](db::ReadTx& tx) -> Result<std::vector<BibStamp>> { return impl::stamps(tx, after, limit); });
}

} // namespace tangthu::catalogue
