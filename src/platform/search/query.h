#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tangthu::search {

inline constexpr std::size_t kMaxQueryBytes = 10'000;
inline constexpr std::size_t kMaxQueryTerms = 32;
inline constexpr std::size_t kMaxPageSize = 200;
inline constexpr std::size_t kMaxOffset = 10'000; ///< first + limit; beyond it go on by cursor in a sorted order

/// Documents with one of `values` in the facet (or, excluded, none of them).
struct FacetFilter {
    std::string facet;
    std::vector<std::string> values;
    bool exclude = false;
};

/// Documents whose facet value lies between two values, both included, in the facet's own order; empty = open end.
struct RangeFilter {
    std::string facet;
    std::string from;
    std::string to;
};

enum class Direction { ascending, descending };

/// One search. What `text` may hold, for people: words (all must be found), `"a phrase"`, `-word` or NOT word, OR,
/// `field:word`, `field:"a phrase"`, `word*`, round brackets. Anything that makes no sense as an operator is a word.
struct Request {
    std::string text;                 ///< empty: every document
    std::string field;                ///< words without a prefix are looked for in this field; empty: everywhere
    std::vector<FacetFilter> filters; ///< all must hold
    std::vector<RangeFilter> ranges;  ///< all must hold
    std::string sort; ///< a Schema sort, or `id`; empty: by relevance (without text: the highest id first)
    Direction direction = Direction::ascending;
    std::size_t offset = 0;          ///< offset + limit ≤ kMaxOffset
    std::size_t limit = 20;          ///< ≤ kMaxPageSize; 0: counts only
    std::string cursor;              ///< Results::next_cursor of the same request; takes the place of offset
    std::vector<std::string> facets; ///< facets to count
    std::size_t facet_limit = 10;    ///< values a facet, the most frequent first
    /// Facet counts are exact up to so many hits; beyond, they are worked out from as many, evenly spread over the
    /// result. 0: always exact.
    std::size_t exact_to = 10'000;
    bool suggest_correction = true; ///< work out did_you_mean where little is found
    std::int64_t time_limit_ms = 2'000;
    bool may_be_kept = true; ///< false: work it out anew, even where the same was asked since the last commit
};

struct Hit {
    std::int64_t id = 0;
    double score = 0; ///< comparable within one result only; 0 in sorted orders
};

struct FacetCount {
    std::string value;
    std::uint64_t count = 0;
};

struct FacetResult {
    std::string name;
    std::vector<FacetCount> values; ///< most frequent first, then in the facet's order; chosen filters always included
    std::uint64_t distinct = 0;     ///< how many values were met
};

struct Results {
    std::uint64_t total = 0;
    bool total_is_exact = true;
    bool facets_are_exact = true; ///< false: estimates, see Request::exact_to
    std::vector<Hit> hits;
    std::vector<FacetResult> facets; ///< in the order asked for
    std::string did_you_mean;        ///< a whole query to try in place of this one; empty: none
    std::string next_cursor;         ///< empty: no further page
    std::vector<std::string> words;  ///< words looked for, lower case, canonical: to be marked in results
    bool is_widened = false;         ///< the words as written filled no page: look-alikes without marks were let in
};

struct Suggestion {
    std::string text;  ///< as the documents write it
    std::string facet; ///< where it comes from
    std::uint64_t count = 0;
};

/// A window of a facet's values in their order.
struct BrowseRequest {
    std::string facet;
    std::string from; ///< start at this value or where it would stand; empty: at the beginning (descending: the end)
    Direction direction = Direction::ascending;
    std::size_t limit = 50; ///< ≤ kMaxPageSize
    bool skip_from = false; ///< leave out a value equal to `from`: for the next page
};

struct BrowsePage {
    std::vector<FacetCount> values;
    bool has_more = false;      ///< in the asked direction
    std::uint64_t distinct = 0; ///< values in the whole facet
};

} // namespace tangthu::search
