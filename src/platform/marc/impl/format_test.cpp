// Which format a file is, and the names of formats and encodings.
#include "platform/marc/format.h"

#include "platform/marc/impl/sample_records.h"

#include <gtest/gtest.h>

namespace tangthu::marc {
namespace {

constexpr Format kAll[] = {Format::Iso2709, Format::Isis, Format::MarcXml,  Format::Json,
                           Format::Ndjson,  Format::Mrk,  Format::AlephSeq, Format::Line};

TEST(Formats, AreFoundByTheirFirstBytes) {
    struct Row {
        const char* what;
        std::string head;
        std::optional<Format> format;
    };
    const Row rows[] = {
        {"nothing", "", std::nullopt},
        {"blanks", " \r\n\t", std::nullopt},
        {"a mark alone", "\xEF\xBB\xBF", std::nullopt},
        {"prose", "Thư mục địa chí Yên Bái, 1998\nTập 2\n", std::nullopt},
        {"a table", "001;Tên sách;Tác giả\n002;Tắt đèn;Ngô Tất Tố\n", std::nullopt},
        {"a picture", "\xFF\xD8\xFF\xE0 JFIF", std::nullopt},
        {"a picture with the separators of ISO 2709 in it",
         [] {
             std::string bytes = "\xFF\xD8\xFF\xE0";
             for (int i = 0; i < 4000; ++i)
                 bytes += static_cast<char>(i * 31 % 251);
             return bytes;
         }(),
         std::nullopt},
        {"XML with a mark and a line before it", "\xEF\xBB\xBF\n<collection>", Format::MarcXml},
        {"one JSON object over many lines", "{\n\"leader\": \"", Format::Json},
        {"a JSON array", "[{\"leader\":\"\"}]", Format::Json},
        {"one JSON object a line", "{\"leader\":\"\"}\n{\"leader\":\"\"}\n", Format::Ndjson},
        {"MARCMaker", "=LDR  00000nam\\a22", Format::Mrk},
        {"MARCMaker with a comment", "xuất ngày 1/1\n\n=LDR  00000nam\\a22\n", Format::Mrk},
        {"Aleph", "000000001 24510 L $$aTên", Format::AlephSeq},
        {"line", "00000nam a2200000 a 4500\n001 VN1\n", Format::Line},
        {"line with returns", "00000nam a2200000 a 4500\r\n001 VN1\r\n", Format::Line},
        {"ISO 2709", impl::raw_iso2709({{"001", "1"}, {"245", "10$aTên"}}), Format::Iso2709},
        {"ISO 2709 without subfields", impl::raw_iso2709({{"001", "1"}}), Format::Iso2709},
        {"ISO 2709 behind garbage", "rác\n" + impl::raw_iso2709({{"245", "10$aTên"}}), Format::Iso2709},
        {"ISIS", "00088000000000049000450020000230000000018#^aNhat ky##", Format::Isis},
    };
    for (const Row& row : rows)
        EXPECT_EQ(detect_format(row.head), row.format) << row.what;
}

TEST(Formats, OfWhatIsWrittenAreFoundAgain) {
    Record record;
    record.add_control("001", "VN1");
    record.add_field("245", '1', '0');
    record.add_subfield('a', "Tắt đèn");
    for (const Format format : kAll) {
        if (format == Format::Isis) continue;
        RecordWriter writer({.format = format});
        std::string out;
        writer.begin(out);
        writer.write(record, out);
        writer.write(record, out);
        writer.end(out);
        RecordReader reader{std::string_view{out}};
        EXPECT_EQ(impl::read_to_end(reader).size(), 2U) << format_name(format);
        EXPECT_EQ(reader.format(), format) << format_name(format);
    }
}

TEST(Formats, HaveNamesThatAreReadBack) {
    for (const Format format : kAll) {
        EXPECT_EQ(format_from_name(format_name(format)), format);
        EXPECT_NE(media_type(format).find('/'), std::string_view::npos);
    }
    EXPECT_EQ(format_from_name("ISO-2709"), Format::Iso2709);
    EXPECT_EQ(format_from_name("xml"), Format::MarcXml);
    EXPECT_EQ(format_from_name("docx"), std::nullopt);
    EXPECT_EQ(writable_format("xml"), Format::MarcXml);
    for (const auto* name : {"isis", "docx"}) {
        const auto refused = writable_format(name);
        ASSERT_FALSE(refused) << name;
        EXPECT_EQ(refused.error().params.at(1).value, "iso2709, marcxml, json, ndjson, mrk, aleph, line");
    }
}

TEST(Encodings, HaveNamesThatAreReadBack) {
    for (const Encoding encoding : {Encoding::Utf8, Encoding::Marc8, Encoding::Tcvn3, Encoding::Vni, Encoding::Viscii,
                                    Encoding::Cp1258, Encoding::Cp1252, Encoding::Cp1251, Encoding::Cp866})
        EXPECT_EQ(encoding_from_name(encoding_name(encoding)), encoding);
    EXPECT_EQ(encoding_from_name("ABC"), Encoding::Tcvn3);
    EXPECT_EQ(encoding_from_name("Windows-1258"), Encoding::Cp1258);
    EXPECT_EQ(encoding_from_name("ISO_8859-1"), Encoding::Cp1252);
    EXPECT_EQ(encoding_from_name(""), std::nullopt);
    EXPECT_EQ(encoding_from_name("utf-7"), std::nullopt);
}

TEST(Formats, WhatIsNoneIsOneRejectWithAReason) {
    const std::pair<std::string, std::string> inputs[] = {
        {"Thư mục địa chí\n", "marc.format_unknown"},
        {std::string{"\xFF\xFE<\0r\0", 6}, "marc.utf16"},
    };
    for (const auto& [bytes, key] : inputs) {
        const auto steps = impl::read_to_end(bytes);
        ASSERT_EQ(steps.size(), 1U);
        EXPECT_FALSE(steps[0].good);
        EXPECT_EQ(steps[0].bad.key, key);
        EXPECT_EQ(steps[0].bad.bytes, bytes);
    }
}

TEST(Formats, WhatIsReadAsXmlAndHoldsNoRecordIsOneReject) {
    for (const std::string bytes : {"Thư mục địa chí\n", "<html><body>404</body></html>", "00026nam a2200025   4500"}) {
        const auto steps = impl::read_to_end(bytes, {.format = Format::MarcXml});
        ASSERT_EQ(steps.size(), 1U) << bytes;
        EXPECT_EQ(steps[0].bad.key, "marc.format_unknown");
        EXPECT_EQ(steps[0].bad.bytes, bytes);
    }
    EXPECT_TRUE(impl::read_to_end("<collection xmlns=\"http://www.loc.gov/MARC21/slim\"></collection>").empty());
}

} // namespace
} // namespace tangthu::marc
