// What is written is read back the same, in every format; the same records in many formats are the same records.
#include "platform/marc/impl/sample_records.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace tangthu::marc::impl {
namespace {

using Pieces = std::vector<std::string>;

rc::Gen<std::string> text_of(const Pieces& pieces) {
    return rc::gen::map(rc::gen::resize(8, rc::gen::container<Pieces>(rc::gen::elementOf(pieces))),
                        [](const Pieces& chosen) {
                            std::string text;
                            for (const std::string& piece : chosen)
                                text += piece;
                            return text;
                        });
}

/// What can stand in a value of a format; each has signs of its own that it must hide from itself.
Pieces pieces_of(Format format) {
    Pieces pieces{"Truyện", "Kiều", " ",   "  ", "NGUYỄN ỮẪỆỘ", "đờn ca", "thuở", "圖書", "книга", "/", ":",
                  "=245",   "<b>",  "&",   "\"", "'",           "]]>",    "{",    "}",    "\\",    "#", "001",
                  "|",      "a",    "\\n", "%",  "[",           "\u20AB", "😀",   ",",    "12"};
    if (format != Format::Line) pieces.emplace_back("5$");
    if (format != Format::AlephSeq) pieces.emplace_back("^");
    const bool one_line = format == Format::AlephSeq || format == Format::Line;
    if (!one_line) pieces.insert(pieces.end(), {"\n", "\t", "\r\n"});
    return pieces;
}

rc::Gen<Record> any_record(Pieces pieces) {
    return rc::gen::exec([pieces = std::move(pieces)] {
        Record record;
        record.set_leader(*rc::gen::element<std::string>("00000nam a2200000 a 4500", "00000cas a2200000 i 4500",
                                                         "00000nz  a2200000n  4500"));
        const int count = *rc::gen::inRange(1, 8);
        for (int i = 0; i < count; ++i) {
            if (*rc::gen::inRange(0, 4) == 0) {
                record.add_control(*rc::gen::element<std::string>("001", "003", "008"), *text_of(pieces));
                continue;
            }
            const auto indicator = rc::gen::elementOf(std::string{" 0129a"});
            const auto tag = rc::gen::element<std::string>("020", "100", "245", "952", "999", "CAT", "880");
            const char ind1 = *indicator;
            record.add_field(*tag, ind1, *indicator);
            const int subfields = *rc::gen::inRange(1, 5);
            for (int k = 0; k < subfields; ++k)
                record.add_subfield(*rc::gen::elementOf(std::string{"abcz059"}), *text_of(pieces));
        }
        return record;
    });
}

rc::Gen<std::vector<Record>> any_records(Format format) {
    return rc::gen::exec([format] {
        std::vector<Record> records(static_cast<std::size_t>(*rc::gen::inRange(1, 4)));
        for (Record& record : records)
            record = *any_record(pieces_of(format));
        return records;
    });
}

std::string written(const std::vector<Record>& records, const WriteOptions& options, std::uint64_t& replaced) {
    RecordWriter writer(options);
    std::string out;
    writer.begin(out);
    for (const Record& record : records)
        writer.write(record, out);
    writer.end(out);
    replaced = writer.replaced_characters();
    return out;
}

void expect_back(const std::vector<Record>& records, const WriteOptions& options) {
    std::uint64_t replaced = 0;
    const std::string out = written(records, options, replaced);
    const auto steps = read_to_end(out, {.format = options.format});
    RC_ASSERT(steps.size() == records.size());
    for (std::size_t i = 0; i < steps.size(); ++i) {
        RC_ASSERT(steps[i].good);
        if (options.encoding == Encoding::Utf8) RC_ASSERT(steps[i].origin.repairs.empty());
        RC_ASSERT(plain(steps[i].record) == plain(records[i]));
        RC_ASSERT(same_content(steps[i].record, records[i]));
    }
}

class EveryFormat : public testing::TestWithParam<Format> {};

TEST_P(EveryFormat, BringsBackWhatWasWritten) {
    const Format format = GetParam();
    EXPECT_TRUE(rc::check("written and read", [format] {
        expect_back(*any_records(format), {.format = format, .indent = *rc::gen::arbitrary<bool>()});
    }));
}

INSTANTIATE_TEST_SUITE_P(All, EveryFormat,
                         testing::Values(Format::Iso2709, Format::MarcXml, Format::Json, Format::Ndjson, Format::Mrk,
                                         Format::AlephSeq, Format::Line),
                         [](const auto& test) { return std::string{format_name(test.param)}; });

class Marc8Format : public testing::TestWithParam<Format> {};

TEST_P(Marc8Format, BringsBackWhatWasWrittenInMarc8) {
    const Format format = GetParam();
    EXPECT_TRUE(rc::check("written and read", [format] {
        expect_back(*any_records(format), {.format = format, .encoding = Encoding::Marc8});
    }));
}

INSTANTIATE_TEST_SUITE_P(All, Marc8Format, testing::Values(Format::Iso2709, Format::Mrk),
                         [](const auto& test) { return std::string{format_name(test.param)}; });

TEST(Writing, ARecordWithoutAnyTextIsStillARecord) {
    Record record;
    record.add_field("245", '1', '0');
    record.add_subfield('a', "");
    for (const Format format : {Format::Iso2709, Format::MarcXml, Format::Json, Format::Ndjson, Format::Mrk,
                                Format::AlephSeq, Format::Line}) {
        const auto steps = read_to_end(to_string(record, {.format = format}), {.format = format});
        ASSERT_TRUE(steps.size() == 1 && steps[0].good) << format_name(format);
        EXPECT_TRUE(same_content(steps[0].record, record)) << format_name(format);
    }
}

TEST(Writing, AReferenceIsACharacterInMarc8Only) {
    const auto title = [](const std::string& leader_09, const std::string& text) {
        const auto steps = read_to_end("=LDR  00000nam\\" + leader_09 + "22\n=245  00$a" + text + "\n");
        return steps.size() == 1 && steps[0].good ? std::string{steps[0].record.text("245", 'a')} : "bad";
    };
    EXPECT_EQ(title("\\", "gi{acute}a 5 &#x20AB;"), "giá 5 ₫");
    EXPECT_EQ(title("\\", "5 &#x20AB;"), "5 ₫");
    EXPECT_EQ(title("a", "gi{acute}a &#x20AB;"), "giá &#x20AB;");
    EXPECT_EQ(title("a", "giá &#x20AB; {dollar}"), "giá &#x20AB; $");
}

TEST(Writing, NamesOfMarc8TellOfTheirOwnRecordOnly) {
    const std::string leader = "=LDR  00000nam\\\\22\n";
    const auto steps = read_to_end(leader + "=245  00$agi{acute}a\n\n" + leader + "=245  00$agia\n\n" + leader +
                                   "=245  00$agi{acute}a, Thư\n");
    ASSERT_EQ(steps.size(), 3U);
    const auto has = [&](std::size_t step, Repair repair) { return steps[step].origin.repairs.has(repair); };
    EXPECT_EQ(steps[0].record.text("245", 'a'), "giá");
    EXPECT_TRUE(has(0, Repair::DecodedMarc8));
    EXPECT_FALSE(has(0, Repair::Utf8Unflagged));
    EXPECT_FALSE(has(1, Repair::DecodedMarc8));
    EXPECT_EQ(steps[2].record.text("245", 'a'), "giá, Thư");
    EXPECT_TRUE(has(2, Repair::Utf8Unflagged));
    EXPECT_FALSE(has(2, Repair::DecodedMarc8));
}

TEST(Writing, TextWithoutSubfieldsIsReadAsInIso2709) {
    const auto steps = read_to_end("=LDR  00000nam\\a22\n=500  Ab\n=501  1\\\n");
    ASSERT_TRUE(steps.size() == 1 && steps[0].good);
    EXPECT_EQ(steps[0].record.text("500", 'a'), "Ab");
    EXPECT_EQ(steps[0].record.first("500")->ind1(), ' ');
    EXPECT_EQ(steps[0].record.first("501")->ind1(), '1');
    EXPECT_EQ(read_to_end(to_string(steps[0].record)).at(0).record.text("500", 'a'), "Ab");
}

TEST(Writing, DollarsThatWouldBeginASubfieldAreSetApartAndCounted) {
    Record record;
    record.add_field("245");
    record.add_subfield('a', "Win $$$");
    record.add_subfield('b', "5$");
    std::uint64_t replaced = 0;
    const std::string out = written({record}, {.format = Format::AlephSeq}, replaced);
    const auto steps = read_to_end(out, {.format = Format::AlephSeq});
    ASSERT_TRUE(steps.size() == 1 && steps[0].good);
    EXPECT_EQ(steps[0].record.text("245", 'a'), "Win $ $ $");
    EXPECT_EQ(steps[0].record.text("245", 'b'), "5$");
    EXPECT_EQ(replaced, 2U);
}

TEST(Writing, ALineBreakIsCountedWhereALineIsAField) {
    Record record;
    record.add_field("520");
    record.add_subfield('a', "Một\nhai");
    for (const Format format : {Format::AlephSeq, Format::Line}) {
        std::uint64_t replaced = 0;
        const std::string out = written({record}, {.format = format}, replaced);
        EXPECT_EQ(replaced, 1U);
        EXPECT_EQ(read_to_end(out, {.format = format}).at(0).record.text("520", 'a'), "Một hai");
    }
}

TEST(Writing, ARecordNeverHoldsASeparator) {
    Record record;
    record.add_control("001", "a\x1D"
                              "b");
    record.add_field("245", '\x1F', '0');
    record.add_subfield('\x1E', "x\x1Fy\x1Ez");
    EXPECT_EQ(record.control("001"), "a b");
    EXPECT_EQ(record.first("245")->ind1(), ' ');
    EXPECT_EQ(to_string(record).find("x y z"), to_string(record).size() - 7);
}

TEST(Writing, NothingAtAllIsStillAFileOfItsFormat) {
    std::uint64_t replaced = 0;
    for (const Format format : {Format::Iso2709, Format::MarcXml, Format::Json, Format::Ndjson, Format::Mrk}) {
        const std::string out = written({}, {.format = format}, replaced);
        EXPECT_TRUE(read_to_end(out).empty()) << format_name(format) << ": " << out;
    }
}

/// The same records in other formats, from other hands.
class Serialisations : public testing::TestWithParam<std::pair<const char*, Pieces>> {};

std::vector<std::string> records_of(const std::string& name) {
    auto reader = RecordReader::open(test::shared_data() / "marc/serialisations" / name);
    EXPECT_TRUE(reader) << name;
    std::vector<std::string> records;
    for (const ReadStep& step : read_to_end(*reader)) {
        EXPECT_TRUE(step.good) << name << ": " << step.bad.key;
        // A field of blanks is written in many ways by others; trailing blanks of the leader are lost by some.
        records.push_back(step.good ? plain(step.record) : step.bad.key);
    }
    return records;
}

TEST_P(Serialisations, OfTheSameRecordsAgree) {
    TANGTHU_NEEDS_SHARED("marc/serialisations");
    const auto& [first, others] = GetParam();
    const auto expected = records_of(first);
    ASSERT_FALSE(expected.empty());
    for (const std::string& other : others) {
        const auto found = records_of(other);
        ASSERT_EQ(found.size(), expected.size()) << other;
        for (std::size_t i = 0; i < found.size(); ++i)
            EXPECT_EQ(found[i], expected[i]) << other << " record " << i + 1;
    }
}

INSTANTIATE_TEST_SUITE_P(
    Files, Serialisations,
    testing::Values(std::pair{"code4lib.mrc", Pieces{"code4lib.line", "code4lib.mrk", "code4lib.turbo.xml",
                                                     "code4lib.xml", "code4lib.yaz.json"}},
                    std::pair{"example.mrc", Pieces{"example.line", "example.mrk", "example.turbo.xml", "example.xml"}},
                    std::pair{"loc.mrc", Pieces{"loc.mrc.xml"}},
                    std::pair{"specTestRecs.mrc",
                              Pieces{"specTestRecs.xml", "specTestRecs_no_Prolog.xml", "specTestRecs_withBOM.xml"}}),
    [](const auto& test) {
        std::string name = test.param.first;
        return name.substr(0, name.find('.'));
    });

} // namespace
} // namespace tangthu::marc::impl
