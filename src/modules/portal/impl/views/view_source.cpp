#include "modules/portal/impl/views/view_source.h"

#include "modules/portal/impl/pages/class_names.h"
#include "modules/portal/impl/pages/hours.h"
#include "modules/portal/impl/pages/labels.h"
#include "modules/portal/impl/records/record_facts.h"
#include "platform/text/sort.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <tuple>

namespace tangthu::portal::impl {
namespace {

using branches::Unit;
using branches::UnitKind;
using catalogue::BibId;

constexpr std::uint32_t kNewestOnHome = 6;
constexpr std::uint32_t kBooksOnNewPage = 36;
constexpr std::uint32_t kHeadingsOnPage = 60;
constexpr std::uint32_t kNeighbours = 5;
constexpr std::uint32_t kSameAuthor = 10;
constexpr std::uint32_t kDivisions = 200; ///< Xapian's page limit; there are a hundred

const std::string& unit_name(const Unit& unit, Language language) {
    return language == Language::vi || unit.name_en.empty() ? unit.name_vi : unit.name_en;
}

std::vector<DayHours> week_of(const Unit& unit, const Date& today) {
    std::vector<DayHours> week;
    if (unit.opening_hours.empty()) {
        return week;
    }
    for (int day = 1; day <= 7; ++day) {
        DayHours hours{day, {}, day == weekday_of(today)};
        for (const auto& span : unit.opening_hours) {
            if (span.weekday == day) {
                hours.spans.push_back({span.opens, span.closes});
            }
        }
        std::ranges::sort(hours.spans, {}, &OpenSpan::opens);
        week.push_back(std::move(hours));
    }
    return week;
}

} // namespace

std::shared_ptr<const Network> ViewSource::network(Instant now) {
    auto kept = network_.get(now, [this]() -> std::shared_ptr<const Network> {
        auto network = std::make_shared<Network>();
        const auto units = branches_.list_all_units();
        const auto locations = branches_.list_shelving_locations();
        const auto central = branches_.find_central();
        if (!units || !locations || !central) {
            return nullptr;
        }
        const auto library_vi = *central ? (*central)->name_vi : std::string{};
        const auto library_en = *central ? (*central)->name_en : std::string{};
        for (const auto& unit : *units) {
            const Network::Name name{unit.code, short_unit_name(unit.name_vi, library_vi),
                                     short_unit_name(unit.name_en, library_en), false};
            network->units[unit.id.value] = name;
            network->unit_by_code[unit.code] = name;
        }
        for (const auto& location : *locations) {
            network->location_codes.insert(location.code);
            network->locations[{location.unit, location.code}] = {location.code, location.name_vi, location.name_en,
                                                                  location.is_closed_stack};
        }
        if (const auto& unit = *central) {
            network->library = {unit->code, unit->name_vi, unit->name_en, false};
            network->address = unit->address;
            network->telephone = unit->phone;
        }
        return network;
    });
    return kept ? kept : std::make_shared<const Network>();
}

std::shared_ptr<const Network> ViewSource::last_network() const {
    auto kept = network_.last();
    return kept ? kept : std::make_shared<const Network>();
}

Result<HomeView> ViewSource::home(Language language, Instant now) {
    HomeView view;
    view.today = date_in_vietnam(now);
    TANGTHU_TRY(const auto units, branches_.list_units(view.today));
    const auto known = network(now);
    const auto short_name = [&](const Unit& unit) {
        const auto found = known->units.find(unit.id.value);
        return found == known->units.end() ? unit_name(unit, language) : found->second.in(language);
    };
    for (const auto& unit : units) {
        const bool is_site = unit.kind == UnitKind::site && unit.parent == known->library.code;
        if (is_site && !unit.opening_hours.empty()) {
            view.libraries.push_back({unit.code, short_name(unit), branches_.opening_state(unit, now)});
        }
    }
    if (view.libraries.empty()) {
        for (const auto& unit : units) {
            if (unit.code == known->library.code && !unit.opening_hours.empty()) {
                view.libraries.push_back({unit.code, unit_name(unit, language), branches_.opening_state(unit, now)});
            }
        }
    }
    TANGTHU_TRY(view.newest, catalogue_.list_newest(kNewestOnHome));
    const auto numbers = numbers_.get(now, [&]() -> std::shared_ptr<const SiteNumbers> {
        const auto counts = catalogue_.counts();
        if (!counts) {
            return nullptr;
        }
        std::set<std::string> communes;
        for (const auto& unit : units) {
            communes.insert(unit.administrative_unit);
        }
        communes.erase("");
        return std::make_shared<const SiteNumbers>(SiteNumbers{static_cast<std::uint64_t>(counts->bibs),
                                                               static_cast<std::uint64_t>(counts->items), units.size(),
                                                               communes.size()});
    });
    if (numbers) {
        view.numbers = *numbers;
    }
    return view;
}

FacetValue ViewSource::labelled(std::string_view facet, const std::string& value, std::uint64_t count,
                                const Network& network, const Texts& texts) const {
    if (facet == "unit") {
        const auto found = network.unit_by_code.find(value);
        return {value, found == network.unit_by_code.end() ? value : found->second.in(texts.language()), count};
    }
    return {value, facet_value_label(facet, value, texts), count};
}

std::vector<Shelving> ViewSource::shelvings(std::span<const catalogue::Item> items, const Network& network,
                                            Language language) {
    std::vector<Shelving> places;
    for (const auto& item : items) {
        if (item.condition == "withdrawn") {
            continue;
        }
        const auto unit = network.units.find(item.unit_id.value);
        const auto& unit_code = unit == network.units.end() ? std::string{} : unit->second.code;
        // A copy that has travelled stands in none of its home's rooms.
        const auto location = network.locations.find({unit_code, item.location});
        const auto location_name = location != network.locations.end()              ? location->second.in(language)
                                   : network.location_codes.contains(item.location) ? std::string{}
                                                                                    : item.location;
        auto place = std::ranges::find_if(places, [&](const Shelving& other) {
            return std::tie(other.unit_code, other.location, other.call_number) ==
                   std::tie(unit_code, location_name, item.call_number);
        });
        if (place == places.end()) {
            Shelving fresh;
            fresh.unit = unit == network.units.end() ? std::string{} : unit->second.in(language);
            fresh.unit_code = unit_code;
            fresh.location = location_name;
            fresh.call_number = item.call_number;
            fresh.is_closed_stack = location != network.locations.end() && location->second.is_closed_stack;
            place = places.insert(places.end(), std::move(fresh));
        }
        ++place->copies;
        if (item.condition == "good" || item.condition.empty()) {
            ++place->on_shelf;
        } else {
            place->state = item.condition;
        }
        if (!item.barcode.empty()) {
            place->barcodes.push_back(item.barcode);
        }
    }
    return places;
}

Result<ResultsView> ViewSource::results(const SearchState& asked, const Texts& texts, Instant now) {
    SearchState state = asked;
    if (state.query.size() > kLongestQuery) {
        return fail(ErrorKind::Invalid, "portal.query_too_long");
    }
    catalogue::SearchRequest request;
    request.query = state.query;
    request.field = state.field;
    request.filters = state.filters;
    request.year_from = state.year_from;
    request.year_to = state.year_to;
    request.sort = state.sort;
    request.offset = (state.page - 1) * kHitsOnPage;
    request.limit = kHitsOnPage;
    request.with_facets = true;
    TANGTHU_TRY(auto found, catalogue_.search(request));
    if (found.hits.empty() && found.total > 0) {
        // Behind the last page, by an old address or a typed one: the last page.
        state.page = static_cast<std::uint32_t>((found.total + kHitsOnPage - 1) / kHitsOnPage);
        request.offset = (state.page - 1) * kHitsOnPage;
        TANGTHU_TRY(found, catalogue_.search(request));
    }
    const auto known = network(now);

    ResultsView view;
    view.state = state;
    view.total = found.total;
    view.total_is_exact = found.total_is_exact;
    view.facets_are_exact = found.facets_are_exact;
    view.did_you_mean = std::move(found.did_you_mean);
    for (const auto& word : found.marked_words) {
        for (auto& token : text::tokens(word)) {
            view.words.push_back(std::move(token));
        }
    }
    std::vector<BibId> with_items;
    for (const auto& hit : found.hits) {
        if (hit.items > 0) {
            with_items.push_back(hit.id);
        }
    }
    TANGTHU_TRY(const auto items, catalogue_.list_items(with_items));
    for (auto& hit : found.hits) {
        const auto own = std::ranges::equal_range(items, hit.id, {}, &catalogue::Item::bib_id);
        auto places = shelvings({own.begin(), own.end()}, *known, texts.language());
        view.hits.push_back({std::move(hit), std::move(places)});
    }
    for (const auto& name : facet_names()) {
        const auto facet = std::ranges::find(found.facets, name, &catalogue::FacetResult::facet);
        if (facet == found.facets.end() || facet->values.empty()) {
            continue;
        }
        FacetGroup group{name, {}};
        for (const auto& value : facet->values) {
            group.values.push_back(labelled(name, value.value, value.count, *known, texts));
        }
        view.facets.push_back(std::move(group));
    }
    for (const auto& filter : state.filters) {
        view.chosen.push_back(labelled(filter.facet, filter.value, 0, *known, texts));
    }
    return view;
}

Result<RecordView> ViewSource::record(BibId id, const Texts& texts, Instant now) {
    TANGTHU_TRY(const auto bib, catalogue_.get_bib(id));
    TANGTHU_TRY(const auto record, catalogue_.get_record(id));
    const auto known = network(now);
    RecordView view;
    view.book.bib = bib.summary;
    TANGTHU_TRY(const auto items, catalogue_.list_items(id));
    view.book.shelvings = shelvings(items, *known, texts.language());
    view.fields = described_fields(record, bib.summary, texts);
    view.work = cited_work(record, bib.summary);
    view.online_address = online_address(record);
    if (!bib.summary.class_number.empty()) {
        TANGTHU_TRY(auto neighbours, catalogue_.shelf_neighbours(id, kNeighbours));
        view.before = std::move(neighbours.before);
        view.after = std::move(neighbours.after);
    }
    if (!bib.summary.author.empty()) {
        catalogue::SearchRequest request;
        request.filters = {{"author", bib.summary.author}};
        request.limit = kSameAuthor + 1;
        // Derived from the index: while it is away the record itself is still worth showing.
        if (auto found = catalogue_.search(request)) {
            view.same_author = std::move(found->hits);
            std::erase_if(view.same_author, [&](const auto& other) { return other.id == id; });
        }
    }
    return view;
}

Result<MarcView> ViewSource::marc(BibId id) {
    TANGTHU_TRY(const auto bib, catalogue_.get_bib(id));
    TANGTHU_TRY(const auto record, catalogue_.get_record(id));
    return marc_view(record, bib.summary);
}

Result<BrowseView> ViewSource::headings(std::string facet, const Parameters& parameters) {
    BrowseView view;
    view.facet = std::move(facet);
    for (const auto& [name, value] : parameters) {
        if ((name == "from" || name == "before") && value.size() <= kLongestFilterValue) {
            view.from = value;
            view.is_backwards = name == "before";
        }
    }
    catalogue::BrowseRequest request;
    request.facet = view.facet;
    request.from = view.from;
    request.backwards = view.is_backwards;
    request.limit = kHeadingsOnPage;
    TANGTHU_TRY(auto page, catalogue_.browse(request));
    view.headings = std::move(page.headings);
    view.next_from = std::move(page.next_from);
    view.previous_from = std::move(page.previous_from);
    if (!view.headings.empty()) {
        view.letter = first_letter(view.headings.front().value);
    }
    return view;
}

Result<ClassesView> ViewSource::classes(std::optional<int> digit, Language language, Instant now) {
    const auto divisions = divisions_.get(now, [this]() -> std::shared_ptr<const std::vector<catalogue::Heading>> {
        auto page = catalogue_.browse({"class", "", false, kDivisions});
        return page ? std::make_shared<const std::vector<catalogue::Heading>>(std::move(page->headings)) : nullptr;
    });
    std::array<std::uint64_t, 10> counts{};
    if (divisions) {
        for (const auto& [number, count] : *divisions) {
            const bool is_class =
                number.size() == 3 && number[0] >= '0' && number[0] <= '9' && number[1] >= '0' && number[1] <= '9';
            if (!is_class) {
                continue;
            }
            const auto main = static_cast<std::size_t>(number[0] - '0');
            if (!digit) {
                counts.at(main) += count;
            } else if (static_cast<std::size_t>(*digit) == main) {
                counts.at(static_cast<std::size_t>(number[1] - '0')) += count;
            }
        }
    }
    ClassesView view;
    view.chosen_digit = digit;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const auto place = std::to_string(i);
        const auto number = digit ? std::to_string(*digit) + place + "0" : place + "00";
        auto name = digit ? class_name(number, language) : main_class_name(static_cast<int>(i), language);
        if (!name.empty() && (!digit || counts.at(i) > 0)) {
            view.lines.push_back({number, std::move(name), counts.at(i)});
        }
    }
    return view;
}

Result<NewBooksView> ViewSource::new_books(std::uint32_t page) {
    NewBooksView view;
    view.page = page;
    TANGTHU_TRY(view.books, catalogue_.list_newest(kBooksOnNewPage + 1, (page - 1) * kBooksOnNewPage));
    view.has_more = view.books.size() > kBooksOnNewPage && page < kDeepestPage;
    if (view.books.size() > kBooksOnNewPage) {
        view.books.resize(kBooksOnNewPage);
    }
    return view;
}

Result<LibrariesView> ViewSource::libraries(Language language, Instant now) {
    LibrariesView view;
    view.today = date_in_vietnam(now);
    TANGTHU_TRY(const auto units, branches_.list_units(view.today));
    for (const auto& unit : units) {
        LibraryView library{
            unit.code,  std::string(enum_name(unit.kind)), unit_name(unit, language),         unit.address,
            unit.phone, week_of(unit, view.today),         branches_.opening_state(unit, now)};
        const bool is_main = unit.kind == UnitKind::central || unit.kind == UnitKind::site;
        (is_main ? view.main : view.others).push_back(std::move(library));
    }
    return view;
}

} // namespace tangthu::portal::impl
