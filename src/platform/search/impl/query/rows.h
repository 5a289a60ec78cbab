#pragma once

#include "platform/base/result.h"
#include "platform/search/impl/core.h"
#include "platform/search/query.h"

#include <bit>
#include <cstdint>
#include <memory>
#include <vector>

namespace tangthu::search::impl {

using RowBits = std::vector<std::uint64_t>;

/// Rows that pass all filters and ranges; empty pointer when there are none to pass.
/// Errors: search.unknown_facet {name}.
[[nodiscard]] Result<std::shared_ptr<const RowBits>> filtered_rows(const Snapshot& snapshot, const Request& request);

/// Counts values of facets over rows handed in by and by. Counters belong to the reader and go back to zero.
class FacetCounter {
public:
    /// Errors: search.unknown_facet {name}.
    [[nodiscard]] static Result<FacetCounter> make(Reader& reader, const Request& request);
    void add(std::span<const std::uint32_t> rows);
    /// The most frequent values; zeroes the counters. Where only `counted` of `all` rows were added, counts are
    /// brought up to all.
    [[nodiscard]] std::vector<FacetResult> take(std::uint64_t all, std::uint64_t counted);
    [[nodiscard]] bool is_needed() const { return !facets_.empty(); }

private:
    FacetCounter(Reader& reader, const Request& request) : reader_(reader), request_(request) {}
    [[nodiscard]] FacetResult best_of(std::size_t facet, double scale);
    Reader& reader_;
    const Request& request_;
    std::vector<std::size_t> facets_;
};

/// Calls with each document id of a set of rows, ascending.
template <class Visit>
void for_each_id(const Snapshot& snapshot, const RowBits& rows, Visit&& visit) {
    const auto pages = snapshot.page_rows();
    for (std::size_t page = 0; page < pages.size(); ++page) {
        if (pages[page] == kNoRow) continue;
        for (std::uint32_t word = 0; word < kPageRows / 64; ++word)
            for (std::uint64_t bits = rows[pages[page] / 64 + word]; bits != 0; bits &= bits - 1)
                visit(static_cast<std::uint32_t>(page << kPageBits) + word * 64 +
                      static_cast<std::uint32_t>(std::countr_zero(bits)));
    }
}

} // namespace tangthu::search::impl
