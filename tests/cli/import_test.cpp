#include "platform/marc/reader.h"
#include "tests/cli/library.h"

#include <csignal>
#include <fstream>
#include <set>
#include <thread>

namespace tangthu::test {
namespace {

class ImportFromTheCommandLine : public LibraryTest {};

std::set<std::string> names_of(const boost::json::object& object) {
    std::set<std::string> names;
    for (const auto& member : object)
        names.insert(std::string{member.key()});
    return names;
}

TEST_F(ImportFromTheCommandLine, IntoAnEmptyFolderSaysWhatItDidUnderTheFixedNames) {
    const auto file = write("sach.mrk", records({.count = 5}));
    const auto report = json({"catalogue", "import", file});
    const std::set<std::string> fixed{"batch",       "read",          "created",        "updated", "unchanged",
                                      "rejected",    "items_created", "items_rejected", "seconds", "records_per_second",
                                      "rejects_file"};
    const auto names = names_of(report);
    for (const auto& name : fixed)
        EXPECT_TRUE(names.contains(name)) << name;
    EXPECT_EQ(number(report, "read"), 5);
    EXPECT_EQ(number(report, "created"), 5);
    EXPECT_EQ(number(report, "items_created"), 5);
    EXPECT_TRUE(report.at("rejects_file").is_null());
    ASSERT_EQ(report.at("provisional_units").as_array().size(), 1U);
    EXPECT_EQ(report.at("provisional_units").as_array().front().as_string(), "X-THU");
}

TEST_F(ImportFromTheCommandLine, FindsExportsAndTakesBack) {
    const auto file = write("sach.mrk", records({.count = 5}));
    const auto report = json({"catalogue", "import", file});
    EXPECT_EQ(hits("ban mau"), 5);
    EXPECT_EQ(hits("\"số 3\""), 1);
    const auto found = json({"catalogue", "search", "bản mẫu", "--limit", "2"});
    EXPECT_EQ(found.at("hits").as_array().size(), 2U);
    EXPECT_EQ(text(found.at("hits").as_array().front().as_object(), "author"), "Nguyễn Văn Thử");
    EXPECT_TRUE(found.at("next_cursor").is_string());

    const auto exported = tangthu({"catalogue", "export", "--format", "mrk", "--quiet"});
    EXPECT_EQ(exported.code, 0);
    const auto source = records({.count = 5});
    marc::RecordReader before(source, {.format = marc::Format::Mrk});
    marc::RecordReader after(exported.out, {.format = marc::Format::Mrk});
    marc::Record left;
    marc::Record right;
    int compared = 0;
    while (before.next(left) == marc::ReadOutcome::Record) {
        ASSERT_EQ(after.next(right), marc::ReadOutcome::Record);
        EXPECT_TRUE(marc::same_content(left, right)) << compared;
        ++compared;
    }
    EXPECT_EQ(compared, 5);
    EXPECT_EQ(after.next(right), marc::ReadOutcome::End);

    const auto undone = json({"catalogue", "undo", text(report, "batch")});
    EXPECT_EQ(number(undone, "bibs_removed"), 5);
    EXPECT_EQ(number(undone, "items_removed"), 5);
    EXPECT_EQ(hits("bản mẫu"), 0);
    EXPECT_EQ(text(problem({"catalogue", "undo", text(report, "batch")}, 65), "key"), "catalogue.batch_already_undone");
    EXPECT_EQ(text(problem({"catalogue", "undo", "không-có"}, 66), "next"), "tangthu catalogue batches");
}

TEST_F(ImportFromTheCommandLine, AgainChangesNothing) {
    const auto file = write("sach.mrk", records({.count = 4}));
    EXPECT_EQ(number(json({"catalogue", "import", file}), "created"), 4);
    const auto again = json({"catalogue", "import", file});
    EXPECT_EQ(number(again, "created"), 0);
    EXPECT_EQ(number(again, "unchanged"), 4);
    EXPECT_EQ(number(again, "items_created"), 0);
    EXPECT_EQ(hits("bản mẫu"), 4);
}

TEST_F(ImportFromTheCommandLine, TriedOnlyKeepsNothing) {
    const auto file = write("sach.mrk", records({.count = 4}));
    const auto tried = json({"catalogue", "import", file, "--dry-run"});
    EXPECT_EQ(number(tried, "created"), 4);
    EXPECT_EQ(hits("bản mẫu"), 0);
    EXPECT_EQ(json({"catalogue", "batches"}).at("batches").as_array().size(), 0U);
}

TEST_F(ImportFromTheCommandLine, ShowsOneRecordInEveryFormat) {
    const auto imported = json({"catalogue", "import", write("sach.mrk", records({.count = 1}))});
    ASSERT_EQ(number(imported, "created"), 1);
    const auto id =
        std::to_string(number(json({"catalogue", "search", "mẫu"}).at("hits").as_array().front().as_object(), "id"));
    const auto shown = json({"catalogue", "show", id});
    EXPECT_EQ(text(shown, "title"), "Sách bản mẫu số 1");
    EXPECT_TRUE(shown.at("marc").as_object().contains("fields"));
    EXPECT_NE(tangthu({"catalogue", "show", id, "--format", "marcxml"}).out.find("<controlfield tag=\"001\">rec1<"),
              std::string::npos);
    EXPECT_NE(tangthu({"catalogue", "show", id}).out.find("DK1"), std::string::npos);
    EXPECT_EQ(text(problem({"catalogue", "show", "999"}, 66), "key"), "catalogue.bib_not_found");
    EXPECT_EQ(tangthu({"catalogue", "show", id, "--format", "word"}).code, 64);
}

TEST_F(ImportFromTheCommandLine, BadInputIsAReportNotACrash) {
    write("ảnh.jpg", std::string("\xff\xd8\xff\xe0\0\x10JFIF", 10) + std::string(5000, '\x9c'));
    write("rỗng.mrc", "");
    const auto nothing = tangthu({"catalogue", "import", "ảnh.jpg", "--json"});
    EXPECT_EQ(nothing.code, 65) << "nothing of it could be used";
    const auto picture = parse_object(nothing.out);
    EXPECT_EQ(number(picture, "read"), number(picture, "rejected"));
    EXPECT_GE(number(picture, "rejected"), 1);
    EXPECT_TRUE(std::filesystem::exists(folder() / text(picture, "rejects_file"))) << text(picture, "rejects_file");
    ASSERT_GE(picture.at("problems").as_array().size(), 1U);
    const auto& problem_found = picture.at("problems").as_array().front().as_object();
    EXPECT_NE(text(problem_found, "text"), text(problem_found, "key")) << "a librarian is told in words";
    const auto empty = json({"catalogue", "import", "rỗng.mrc"});
    EXPECT_EQ(number(empty, "read"), 0);
    const auto remark = [&](const char* file) { return tangthu({"catalogue", "import", file, "--dry-run"}).err; };
    EXPECT_NE(remark("rỗng.mrc").find("Không có biểu ghi nào trong tệp"), std::string::npos);
    EXPECT_NE(remark("ảnh.jpg").find("Không biểu ghi nào dùng được"), std::string::npos);
    EXPECT_EQ(text(problem({"catalogue", "import", "không-có.mrc"}, 66), "key"), "catalogue.import_unreadable");
    EXPECT_EQ(text(problem({"catalogue", "import", "ảnh.jpg", "--format", "word"}, 64), "key"),
              "catalogue.unknown_format");
    EXPECT_EQ(text(problem({"catalogue", "import", "ảnh.jpg", "--unit", "KHONG-CO"}, 64), "next"),
              "tangthu branches list");
}

TEST_F(ImportFromTheCommandLine, KilledInTheMiddleIsInterruptedAndFinishesWhenRunAgain) {
    constexpr int kRecords = 2500;
    const auto file = write("nhiều.mrk", records({.count = kRecords}));
    {
        Process import({"catalogue", "import", file, "--json"}, options());
        ASSERT_TRUE(import.says("%")) << import.err();
        import.send(SIGKILL);
        EXPECT_EQ(import.wait().signal, SIGKILL);
    }
    const auto batches = json({"catalogue", "batches"}).at("batches").as_array();
    ASSERT_EQ(batches.size(), 1U);
    const auto& killed = batches.front().as_object();
    EXPECT_EQ(text(killed, "state"), "interrupted");
    const auto kept = number(killed, "read");
    EXPECT_GT(kept, 0);
    EXPECT_LT(kept, kRecords);
    // The index follows the database, not the killed import.
    EXPECT_EQ(hits("bản mẫu"), kept);
    EXPECT_EQ(tangthu({"index", "check"}).code, 0);
    EXPECT_EQ(tangthu({"journal", "verify"}).code, 0);

    const auto again = json({"catalogue", "import", file});
    EXPECT_EQ(number(again, "read"), kRecords);
    EXPECT_EQ(number(again, "created"), kRecords - kept);
    EXPECT_EQ(number(again, "unchanged"), kept);
    EXPECT_EQ(hits("bản mẫu"), kRecords);
    EXPECT_EQ(number(json({"catalogue", "undo", text(killed, "batch")}), "bibs_removed"), kept);
    EXPECT_EQ(hits("bản mẫu"), kRecords - kept);
}

TEST_F(ImportFromTheCommandLine, AKilledImportCanBeResumedUnderItsOwnCode) {
    constexpr int kRecords = 2500;
    const auto file = write("nhiều.mrk", records({.count = kRecords}));
    {
        Process import({"catalogue", "import", file, "--json"}, options());
        ASSERT_TRUE(import.says("%")) << import.err();
        import.send(SIGKILL);
        import.wait();
    }
    const auto batch = text(json({"catalogue", "batches"}).at("batches").as_array().front().as_object(), "batch");
    const auto resumed = json({"catalogue", "resume", batch});
    EXPECT_EQ(text(resumed, "batch"), batch);
    EXPECT_EQ(hits("bản mẫu"), kRecords);
    EXPECT_EQ(text(problem({"catalogue", "resume", batch}, 65), "key"), "catalogue.batch_not_interrupted");
    EXPECT_EQ(number(json({"catalogue", "undo", batch}), "bibs_removed"), kRecords);
    EXPECT_EQ(hits("bản mẫu"), 0);
}

TEST_F(ImportFromTheCommandLine, TwoAtOnceBothEndUpSearchable) {
    const auto one = write("một.mrk", records({.first = 1, .count = 1500, .prefix = "A"}));
    const auto two = write("hai.mrk", records({.first = 10'001, .count = 1500, .prefix = "B"}));
    Process first({"catalogue", "import", one, "--json"}, options());
    Process second({"catalogue", "import", two, "--json"}, options());
    const auto left = first.wait();
    const auto right = second.wait();
    EXPECT_EQ(left.code, 0) << left.err;
    EXPECT_EQ(right.code, 0) << right.err;
    EXPECT_EQ(hits("bản mẫu"), 3000);
}

TEST_F(ImportFromTheCommandLine, BackupAndRestoreBringTheRecordsBack) {
    ASSERT_EQ(number(json({"catalogue", "import", write("a.mrk", records({.count = 3}))}), "created"), 3);
    EXPECT_GT(number(json({"db", "backup", "sao-luu.db"}), "size_bytes"), 0);
    ASSERT_EQ(number(json({"catalogue", "import", write("b.mrk", records({.first = 50, .count = 4, .prefix = "B"}))}),
                     "created"),
              4);
    EXPECT_EQ(hits("bản mẫu"), 7);
    EXPECT_NE(text(json({"db", "restore", "sao-luu.db"}), "kept_aside"), "");
    EXPECT_EQ(hits("bản mẫu"), 3) << "the index tells of the restored records";
    EXPECT_EQ(tangthu({"journal", "verify"}).code, 0);
}

class IndexFolder : public LibraryTest {
protected:
    void SetUp() override {
        LibraryTest::SetUp();
        ASSERT_EQ(number(json({"catalogue", "import", write("a.mrk", records({.count = 40}))}), "created"), 40);
    }
    /// Cuts the largest file of the index in half.
    void truncate() const {
        std::filesystem::path largest;
        std::uintmax_t size = 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(data() / "index"))
            if (entry.is_regular_file() && entry.file_size() > size) {
                largest = entry.path();
                size = entry.file_size();
            }
        ASSERT_GT(size, 1000U);
        std::filesystem::resize_file(largest, size / 2);
    }
};

TEST_F(IndexFolder, DeletedIsNoticedAndBuiltAgain) {
    std::filesystem::remove_all(data() / "index");
    EXPECT_EQ(tangthu({"index", "check"}).code, 65);
    EXPECT_EQ(hits("bản mẫu"), 40);
    EXPECT_EQ(tangthu({"index", "check", "--deep"}).code, 0);
}

TEST_F(IndexFolder, TruncatedIsNoticedAndBuiltAgain) {
    truncate();
    EXPECT_EQ(tangthu({"index", "check"}).code, 65);
    EXPECT_EQ(hits("bản mẫu"), 40);
    EXPECT_EQ(tangthu({"index", "check", "--deep"}).code, 0);
}

TEST_F(IndexFolder, RebuildSaysHowTheIndexStands) {
    const auto view = json({"index", "rebuild"});
    EXPECT_TRUE(view.at("ok").as_bool());
    EXPECT_EQ(number(view, "documents"), 40);
}

TEST_F(IndexFolder, AServerAnswersAtOnceAndBuildsWhatIsMissing) {
    std::filesystem::remove_all(data() / "index");
    RunningServer server(folder());
    auto client = server.client();
    EXPECT_EQ(client.get("/healthz").status, 200);
    int status = 0;
    std::string body;
    for (int round = 0; round < 500 && status != 200; ++round) {
        const auto reply = client.get("/api/v1/search?q=mau");
        status = reply.status;
        body = reply.body;
        EXPECT_TRUE(status == 200 || status == 503) << reply.body;
        if (status != 200) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    ASSERT_EQ(status, 200) << body;
    EXPECT_EQ(number(server.get("/api/v1/search?q=mau"), "total"), 40);
    const auto outcome = server.stop();
    EXPECT_EQ(outcome.code, 0) << outcome.err;
}

} // namespace
} // namespace tangthu::test
