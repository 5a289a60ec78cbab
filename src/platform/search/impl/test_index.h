#pragma once

#include "platform/search/index.h"

#include <atomic>
#include <filesystem>
#include <gtest/gtest.h>
#include <string>
#include <unistd.h>
#include <vector>

namespace tangthu::search::test {

/// A folder that goes away.
class TempFolder {
public:
    TempFolder() {
        static std::atomic<int> next{0};
        path_ = std::filesystem::temp_directory_path() /
                ("tangthu_search_" + std::to_string(::getpid()) + "_" + std::to_string(next++));
        std::filesystem::remove_all(path_);
    }
    ~TempFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

inline Schema book_schema() {
    Schema schema;
    schema.text = {{.name = "title", .aliases = {"nhande"}, .weight = 6, .whole = true},
                   {.name = "author", .aliases = {"tacgia"}, .weight = 4},
                   {.name = "note", .weight = 1, .adjacent = false}};
    schema.terms = {{.name = "isbn", .aliases = {}, .prefix = "XI", .form = TermForm::identifier, .found_bare = true},
                    {.name = "call_number", .aliases = {"kyhieu"}, .prefix = "XC", .form = TermForm::notation},
                    {.name = "language", .aliases = {}, .prefix = "XL"}};
    schema.facets = {{.name = "author", .multi_valued = true, .suggest_weight = 3},
                     {.name = "language"},
                     {.name = "year"},
                     {.name = "title", .suggest_weight = 4}};
    schema.sorts = {{.name = "title"}, {.name = "year"}};
    return schema;
}

struct Book {
    std::int64_t id;
    std::string title;
    std::string author = {};
    std::string year = {};
    std::string language = "vie";
    std::string note = {};
    std::string isbn = {};
    std::string call_number = {};
    std::vector<std::string> more_authors = {};
};

inline Document document_of(const Book& book) {
    Document document;
    document.id = book.id;
    document.texts = {{0, book.title}, {1, book.author}, {2, book.note}};
    document.terms = {{0, book.isbn}, {1, book.call_number}, {2, book.language}};
    document.facets = {{0, book.author}, {1, book.language}, {2, book.year}, {3, book.title}};
    for (const std::string& author : book.more_authors) {
        document.texts.push_back({1, author});
        document.facets.push_back({0, author});
    }
    document.sorts = {{0, book.title}, {1, book.year}};
    return document;
}

inline Index open_index(const std::filesystem::path& folder, Access access = Access::write) {
    auto index = Index::open(folder, book_schema(), access);
    EXPECT_TRUE(index.has_value());
    return std::move(*index);
}

inline void build(Index& index, const std::vector<Book>& books, std::int64_t position = 1) {
    auto builder = index.rebuild({.threads = 2, .block_documents = 3});
    ASSERT_TRUE(builder.has_value());
    for (const Book& book : books)
        ASSERT_TRUE(builder->add(document_of(book)).has_value());
    builder->finish(position);
}

/// An index of some books in a folder of its own.
struct Shelf {
    explicit Shelf(const std::vector<Book>& books) : index(open_index(folder.path())) { build(index, books); }
    [[nodiscard]] std::vector<std::int64_t> find(const std::string& text, Request request = {}) const {
        request.text = text;
        const auto results = index.search(request);
        EXPECT_TRUE(results.has_value()) << (results ? "" : results.error().key + " " + results.error().detail);
        std::vector<std::int64_t> ids;
        if (results)
            for (const Hit& hit : results->hits)
                ids.push_back(hit.id);
        return ids;
    }
    [[nodiscard]] Results results(const std::string& text, Request request = {}) const {
        request.text = text;
        auto results = index.search(request);
        EXPECT_TRUE(results.has_value()) << (results ? "" : results.error().key + " " + results.error().detail);
        return results ? std::move(*results) : Results{};
    }
    TempFolder folder;
    Index index;
};

} // namespace tangthu::search::test
