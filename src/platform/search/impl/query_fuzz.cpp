// Any bytes as a query: parsed, planned and run against a small index, in bounded time.
#include "platform/search/index.h"

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <unistd.h>

namespace {

using namespace tangthu::search;

void require(bool holds) {
    if (!holds) std::abort();
}

Schema schema() {
    Schema made;
    made.text = {{.name = "title", .aliases = {"nhande"}, .weight = 6, .whole = true},
                 {.name = "author", .aliases = {}}};
    made.terms = {{.name = "isbn", .aliases = {}, .prefix = "XI", .found_bare = true},
                  {.name = "call_number", .aliases = {}, .prefix = "XC", .form = TermForm::notation}};
    made.facets = {{.name = "author", .multi_valued = true, .suggest_weight = 1}};
    made.sorts = {{.name = "title"}};
    return made;
}

struct SmallIndex {
    std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("tangthu_query_fuzz_" + std::to_string(::getpid()));
    Index index;
    SmallIndex() : index(*Index::open(folder, schema(), Access::write)) {
        auto builder = index.rebuild();
        Document document;
        std::int64_t id = 0;
        for (const std::string_view title :
             {"Đường Hồ Chí Minh", "Thư viện tỉnh", "Truyện Kiều", "Kỹ thuật", "Sách 2024"}) {
            document.clear();
            document.id = ++id;
            document.texts = {{0, title}, {1, "Nguyễn Du"}};
            document.terms = {{0, "9786041000001"}, {1, "895.922"}};
            document.facets = {{0, "Nguyễn Du"}};
            document.sorts = {{0, title}};
            require(builder->add(document).has_value());
        }
        builder->finish(1);
    }
    ~SmallIndex() { std::filesystem::remove_all(folder); }
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const SmallIndex small;
    const std::string text{reinterpret_cast<const char*>(data), size};
    const auto results = small.index.search({.text = text, .facets = {"author"}});
    if (results) {
        require(results->hits.size() <= results->total);
        if (!results->did_you_mean.empty()) require(small.index.search({.text = results->did_you_mean}).has_value());
    } else {
        require(results.error().key == "search.query_too_long" || results.error().key == "search.too_many_terms");
    }
    require(small.index.suggest(text, 5).has_value());
    require(small.index.browse({.facet = "author", .from = text}).has_value());
    return 0;
}
