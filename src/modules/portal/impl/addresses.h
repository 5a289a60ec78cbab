#pragma once

#include "modules/catalogue/find.h"
#include "modules/portal/impl/texts.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tangthu::portal::impl {

// The addresses of the site, in one place. Vietnamese pages stand at /…, English ones at /en/…; both take the same
// parameters, so that a page's twin in the other language is a change of path only.

inline constexpr std::size_t kMostFilters = 5;          ///< a results address never holds more
inline constexpr std::size_t kLongestQuery = 300;       ///< bytes; longer ones are refused with a page that says so
inline constexpr std::size_t kLongestFilterValue = 200; ///< bytes
inline constexpr std::uint32_t kDeepestPage = 50;
inline constexpr std::uint32_t kHitsOnPage = 20;

/// home, search, book, new, new_feed, authors, subjects, classes, libraries, opensearch: a path of that language.
/// Throws Fault on another name.
[[nodiscard]] std::string page_path(Language language, std::string_view page);

using Parameters = std::vector<std::pair<std::string, std::string>>;

/// `page` of a list, 1 … kDeepestPage; 1 when it says anything else.
[[nodiscard]] std::uint32_t page_number(const Parameters& parameters);

/// What a results address asks for, already inside the bounds.
struct SearchState {
    std::string query;
    std::string field;                           ///< empty: everywhere
    std::vector<catalogue::FacetFilter> filters; ///< in the order of facets, then values; no doubles
    std::optional<int> year_from;
    std::optional<int> year_to;
    catalogue::SortOrder sort = catalogue::SortOrder::relevance;
    std::uint32_t page = 1;

    [[nodiscard]] bool is_narrowed() const { return !filters.empty() || year_from || year_to; }
    [[nodiscard]] bool has_filter(std::string_view facet, std::string_view value) const;
    /// Filters set, the years counting as one.
    [[nodiscard]] std::size_t filter_count() const { return filters.size() + (year_from || year_to ? 1U : 0U); }
};

/// The facets readers may narrow by, in the order of the page.
[[nodiscard]] const std::vector<std::string>& facet_names();
[[nodiscard]] const std::vector<std::string>& search_fields();
[[nodiscard]] const std::vector<catalogue::SortOrder>& sort_orders();
[[nodiscard]] std::string_view sort_name(catalogue::SortOrder order);

/// Unknown parameters and values that make no sense are ignored; what is over a bound is left out.
[[nodiscard]] SearchState parse_search(const Parameters& parameters);
/// The one address of a state: parameters in a fixed order, defaults left out.
[[nodiscard]] std::string search_address(Language language, const SearchState& state);
/// The same search narrowed or widened by one value, from its first page on. Empty when the filters are used up.
[[nodiscard]] std::string address_with_filter(Language language, SearchState state, std::string_view facet,
                                              std::string_view value);
[[nodiscard]] std::string address_without_filter(Language language, SearchState state, std::string_view facet,
                                                 std::string_view value);

/// The addresses under a record's own: `marc`, `download`, without a slug.
[[nodiscard]] std::string book_part_address(Language language, catalogue::BibId id, std::string_view part);

/// `/sach/12-de-men-phieu-luu-ky`, `/en/books/12-…`.
[[nodiscard]] std::string book_address(Language language, const catalogue::BibSummary& bib);
struct BookPath {
    catalogue::BibId id;
    std::string slug; ///< what stood behind the number; may be wrong or missing
};
/// `12-de-men…` or `12`; none when it does not begin with a number.
[[nodiscard]] std::optional<BookPath> parse_book(std::string_view last_segment);

} // namespace tangthu::portal::impl
