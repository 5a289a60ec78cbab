#include "platform/search/impl/build/writer.h"
#include "platform/search/impl/test_index.h"

#include <atomic>
#include <chrono>
#include <csignal>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <random>
#include <set>
#include <sys/wait.h>
#include <thread>

namespace tangthu::search::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

void replace(Writer& writer, const Book& book) { ASSERT_TRUE(writer.replace(document_of(book)).has_value()); }

std::vector<std::int64_t> find(const Index& index, const std::string& text, Request request = {}) {
    request.text = text;
    const auto results = index.search(request);
    EXPECT_TRUE(results.has_value()) << (results ? "" : results.error().key + ": " + results.error().detail);
    std::vector<std::int64_t> ids;
    if (results)
        for (const Hit& hit : results->hits)
            ids.push_back(hit.id);
    return ids;
}

TEST(IndexWriter, MakesChangesVisibleAtTheCommitAndNotBefore) {
    Shelf shelf{{{1, "Sách cũ", "Nam Cao", "1941"}, {2, "Sách khác", "Tô Hoài", "1960"}}};
    auto writer = shelf.index.writer();
    ASSERT_TRUE(writer.has_value());
    replace(*writer, {1, "Truyện mới", "Nguyên Hồng", "1938"});
    replace(*writer, {7'000'000, "Sách thêm", "Nam Cao", "1943", "eng"});
    writer->remove(2);
    writer->remove(99);
    EXPECT_EQ(writer->pending(), 3U);
    EXPECT_THAT(shelf.find("sách"), UnorderedElementsAre(1, 2));
    writer->commit(42);
    EXPECT_EQ(shelf.index.position(), 42);
    EXPECT_THAT(shelf.find("sách"), ElementsAre(7'000'000));
    EXPECT_THAT(shelf.find("truyen"), ElementsAre(1));
    EXPECT_THAT(shelf.find(""), ElementsAre(7'000'000, 1));
    EXPECT_THAT(shelf.find("", {.sort = "title"}), ElementsAre(7'000'000, 1));
    EXPECT_THAT(shelf.find("", {.sort = "year"}), ElementsAre(1, 7'000'000));
    EXPECT_THAT(shelf.find("", {.filters = {{"author", {"Nam Cao"}}}}), ElementsAre(7'000'000));
    EXPECT_THAT(shelf.find("", {.filters = {{"author", {"Tô Hoài"}}}}), IsEmpty());
    EXPECT_THAT(shelf.find("", {.ranges = {{"year", "1930", "1940"}}}), ElementsAre(1));
    const auto page = shelf.index.browse({.facet = "author"});
    ASSERT_TRUE(page.has_value());
    ASSERT_EQ(page->values.size(), 2U);
    EXPECT_EQ(page->values[0].value, "Nam Cao");
    EXPECT_EQ(page->values[1].value, "Nguyên Hồng");
    EXPECT_EQ(page->distinct, 2U);
    const auto suggestions = shelf.index.suggest("nguyen", 5);
    ASSERT_EQ(suggestions->size(), 1U);
    EXPECT_EQ(suggestions->front().text, "Nguyên Hồng");
    EXPECT_THAT(shelf.index.suggest("to h", 5).value(), IsEmpty()) << "nobody wrote it any more";
}

TEST(IndexWriter, DropsWhatWasNotCommitted) {
    Shelf shelf{{{1, "Sách"}}};
    {
        auto writer = shelf.index.writer();
        replace(*writer, {2, "Sách nháp"});
    }
    EXPECT_THAT(shelf.find("sách"), ElementsAre(1));
    auto writer = shelf.index.writer();
    ASSERT_TRUE(writer.has_value());
    replace(*writer, {3, "Sách thật"});
    writer->commit(2);
    EXPECT_THAT(shelf.find("sách"), UnorderedElementsAre(1, 3));
}

TEST(IndexWriter, ReadsChangesBackAfterReopening) {
    const TempFolder folder;
    {
        Index index = open_index(folder.path());
        build(index, {{1, "Sách một", "Nam Cao"}});
        auto writer = index.writer();
        replace(*writer, {2, "Sách hai", "Tô Hoài"});
        writer->commit(5);
        replace(*writer, {3, "Sách ba", "Nam Cao"});
        writer->commit(6);
    }
    const Index index = open_index(folder.path(), Access::read);
    EXPECT_TRUE(index.health().ok) << index.health().detail;
    EXPECT_EQ(index.health().documents, 3U);
    EXPECT_EQ(index.position(), 6);
    const auto results = index.search({.text = "sách", .facets = {"author"}});
    ASSERT_EQ(results->facets[0].values.size(), 2U);
    EXPECT_EQ(results->facets[0].values[0].value, "Nam Cao");
    EXPECT_EQ(results->facets[0].values[0].count, 2U);
}

TEST(IndexWriter, RefusesWhatItCanNotKeep) {
    Shelf shelf{{{1, "Sách"}}};
    auto writer = shelf.index.writer();
    Document document;
    EXPECT_EQ(writer->replace(document).error().key, "search.bad_document");
    EXPECT_EQ(shelf.index.writer().error().key, "search.index_busy");
    EXPECT_EQ(shelf.index.rebuild().error().key, "search.index_busy");
    Index reader = open_index(shelf.folder.path(), Access::read);
    EXPECT_EQ(reader.writer().error().key, "search.read_only");
    EXPECT_EQ(Index::open(shelf.folder.path(), book_schema(), Access::write).error().key, "search.index_locked");
}

TEST(BulkBuilder, WantsAscendingIdsAndReplacesTheOldIndexAtTheEnd) {
    Shelf shelf{{{1, "Sách cũ"}}};
    {
        auto builder = shelf.index.rebuild();
        ASSERT_TRUE(builder->add(document_of({5, "Sách năm"})).has_value());
        EXPECT_EQ(builder->add(document_of({5, "Sách năm"})).error().key, "search.bad_document");
        EXPECT_EQ(builder->add(document_of({4, "Sách bốn"})).error().key, "search.bad_document");
        EXPECT_THAT(shelf.find("sách"), ElementsAre(1));
    }
    EXPECT_THAT(shelf.find("sách"), ElementsAre(1)) << "a build that was dropped leaves the old index";
    build(shelf.index, {{5, "Sách năm"}, {9'000, "Sách xa"}}, 77);
    EXPECT_THAT(shelf.find("sách"), UnorderedElementsAre(5, 9'000));
    EXPECT_EQ(shelf.index.position(), 77);
    build(shelf.index, {}, 78);
    EXPECT_THAT(shelf.find("sách"), IsEmpty());
    EXPECT_TRUE(shelf.index.health().ok);
    EXPECT_TRUE(shelf.index.check_deeply().ok);
}

TEST(BulkBuilder, MergesManyShards) {
    const TempFolder folder;
    Index index = open_index(folder.path());
    auto builder = index.rebuild({.threads = 2, .block_documents = 2});
    for (int i = 1; i <= 150; ++i) // 75 shards: more than are merged at once
        ASSERT_TRUE(builder->add(document_of({i, "Sách " + std::to_string(i), "Tác giả " + std::to_string(i % 7)})));
    builder->finish(3);
    const auto results = index.search({.text = "sách", .facets = {"author"}});
    EXPECT_EQ(results->total, 150U);
    EXPECT_EQ(results->facets[0].distinct, 7U);
    EXPECT_THAT(find(index, "title:77"), ElementsAre(77));
    EXPECT_TRUE(index.check_deeply().ok) << index.check_deeply().detail;
}

// --- what a damaged folder looks like -------------------------------------------------------------------------------

std::filesystem::path generation_of(const TempFolder& folder) {
    std::ifstream current{folder.path() / "CURRENT"};
    std::string name;
    current >> name;
    return folder.path() / name;
}

TEST(IndexHealth, IsMissingBeforeTheFirstBuildAndWhenTheFolderWasDeleted) {
    const TempFolder folder;
    {
        Index index = open_index(folder.path());
        EXPECT_FALSE(index.health().ok);
        EXPECT_TRUE(index.health().missing);
        EXPECT_EQ(index.search({.text = "a"}).error().key, "search.index_unusable");
        EXPECT_EQ(index.writer().error().key, "search.index_unusable");
        build(index, {{1, "Sách"}});
        EXPECT_TRUE(index.health().ok);
    }
    std::filesystem::remove_all(generation_of(folder) / "xapian");
    Index index = open_index(folder.path());
    EXPECT_TRUE(index.health().missing);
    build(index, {{1, "Sách"}}, 9);
    EXPECT_THAT(find(index, "sách"), ElementsAre(1));
}

TEST(IndexHealth, NoticesATruncatedFileOfAnyKind) {
    for (const std::string name : {"xapian/postlist.glass", "xapian/termlist.glass", "xapian/docdata.glass",
                                   "xapian/iamglass", "tables.1", "MANIFEST"}) {
        const TempFolder folder;
        {
            Index index = open_index(folder.path());
            build(index, {{1, "Sách"}, {2, "Báo"}});
        }
        const auto path = generation_of(folder) / name;
        std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
        Index index = open_index(folder.path());
        EXPECT_FALSE(index.health().ok) << name;
        EXPECT_EQ(index.search({.text = "a"}).error().key, "search.index_unusable") << name;
        build(index, {{1, "Sách"}});
        EXPECT_THAT(find(index, "sách"), ElementsAre(1)) << name;
    }
}

TEST(IndexHealth, IsOutdatedForAnotherSchema) {
    const TempFolder folder;
    {
        Index index = open_index(folder.path());
        build(index, {{1, "Sách"}});
    }
    Schema schema = book_schema();
    schema.version = 2;
    auto index = Index::open(folder.path(), schema, Access::write);
    EXPECT_TRUE(index->health().outdated);
    EXPECT_FALSE(index->health().ok);
}

TEST(IndexHealth, DeepCheckFindsABlockOverwritten) {
    const TempFolder folder;
    Index index = open_index(folder.path());
    std::vector<Book> books;
    for (int i = 1; i <= 300; ++i)
        books.push_back({i, "Sách số " + std::to_string(i), "Người " + std::to_string(i)});
    build(index, books);
    EXPECT_TRUE(index.check_deeply().ok) << index.check_deeply().detail;
    {
        std::fstream file{generation_of(folder) / "xapian" / "postlist.glass",
                          std::ios::in | std::ios::out | std::ios::binary};
        file.seekp(8192 + 40);
        file << std::string(600, '\xAA');
    }
    EXPECT_FALSE(index.check_deeply().ok);
}

// --- beside each other ----------------------------------------------------------------------------------------------

TEST(Concurrency, SearchesSeeWholeCommitsWhileAWriterCommits) {
    std::vector<Book> books;
    for (int i = 1; i <= 200; ++i)
        books.push_back({i, "Sách 0", "Lần 0"});
    Shelf shelf{books};
    std::atomic<bool> is_over{false};
    std::atomic<int> searches{0};
    std::vector<std::thread> readers;
    for (int i = 0; i < 3; ++i)
        readers.emplace_back([&] {
            while (!is_over) {
                const auto results = shelf.index.search({.text = "sách", .facets = {"author"}});
                ASSERT_TRUE(results.has_value()) << results.error().key << results.error().detail;
                EXPECT_EQ(results->total, 200U);
                // Each commit writes all books: one author, or the commit was seen in halves.
                ASSERT_EQ(results->facets[0].values.size(), 1U);
                EXPECT_EQ(results->facets[0].values[0].count, 200U);
                ++searches;
            }
        });
    auto writer = shelf.index.writer();
    for (int round = 1; round <= 25; ++round) {
        for (int i = 1; i <= 200; ++i)
            ASSERT_TRUE(
                writer->replace(document_of({i, "Sách " + std::to_string(round), "Lần " + std::to_string(round)})));
        writer->commit(round);
    }
    while (searches < 30)
        std::this_thread::yield();
    is_over = true;
    for (std::thread& reader : readers)
        reader.join();
    EXPECT_THAT(find(shelf.index, "author:\"lần 25\""), ::testing::SizeIs(20));
}

TEST(Concurrency, SearchesGoOnDuringARebuild) {
    Shelf shelf{{{1, "Sách"}}};
    std::atomic<bool> is_over{false};
    std::thread reader{[&] {
        while (!is_over) {
            const auto results = shelf.index.search({.text = "sách"});
            ASSERT_TRUE(results.has_value()) << results.error().key << results.error().detail;
            EXPECT_GE(results->total, 1U);
        }
    }};
    for (int round = 0; round < 5; ++round)
        build(shelf.index, {{1, "Sách"}, {2 + round, "Sách thêm"}}, round);
    is_over = true;
    reader.join();
}

TEST(Folding, MovesManyChangesIntoANewTablesFile) {
    const TempFolder folder;
    {
        Index index = open_index(folder.path());
        build(index, {{1, "Sách"}});
    }
    const Index follower = open_index(folder.path(), Access::read); // goes on through the fold
    EXPECT_THAT(find(follower, "sách"), ElementsAre(1));
    {
        auto core = std::make_shared<impl::Core>(folder.path(), book_schema(), Access::write);
        ASSERT_TRUE(core->open().has_value());
        impl::WriterState writer{core};
        for (int i = 1; i <= 2'100; ++i)
            ASSERT_TRUE(
                writer.replace(document_of({i, "Quyển " + std::to_string(i), "Người " + std::to_string(i % 50)})));
        writer.commit(10);
        ASSERT_TRUE(core->await_folding());
        ASSERT_TRUE(writer.replace(document_of({5'000, "Quyển cuối", "Người 7"})));
        writer.commit(11);
        EXPECT_FALSE(std::filesystem::exists(core->generation()->path() / "tables.1"));
        EXPECT_TRUE(std::filesystem::exists(core->generation()->path() / "tables.2"));
    }
    const Index again = open_index(folder.path(), Access::read);
    EXPECT_TRUE(again.health().ok) << again.health().detail;
    for (const Index* index : {&follower, &again}) {
        const auto results = index->search({.text = "quyển", .facets = {"author"}});
        EXPECT_EQ(results->total, 2'101U);
        EXPECT_EQ(results->facets[0].values[0].value, "Người 7");
        EXPECT_EQ(results->facets[0].values[0].count, 43U);
        EXPECT_EQ(index->browse({.facet = "author"})->distinct, 50U);
        EXPECT_THAT(find(*index, "quyển cuối"), ElementsAre(5'000));
        EXPECT_THAT(find(*index, "quyen cuoj", {.limit = 0}), IsEmpty());
    }
}

// --- killed at any moment -------------------------------------------------------------------------------------------

/// Runs work in a child and kills it some time after it has said that it is under way, however busy the machine.
/// The child opens the index itself: threads do not survive a fork.
void kill_during(const std::function<void(const std::function<void()>& is_under_way)>& work,
                 std::chrono::microseconds after) {
    int ends[2] = {};
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        work([&] { (void)!::write(ends[1], "!", 1); });
        ::_exit(0);
    }
    ::close(ends[1]);
    char said = 0;
    EXPECT_EQ(::read(ends[0], &said, 1), 1) << "the child ended early";
    ::close(ends[0]);
    std::this_thread::sleep_for(after);
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
}

TEST(Kill, DuringCommitsLeavesTheLastWholeOne) {
    const TempFolder folder;
    {
        Index index = open_index(folder.path());
        build(index, {{1, "Lượt 0", "Lần 0"}, {2, "Lượt 0", "Lần 0"}, {3, "Lượt 0", "Lần 0"}}, 0);
    }
    std::int64_t last = 0;
    for (int round = 0; round < 12; ++round) {
        kill_during(
            [&](const auto& is_under_way) {
                auto index = Index::open(folder.path(), book_schema(), Access::write);
                auto writer = index->writer();
                for (std::int64_t position = last + 1;; ++position) {
                    for (int id = 1; id <= 3; ++id)
                        (void)writer->replace(
                            document_of({id, "Lượt " + std::to_string(position), "Lần " + std::to_string(position)}));
                    writer->commit(position);
                    if (position == last + 1) is_under_way();
                }
            },
            std::chrono::microseconds{3'000 + 7'919 * round});
        const Index index = open_index(folder.path());
        ASSERT_TRUE(index.health().ok) << index.health().detail;
        const std::int64_t position = index.position();
        EXPECT_GT(position, last);
        last = position;
        EXPECT_THAT(find(index, "title:" + std::to_string(position)), UnorderedElementsAre(1, 2, 3));
        const auto results = index.search({.text = "lượt", .facets = {"author"}});
        ASSERT_EQ(results->facets[0].values.size(), 1U);
        EXPECT_EQ(results->facets[0].values[0].value, "Lần " + std::to_string(position));
    }
}

TEST(Kill, DuringARebuildLeavesTheOldIndexOrTheNew) {
    const TempFolder folder;
    {
        Index index = open_index(folder.path());
        build(index, {{1, "Sách cũ"}}, 1);
    }
    for (int round = 0; round < 8; ++round) {
        kill_during(
            [&](const auto& is_under_way) {
                auto index = Index::open(folder.path(), book_schema(), Access::write);
                is_under_way();
                for (std::int64_t position = 2;; ++position) {
                    auto builder = index->rebuild({.threads = 2, .block_documents = 10});
                    for (int i = 1; i <= 60; ++i)
                        (void)builder->add(document_of({i, "Sách mới " + std::to_string(i)}));
                    builder->finish(position);
                }
            },
            std::chrono::microseconds{1'000 + 41'000 * round});
        const Index index = open_index(folder.path());
        ASSERT_TRUE(index.health().ok) << index.health().detail;
        EXPECT_EQ(find(index, "sách", {.limit = 100}).size(), index.position() == 1 ? 1U : 60U);
        EXPECT_FALSE(std::filesystem::exists(folder.path() / "build"));
    }
}

// --- against counting by hand ---------------------------------------------------------------------------------------

struct Model {
    std::map<std::int64_t, Book> books;
    [[nodiscard]] std::map<std::string, std::uint64_t> authors(const std::string& word) const {
        std::map<std::string, std::uint64_t> counts;
        for (const auto& [id, book] : books) {
            if ((" " + book.title + " ").find(" " + word + " ") == std::string::npos) continue;
            std::set<std::string> authors{book.author};
            authors.insert(book.more_authors.begin(), book.more_authors.end());
            for (const std::string& author : authors)
                if (!author.empty()) ++counts[author];
        }
        return counts;
    }
};

using Random = std::mt19937;

std::size_t below(Random& random, std::size_t count) { return random() % count; }

Book some_book(Random& random, std::int64_t id) {
    const std::vector<std::string> words = {"sông", "núi", "biển", "rừng"};
    const std::vector<std::string> people = {"", "An", "Bình", "Chi", "Dũng", "Đào"};
    Book book{id, {}, people[below(random, people.size())], std::to_string(2000 + below(random, 5))};
    for (const std::string& word : words)
        if (below(random, 2) == 0) book.title += (book.title.empty() ? "" : " ") + word;
    if (below(random, 3) == 0) book.more_authors = {people[below(random, people.size())]};
    return book;
}

void expect_same(const Index& index, const Model& model) {
    for (const std::string word : {"sông", "núi", "biển"}) {
        const auto results = index.search({.text = word, .facets = {"author"}, .facet_limit = 100});
        ASSERT_TRUE(results.has_value());
        std::map<std::string, std::uint64_t> counted;
        for (const FacetCount& one : results->facets[0].values)
            counted[one.value] = one.count;
        EXPECT_EQ(counted, model.authors(word)) << word;
    }
    std::map<std::string, std::uint64_t> headings;
    std::map<std::string, std::uint64_t> expected;
    const auto page = index.browse({.facet = "author"});
    for (const FacetCount& one : page->values)
        headings[one.value] = one.count;
    for (const auto& [id, book] : model.books) {
        std::set<std::string> authors{book.author};
        authors.insert(book.more_authors.begin(), book.more_authors.end());
        for (const std::string& author : authors)
            if (!author.empty()) ++expected[author];
    }
    EXPECT_EQ(headings, expected);
    EXPECT_EQ(index.search({.limit = 0})->total, model.books.size());
}

void check_some_shelf(unsigned seed) {
    Random random{seed};
    const TempFolder folder;
    Index index = open_index(folder.path());
    Model model;
    {
        auto builder = index.rebuild({.threads = 1, .block_documents = 7});
        const auto count = static_cast<int>(below(random, 40));
        for (int id = 1; id <= count; ++id) {
            model.books[id] = some_book(random, id);
            ASSERT_TRUE(builder->add(document_of(model.books[id])).has_value());
        }
        builder->finish(1);
    }
    expect_same(index, model);
    auto writer = index.writer();
    for (int round = 0; round < 3; ++round) {
        const std::size_t changes = below(random, 12);
        for (std::size_t i = 0; i < changes; ++i) {
            const auto id = static_cast<std::int64_t>(1 + below(random, 60));
            if (below(random, 4) == 0) {
                writer->remove(id);
                model.books.erase(id);
            } else {
                model.books[id] = some_book(random, id);
                ASSERT_TRUE(writer->replace(document_of(model.books[id])).has_value());
            }
        }
        writer->commit(round + 2);
        expect_same(index, model);
    }
}

TEST(Facets, AreWhatCountingByHandGives) {
    for (unsigned seed = 1; seed <= 8; ++seed) { // each builds an index on the disk: few, and the same ones each time
        SCOPED_TRACE("seed " + std::to_string(seed));
        check_some_shelf(seed);
        if (HasFailure()) return;
    }
}

} // namespace
} // namespace tangthu::search::test
