#pragma once

#include "platform/search/impl/core.h"
#include "platform/search/impl/query/parser.h"
#include "platform/search/impl/query/walk.h"
#include "platform/search/query.h"

#include <memory>

namespace tangthu::search::impl {

/// Thrown out of a match that takes too long; caught in search().
struct TimeIsUp {};

/// A request with its query read; one reader, one commit.
struct SearchJob {
    Reader& reader;
    const Request& request;
    const ParsedQuery& query;
    std::shared_ptr<const BitWeights> bits;
};

[[nodiscard]] Result<Results> run_search(const SearchJob& job);

/// How many documents the words of a query find as written, up to about `enough`.
[[nodiscard]] std::uint64_t count_matches(const SearchJob& job, const ParsedQuery& query, std::uint64_t enough);

/// A query to try in place of one that finds little; empty: none. At most some dozens of look-ups.
[[nodiscard]] std::string find_correction(const SearchJob& job, std::uint64_t found);

[[nodiscard]] Result<std::vector<Suggestion>> run_suggest(Reader& reader, std::string_view typed, std::size_t limit);
[[nodiscard]] Result<BrowsePage> run_browse(Reader& reader, const BrowseRequest& request);

} // namespace tangthu::search::impl
