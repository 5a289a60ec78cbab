// ISO 2709 and CDS/ISIS as libraries really hand them over: wrong figures, lost terminators, things in between.
#include "platform/marc/impl/sample_records.h"
#include "tests/support/shared_data.h"

#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

namespace tangthu::marc::impl {
namespace {

const std::vector<RawField> kKieu{
    {"001", "VN000123"},
    {"245", "10$aTruyện Kiều /$cNguyễn Du ; Đào Duy Anh hiệu đính"},
    {"500", "  $aIn lần thứ ba"},
    {"952", "  $aTVT$pVV.12345"},
};
const std::vector<RawField> kHistory{{"001", "VN000124"}, {"245", "00$aLịch sử Đảng bộ huyện Yên Bình"}};

std::string kieu() { return raw_iso2709(kKieu); }
std::string history() { return raw_iso2709(kHistory); }
std::string plain_of(const std::string& raw) { return plain(read_to_end(raw).at(0).record); }

/// Every byte is in one step, or is padding between two.
void expect_covers(std::string_view input, const std::vector<ReadStep>& steps) {
    constexpr std::string_view kBetween{"\r\n \t\0\x1A\x1D\xEF\xBB\xBF", 10};
    std::uint64_t at = 0;
    std::uint64_t number = 0;
    for (const ReadStep& step : steps) {
        ASSERT_EQ(step.number(), ++number);
        ASSERT_GE(step.begin(), at);
        ASSERT_LE(step.begin() + step.size(), input.size());
        EXPECT_EQ(input.substr(at, step.begin() - at).find_first_not_of(kBetween), std::string_view::npos)
            << "lost before " << step.begin();
        const std::string_view bytes = input.substr(step.begin(), step.size());
        EXPECT_TRUE(step.good ? step.source == bytes : step.bad.bytes == bytes.substr(0, std::size_t{1} << 20));
        at = step.begin() + step.size();
    }
    EXPECT_EQ(input.substr(at).find_first_not_of(kBetween), std::string_view::npos) << "lost behind " << at;
}

TEST(Iso2709, SoundRecordsAreTakenAsTheyAre) {
    const std::string file = kieu() + history();
    const auto steps = read_to_end(file);
    ASSERT_EQ(steps.size(), 2U);
    expect_covers(file, steps);
    for (const ReadStep& step : steps)
        EXPECT_TRUE(step.good && step.origin.repairs.empty());
    const Record& record = steps[0].record;
    EXPECT_EQ(record.field_count(), 4U);
    EXPECT_EQ(record.control("001"), "VN000123");
    EXPECT_EQ(record.text("245", 'c'), "Nguyễn Du ; Đào Duy Anh hiệu đính");
    EXPECT_EQ(record.first("245")->ind1(), '1');
    EXPECT_EQ(record.first("245")->ind2(), '0');
    EXPECT_EQ(record.text("952", 'p'), "VV.12345");
    EXPECT_EQ(to_string(record), kieu());
}

TEST(Iso2709, DirectoryThatLiesIsOutvotedByTheTerminators) {
    struct Damage {
        const char* what;
        std::size_t at;
        const char* digits;
    };
    const Damage damages[] = {{"length of 245", 24 + 12 + 3, "0007"}, {"start of 500", 24 + 24 + 7, "00003"},
                              {"length of 001", 24 + 3, "9999"},      {"start beyond the end", 24 + 12 + 7, "99999"},
                              {"letters", 24 + 36 + 3, "abcd"},       {"base address", 12, "00030"}};
    for (const auto& [what, at, digits] : damages) {
        SCOPED_TRACE(what);
        std::string file = kieu();
        file.replace(at, std::string_view{digits}.size(), digits);
        const auto steps = read_to_end(file + history());
        ASSERT_EQ(steps.size(), 2U);
        ASSERT_TRUE(steps[0].good) << steps[0].bad.key;
        EXPECT_TRUE(steps[0].origin.repairs.has(Repair::Directory));
        EXPECT_EQ(plain(steps[0].record), plain_of(kieu()));
        EXPECT_TRUE(steps[1].good && steps[1].origin.repairs.empty());
    }
}

TEST(Iso2709, OrderOfTheStartsIsTakenWhereNoFigureIsTrue) {
    const auto without_figures = [](std::string file) {
        for (std::size_t entry = 24; entry < 24 + 48; entry += 12) {
            file.replace(entry + 3, 4, "0001");
            file[entry + 7] = '1';
        }
        return file;
    };
    std::string swapped = kieu();
    std::swap_ranges(swapped.begin() + 24 + 12, swapped.begin() + 24 + 24, swapped.begin() + 24 + 24);
    std::string one_wrong = swapped;
    one_wrong.replace(24 + 3, 4, "9999");
    std::string letters = without_figures(kieu());
    letters.replace(24 + 24 + 7, 5, "abcde");
    for (const std::string& file : {one_wrong, without_figures(swapped), letters}) {
        const auto steps = read_to_end(file);
        ASSERT_TRUE(steps.size() == 1 && steps[0].good);
        EXPECT_TRUE(steps[0].origin.repairs.has(Repair::Directory));
        EXPECT_EQ(steps[0].record.text("245", 'c'), "Nguyễn Du ; Đào Duy Anh hiệu đính");
        EXPECT_EQ(steps[0].record.text("500", 'a'), "In lần thứ ba");
        EXPECT_EQ(steps[0].record.control("001"), "VN000123");
    }
}

TEST(Iso2709, LengthsCountedInCharactersGiveTheSameRecord) {
    const std::string file = raw_iso2709(kKieu, LengthsCount::characters) + history();
    const auto steps = read_to_end(file);
    ASSERT_EQ(steps.size(), 2U);
    expect_covers(file, steps);
    ASSERT_TRUE(steps[0].good);
    EXPECT_EQ(plain(steps[0].record), plain_of(kieu()));
    EXPECT_TRUE(steps[0].origin.repairs.has(Repair::RecordLength));
    EXPECT_TRUE(steps[0].origin.repairs.has(Repair::Directory));
}

TEST(Iso2709, MarksAndLineEndsBetweenRecordsBelongToNone) {
    const std::string bom = "\xEF\xBB\xBF";
    for (const std::string between : {"\r\n", "\n", "\n\n", "\x1A", "\x1D", "\r\n\xEF\xBB\xBF"}) {
        const std::string file = bom + kieu() + between + history() + between;
        const auto steps = read_to_end(file);
        ASSERT_EQ(steps.size(), 2U) << testing::PrintToString(between);
        expect_covers(file, steps);
        EXPECT_EQ(steps[0].origin.offset, 3U);
        EXPECT_EQ(steps[1].origin.offset, 3 + kieu().size() + between.size());
        EXPECT_EQ(steps[1].source, history());
        EXPECT_TRUE(steps[1].origin.repairs.empty());
    }
}

TEST(Iso2709, RecordsBeyondTheFiveDigitsOfALengthSurviveWritingAndReading) {
    Record record;
    record.add_control("001", "dài");
    for (int i = 0; i < 40; ++i) {
        record.add_field("505");
        record.add_subfield('a', "Chương " + std::to_string(i) + std::string(4000, 'x'));
    }
    record.add_field("520");
    record.add_subfield('a', std::string(30000, 'y') + "hết");
    const std::string raw = to_string(record);
    ASSERT_GT(raw.size(), 99'999U);
    EXPECT_EQ(raw.substr(0, 5), "99999");
    const auto steps = read_to_end(raw + history());
    ASSERT_EQ(steps.size(), 2U);
    ASSERT_TRUE(steps[0].good && steps[1].good);
    EXPECT_TRUE(same_content(steps[0].record, record));
    EXPECT_EQ(plain(steps[1].record), plain_of(history()));
}

TEST(Iso2709, Utf8ThatIsNotDeclaredIsSeen) {
    std::string file = kieu();
    file[9] = ' ';
    const auto steps = read_to_end(file);
    ASSERT_TRUE(steps.size() == 1 && steps[0].good);
    EXPECT_EQ(steps[0].origin.encoding, Encoding::Utf8);
    EXPECT_TRUE(steps[0].origin.repairs.has(Repair::Utf8Unflagged));
    EXPECT_EQ(steps[0].record.leader()[9], 'a');
    EXPECT_EQ(plain(steps[0].record), plain_of(kieu()));
}

TEST(Iso2709, TerminatorInsideANoteStaysInsideTheNote) {
    auto fields = kKieu;
    fields[2].content = "  $aIn lần\x1Ethứ ba";
    const auto steps = read_to_end(raw_iso2709(fields));
    ASSERT_TRUE(steps.size() == 1 && steps[0].good);
    EXPECT_TRUE(steps[0].origin.repairs.has(Repair::Terminators));
    EXPECT_EQ(steps[0].record.text("500", 'a'), "In lần thứ ba");
    EXPECT_EQ(steps[0].record.text("952", 'p'), "VV.12345");
    EXPECT_EQ(steps[0].record.field_count(), 4U);
}

TEST(Iso2709, TextWithoutSubfieldsIsNotLostInTheIndicators) {
    const auto read = [](const RawField& field) { return read_to_end(raw_iso2709({field})).at(0).record; };
    EXPECT_EQ(read({"003", "VN$"}).control("003"), "VN");
    EXPECT_EQ(read({"500", "Ab"}).text("500", 'a'), "Ab");
    EXPECT_EQ(read({"500", "Ab$"}).text("500", 'a'), "Ab");
    EXPECT_EQ(read({"500", "Ab"}).first("500")->ind1(), ' ');
    EXPECT_EQ(read({"500", "1 "}).first("500")->ind1(), '1');
    EXPECT_EQ(read({"500", "1 "}).text("500", 'a'), "");
}

TEST(Iso2709, CutOffLastRecordIsKeptForTheRejectsFile) {
    const std::string whole = kieu();
    for (std::size_t size = 1; size < whole.size(); ++size) {
        const std::string file = history() + whole.substr(0, size);
        const auto steps = read_to_end(file);
        ASSERT_EQ(steps.size(), 2U) << size;
        expect_covers(file, steps);
        EXPECT_TRUE(steps[0].good);
        // Only the record terminator gone: everything is there.
        ASSERT_EQ(steps[1].good, size + 1 == whole.size()) << size;
        if (steps[1].good) {
            EXPECT_TRUE(steps[1].origin.repairs.has(Repair::Terminators));
            EXPECT_EQ(plain(steps[1].record), plain_of(whole));
            continue;
        }
        EXPECT_EQ(steps[1].bad.key, size < 25 ? "marc.record_too_short" : "marc.record_cut_off") << size;
        EXPECT_EQ(steps[1].bad.bytes, whole.substr(0, size));
    }
}

TEST(Iso2709, WhatStandsBetweenRecordsIsReportedWithItsPlaceAndReadingGoesOn) {
    using namespace std::string_literals;
    const std::string jpeg = "\xFF\xD8\xFF\xE0\0\x10JFIF\0\1\1\0\0\x1D\1\0\1\0\0\xFF\xDB\0C\0\x1F\x1E\x1F\2\2\2"s;
    const std::string garbages[] = {"Danh mục sách mới, trang 3\r\nkhông phải biểu ghi nào cả\r\n",
                                    "12345 là số trang",
                                    jpeg,
                                    "00000",
                                    "\x1E\x1F\x1E\x1E",
                                    std::string(3000, '9')};
    for (const std::string& garbage : garbages) {
        SCOPED_TRACE(testing::PrintToString(garbage.substr(0, 40)));
        const std::string file = kieu() + garbage + history() + kieu();
        const auto steps = read_to_end(file);
        expect_covers(file, steps);
        ASSERT_GE(steps.size(), 4U);
        EXPECT_TRUE(steps[0].good);
        EXPECT_FALSE(steps[1].good);
        EXPECT_EQ(steps[1].bad.offset, kieu().size());
        EXPECT_TRUE(steps[1].bad.key.starts_with("marc."));
        EXPECT_EQ(steps[steps.size() - 2].source, history());
        EXPECT_EQ(plain(steps.back().record), plain_of(kieu()));
    }
}

TEST(Iso2709, LostRecordTerminatorDoesNotJoinTwoRecords) {
    std::string first = kieu();
    first.pop_back();
    const auto steps = read_to_end(first + history());
    ASSERT_EQ(steps.size(), 2U);
    ASSERT_TRUE(steps[0].good && steps[1].good);
    EXPECT_TRUE(steps[0].origin.repairs.has(Repair::Terminators));
    EXPECT_EQ(plain(steps[0].record), plain_of(kieu()));
    EXPECT_EQ(plain(steps[1].record), plain_of(history()));
}

TEST(Iso2709, InputWithoutAnythingEndsAtOnce) {
    for (const std::string input : {"", "\xEF\xBB\xBF", "\r\n\r\n", "  \n\t\x1A"})
        EXPECT_TRUE(read_to_end(input).empty()) << testing::PrintToString(input);
}

TEST(Iso2709, PictureIsOneRejectNotAThousand) {
    std::string jpeg = "\xFF\xD8\xFF\xE0";
    for (unsigned i = 0; i < 20000; ++i)
        jpeg += static_cast<char>(i * 2654435761U >> 24U);
    RecordReader reader{std::string_view{jpeg}};
    const auto steps = read_to_end(reader);
    ASSERT_FALSE(steps.empty());
    EXPECT_FALSE(std::any_of(steps.begin(), steps.end(), [](const ReadStep& step) { return step.good; }));
    expect_covers(jpeg, steps);
    EXPECT_LE(steps.size(), 200U);
}

TEST(Iso2709, TooLongStretchesAreBoundedAndTheNextRecordIsFound) {
    const ReadOptions options{.max_record_bytes = 4096};
    auto fields = kKieu;
    fields[2].content = "  $a" + std::string(9000, 'x');
    const std::string file = kieu() + raw_iso2709(fields) + history();
    const auto steps = read_to_end(file, options);
    expect_covers(file, steps);
    ASSERT_EQ(steps.size(), 3U);
    EXPECT_EQ(steps[1].bad.key, "marc.record_too_long");
    EXPECT_EQ(steps[1].bad.offset, kieu().size());
    EXPECT_EQ(plain(steps[2].record), plain_of(history()));
}

/// Lines of figures look like beginnings of records. Each must not cost a look at a whole record's worth of bytes.
TEST(Iso2709, LinesOfFiguresAreNotTriedOneByOne) {
    const ReadOptions options{.format = Format::Iso2709, .max_record_bytes = 4096};
    for (const std::string line : {"12345\n", "00123nam\r\n", "99999\r", "00026\n\n"}) {
        std::string file = kieu();
        while (file.size() < 150'000)
            file += line;
        const auto bound = file.size() / (options.max_record_bytes - 24) + 4;
        for (const std::string end : {"", "\x1D"}) {
            const std::string whole = file + end + history();
            const auto steps = read_to_end(whole, options);
            expect_covers(whole, steps);
            EXPECT_LE(steps.size(), bound) << testing::PrintToString(line);
            EXPECT_EQ(steps.back().source, history());
        }
    }
}

TEST(Iso2709, StreamInPiecesGivesWhatMemoryGives) {
    std::string file;
    for (int i = 0; file.size() < 900'000; ++i) {
        auto fields = kKieu;
        fields[0].content += std::to_string(i);
        fields[2].content += std::string(static_cast<std::size_t>(i * 37 % 700), 'z');
        file += i % 50 == 7 ? "rác giữa hai biểu ghi\n" : "";
        file += raw_iso2709(fields, i % 3 == 0 ? LengthsCount::characters : LengthsCount::bytes);
        if (i % 11 == 0) file.pop_back();
        if (i == 400) file += std::string(300'000, 'q');
    }
    const auto whole = read_to_end(file);
    expect_covers(file, whole);
    std::istringstream stream{file};
    RecordReader reader{stream};
    const auto pieces = read_to_end(reader);
    ASSERT_EQ(pieces.size(), whole.size());
    for (std::size_t i = 0; i < whole.size(); ++i) {
        ASSERT_EQ(pieces[i].good, whole[i].good) << i;
        ASSERT_EQ(pieces[i].begin(), whole[i].begin()) << i;
        ASSERT_EQ(pieces[i].size(), whole[i].size()) << i;
        if (whole[i].good) {
            ASSERT_TRUE(same_content(pieces[i].record, whole[i].record)) << i;
        } else {
            ASSERT_EQ(pieces[i].bad.bytes, whole[i].bad.bytes) << i;
        }
    }
}

TEST(Iso2709, UnimarcIsReadByTheSameRules) {
    const std::string file = raw_iso2709({{"001", "u1"},
                                          {"100", "  $a20260101d2026    k  y0viey50      ba"},
                                          {"200", "1 $aTruyện Kiều$fNguyễn Du"},
                                          {"700", " 1$aNguyễn$bDu"}},
                                         LengthsCount::bytes, "nam0 22");
    const auto steps = read_to_end(file);
    ASSERT_TRUE(steps.size() == 1 && steps[0].good);
    EXPECT_EQ(steps[0].record.text("200", 'f'), "Nguyễn Du");
    EXPECT_EQ(steps[0].record.first("700")->ind2(), '1');
    EXPECT_EQ(steps[0].record.leader()[8], '0');
    EXPECT_EQ(steps[0].record.text("100", 'a'), "20260101d2026    k  y0viey50      ba");
}

/// A CDS/ISIS export: `#` ends a field, `##` a record, lines of 80, no indicators, `^` before a code.
std::string isis(const std::vector<RawField>& fields, bool wrapped) {
    std::string raw = raw_iso2709(fields, LengthsCount::bytes, "0000000");
    for (char& c : raw)
        c = c == '\x1E' || c == '\x1D' ? '#' : c == '\x1F' ? '^' : c;
    raw.replace(17, 7, "0004500");
    if (!wrapped) return raw + "\r\n";
    std::string lines;
    for (std::size_t at = 0; at < raw.size(); at += 80)
        lines += raw.substr(at, 80) + "\r\n";
    return lines;
}

TEST(Isis, HashesAndLinesOfEightyGiveRecords) {
    const std::vector<RawField> first{
        {"001", "17"},
        {"200", "$aNhật ký trong tù$fHồ Chí Minh"},
        {"300", "Bản dịch số 1, in trên giấy dó; có chữ ký của người dịch và dấu thư viện"},
        {"999", "VV 123"}};
    for (const bool wrapped : {true, false}) {
        SCOPED_TRACE(wrapped);
        const std::string file = isis(first, wrapped) + isis({{"001", "18"}, {"200", "$aSố đỏ"}}, wrapped);
        RecordReader reader{std::string_view{file}};
        const auto steps = read_to_end(reader);
        EXPECT_EQ(reader.format(), Format::Isis);
        ASSERT_EQ(steps.size(), 2U);
        ASSERT_TRUE(steps[0].good) << steps[0].bad.key;
        ASSERT_TRUE(steps[1].good) << steps[1].bad.key;
        const Record& record = steps[0].record;
        EXPECT_EQ(record.text("200", 'a'), "Nhật ký trong tù");
        EXPECT_EQ(record.text("200", 'f'), "Hồ Chí Minh");
        EXPECT_EQ(record.text("300", 'a'), first[2].content);
        EXPECT_EQ(record.leader().substr(10, 2), "22");
        EXPECT_EQ(record.leader().substr(20), "4500");
        EXPECT_EQ(steps[1].record.text("200", 'a'), "Số đỏ");
        EXPECT_EQ(steps[1].origin.offset, isis(first, wrapped).size());
    }
}

TEST(Isis, EmptyFieldsAndCutRecordsAreToldApart) {
    const std::string file = isis({{"001", "1"}, {"010", ""}, {"200", "$aCó"}}, true);
    const std::string cut = isis({{"001", "2"}, {"200", "$aKhông"}}, true);
    const auto steps = read_to_end(file + cut.substr(0, cut.size() - 5), {.format = Format::Isis});
    ASSERT_EQ(steps.size(), 2U);
    ASSERT_TRUE(steps[0].good) << steps[0].bad.key;
    EXPECT_EQ(steps[0].record.text("200", 'a'), "Có");
    ASSERT_FALSE(steps[1].good);
    EXPECT_EQ(steps[1].bad.key, "marc.record_cut_off");
    EXPECT_EQ(steps[1].bad.offset, file.size());
}

TEST(Iso2709, NoByteOfADamagedFileIsLost) {
    TANGTHU_NEEDS_SHARED("marc/malformed");
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(test::shared_data() / "marc/malformed")) {
        if (entry.path().extension() == ".xml") continue;
        SCOPED_TRACE(entry.path().filename().string());
        std::ifstream in{entry.path(), std::ios::binary};
        const std::string bytes{std::istreambuf_iterator<char>{in}, {}};
        const auto steps = read_to_end(bytes, {.format = Format::Iso2709});
        EXPECT_FALSE(steps.empty());
        expect_covers(bytes, steps);
        ++files;
    }
    EXPECT_GE(files, 10U);
}

} // namespace
} // namespace tangthu::marc::impl
