// What goes into a catalogue comes out of it: every file of the shared collection is imported under a source of its own
// and exported again. The witness is what `marc convert` makes of the same file; its own witnesses, yaz-marcdump and
// MARC::Record for Perl, are called in platform/marc.

#include "platform/text/normalize.h"
#include "tests/cli/in_process.h"
#include "tests/support/shared_data.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace tangthu::test {
namespace {

/// A record as one text: leader without what is computed, then its fields. Two records say the same when these agree.
std::string plain(const boost::json::object& record) {
    auto text = std::string{record.at("leader").as_string()};
    for (const std::size_t at : {0U, 1U, 2U, 3U, 4U, 9U, 12U, 13U, 14U, 15U, 16U})
        if (at < text.size()) text[at] = '-';
    for (const auto& field : record.at("fields").as_array()) {
        const auto& [tag, content] = *field.as_object().begin();
        (text += '\n') += tag;
        if (content.is_string()) {
            (text += ' ') += content.as_string();
            continue;
        }
        const auto& data = content.as_object();
        ((text += ' ') += data.at("ind1").as_string()) += data.at("ind2").as_string();
        for (const auto& subfield : data.at("subfields").as_array())
            for (const auto& [code, value] : subfield.as_object())
                ((text += " $") += code) += value.as_string();
    }
    return text;
}

std::vector<boost::json::object> objects_of(const std::string& ndjson) {
    std::vector<boost::json::object> list;
    std::istringstream in(ndjson);
    for (std::string line; std::getline(in, line);)
        list.push_back(parse_object(line));
    return list;
}

/// What a file should leave in the catalogue, by the rules of identity: (003, 001) under one source, else the content.
struct Expected {
    std::vector<std::string> records; ///< plain, in the order they come out
    std::int64_t created = 0, updated = 0, unchanged = 0;

    void take(const boost::json::object& record) {
        auto text = plain(record);
        const auto control = [&](std::string_view tag) {
            for (const auto& field : record.at("fields").as_array())
                if (const auto* value = field.as_object().if_contains(tag); value != nullptr && value->is_string())
                    return std::string{value->as_string()};
            return std::string{};
        };
        const auto number = control("001");
        const auto identity = number.empty() ? "#" + text : control("003") + '\n' + number;
        const auto [at, is_new] = places_.emplace(identity, records.size());
        if (is_new) {
            ++created;
            records.push_back(std::move(text));
        } else if (records[at->second] == text) {
            ++unchanged;
        } else {
            ++updated;
            records[at->second] = std::move(text);
        }
    }

private:
    std::map<std::string, std::size_t> places_;
};

struct ImportedFile {
    std::filesystem::path path;
    std::vector<std::string> converted; ///< plain, all that `marc convert` reads
    std::vector<std::string> exported;  ///< plain, this file's share of the export
};

std::vector<std::filesystem::path> files_of_records() {
    std::vector<std::filesystem::path> files;
    for (const auto* folder : {"marc", "authority", "conformance/yaz_marc"})
        for (const auto& entry : std::filesystem::recursive_directory_iterator(shared_data() / folder))
            if (entry.is_regular_file()) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

/// All files are imported once, for all tests here.
class RoundTrip : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        if (!std::filesystem::exists(shared_data() / "marc")) return;
        auto pattern = (std::filesystem::temp_directory_path() / "tangthu-round-XXXXXX").string();
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
        // A library takes some files: a new one costs more than a small import, and a large import into one that has
        // records already costs more than a new one.
        constexpr std::uintmax_t kLarge = 100'000;
        std::uintmax_t bytes = 0;
        for (const auto& path : files_of_records()) {
            const auto size = std::filesystem::file_size(path);
            if (size > kLarge || bytes > kLarge) {
                end_library();
                bytes = 0;
            }
            take(path);
            bytes += size;
        }
        end_library();
    }
    static void TearDownTestSuite() {
        imported_.clear();
        std::error_code ignored;
        if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
    }
    void SetUp() override { TANGTHU_NEEDS_SHARED("marc"); }

    static std::vector<std::string> in_library(std::vector<std::string> words) {
        words.insert(words.begin(), {"--data", (folder_ / "data").string(), "--quiet"});
        return words;
    }
    [[nodiscard]] static const std::filesystem::path& folder() { return folder_; }
    [[nodiscard]] static const std::vector<ImportedFile>& imported() { return imported_; }
    [[nodiscard]] static const ImportedFile& file(const std::string& name) {
        return *std::find_if(imported_.begin(), imported_.end(),
                             [&](const auto& one) { return one.path == shared_data() / name; });
    }

private:
    static void take(const std::filesystem::path& path) {
        SCOPED_TRACE(path.string());
        ImportedFile file{.path = path, .converted = {}, .exported = {}};
        Expected expected;
        for (const auto& record : objects_of(run_in_process({"marc", "convert", "--to", "ndjson", path}).out)) {
            file.converted.push_back(plain(record));
            expected.take(record);
        }
        const auto source = "tệp " + std::to_string(imported_.size());
        const auto outcome = run_in_process(in_library({"catalogue", "import", path, "--source", source, "--json"}));
        ASSERT_TRUE(outcome.code == 0 || outcome.code == 65) << outcome.err;
        const auto report = parse_object(outcome.out);
        EXPECT_EQ(number(report, "created"), expected.created);
        EXPECT_EQ(number(report, "updated"), expected.updated);
        EXPECT_EQ(number(report, "unchanged"), expected.unchanged);
        EXPECT_EQ(number(report, "read"),
                  static_cast<std::int64_t>(file.converted.size()) + number(report, "rejected"));
        const bool none_usable = number(report, "read") > 0 && number(report, "read") == number(report, "rejected");
        EXPECT_EQ(outcome.code, none_usable ? 65 : 0);
        expect_rejects(report);
        expected_.insert(expected_.end(), expected.records.begin(), expected.records.end());
        file.exported = std::move(expected.records); // so far only their number counts
        imported_.push_back(std::move(file));
    }
    /// Each record that was not taken stands in the rejects file with its place, its bytes and a reason in words.
    static void expect_rejects(const boost::json::object& report) {
        std::int64_t records = 0;
        std::int64_t copies = 0;
        if (report.at("rejects_file").is_string()) {
            std::ifstream in(text(report, "rejects_file"));
            for (std::string line; std::getline(in, line);) {
                const auto reject = parse_object(line);
                ++(reject.contains("barcode") ? copies : records);
                EXPECT_TRUE(reject.contains("barcode") || reject.contains("bytes") || reject.contains("bytes_hex"));
                EXPECT_GE(number(reject, "record"), 1);
                for (const auto* reason : {"reason_vi", "reason_en"})
                    EXPECT_NE(text(reject, reason), text(reject, "key"));
            }
        }
        EXPECT_EQ(records, number(report, "rejected"));
        EXPECT_EQ(copies, number(report, "items_rejected"));
    }
    /// Exports it twice, as JSON and as ISO 2709, and begins another one.
    static void end_library() {
        if (!std::filesystem::exists(folder_ / "data")) return;
        const auto all = run_in_process(in_library({"catalogue", "export", "--format", "ndjson"}));
        ASSERT_EQ(all.code, 0) << all.err;
        const auto records = objects_of(all.out);
        std::size_t at = 0;
        for (; first_of_library_ < imported_.size(); ++first_of_library_)
            for (auto& record : imported_[first_of_library_].exported)
                if (at < records.size()) record = plain(records[at++]);
        EXPECT_EQ(at, records.size());
        EXPECT_EQ(number_exported_ += at, expected_.size());
        std::filesystem::remove_all(folder_ / "data");
    }

    static std::filesystem::path folder_;
    static std::vector<ImportedFile> imported_;
    static std::size_t first_of_library_;
    static std::size_t number_exported_;

protected:
    static std::vector<std::string> expected_;
};
std::filesystem::path RoundTrip::folder_;
std::vector<ImportedFile> RoundTrip::imported_;
std::size_t RoundTrip::first_of_library_ = 0;
std::size_t RoundTrip::number_exported_ = 0;
std::vector<std::string> RoundTrip::expected_;

TEST_F(RoundTrip, EveryRecordComesOutAsItWentInAndInOrder) {
    ASSERT_GE(imported().size(), 250U) << "the collection has shrunk";
    std::size_t at = 0;
    for (const auto& file : imported())
        for (std::size_t i = 0; i < file.exported.size(); ++i, ++at)
            ASSERT_EQ(file.exported[i], expected_[at]) << file.path << ", record " << i + 1 << " of those kept";
    EXPECT_GE(at, 16'000U);
}

/// One record in several clothes: each witness was written by another program.
TEST_F(RoundTrip, TheSameRecordsInOtherFormatsAreTheSame) {
    const std::vector<std::vector<std::string>> families{
        {"code4lib.mrc", "code4lib.xml", "code4lib.turbo.xml", "code4lib.mrk", "code4lib.line", "code4lib.yaz.json"},
        {"example.mrc", "example.xml", "example.turbo.xml", "example.mrk", "example.line", "example.json"},
        {"loc.mrc", "loc.mrc.xml"},
        {"specTestRecs.mrc", "specTestRecs.xml", "specTestRecs_no_Prolog.xml", "specTestRecs_withBOM.xml"}};
    for (const auto& family : families) {
        const auto& first = file("marc/serialisations/" + family.front()).exported;
        EXPECT_FALSE(first.empty());
        for (const auto& other : family)
            EXPECT_EQ(file("marc/serialisations/" + other).exported, first) << other;
    }
}

} // namespace
} // namespace tangthu::test
