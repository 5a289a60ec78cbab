#include "platform/search/impl/query/result_cache.h"
#include "platform/search/impl/test_index.h"

namespace tangthu::search::impl {

namespace {

std::shared_ptr<const Results> results_of(std::uint64_t total) {
    Results results;
    results.total = total;
    return std::make_shared<const Results>(results);
}

} // namespace

TEST(ResultCache, GivesWhatWasKeptOnTheSameCommitOnly) {
    ResultCache cache;
    const IndexState first{1, 0, 5, 50};
    const IndexState second{1, 0, 6, 60};
    cache.keep("a", first, results_of(1));
    ASSERT_TRUE(cache.find("a", first));
    EXPECT_EQ(cache.find("a", first)->total, 1U);
    EXPECT_FALSE(cache.find("b", first));
    EXPECT_FALSE(cache.find("a", second));
    cache.keep("a", second, results_of(2));
    EXPECT_EQ(cache.find("a", second)->total, 2U);
    cache.keep("late", first, results_of(3)); // by a search that began before the commit
    EXPECT_FALSE(cache.find("late", first));
    EXPECT_TRUE(cache.find("a", second));
}

TEST(ResultCache, LetsGoOfWhatWasUsedLongestAgo) {
    ResultCache cache;
    const IndexState state{1, 0, 1, 1};
    for (std::size_t i = 0; i < ResultCache::kMostKept; ++i)
        cache.keep(std::to_string(i), state, results_of(i));
    ASSERT_TRUE(cache.find("0", state)); // used again
    cache.keep("one more", state, results_of(7));
    EXPECT_TRUE(cache.find("0", state));
    EXPECT_FALSE(cache.find("1", state));
    EXPECT_TRUE(cache.find("one more", state));
}

TEST(ResultCache, TellsRequestsApart) {
    const std::vector<Request> requests = {
        {},
        {.text = "a"},
        {.field = "a"},
        {.text = "a", .filters = {{"year", {"1980"}, false}}},
        {.text = "a", .filters = {{"year", {"1980"}, true}}},
        {.text = "a", .filters = {{"year", {"19", "80"}, false}}},
        {.text = "a", .filters = {{"year", {"19"}, false}, {"year", {"80"}, false}}},
        {.text = "a", .ranges = {{"year", "1980", ""}}},
        {.text = "a", .ranges = {{"year", "", "1980"}}},
        {.text = "a", .sort = "year"},
        {.text = "a", .sort = "year", .direction = Direction::descending},
        {.text = "a", .offset = 20},
        {.text = "a", .limit = 10},
        {.text = "a", .cursor = "r20"},
        {.text = "a", .facets = {"year"}},
        {.text = "a", .facets = {"ye", "ar"}},
        {.text = "a", .facets = {"year"}, .facet_limit = 5},
        {.text = "a", .exact_to = 0},
        {.text = "a", .suggest_correction = false},
    };
    std::vector<std::string> keys;
    for (const Request& request : requests)
        keys.push_back(request_key(request));
    std::sort(keys.begin(), keys.end());
    EXPECT_EQ(std::adjacent_find(keys.begin(), keys.end()), keys.end());
    EXPECT_EQ(request_key({.text = "a", .time_limit_ms = 1}), request_key({.text = "a"}));
}

} // namespace tangthu::search::impl
