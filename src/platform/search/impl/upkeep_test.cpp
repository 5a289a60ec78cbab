// What an index does for itself over many short commands: changes are folded, damage that is met is remembered.

#include "platform/base/error.h"
#include "platform/search/impl/test_index.h"

#include <fstream>

namespace tangthu::search::test {
namespace {

TEST(Upkeep, ChangesOfManyShortCommandsAreFoldedAllTheSame) {
    const TempFolder folder;
    {
        Index index = open_index(folder.path());
        build(index, {{1, "Sách gốc"}});
    }
    std::int64_t id = 1;
    for (int command = 0; command < 3; ++command) { // each opens, commits once and ends
        Index index = open_index(folder.path());
        auto writer = index.writer();
        ASSERT_TRUE(writer.has_value());
        for (int i = 0; i < 800; ++i)
            ASSERT_TRUE(writer->replace(document_of({++id, "Sách số " + std::to_string(id)})));
        writer->commit(10 + command);
    }
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "g1" / "tables.1")) << "nothing was folded";
    EXPECT_TRUE(std::filesystem::exists(folder.path() / "g1" / "tables.2"));
    Index index = open_index(folder.path());
    EXPECT_TRUE(index.health().ok) << index.health().detail;
    EXPECT_EQ(index.health().documents, 2401U);
    EXPECT_EQ(index.position(), 12);
    EXPECT_TRUE(index.check_deeply().ok);
}

TEST(Upkeep, DamageThatAWriterMeetsIsRememberedUntilItIsBuiltAgain) {
    const TempFolder folder;
    std::vector<Book> books;
    for (int i = 1; i <= 300; ++i)
        books.push_back({i, "Sách số " + std::to_string(i), "Người " + std::to_string(i)});
    {
        Index index = open_index(folder.path());
        build(index, books);
        std::fstream file{folder.path() / "g1" / "xapian" / "termlist.glass",
                          std::ios::in | std::ios::out | std::ios::binary};
        const std::string garbage(std::filesystem::file_size(folder.path() / "g1" / "xapian" / "termlist.glass"),
                                  '\xAA');
        file << garbage << std::flush;
        EXPECT_TRUE(index.health().ok) << "not met yet";
        EXPECT_THROW(
            {
                auto writer = index.writer();
                (void)writer->replace(document_of({1, "Sách mới"}));
                writer->commit(5);
            },
            Fault);
        EXPECT_FALSE(index.health().ok);
    }
    Index index = open_index(folder.path());
    EXPECT_FALSE(index.health().ok) << "the next process does not trust it either";
    build(index, books);
    EXPECT_TRUE(index.health().ok);
    EXPECT_TRUE(index.check_deeply().ok);
}

} // namespace
} // namespace tangthu::search::test
