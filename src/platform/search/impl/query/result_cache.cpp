#include "platform/search/impl/query/result_cache.h"

namespace tangthu::search::impl {

std::string request_key(const Request& request) {
    std::string key;
    const auto number = [&](std::uint64_t value) { (key += std::to_string(value)) += ','; };
    const auto text = [&](std::string_view value) { // its length before it: no two requests run together
        number(value.size());
        key += value;
    };
    text(request.text);
    text(request.field);
    number(request.filters.size());
    for (const FacetFilter& filter : request.filters) {
        text(filter.facet);
        number(filter.exclude ? 1 : 0);
        number(filter.values.size());
        for (const std::string& value : filter.values)
            text(value);
    }
    number(request.ranges.size());
    for (const RangeFilter& range : request.ranges) {
        text(range.facet);
        text(range.from);
        text(range.to);
    }
    text(request.sort);
    number(request.direction == Direction::descending ? 1 : 0);
    number(request.offset);
    number(request.limit);
    text(request.cursor);
    number(request.facets.size());
    for (const std::string& facet : request.facets)
        text(facet);
    number(request.facet_limit);
    number(request.exact_to);
    number(request.suggest_correction ? 1 : 0);
    return key; // not time_limit_ms: a result that is there has been found in time
}

std::shared_ptr<const Results> ResultCache::find(const std::string& key, const IndexState& state) {
    const std::lock_guard lock{mutex_};
    if (state_ != state) return nullptr;
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return nullptr;
    kept_.splice(kept_.begin(), kept_, found->second);
    return found->second->results;
}

void ResultCache::keep(const std::string& key, const IndexState& state, std::shared_ptr<const Results> results) {
    const std::lock_guard lock{mutex_};
    if (state_ != state) {
        if (state.seq < state_.seq) return; // a search that began before the last commit
        by_key_.clear();
        kept_.clear();
        state_ = state;
    }
    if (by_key_.contains(key)) return;
    kept_.push_front({key, std::move(results)});
    by_key_.emplace(kept_.front().key, kept_.begin());
    if (kept_.size() <= kMostKept) return;
    by_key_.erase(kept_.back().key);
    kept_.pop_back();
}

} // namespace tangthu::search::impl
