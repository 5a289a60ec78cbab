#include "modules/portal/impl/addresses.h"

#include "modules/portal/impl/html.h"
#include "platform/base/error.h"
#include "platform/net/url.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace tangthu::portal::impl {
namespace {

using catalogue::FacetFilter;
using catalogue::SortOrder;

struct PagePath {
    std::string_view page;
    std::string_view vi;
    std::string_view en;
};
constexpr auto kPages = std::to_array<PagePath>({
    {"home", "/", "/en"},
    {"search", "/tim", "/en/search"},
    {"book", "/sach/", "/en/books/"},
    {"new", "/sach-moi", "/en/new"},
    {"new_feed", "/sach-moi.atom", "/en/new.atom"},
    {"authors", "/duyet/tac-gia", "/en/browse/authors"},
    {"subjects", "/duyet/chu-de", "/en/browse/subjects"},
    {"classes", "/duyet/mon-loai", "/en/browse/classes"},
    {"libraries", "/thu-vien", "/en/libraries"},
    {"opensearch", "/opensearch.xml", "/en/opensearch.xml"},
});

struct SortName {
    SortOrder order;
    std::string_view name;
};
constexpr auto kSortNames = std::to_array<SortName>({
    {SortOrder::relevance, "relevance"},
    {SortOrder::newest, "newest"},
    {SortOrder::year_desc, "year"},
    {SortOrder::year_asc, "oldest"},
    {SortOrder::title, "title"},
    {SortOrder::author, "author"},
});

std::optional<int> number_in(std::string_view text, int least, int most) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number < least || number > most) {
        return std::nullopt;
    }
    return number;
}

std::string_view without_outer_blanks(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::size_t facet_rank(std::string_view facet) {
    const auto& names = facet_names();
    return static_cast<std::size_t>(std::ranges::find(names, facet) - names.begin());
}

bool stands_before(const FacetFilter& left, const FacetFilter& right) {
    const auto left_rank = facet_rank(left.facet);
    const auto right_rank = facet_rank(right.facet);
    return left_rank != right_rank ? left_rank < right_rank : left.value < right.value;
}

/// Keeps the order and the bounds.
void add_filter(SearchState& state, std::string_view facet, std::string_view value) {
    if (value.empty() || value.size() > kLongestFilterValue || state.filters.size() >= kMostFilters ||
        state.has_filter(facet, value)) {
        return;
    }
    FacetFilter filter{std::string(facet), std::string(value)};
    state.filters.insert(std::ranges::upper_bound(state.filters, filter, stands_before), std::move(filter));
}

void append(std::string& address, char& joint, std::string_view name, std::string_view value) {
    address += joint;
    joint = '&';
    address += name;
    address += '=';
    address += net::query_encode(value);
}

} // namespace

std::string page_path(Language language, std::string_view page) {
    const auto* found = std::ranges::find(kPages, page, &PagePath::page);
    if (found == kPages.end()) {
        throw Fault("the portal has no page '" + std::string(page) + "'");
    }
    return std::string(language == Language::vi ? found->vi : found->en);
}

bool SearchState::has_filter(std::string_view facet, std::string_view value) const {
    return std::ranges::any_of(filters, [&](const FacetFilter& f) { return f.facet == facet && f.value == value; });
}

const std::vector<std::string>& facet_names() {
    static const std::vector<std::string> names{"unit", "type", "author", "subject", "language", "decade", "class"};
    return names;
}

const std::vector<std::string>& search_fields() {
    static const std::vector<std::string> fields{"title",     "author", "subject",    "series",
                                                 "publisher", "isbn",   "call_number"};
    return fields;
}

const std::vector<SortOrder>& sort_orders() {
    static const std::vector<SortOrder> orders = [] {
        std::vector<SortOrder> all;
        for (const auto& sort : kSortNames) {
            all.push_back(sort.order);
        }
        return all;
    }();
    return orders;
}

std::string_view sort_name(SortOrder order) { return std::ranges::find(kSortNames, order, &SortName::order)->name; }

SearchState parse_search(const Parameters& parameters) {
    SearchState state;
    for (const auto& [name, raw] : parameters) {
        const std::string_view value = without_outer_blanks(raw);
        if (name == "q") {
            state.query = value;
        } else if (name == "in") {
            if (std::ranges::find(search_fields(), value) != search_fields().end()) {
                state.field = value;
            }
        } else if (name == "from") {
            state.year_from = number_in(value, 1, 2999);
        } else if (name == "to") {
            state.year_to = number_in(value, 1, 2999);
        } else if (name == "sort") {
            const auto* found = std::ranges::find(kSortNames, value, &SortName::name);
            if (found != kSortNames.end()) {
                state.sort = found->order;
            }
        } else if (name == "page") {
            state.page = static_cast<std::uint32_t>(number_in(value, 1, static_cast<int>(kDeepestPage)).value_or(1));
        } else if (facet_rank(name) < facet_names().size()) {
            add_filter(state, name, value);
        }
    }
    if (state.year_from && state.year_to && *state.year_from > *state.year_to) {
        std::swap(state.year_from, state.year_to);
    }
    return state;
}

std::string search_address(Language language, const SearchState& state) {
    std::string address = page_path(language, "search");
    char joint = '?';
    if (!state.query.empty()) {
        append(address, joint, "q", state.query);
    }
    if (!state.field.empty()) {
        append(address, joint, "in", state.field);
    }
    for (const auto& filter : state.filters) {
        append(address, joint, filter.facet, filter.value);
    }
    if (state.year_from) {
        append(address, joint, "from", std::to_string(*state.year_from));
    }
    if (state.year_to) {
        append(address, joint, "to", std::to_string(*state.year_to));
    }
    if (state.sort != SortOrder::relevance) {
        append(address, joint, "sort", sort_name(state.sort));
    }
    if (state.page > 1) {
        append(address, joint, "page", std::to_string(state.page));
    }
    return address;
}

std::string address_with_filter(Language language, SearchState state, std::string_view facet, std::string_view value) {
    const auto before = state.filters.size();
    add_filter(state, facet, value);
    if (state.filters.size() == before) {
        return {};
    }
    state.page = 1;
    return search_address(language, state);
}

std::string address_without_filter(Language language, SearchState state, std::string_view facet,
                                   std::string_view value) {
    std::erase_if(state.filters, [&](const FacetFilter& f) { return f.facet == facet && f.value == value; });
    state.page = 1;
    return search_address(language, state);
}

std::string book_address(Language language, const catalogue::BibSummary& bib) {
    std::string address = page_path(language, "book") + std::to_string(bib.id.value);
    if (const auto tail = slug(bib.title); !tail.empty()) {
        address += '-';
        address += tail;
    }
    return address;
}

std::string book_part_address(Language language, catalogue::BibId id, std::string_view part) {
    if (part == "download") {
        part = language == Language::vi ? "tai" : "download";
    }
    return page_path(language, "book") + std::to_string(id.value) + "/" + std::string(part);
}

std::optional<BookPath> parse_book(std::string_view last_segment) {
    std::int64_t id = 0;
    const auto* end = last_segment.data() + last_segment.size();
    const auto [rest, error] = std::from_chars(last_segment.data(), end, id);
    if (error != std::errc{} || id <= 0 || (rest != end && *rest != '-')) {
        return std::nullopt;
    }
    BookPath path{catalogue::BibId(id), {}};
    if (rest != end) {
        path.slug.assign(rest + 1, end);
    }
    return path;
}

std::uint32_t page_number(const Parameters& parameters) {
    for (const auto& [name, value] : parameters) {
        if (name == "page") {
            return static_cast<std::uint32_t>(number_in(value, 1, static_cast<int>(kDeepestPage)).value_or(1));
        }
    }
    return 1;
}

} // namespace tangthu::portal::impl
