// What happens between an index's threads, one step at a time.

#include "platform/base/error.h"
#include "platform/search/impl/build/writer.h"
#include "platform/search/impl/core.h"
#include "platform/search/impl/test_index.h"

#include <fstream>
#include <future>
#include <stop_token>
#include <sys/stat.h>
#include <thread>

namespace tangthu::search::impl {
namespace {

using test::book_schema;
using test::document_of;
using test::TempFolder;

/// An index of three books, opened without its door.
struct OpenCore {
    OpenCore() {
        {
            Index index = test::open_index(folder.path());
            test::build(index, {{1, "Sách một"}, {2, "Sách hai"}, {3, "Sách ba"}});
        }
        EXPECT_TRUE(core->open().has_value());
        EXPECT_TRUE(core->health().ok) << core->health().detail;
    }
    TempFolder folder;
    std::shared_ptr<Core> core = std::make_shared<Core>(folder.path(), book_schema(), Access::write);
};

TEST(Generation, SendsAReaderBackThatStandsBeforeTheFoldThatOthersHaveSeen) {
    const OpenCore opened;
    Core& core = *opened.core;
    WriterState writer{opened.core};
    ASSERT_TRUE(writer.replace(document_of({4, "Sách bốn"})));
    writer.commit(2);
    const auto generation = core.generation();
    const auto reader = generation->take();
    reader->snapshot = nullptr; // as one that has opened its database and got no further
    const auto tables = generation->path() / "tables.1";
    std::filesystem::create_hard_link(tables, opened.folder.path() / "kept");

    core.start_folding(generation);
    ASSERT_TRUE(core.await_folding());
    writer.commit(3); // no change but the new tables
    ASSERT_FALSE(std::filesystem::exists(tables));
    std::filesystem::rename(opened.folder.path() / "kept", tables); // as before the commit has removed it

    EXPECT_FALSE(generation->bring_up_to_date(*reader));
    (void)reader->database.reopen();
    EXPECT_TRUE(generation->bring_up_to_date(*reader));
    EXPECT_EQ(reader->state.tables, 2U);
    EXPECT_EQ(reader->snapshot->documents(), 4U);
}

TEST(Generation, OpensTheNewTablesWhereTheOldOnesAreGone) {
    const OpenCore opened;
    Core& core = *opened.core;
    Generation others{core.generation()->path(), core.schema()}; // as in another process
    Reader reader;
    reader.database = Xapian::Database{(others.path() / "xapian").string()};

    WriterState writer{opened.core};
    ASSERT_TRUE(writer.replace(document_of({4, "Sách bốn"})));
    core.start_folding(core.generation());
    ASSERT_TRUE(core.await_folding());
    writer.commit(2);
    ASSERT_FALSE(std::filesystem::exists(others.path() / "tables.1"));

    EXPECT_FALSE(others.bring_up_to_date(reader));
    EXPECT_TRUE(others.bring_up_to_date(reader));
    EXPECT_EQ(reader.snapshot->documents(), 4U);
}

std::uint64_t found(Core& core) {
    const auto documents =
        core.read([](Reader& reader) -> Result<std::uint64_t> { return reader.snapshot->documents(); });
    return documents.value_or(0);
}

TEST(Core, KeepsTheOldGenerationWhereTheOneJustBuiltIsNotSound) {
    const OpenCore opened;
    Core& core = *opened.core;
    const auto built = opened.folder.path() / "build" / "built";
    std::filesystem::create_directories(built.parent_path());
    std::filesystem::copy(core.generation()->path(), built, std::filesystem::copy_options::recursive);
    std::filesystem::resize_file(built / "tables.1", 100);

    EXPECT_THROW(core.activate(built), Fault);
    EXPECT_EQ(read_small_file(opened.folder.path() / "CURRENT"), "g1\n");
    EXPECT_TRUE(core.health().ok) << core.health().detail;
    EXPECT_EQ(found(core), 3U);
}

TEST(Core, TrustsTheIndexWhereADeepCheckMeetsCommitsAndFolds) {
    const OpenCore opened;
    Core& core = *opened.core;
    std::jthread checker{[&core](const std::stop_token& stop) {
        while (!stop.stop_requested() && core.check_deeply({}).ok) {
        }
    }};
    WriterState writer{opened.core};
    for (int round = 0; round < 30; ++round) {
        ASSERT_TRUE(writer.replace(document_of({4, "Sách lần " + std::to_string(round)})));
        writer.commit(2 + round);
        core.start_folding(core.generation());
        ASSERT_TRUE(core.await_folding());
        writer.commit(2 + round);
    }
    checker.request_stop();
    checker.join();
    EXPECT_TRUE(core.health().ok) << core.health().detail;
}

TEST(Core, TrustsTheIndexThatWasBuiltWhileADeepCheckReadTheOldOne) {
    const OpenCore opened;
    Core& core = *opened.core;
    const auto built = opened.folder.path() / "build" / "built";
    std::filesystem::create_directories(built.parent_path());
    std::filesystem::copy(core.generation()->path(), built, std::filesystem::copy_options::recursive);
    const auto version = core.generation()->path() / "xapian" / "iamglass";
    std::filesystem::remove(version);
    ASSERT_EQ(::mkfifo(version.c_str(), 0600), 0);

    auto checked = std::async(std::launch::async, [&core] { return core.check_deeply({}); });
    std::ofstream pipe{version}; // is open once the check reads it, and the check waits for its end
    core.activate(built);
    pipe.close();
    EXPECT_TRUE(checked.get().ok);
    EXPECT_TRUE(core.health().ok) << core.health().detail;
}

TEST(Core, ADeepCheckThatIsStoppedSaysNoMoreThanIsKnown) {
    const OpenCore opened;
    Core& core = *opened.core;
    const auto table = core.generation()->path() / "xapian" / "postlist.glass";
    const auto size = std::filesystem::file_size(table);
    std::ofstream{table, std::ios::binary} << std::string(size, '\xAA');
    std::stop_source stop;
    stop.request_stop();
    EXPECT_TRUE(core.check_deeply(stop.get_token()).ok);
    EXPECT_FALSE(core.check_deeply(std::stop_source{}.get_token()).ok) << "one that may be stopped finds as much";
    EXPECT_FALSE(core.health().ok);
}

} // namespace
} // namespace tangthu::search::impl
