// Killed at points that import_test.cpp does not reach: while a library is made, while the index is built or put in
// place, in an import beside an index that is there, in an undo. Each time the next command finds everything whole.

#include "tests/cli/in_process.h"

#include <csignal>
#include <thread>

namespace tangthu::test {
namespace {

constexpr int kRecords = 600;

class Killed : public InProcessTest {
protected:
    void SetUp() override {
        InProcessTest::SetUp();
        file_ = write("nhiều.mrk", records({.count = kRecords}));
    }
    /// Kills the command once the files have come, one after another.
    void kill_when(const std::vector<std::string>& words, const std::vector<std::filesystem::path>& come) const {
        Process process(words, options());
        for (const auto& file : come)
            ASSERT_TRUE(process.makes(file)) << file << process.out() << process.err();
        process.send(SIGKILL);
        ASSERT_EQ(process.wait().signal, SIGKILL) << "it was faster than we";
    }
    /// Kills the command once it has said the text.
    void kill_once_it_says(const std::vector<std::string>& words, std::string_view said) const {
        Process process(words, options());
        ASSERT_TRUE(process.says(said)) << process.out() << process.err();
        process.send(SIGKILL);
        ASSERT_EQ(process.wait().signal, SIGKILL) << "it was faster than we";
    }
    [[nodiscard]] boost::json::array batches() const { return json({"catalogue", "batches"}).at("batches").as_array(); }
    void expect_sound(std::int64_t bibs) const {
        EXPECT_EQ(hits("bản mẫu"), bibs);
        EXPECT_EQ(tangthu({"index", "check", "--deep"}).code, 0);
        EXPECT_EQ(tangthu({"journal", "verify"}).code, 0);
        const auto looked = tangthu({"doctor"});
        EXPECT_EQ(looked.code, 0) << looked.out;
    }
    [[nodiscard]] const std::string& file() const { return file_; }

private:
    std::string file_;
};

TEST_F(Killed, WhileTheLibraryIsMadeLeavesNothingInTheWay) {
    kill_when({"catalogue", "import", file()}, {data() / "tangthu.db"});
    EXPECT_EQ(number(json({"catalogue", "import", file()}), "created"), kRecords);
    expect_sound(kRecords);
}

TEST_F(Killed, BeforeTheFirstRecordsTheBatchIsInterruptedAndCanBeGoneOnWith) {
    kill_when({"catalogue", "import", file()}, {data() / "index" / "CURRENT", data() / "index" / "build"});
    const auto left = batches();
    ASSERT_EQ(left.size(), 1U);
    EXPECT_EQ(text(left.front().as_object(), "state"), "interrupted");
    const auto batch = text(left.front().as_object(), "batch");
    EXPECT_EQ(text(json({"catalogue", "resume", batch}), "batch"), batch);
    EXPECT_EQ(text(batches().front().as_object(), "state"), "done");
    expect_sound(kRecords);
    EXPECT_EQ(number(json({"catalogue", "undo", batch}), "bibs_removed"), kRecords);
    expect_sound(0);
}

TEST_F(Killed, WhileTheIndexIsPutTogetherEveryRecordIsSavedAndIsFoundNextTime) {
    // First the empty index is put in its place, then the one that matters.
    kill_when({"catalogue", "import", file()}, {data() / "index" / "CURRENT", data() / "index" / "build" / "built"});
    EXPECT_EQ(text(batches().front().as_object(), "state"), "done") << "all records were stored";
    expect_sound(kRecords);
    const auto again = json({"catalogue", "import", file()});
    EXPECT_EQ(number(again, "unchanged"), kRecords);
    expect_sound(kRecords);
}

TEST_F(Killed, InARebuildTheOldIndexIsStillThere) {
    ASSERT_EQ(number(json({"catalogue", "import", file()}), "created"), kRecords);
    const auto build = data() / "index" / "build";
    for (const auto& stage : {build, build / "built"}) {
        kill_when({"index", "rebuild"}, {stage});
        expect_sound(kRecords);
    }
}

TEST_F(Killed, BesideAnIndexThatIsThereTheNextCommandCatchesUp) {
    ASSERT_EQ(
        number(json({"catalogue", "import", write("a.mrk", records({.first = 9001, .count = 20, .prefix = "A"}))}),
               "created"),
        20);
    kill_once_it_says({"catalogue", "import", file(), "--json"}, "%");
    const auto kept = number(batches().front().as_object(), "read");
    expect_sound(20 + kept);
    const auto again = json({"catalogue", "import", file()});
    EXPECT_EQ(number(again, "created"), kRecords - kept);
    EXPECT_EQ(number(again, "items_created"), kRecords - kept);
    expect_sound(20 + kRecords);
}

TEST_F(Killed, AServerThatIndexesWhatAnotherImportedCatchesUpAtItsNextStart) {
    ASSERT_EQ(
        number(json({"catalogue", "import", write("a.mrk", records({.first = 9001, .count = 20, .prefix = "A"}))}),
               "created"),
        20);
    {
        RunningServer server(folder());
        Process import({"catalogue", "import", file(), "--json"}, options());
        ASSERT_TRUE(import.says("%")) << import.err();
        server.process().send(SIGKILL);
        EXPECT_EQ(server.process().wait().signal, SIGKILL);
        import.send(SIGKILL); // it waits for the server that is gone
        import.wait();
    }
    EXPECT_EQ(text(batches().front().as_object(), "state"), "interrupted");
    RunningServer server(folder());
    const auto again = json({"catalogue", "import", file()});
    EXPECT_EQ(number(again, "created") + number(again, "unchanged"), kRecords);
    EXPECT_EQ(number(server.get("/api/v1/search?q=mau"), "total"), 20 + kRecords);
    EXPECT_EQ(server.stop().code, 0);
    expect_sound(20 + kRecords);
}

TEST_F(Killed, AnUndoIsFinishedByUndoingAgain) {
    const auto batch = text(json({"catalogue", "import", file()}), "batch");
    {
        Process undo({"catalogue", "undo", batch}, options());
        std::this_thread::sleep_for(std::chrono::milliseconds(150)); // wherever that is: it must not matter
        undo.send(SIGKILL);
        undo.wait();
    }
    const auto left = hits("bản mẫu");
    EXPECT_EQ(tangthu({"index", "check", "--deep"}).code, 0);
    if (text(batches().front().as_object(), "state") != "undone") {
        EXPECT_EQ(number(json({"catalogue", "undo", batch}), "bibs_removed"), left);
    }
    expect_sound(0);
}

} // namespace
} // namespace tangthu::test
