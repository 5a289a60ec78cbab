#pragma once

#include "modules/catalogue/bib.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tangthu::catalogue {

/// What readers may narrow by; the names are those of `/api/v1/search` and of the portal's addresses.
/// author, subject, type (material type), language, unit (unit code), class (DDC division, `890`), decade (`2010`).
struct FacetFilter {
    std::string facet;
    std::string value;
};

enum class SortOrder { relevance, title, author, year_desc, year_asc, newest };

struct SearchRequest {
    std::string query; ///< as typed; empty lists everything
    std::string field; ///< empty = all; else a field of catalogue_index_schema() by name or alias: `title`, `issn`
    std::vector<FacetFilter> filters; ///< values of one facet are alternatives, facets narrow each other
    std::optional<int> year_from;
    std::optional<int> year_to;
    SortOrder sort = SortOrder::relevance;
    std::uint32_t offset = 0; ///< offset + limit ≤ 10,000; beyond it by cursor
    std::uint32_t limit = 20; ///< ≤ 200
    std::string cursor;       ///< SearchResults::next_cursor of the same request
    bool with_facets = false;
    bool exact_counts = false; ///< count over all hits, not only exactly up to 10,000
};

struct FacetCount {
    std::string value; ///< as filters take it
    std::uint64_t count = 0;
};

struct FacetResult {
    std::string facet;
    std::vector<FacetCount> values; ///< most frequent first, ten at most, chosen filters always among them
};

struct SearchResults {
    std::uint64_t total = 0;
    bool total_is_exact = true; ///< false: at least `total`, shown as "10.000+"
    std::vector<BibSummary> hits;
    std::vector<FacetResult> facets;
    bool facets_are_exact = true;          ///< false: counted over the first 10,000 hits or so
    std::string did_you_mean;              ///< empty, or a query that finds more
    std::string next_cursor;               ///< empty: no further page
    std::vector<std::string> marked_words; ///< words looked for, lower case, canonical: for marking in titles
};

struct Suggestion {
    std::string text;        ///< what the box is filled with
    std::string kind;        ///< title, author, subject
    std::uint64_t count = 0; ///< records that have it
};

/// One line of an alphabetical or class browse.
struct Heading {
    std::string value;
    std::uint64_t count = 0;
};

/// `facet` is author, subject or class. `from` is a heading or the beginning of one, empty for the first page.
struct BrowseRequest {
    std::string facet;
    std::string from;
    bool backwards = false; ///< the page before `from`
    std::uint32_t limit = 50;
};

struct BrowsePage {
    std::vector<Heading> headings;
    std::string next_from;     ///< `from` of the next page; empty on the last one
    std::string previous_from; ///< `from` of the page before, asked for backwards; empty on the first one
    std::uint64_t total = 0;   ///< headings altogether
};

} // namespace tangthu::catalogue
