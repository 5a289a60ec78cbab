#include "modules/branches/branches.h"
#include "modules/catalogue/catalogue.h"
#include "modules/catalogue/routes.h"
#include "modules/catalogue/views.h"
#include "platform/marc/writer.h"
#include "platform/net/negotiate.h"
#include "platform/net/paging.h"
#include "platform/net/typed.h"

#include <array>
#include <charconv>

namespace tangthu::catalogue {

namespace {

/// `/api/v1/search?q=…`. A facet's parameter may be repeated: its values are alternatives, facets narrow each other.
struct SearchParams {
    std::optional<std::string> q;     ///< absent or empty: everything
    std::optional<std::string> field; ///< only look in this field
    std::optional<SortOrder> sort;
    Bounded<int, 1, 200, 20> limit;
    std::optional<std::string> cursor;
    std::optional<bool> facets; ///< 1: count the facets too
    std::optional<int> year_from;
    std::optional<int> year_to;
    std::vector<std::string> author;
    std::vector<std::string> subject;
    std::vector<std::string> type;
    std::vector<std::string> language;
    std::vector<std::string> unit; ///< codes
    std::vector<std::string> class_;
    std::vector<std::string> decade;
};
TANGTHU_DESCRIBE(SearchParams, q, field, sort, limit, cursor, facets, year_from, year_to, author, subject, type,
                 language, unit, class_, decade)

struct SuggestParams {
    std::string q;
    Bounded<int, 1, 20, 8> limit;
};
TANGTHU_DESCRIBE(SuggestParams, q, limit)

struct BibListParams {
    Bounded<int, 1, 200, 50> limit;
    std::optional<std::string> cursor;
};
TANGTHU_DESCRIBE(BibListParams, limit, cursor)

struct BibParams {
    BibId id;
};
TANGTHU_DESCRIBE(BibParams, id)

struct ItemListParams {
    std::optional<std::string> barcode;
    std::optional<BibId> bib;
    std::optional<std::string> unit; ///< code of where items are kept
    Bounded<int, 1, 200, 50> limit;
    std::optional<std::string> cursor;
};
TANGTHU_DESCRIBE(ItemListParams, barcode, bib, unit, limit, cursor)

constexpr std::string_view kJson = "application/json";
constexpr std::string_view kMarcXml = "application/marcxml+xml";
constexpr std::string_view kMarc = "application/marc";
constexpr std::array kBibMedia{kJson, kMarcXml, kMarc};

/// A search costs the server more than a look at one record; a crawler pays accordingly.
constexpr int kSearchPrice = 4;

Result<SearchView> search(const Catalogue& catalogue, const SearchParams& params) {
    SearchRequest request{.query = params.q.value_or(""),
                          .field = params.field.value_or(""),
                          .year_from = params.year_from,
                          .year_to = params.year_to,
                          .sort = params.sort.value_or(SortOrder::relevance),
                          .limit = static_cast<std::uint32_t>(params.limit.value),
                          .cursor = params.cursor.value_or(""),
                          .with_facets = params.facets.value_or(false)};
    const auto narrow = [&](const char* facet, const std::vector<std::string>& values) {
        for (const auto& value : values)
            request.filters.push_back({facet, value});
    };
    narrow("author", params.author);
    narrow("subject", params.subject);
    narrow("type", params.type);
    narrow("language", params.language);
    narrow("unit", params.unit);
    narrow("class", params.class_);
    narrow("decade", params.decade);
    TANGTHU_TRY(const auto results, catalogue.search(request));
    return view_of(results);
}

/// The id a cursor stands behind; none without a cursor. Errors: net.bad_cursor.
Result<std::int64_t> position_of(std::string_view scope, const std::optional<std::string>& cursor) {
    if (!cursor || cursor->empty()) return std::int64_t{0};
    TANGTHU_TRY(const auto text, net::read_cursor(scope, *cursor));
    std::int64_t id = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (failed != std::errc{} || end != text.data() + text.size() || id < 0)
        return fail(ErrorKind::Invalid, "net.bad_cursor");
    return id;
}

Result<BibListView> list_bibs(const Catalogue& catalogue, const BibListParams& params) {
    constexpr std::string_view kScope = "bibs";
    TANGTHU_TRY(const auto after, position_of(kScope, params.cursor));
    const auto limit = static_cast<std::uint32_t>(params.limit.value);
    // One more than asked for tells whether there is a next page.
    TANGTHU_TRY(auto stamps, catalogue.list_stamps(BibId{after}, limit + 1));
    const bool has_more = stamps.size() > limit;
    if (has_more) stamps.pop_back();
    std::vector<BibId> ids;
    for (const auto& stamp : stamps)
        ids.push_back(stamp.id);
    TANGTHU_TRY(const auto summaries, catalogue.list_summaries(ids));
    BibListView view;
    for (const auto& summary : summaries)
        view.bibs.push_back(view_of(summary));
    if (has_more) view.next_cursor = net::make_cursor(kScope, std::to_string(ids.back().value));
    return view;
}

Result<net::Response> bib_as(const Catalogue& catalogue, BibId id, std::string_view media) {
    TANGTHU_TRY(const auto bib, catalogue.get_bib(id));
    TANGTHU_TRY(const auto record, catalogue.get_record(id));
    auto response = [&] {
        if (media == kMarcXml)
            return net::Response::of(kMarcXml, marc::to_string(record, {.format = marc::Format::MarcXml}));
        if (media == kMarc) return net::Response::of(kMarc, marc::to_string(record));
        return net::Response::json(to_json(view_of(bib, record)));
    }();
    // Strong tags: each form has its own; the plain one is of the form that is edited, JSON.
    auto tag = bib_tag(bib);
    if (media != kJson) tag += media == kMarcXml ? ".xml" : ".mrc";
    return std::move(response).etag(tag).with("Vary", "Accept");
}

void mount_bib(net::Router& router, const Catalogue& catalogue) {
    auto route = net::get("/api/v1/bibs/{id}", Permission::Public, "catalogue.route_bib").fails_with({404, 406});
    route.parameters.push_back({"id", true, true, router.schemas().reply<BibId>()});
    route.replies = {{200, std::string{kJson}, router.schemas().reply<BibView>()},
                     {200, std::string{kMarcXml}, {}},
                     {200, std::string{kMarc}, {}}};
    router.add(std::move(route), [&router, &catalogue](const net::Request& request) {
        const auto answer = [&]() -> Result<net::Response> {
            TANGTHU_TRY(const auto params, net::read_params<BibParams>(request));
            TANGTHU_TRY(const auto media, net::choose_media(request, kBibMedia));
            return bib_as(catalogue, params.id, media);
        }();
        return answer ? *answer : router.error(request, answer.error());
    });
}

std::string code_of(const branches::Branches& branches, UnitId id) {
    const auto unit = branches.get_unit(id);
    return unit ? unit->code : std::string{};
}

Result<ItemListView> list_items(const Catalogue& catalogue, const branches::Branches& branches,
                                const ItemListParams& params) {
    const auto scope = "items:" + params.barcode.value_or("") + ":" +
                       std::to_string(params.bib.value_or(BibId{}).value) + ":" + params.unit.value_or("");
    TANGTHU_TRY(const auto after, position_of(scope, params.cursor));
    const auto limit = static_cast<std::uint32_t>(params.limit.value);
    ItemQuery query{.barcode = params.barcode.value_or(""),
                    .bib_id = params.bib.value_or(BibId{}),
                    .after = ItemId{after},
                    .limit = limit + 1};
    if (params.unit) {
        const auto unit = branches.get_unit(*params.unit);
        if (!unit) return fail(ErrorKind::Invalid, "catalogue.unknown_unit", {{"code", *params.unit}});
        query.unit_id = unit->id;
    }
    TANGTHU_TRY(auto items, catalogue.list_items(query));
    const bool has_more = items.size() > limit;
    if (has_more) items.pop_back();
    ItemListView view;
    for (const auto& item : items)
        view.items.push_back(view_of(item, [&](UnitId id) { return code_of(branches, id); }));
    if (has_more) view.next_cursor = net::make_cursor(scope, std::to_string(items.back().id.value));
    return view;
}

} // namespace

std::string bib_tag(const Bib& bib) { return std::to_string(bib.version) + "." + std::to_string(bib.summary.items); }

void mount(net::Router& router, const Catalogue& catalogue, const branches::Branches& branches) {
    net::handle<SearchParams, SearchView>(
        router, net::get("/api/v1/search", Permission::Public, "catalogue.route_search").costs(kSearchPrice),
        [&catalogue](const SearchParams& params, const net::Request&) { return search(catalogue, params); });
    net::handle<SuggestParams, SuggestView>(
        router, net::get("/api/v1/suggest", Permission::Public, "catalogue.route_suggest"),
        [&catalogue](const SuggestParams& params, const net::Request&) -> Result<net::Answer<SuggestView>> {
            TANGTHU_TRY(const auto found, catalogue.suggest(params.q, static_cast<std::uint32_t>(params.limit.value)));
            return net::Answer<SuggestView>{.value = view_of(found), .caching = net::Caching::Minutes};
        });
    net::handle<BibListParams, BibListView>(
        router, net::get("/api/v1/bibs", Permission::Public, "catalogue.route_bibs").costs(2),
        [&catalogue](const BibListParams& params, const net::Request&) { return list_bibs(catalogue, params); });
    mount_bib(router, catalogue);
    net::handle<ItemListParams, ItemListView>(
        router, net::get("/api/v1/items", Permission::Public, "catalogue.route_items").costs(2),
        [&catalogue, &branches](const ItemListParams& params, const net::Request&) {
            return list_items(catalogue, branches, params);
        });
}

} // namespace tangthu::catalogue
