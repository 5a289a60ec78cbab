// A disk without room in the middle of an import. Two ways to get there: a small file system of its own (the true
// ENOSPC, needs the right to mount) and a limit on the size of a file (works for everybody).

#include "tests/cli/in_process.h"

#include <csignal>
#include <fstream>
#include <sched.h>
#include <sys/mount.h>

namespace tangthu::test {
namespace {

constexpr int kRecords = 500;

class DiskFull : public InProcessTest {
protected:
    /// What must hold however the import ended: nothing is broken, and running it again finishes it.
    void expect_finished_by_running_again(const std::string& file) const {
        EXPECT_EQ(tangthu({"journal", "verify"}).code, 0);
        const auto again = json({"catalogue", "import", file});
        EXPECT_EQ(number(again, "read"), kRecords);
        EXPECT_EQ(number(again, "created") + number(again, "unchanged"), kRecords);
        EXPECT_EQ(number(again, "rejected"), 0);
        EXPECT_EQ(hits("bản mẫu"), kRecords) << "none lost, none doubled";
        const auto sound = std::vector<std::vector<std::string>>{
            {"db", "status"}, {"index", "check", "--deep"}, {"journal", "verify"}, {"doctor"}};
        for (const auto& words : sound) {
            const auto outcome = tangthu(words);
            EXPECT_EQ(outcome.code, 0) << words.front() << ": " << outcome.out << outcome.err;
        }
        const auto exported = tangthu({"catalogue", "export", "--format", "ndjson", "--quiet"});
        EXPECT_EQ(std::count(exported.out.begin(), exported.out.end(), '\n'), kRecords);
    }
    /// Tells whoever reads it what is wrong and what to do, in both languages.
    static void expect_said_in_words(const Outcome& outcome, const std::string& key) {
        EXPECT_EQ(outcome.code, 74) << outcome.err << outcome.out;
        EXPECT_EQ(outcome.out, "") << "a failure leaves stdout to results";
        const auto problem = parse_object(outcome.err.substr(outcome.err.rfind("{\"type\"")));
        EXPECT_EQ(text(problem, "key"), key);
        EXPECT_NE(text(problem, "detail").find("chỗ trống"), std::string::npos) << outcome.err;
        EXPECT_NE(text(problem, "detail").find("chạy lại"), std::string::npos) << outcome.err;
    }
};

/// The data folder on a file system of its own, in a mount namespace of this test.
class SmallDisk : public DiskFull {
protected:
    void SetUp() override {
        DiskFull::SetUp();
        if (!is_allowed()) GTEST_SKIP() << "needs the right to mount a file system (root, CAP_SYS_ADMIN)";
        std::filesystem::create_directories(data());
        ASSERT_EQ(::mount("tmpfs", data().c_str(), "tmpfs", 0, "size=4g"), 0);
        is_mounted_ = true;
    }
    void TearDown() override {
        if (is_mounted_) ::umount2(data().c_str(), MNT_DETACH);
        InProcessTest::TearDown();
    }
    void resize(std::uintmax_t bytes) const {
        const auto size = "size=" + std::to_string(bytes);
        ASSERT_EQ(::mount("tmpfs", data().c_str(), "tmpfs", MS_REMOUNT, size.c_str()), 0);
    }
    void empty() const {
        for (const auto& entry : std::filesystem::directory_iterator(data()))
            std::filesystem::remove_all(entry.path());
    }
    [[nodiscard]] std::uintmax_t used() const {
        const auto space = std::filesystem::space(data());
        return space.capacity - space.free;
    }

private:
    /// Once for all tests of the process: mounts made from here on are nobody else's.
    static bool is_allowed() {
        static const bool allowed =
            ::unshare(CLONE_NEWNS) == 0 && ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
        return allowed;
    }
    bool is_mounted_ = false;
};

TEST_F(SmallDisk, AnImportSaysSoAndIsFinishedByRunningItAgain) {
    const auto file = write("nhiều.mrk", records({.count = kRecords}));
    ASSERT_EQ(number(json({"catalogue", "import", file}), "created"), kRecords);
    const auto needed = used();
    std::size_t met = 0;
    // Full in the database, then while the index is made: its shards and its merge come last.
    for (const auto percent : {30U, 65U, 90U}) {
        SCOPED_TRACE(std::to_string(percent) + " % of the room needed");
        empty();
        resize(needed * percent / 100);
        const auto full = tangthu({"catalogue", "import", file, "--json"});
        if (full.code != 0) {
            ++met;
            expect_said_in_words(full, "app.fault_disk_full");
            const auto looked = parse_object(tangthu({"doctor", "--json"}).out);
            EXPECT_FALSE(looked.at("ok").as_bool()) << "the doctor names the disk";
        }
        resize(std::uintmax_t{4} << 30U);
        expect_finished_by_running_again(file);
    }
    EXPECT_GE(met, 2U) << "the sizes no longer make the disk full";
}

TEST_F(SmallDisk, AServerGoesOnAnswering) {
    ASSERT_EQ(number(json({"catalogue", "import", write("a.mrk", records({.count = 40}))}), "created"), 40);
    RunningServer server(folder());
    EXPECT_EQ(number(server.get("/api/v1/search?q=mau"), "total"), 40);
    std::ofstream(data() / "ballast") << "x";
    resize(used() + 64 * 1024);
    const auto file = write("nhiều.mrk", records({.first = 101, .count = kRecords, .prefix = "N", .word = "đợt hai"}));
    EXPECT_EQ(tangthu({"catalogue", "import", file}).code, 74);
    EXPECT_EQ(number(server.get("/api/v1/search?q=mau"), "total"), 40);
    EXPECT_EQ(server.client().get("/api/v1/bibs?limit=1").status, 200);
    resize(std::uintmax_t{4} << 30U);
    const auto again = json({"catalogue", "import", file});
    EXPECT_EQ(number(again, "created") + number(again, "unchanged"), kRecords);
    EXPECT_EQ(number(server.get("/api/v1/search?q=%C4%91%E1%BB%A3t+hai"), "total"), kRecords);
    EXPECT_EQ(server.stop().code, 0);
    EXPECT_EQ(tangthu({"index", "check", "--deep"}).code, 0);
}

TEST_F(SmallDisk, ReadingNeedsNextToNoRoom) {
    ASSERT_EQ(number(json({"catalogue", "import", write("a.mrk", records({.count = 40}))}), "created"), 40);
    const std::vector<std::vector<std::string>> looks{{"catalogue", "search", "mau"},
                                                      {"catalogue", "batches"},
                                                      {"db", "status"},
                                                      {"catalogue", "export", "--format", "mrk"},
                                                      {"journal", "verify"}};
    resize(used() + 64 * 1024);
    for (const auto& words : looks) {
        const auto outcome = tangthu(words);
        EXPECT_EQ(outcome.code, 0) << words.back() << outcome.err;
    }
    // Not a byte is free: SQLite can't even open, and that is neither a matter of rights nor of the path.
    resize(used());
    for (auto words : looks) {
        words.emplace_back("--json");
        expect_said_in_words(tangthu(words), "app.fault_disk_full");
    }
}

/// Starts the program with a limit on the size of each file it writes; what is beyond fails as on a full disk.
std::vector<std::string> with_largest_file(std::size_t kilobytes) {
    return {"sh", "-c", "trap '' XFSZ; ulimit -f $(($0 * 2)); exec \"$@\"", std::to_string(kilobytes)};
}

TEST_F(DiskFull, AFileThatMayNotGrowIsSaidAndTheImportFinishedByRunningItAgain) {
    const auto file = write("nhiều.mrk", records({.count = kRecords}));
    for (const auto kilobytes : {300U, 800U}) {
        SCOPED_TRACE(std::to_string(kilobytes) + " kB a file");
        std::filesystem::remove_all(data());
        auto limited = options();
        limited.through = with_largest_file(kilobytes);
        // Without ENOSPC nobody can tell a full disk from a broken one.
        expect_said_in_words(run({"catalogue", "import", file, "--json"}, limited), "app.fault_disk");
        expect_finished_by_running_again(file);
    }
}

TEST_F(DiskFull, AnExportThatHasNoRoomIsNoSuccess) {
    ASSERT_EQ(number(json({"catalogue", "import", write("a.mrk", records({.count = 40}))}), "created"), 40);
    auto into_full = options();
    into_full.through = {"sh", "-c", "exec \"$0\" \"$@\" >/dev/full"};
    for (const auto& words : std::vector<std::vector<std::string>>{{"catalogue", "export"},
                                                                   {"marc", "convert", "--to", "marcxml", "a.mrk"},
                                                                   {"marc", "check", "a.mrk"},
                                                                   {"catalogue", "search", "mau"}}) {
        const auto outcome = run(words, into_full);
        EXPECT_EQ(outcome.code, 74) << words.back() << outcome.err;
        EXPECT_EQ(outcome.err.find("Không làm được"), outcome.err.rfind("Không làm được"))
            << "said once: " << outcome.err;
        EXPECT_NE(outcome.err.find("→ Thử tiếp: "), std::string::npos) << outcome.err;
        EXPECT_NE(outcome.err.find("đĩa"), std::string::npos) << words.front() << ": " << outcome.err;
    }
}

} // namespace
} // namespace tangthu::test
