#include "platform/search/impl/query/result_cache.h"

namespace tangthu::search::impl {

namespace {

class Key {
public:
    void number(std::uint64_t value) { (key_ += std::to_string(value)) += ','; }
    /// Its length before it: no two requests run together.
    void text(std::string_view value) {
        number(value.size());
        key_ += value;
    }
    [[nodiscard]] std::string take() { return std::move(key_); }

private:
    std::string key_;
};

} // namespace

std::string question_key(const Request& request) {
    Key key;
    key.text(request.text);
    key.text(request.field);
    key.number(request.filters.size());
    for (const FacetFilter& filter : request.filters) {
        key.text(filter.facet);
        key.number(filter.exclude ? 1 : 0);
        key.number(filter.values.size());
        for (const std::string& value : filter.values)
            key.text(value);
    }
    key.number(request.ranges.size());
    for (const RangeFilter& range : request.ranges) {
        key.text(range.facet);
        key.text(range.from);
        key.text(range.to);
    }
    key.text(request.sort);
    key.number(request.direction == Direction::descending ? 1 : 0);
    return key.take();
}

std::string request_key(const Request& request) {
    Key key;
    key.text(question_key(request));
    key.number(request.offset);
    key.number(request.limit);
    key.text(request.cursor);
    key.number(request.facets.size());
    for (const std::string& facet : request.facets)
        key.text(facet);
    key.number(request.facet_limit);
    key.number(request.exact_to);
    key.number(request.suggest_correction ? 1 : 0);
    return key.take(); // not time_limit_ms: a result that is there has been found in time
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
