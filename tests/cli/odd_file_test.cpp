// Files nobody should hand in: too large, of another kind, not readable, changing meanwhile. A clear reason, the right
// exit code, bounded memory and time.

#include "tests/cli/in_process.h"

#include <chrono>
#include <csignal>
#include <fstream>
#include <set>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace tangthu::test {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
// The sanitizers make each byte cost ten times as much, and keep freed memory for a while. The size is still three
// times what a reader may hold (ReadOptions::max_record_bytes).
constexpr std::uintmax_t kLarge = std::uintmax_t{48} << 20U;
constexpr std::int64_t kMostKilobytes = 900 * 1024;
#else
constexpr std::uintmax_t kLarge = std::uintmax_t{2} << 30U;
constexpr std::int64_t kMostKilobytes = 400 * 1024;
#endif
constexpr double kMostSeconds = 20; ///< of a processor: a machine that has other work to do is no failure
constexpr std::chrono::seconds kPatience{180};

class OddFile : public InProcessTest {
protected:
    /// A file that says it is this long; what is behind the text takes no room on the disk and reads as zeros.
    [[nodiscard]] std::string sparse(const std::string& name, const std::string& begin) const {
        write(name, begin);
        std::filesystem::resize_file(folder() / name, kLarge);
        return name;
    }
    /// Runs it to its end, within bounds.
    [[nodiscard]] Outcome bounded(const std::vector<std::string>& words) const {
        const auto start = std::chrono::steady_clock::now();
        Process process(words, options());
        const auto deadline = start + kPatience;
        while (!process.has_ended() && std::chrono::steady_clock::now() < deadline)
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        EXPECT_TRUE(process.has_ended()) << words.back() << ": still at work";
        if (!process.has_ended()) process.send(SIGKILL);
        auto outcome = process.wait();
        EXPECT_LT(outcome.peak_kilobytes, kMostKilobytes) << words.back();
        EXPECT_LT(outcome.processor_seconds, kMostSeconds) << words.back();
        return outcome;
    }
    [[nodiscard]] boost::json::object bounded_import(const std::string& file) const {
        const auto outcome = bounded({"catalogue", "import", file, "--json"});
        auto report = parse_object(outcome.out);
        const bool is_useless = number(report, "read") > 0 && number(report, "read") == number(report, "rejected");
        EXPECT_EQ(outcome.code, is_useless ? 65 : 0) << outcome.err;
        return report;
    }
    [[nodiscard]] boost::json::object bounded_check(const std::string& file) const {
        const auto outcome = bounded({"marc", "check", file});
        const auto last = outcome.out.rfind("{\"total\"");
        EXPECT_NE(last, std::string::npos) << outcome.out << outcome.err;
        return parse_object(outcome.out.substr(last == std::string::npos ? 0 : last));
    }
    [[nodiscard]] std::string as_iso2709(int count) const {
        const auto made = tangthu({"marc", "convert", "--to", "iso2709", write("gốc.mrk", records({.count = count}))});
        EXPECT_EQ(made.code, 0) << made.err;
        return made.out;
    }
};

TEST_F(OddFile, ALargeFileOfZerosIsNoRecords) {
    const auto file = sparse("không.mrc", "");
    const auto report = bounded_import(file);
    EXPECT_EQ(number(report, "read"), 1);
    EXPECT_EQ(number(report, "rejected"), 1);
    const auto& why = report.at("problems").as_array().front().as_object();
    EXPECT_EQ(text(why, "key"), "marc.format_unknown");
    EXPECT_NE(text(why, "text"), "marc.format_unknown");
    EXPECT_EQ(number(bounded_check(file), "rejected"), 1);
}

TEST_F(OddFile, RecordsBeforeALotOfZerosAreTaken) {
    const auto file = sparse("đệm.mrc", as_iso2709(3));
    const auto report = bounded_import(file);
    EXPECT_EQ(number(report, "created"), 3);
    EXPECT_EQ(number(report, "rejected"), 0) << "tapes are filled up with zeros";
    EXPECT_EQ(number(bounded_check(file), "good"), 3);
}

/// The same beginning in each format, then something that never ends.
TEST_F(OddFile, RecordsBeforeALotOfRubbishAreTakenAndTheRestHasItsReason) {
    write("gốc.mrk", records({.count = 3}));
    std::vector<std::string> words{"catalogue", "import", "--json"};
    for (const std::string format : {"iso2709", "mrk", "marcxml", "json", "ndjson", "aleph", "line"}) {
        auto begin = tangthu({"marc", "convert", "--to", format, "gốc.mrk"}).out;
        // Between two elements of XML anything may stand: the rubbish is inside one.
        if (format == "marcxml") begin.replace(begin.rfind("</"), std::string::npos, "<record><leader>");
        if (format == "json") begin.erase(begin.rfind(']'));
        words.push_back(sparse("hỏng." + format, begin + "xyz"));
    }
    const auto outcome = bounded(words);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const auto report = parse_object(outcome.out);
    EXPECT_EQ(number(report, "created"), 3);
    // A record of Aleph's ends where the next one begins: the rubbish is a line of the last one.
    EXPECT_EQ(number(report, "read") - number(report, "rejected"), 6 * 3 + 2);
    std::set<std::string> named;
    for (const auto& one : report.at("problems").as_array()) {
        EXPECT_NE(text(one.as_object(), "text"), text(one.as_object(), "key"));
        named.insert(text(one.as_object(), "file"));
    }
    EXPECT_EQ(named.size(), 7U) << boost::json::serialize(report);
    EXPECT_EQ(number(bounded_check("hỏng.marcxml"), "good"), 3);
}

/// Lines of figures look like the lengths that records begin with: to try each is to read the file a million times.
TEST_F(OddFile, AMillionLinesOfFiguresBehindARecordAreOneStretch) {
    auto contents = as_iso2709(2);
    for (int i = 0; i < 2'200'000; ++i)
        contents += std::to_string(10'000'000 + i) + "\n";
    contents += as_iso2709(2).substr(as_iso2709(1).size());
    const auto file = write("số.mrc", contents);
    const auto totals = bounded_check(file);
    EXPECT_EQ(number(totals, "good"), 3) << "the record behind it is found again";
    EXPECT_GE(number(totals, "rejected"), 1);
    EXPECT_LE(number(totals, "rejected"), 10);
}

TEST_F(OddFile, WhatIsNoFileIsSaidSoAndMakesNoLibrary) {
    std::filesystem::create_directories(folder() / "thư mục");
    ASSERT_EQ(::mkfifo((folder() / "ống").c_str(), 0644), 0);
    const std::vector<std::pair<std::string, std::string>> odd{{"thư mục", "catalogue.import_is_folder"},
                                                               {"ống", "catalogue.import_not_a_file"},
                                                               {"/dev/null", "catalogue.import_not_a_file"},
                                                               {"-", "catalogue.import_not_a_file"},
                                                               {"không-có.mrc", "catalogue.import_unreadable"}};
    for (const auto& [file, key] : odd) {
        const auto outcome = bounded({"catalogue", "import", file, "--json"});
        EXPECT_EQ(outcome.code, 66) << file << outcome.err;
        const auto vietnamese = parse_object(outcome.err);
        const auto english = parse_object(bounded({"--lang", "en", "catalogue", "import", file, "--json"}).err);
        EXPECT_EQ(text(vietnamese, "key"), key) << file;
        EXPECT_NE(text(vietnamese, "detail"), text(english, "detail"));
        for (const auto& object : {vietnamese, english}) {
            EXPECT_NE(text(object, "detail").find(file), std::string::npos) << file;
            EXPECT_EQ(text(object, "detail").find("catalogue."), std::string::npos) << "a person is told in words";
        }
    }
    EXPECT_EQ(bounded({"marc", "check", "thư mục"}).code, 66);
    EXPECT_EQ(bounded({"marc", "check", "/dev/null"}).code, 0) << "an empty file has no errors";
    EXPECT_FALSE(std::filesystem::exists(data()));
}

TEST_F(OddFile, WithoutTheRightToReadItSaysSo) {
    const auto file = write("khoá.mrk", records({.count = 1}));
    ASSERT_EQ(::chmod((folder() / file).c_str(), 0), 0);
    auto plain = options();
    // root may read everything, unless it gives that up.
    if (::geteuid() == 0) plain.through = {"setpriv", "--bounding-set", "-dac_override,-dac_read_search"};
    for (const auto& words :
         std::vector<std::vector<std::string>>{{"catalogue", "import", file}, {"marc", "check", file}}) {
        const auto outcome = run(words, plain);
        EXPECT_EQ(outcome.code, 66) << outcome.err << outcome.out;
        EXPECT_NE(outcome.err.find("quyền"), std::string::npos) << outcome.err;
    }
    EXPECT_FALSE(std::filesystem::exists(data()));
}

/// A file of the kernel's that opens and can't be read stands for a stick that was pulled out.
TEST_F(OddFile, ADeviceThatFailsIsNotTheEndOfTheFile) {
    const std::string file = "/proc/self/mem";
    const auto problem_met = problem({"catalogue", "import", file}, 74);
    EXPECT_EQ(text(problem_met, "key"), "marc.read_failed");
    EXPECT_EQ(text(json({"catalogue", "batches"}).at("batches").as_array().front().as_object(), "state"),
              "interrupted");
    for (const auto& words : std::vector<std::vector<std::string>>{
             {"marc", "check", file}, {"marc", "convert", "--to", "line", "--from", "iso2709", file}}) {
        const auto outcome = tangthu(words);
        EXPECT_EQ(outcome.code, 74) << outcome.out << outcome.err;
        EXPECT_NE(outcome.err.find("thiết bị"), std::string::npos) << outcome.err;
    }
}

TEST_F(OddFile, CutOffWhileItIsReadTheRestIsRejectedWithItsReason) {
    constexpr int kRecords = 2500;
    const auto file = write("dài.mrc", as_iso2709(kRecords));
    Process import({"catalogue", "import", file, "--json"}, options());
    ASSERT_TRUE(import.says("%")) << import.err();
    std::filesystem::resize_file(folder() / file, std::filesystem::file_size(folder() / file) - 100);
    const auto outcome = import.wait();
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    const auto report = parse_object(outcome.out);
    EXPECT_EQ(number(report, "created"), kRecords - 1);
    EXPECT_EQ(number(report, "rejected"), 1);
    EXPECT_EQ(text(report.at("problems").as_array().front().as_object(), "key"), "marc.record_cut_off");
}

TEST_F(OddFile, RemovedWhileItIsReadItIsReadToItsEnd) {
    const auto file = write("dài.mrk", records({.count = 1200}));
    Process import({"catalogue", "import", file, "--json"}, options());
    ASSERT_TRUE(import.says("%")) << import.err();
    std::filesystem::remove(folder() / file);
    const auto outcome = import.wait();
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(number(parse_object(outcome.out), "created"), 1200);
}

/// What was rejected stands in the rejects file once, also where the import was killed and gone on with.
TEST_F(OddFile, RejectsAreKeptOnceWhenABatchIsGoneOnWith) {
    auto contents = as_iso2709(900);
    contents.insert(0, "00050nam a2200037 a 4500 này không phải biểu ghi\x1d");
    const auto file = write("dài.mrc", contents);
    {
        Process import({"catalogue", "import", file, "--json"}, options());
        ASSERT_TRUE(import.says("%")) << import.err();
        import.send(SIGKILL);
        import.wait();
    }
    const auto batch = text(json({"catalogue", "batches"}).at("batches").as_array().front().as_object(), "batch");
    const auto rejects = data() / "imports" / ("import-" + batch + "-rejects.ndjson");
    std::ofstream(rejects, std::ios::app) << "{\"file\":\"a line that was being wri"; // as a kill leaves it
    const auto report = json({"catalogue", "resume", batch});
    EXPECT_EQ(number(report, "rejected"), 1);
    std::ifstream lines(folder() / text(report, "rejects_file"));
    int count = 0;
    for (std::string line; std::getline(lines, line); ++count)
        EXPECT_EQ(text(parse_object(line), "key").substr(0, 5), "marc.");
    EXPECT_EQ(count, 1);
}

} // namespace
} // namespace tangthu::test
