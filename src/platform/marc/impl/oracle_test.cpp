// Other people's programs as witnesses: yaz-marcdump and MARC::Record for Perl read the same files.
#include "platform/marc/impl/sample_records.h"
#include "platform/text/normalize.h"
#include "tests/support/shared_data.h"

#include <cstdio>
#include <fstream>
#include <gtest/gtest.h>
#include <pugixml.hpp>

namespace tangthu::marc::impl {
namespace {

std::string output_of(const std::string& command) {
    std::string out;
    FILE* pipe = ::popen((command + " 2>/dev/null").c_str(), "r");
    if (pipe == nullptr) return out;
    std::array<char, 65536> block{};
    for (std::size_t got = 0; (got = std::fread(block.data(), 1, block.size(), pipe)) > 0;)
        out.append(block.data(), got);
    ::pclose(pipe);
    return out;
}

bool has_program(const std::string& probe) { return std::system((probe + " >/dev/null 2>&1").c_str()) == 0; }

/// As plain() has it: NFC, line breaks as blanks.
std::string value_of(std::string_view text) {
    std::string value = text::nfc(text);
    std::replace_if(value.begin(), value.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    return value;
}

/// MARCXML in the form of plain(), by another parser than the reader under test.
std::vector<std::string> plain_of_xml(const std::string& xml) {
    std::vector<std::string> records;
    pugi::xml_document dom;
    dom.load_buffer(xml.data(), xml.size(), pugi::parse_default | pugi::parse_ws_pcdata);
    for (const auto& found : dom.select_nodes("//record")) {
        std::string& text = records.emplace_back();
        for (const auto& element : found.node().children()) {
            const std::string_view name = element.name();
            if (name == "leader") {
                text = element.text().get();
                text.resize(24, ' ');
                for (const std::size_t at : {0U, 1U, 2U, 3U, 4U, 9U, 12U, 13U, 14U, 15U, 16U})
                    text[at] = '-';
                text += '\n';
            } else if (name == "controlfield") {
                text.append(element.attribute("tag").value()).append(" ") += value_of(element.text().get()) + "\n";
            } else if (name == "datafield") {
                text.append(element.attribute("tag").value()).append(" ");
                text.append(element.attribute("ind1").value()).append(element.attribute("ind2").value());
                for (const auto& subfield : element.children("subfield"))
                    text.append(" $").append(subfield.attribute("code").value()).append(" ") +=
                        value_of(subfield.text().get());
                text += '\n';
            }
        }
        text += '\n';
    }
    return records;
}

struct Witnessed {
    const char* file;
    const char* encoding;      ///< the name YAZ has for it
    std::size_t different = 0; ///< records that are known to differ
    const char* because = "";
};

class Yaz : public testing::TestWithParam<Witnessed> {};

TEST_P(Yaz, ReadsTheSameRecords) {
    TANGTHU_NEEDS_SHARED("marc");
    if (!has_program("yaz-marcdump -V")) GTEST_SKIP() << "needs yaz-marcdump (package yaz)";
    const Witnessed file = GetParam();
    const auto path = test::shared_data() / file.file;
    const auto theirs = plain_of_xml(
        output_of(std::string{"yaz-marcdump -o marcxml -t utf-8 -f "} + file.encoding + " '" + path.string() + "'"));
    auto reader = RecordReader::open(path);
    ASSERT_TRUE(reader);
    const auto ours = read_to_end(*reader);
    ASSERT_EQ(ours.size(), theirs.size());
    ASSERT_FALSE(ours.empty());
    std::size_t different = 0;
    for (std::size_t i = 0; i < ours.size(); ++i) {
        const std::string mine = ours[i].good ? plain(ours[i].record) : ours[i].bad.key;
        if (mine == theirs[i]) continue;
        ++different;
        if (different <= file.different || different > file.different + 2) continue;
        EXPECT_EQ(mine, theirs[i]) << "record " << i + 1;
    }
    EXPECT_EQ(different, file.different) << file.because;
}

INSTANTIATE_TEST_SUITE_P(
    Files, Yaz,
    testing::Values(Witnessed{"marc/concerto_601.mrc", "utf-8"}, Witnessed{"marc/koha_sample_435.mrc", "utf-8"},
                    Witnessed{"marc/jazz_1k.mrc", "marc-8"}, Witnessed{"marc/lul_fre_100.mrc", "marc-8"},
                    Witnessed{"marc/map_data.mrc", "utf-8"}, Witnessed{"marc/vietnamese_999_nfd.mrc", "utf-8"},
                    Witnessed{"marc/serialisations/loc.mrc", "utf-8"},
                    Witnessed{"marc/serialisations/demoRecs.mrc", "marc-8"},
                    Witnessed{"conformance/yaz_marc/marccol1.u8.marc", "utf-8"},
                    Witnessed{"conformance/yaz_marc/marccol2.u8.marc", "utf-8"},
                    Witnessed{"conformance/yaz_marc/marc7.marc", "marc-8"},
                    Witnessed{"conformance/yaz_marc/marc8.marc", "marc-8"}),
    [](const auto& test) {
        std::string name{test.param.file};
        std::replace_if(
            name.begin(), name.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
        return name;
    });

/// What is written is for others to read: a whole file, as MARC::Record for Perl takes it apart.
TEST(Perl, ReadsWhatIsWritten) {
    TANGTHU_NEEDS_SHARED("marc/koha_sample_435.mrc");
    if (!has_program("perl -MMARC::Batch -e1")) GTEST_SKIP() << "needs MARC::Record (package libmarc-record-perl)";
    std::string pattern = (std::filesystem::temp_directory_path() / "tangthu-perl-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    const std::filesystem::path folder = pattern;
    std::ofstream{folder / "read.pl"} << R"perl(
use MARC::Batch;
binmode STDOUT, ':utf8';
my $batch = MARC::Batch->new('USMARC', shift);
while (my $record = $batch->next) {
    my $leader = $record->leader;
    substr($leader, $_, 1) = '-' for (0..4, 9, 12..16);
    print "$leader\n";
    for my $field ($record->fields) {
        if ($field->is_control_field) { print $field->tag, ' ', $field->data, "\n"; next; }
        print $field->tag, ' ', $field->indicator(1), $field->indicator(2);
        print " \$$_->[0] $_->[1]" for $field->subfields;
        print "\n";
    }
    print "\n";
}
)perl";
    for (const char* name : {"marc/koha_sample_435.mrc", "marc/lul_fre_100.mrc", "marc/hebrew.marc"}) {
        auto reader = RecordReader::open(test::shared_data() / name);
        ASSERT_TRUE(reader);
        std::string expected;
        std::ofstream file{folder / "file.mrc", std::ios::binary};
        for (const ReadStep& step : read_to_end(*reader)) {
            if (!step.good) continue;
            file << to_string(step.record);
            expected += plain(step.record);
        }
        file.close();
        const std::string read =
            output_of("perl '" + (folder / "read.pl").string() + "' '" + (folder / "file.mrc").string() + "'");
        EXPECT_FALSE(expected.empty());
        EXPECT_TRUE(read == expected)
            << name << ": first difference at "
            << std::mismatch(read.begin(), read.end(), expected.begin(), expected.end()).first - read.begin();
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
}

} // namespace
} // namespace tangthu::marc::impl
