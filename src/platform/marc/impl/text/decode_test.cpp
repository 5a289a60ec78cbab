// MARC-8 and the encodings of old Vietnamese catalogues, as they come in records.
#include "platform/marc/impl/sample_records.h"
#include "platform/marc/impl/text/scan.h"
#include "platform/text/normalize.h"
#include "tests/support/shared_data.h"

#include <fstream>
#include <gtest/gtest.h>
#include <pugixml.hpp>
#include <sstream>

namespace tangthu::marc::impl {
namespace {

std::string decoded(std::string_view marc8, std::size_t* undefined = nullptr) {
    std::string out;
    const std::size_t count = Marc8Decoder{}.decode(marc8, out);
    if (undefined != nullptr) *undefined = count;
    return out;
}

std::string encoded(std::string_view utf8, std::size_t* replaced = nullptr) {
    std::string out;
    const std::size_t count = Marc8Encoder{}.encode(utf8, out);
    if (replaced != nullptr) *replaced = count;
    return out;
}

TEST(Marc8, EveryVietnameseLetterGoesThereAndBack) {
    std::string all;
    for (const char* base : {"a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y",
                             "A", "Ă", "Â", "E", "Ê", "I", "O", "Ô", "Ơ", "U", "Ư", "Y"}) {
        for (const char* tone : {"", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"}) {
            const std::string letter = text::nfc(std::string{base} + tone);
            std::size_t lost = 0;
            const std::string marc8 = encoded(letter, &lost);
            EXPECT_EQ(lost, 0U) << letter;
            EXPECT_EQ(marc8.find("&#"), std::string::npos) << letter;
            EXPECT_EQ(decoded(marc8, &lost), letter);
            EXPECT_EQ(lost, 0U) << letter;
            all += letter;
        }
    }
    all += "đĐ";
    EXPECT_EQ(decoded(encoded(all)), all);
    EXPECT_EQ(encoded("đĐơƠưƯ"), "\xB3\xA3\xBC\xAC\xBD\xAD");
}

TEST(Marc8, BothOrdersOfCircumflexAndToneGiveOneLetter) {
    EXPECT_EQ(decoded("\xE1\xE3"
                      "a"),
              "ầ");
    EXPECT_EQ(decoded("\xE3\xE1"
                      "a"),
              "ầ");
    EXPECT_EQ(decoded("Vi\xF2\xE3"
                      "et"),
              "Việt");
    EXPECT_EQ(decoded("Vi\xE3\xF2"
                      "et"),
              "Việt");
    EXPECT_EQ(decoded("\xE2\xBD"), "ứ");
}

TEST(Marc8, WhatHasNoCodeIsWrittenAsAReference) {
    std::size_t replaced = 0;
    EXPECT_EQ(encoded("a😀b", &replaced), "a&#x1F600;b");
    EXPECT_EQ(replaced, 1U);
    EXPECT_EQ(decoded("a&#x1F600;b"), "a😀b");
    EXPECT_EQ(decoded("&#x;&#xZZ;&#x110000;&#xD800;&#"), "&#x;&#xZZ;&#x110000;&#xD800;&#");
}

TEST(Marc8, CodesThatMeanNothingAreCountedNotLost) {
    std::size_t undefined = 0;
    EXPECT_EQ(decoded("a\xFF"
                      "b",
                      &undefined),
              "a\uFFFDb");
    EXPECT_EQ(undefined, 1U);
    EXPECT_EQ(decoded("", &undefined), "");
    EXPECT_EQ(undefined, 0U);
}

/// Every code of the tables of the Library of Congress, in the set it belongs to.
TEST(Marc8, DecodesTheCodeTables) {
    TANGTHU_NEEDS_SHARED("conformance/marc8/codetables.xml");
    pugi::xml_document tables;
    ASSERT_TRUE(tables.load_file((test::shared_data() / "conformance/marc8/codetables.xml").c_str()));
    std::size_t tried = 0;
    std::size_t wrong = 0;
    std::string differences;
    for (const auto& set : tables.select_nodes("//characterSet")) {
        const auto iso = static_cast<char>(std::stoi(set.node().attribute("ISOcode").value(), nullptr, 16));
        const bool eacc = iso == '1';
        const std::string escape = eacc ? "\x1B$1" : iso == 'E' ? "\x1B(!E" : std::string{"\x1B("} + iso;
        for (const auto& found : set.node().select_nodes(".//code")) {
            const auto code = found.node();
            const std::string_view ucs = code.child("ucs").text().get();
            // Marks, and the places that other codes have taken over, mean nothing alone.
            if (ucs.empty() || code.child("isCombining").text().as_bool() || ucs == "0020" || ucs == "3000") continue;
            const std::string_view hex = code.child("marc").text().get();
            std::string marc8 = escape;
            for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
                marc8 += static_cast<char>(std::stoi(std::string{hex.substr(i, 2)}, nullptr, 16) & 0x7F);
            if (!eacc && static_cast<unsigned char>(marc8.back()) < 0x21) continue; // control codes
            std::string expected;
            append_utf8(expected, static_cast<char32_t>(std::stoul(std::string{ucs}, nullptr, 16)));
            ++tried;
            const std::string got = decoded(marc8);
            if (got == text::nfc(expected)) continue;
            if (++wrong <= 20)
                ((((differences += iso) += ' ') += hex) += " U+").append(ucs).append(" gave ").append(got) += '\n';
        }
    }
    EXPECT_GT(tried, 15000U);
    EXPECT_EQ(wrong, 0U) << "of " << tried << ":\n" << differences;
}

std::string shared_bytes(const std::string& name) {
    std::ifstream file{test::shared_data() / "vietnam/encodings" / name, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in{text};
    for (std::string line; std::getline(in, line);)
        lines.push_back(line);
    return lines;
}

struct LegacyFile {
    const char* name;
    Encoding encoding;
    bool unicode; ///< the file is UTF-8 and shows what a legacy font had
};

class LegacyRecords : public testing::TestWithParam<std::tuple<LegacyFile, bool>> {};

/// Ten lines a record, as the notes of a title; every fifth ten, for they take their time.
TEST_P(LegacyRecords, SayWhatTheirLinesSayInUtf8) {
    TANGTHU_NEEDS_SHARED("vietnam/encodings");
    const auto [file, forced] = GetParam();
    const auto lines = lines_of(shared_bytes(file.name));
    const auto expected = lines_of(shared_bytes("kieu_lines.utf8.txt"));
    ASSERT_EQ(lines.size(), expected.size());
    std::size_t compared = 0;
    std::size_t wrong = 0;
    for (std::size_t at = 0; at + 10 <= lines.size(); at += 50) {
        std::vector<RawField> fields;
        bool separators = false;
        for (std::size_t i = at; i < at + 10; ++i) {
            separators |= lines[i].find_first_of("\x1D\x1E\x1F$") != std::string::npos;
            fields.push_back({"500", "  $a" + lines[i]});
        }
        if (separators) continue; // Ỵ of VISCII
        const std::string leader = file.unicode ? "nam a22" : "nam  22";
        ReadOptions options{.format = Format::Iso2709};
        if (forced && !file.unicode) options.encoding = file.encoding;
        const auto steps = read_to_end(raw_iso2709(fields, LengthsCount::bytes, leader), options);
        ASSERT_TRUE(steps.size() == 1 && steps[0].good);
        EXPECT_EQ(steps[0].origin.encoding, file.encoding) << "record " << at / 10;
        EXPECT_TRUE(steps[0].origin.repairs.has(file.unicode ? Repair::LegacyInUtf8 : Repair::DecodedLegacy));
        for (std::size_t i = 0; i < 10; ++i) {
            ++compared;
            const auto got = steps[0].record.field(i).subfield('a');
            if (got == text::nfc(expected[at + i])) continue;
            if (++wrong <= 5) ADD_FAILURE() << "line " << at + i + 1 << ": " << got << " for " << expected[at + i];
        }
    }
    EXPECT_GT(compared, 500U);
}

INSTANTIATE_TEST_SUITE_P(Kieu, LegacyRecords,
                         testing::Combine(testing::Values(LegacyFile{"kieu_lines.TCVN.bin", Encoding::Tcvn3, false},
                                                          LegacyFile{"kieu_lines.VISCII.bin", Encoding::Viscii, false},
                                                          LegacyFile{"kieu_lines.tcvn3.latin1view.utf8.txt",
                                                                     Encoding::Utf8, true}),
                                          testing::Bool()),
                         [](const auto& test) {
                             const LegacyFile file = std::get<0>(test.param);
                             return std::string{file.unicode ? "latin1view" : encoding_name(file.encoding)} +
                                    (std::get<1>(test.param) ? "_named" : "_guessed");
                         });

/// A value of a record as it comes, and as it is kept.
struct Damaged {
    const char* what;
    std::string bytes;
    std::string text;
    std::optional<Encoding> encoding;
    Repair repair;
    char flag = ' '; ///< leader/09
};

TEST(Decoding, MendsWhatConversionsBroke) {
    const Damaged table[] = {
        {"TCVN3", "Th\xAD vi\xD6n t\xD8nh \xA7\xB5 N\xBDng", "Thư viện tỉnh Đà Nẵng", {}, Repair::DecodedLegacy},
        {"TCVN3 capitals", "NGUY\xD4N DU, Th\xAD vi\xD6n", "NGUYỄN DU, Thư viện", Encoding::Tcvn3,
         Repair::DecodedLegacy},
        {"VNI", "Th\xF6 vie\xE4n \xF1o\xE0ng ba\xE8ng", "Thư viện đồng bằng", Encoding::Vni, Repair::DecodedLegacy},
        {"VISCII", "Th\xDF vi\xAEn", "Thư viện", Encoding::Viscii, Repair::DecodedLegacy},
        {"CP1258", "Th\xFD vi\xEA\xF2n", "Thư viện", Encoding::Cp1258, Repair::DecodedLegacy},
        {"MARC-8 with references, few words Vietnamese",
         "&#x1F600;\xB3\xE1\xBCn ca, &#x1F600;\xB3\xE1\xBCn ca, Truy\xF2\xE3"
         "en\xB3\xE1\xBCn cathu\xE0\xBC",
         "😀đờn ca, 😀đờn ca, Truyệnđờn cathuở",
         {},
         Repair::DecodedMarc8},
        {"twice UTF-8", "ThÆ° viá»‡n tá»‰nh", "Thư viện tỉnh", {}, Repair::DoubleUtf8, 'a'},
        {"horn", "Thƣ viện đƣợc", "Thư viện được", {}, Repair::HornLetters, 'a'},
        {"TCVN3 seen as Latin-1, minus for ư", "Th− viÖn tØnh", "Thư viện tỉnh", {}, Repair::LegacyInUtf8, 'a'},
        {"soft hyphen for ư", "th\u00AD viện", "thư viện", {}, Repair::LostHornU, 'a'},
        {"nothing else beyond ASCII", "Th\u00AD", "Thư", {}, Repair::LostHornU, 'a'},
        {"VNI seen as Latin-1", "Thö vieän tænh Ñoàng Nai", "Thư viện tỉnh Đồng Nai", {}, Repair::LegacyInUtf8, 'a'},
        {"decomposed", "Thu\u031B vie\u0323\u0302n", "Thư viện", {}, Repair::Composed, 'a'},
        {"broken UTF-8", "Thư viện \xC3 tỉnh", "Thư viện \uFFFD tỉnh", {}, Repair::BadBytes, 'a'},
        {"control characters", "Thư \x01viện", "Thư viện", {}, Repair::ControlCharacters, 'a'},
        {"DEL alone", "Th\x7F", "Th", {}, Repair::ControlCharacters, 'a'},
        {"a mark behind a control character", "vie\x01\u0323\u0302n", "viện", {}, Repair::ControlCharacters, 'a'},
    };
    for (const Damaged& row : table) {
        SCOPED_TRACE(row.what);
        const std::string leader = std::string{"nam "} + row.flag + "22";
        const auto steps = read_to_end(raw_iso2709({{"245", "10$a" + row.bytes}}, LengthsCount::bytes, leader),
                                       {.encoding = row.encoding});
        ASSERT_TRUE(steps.size() == 1 && steps[0].good);
        EXPECT_EQ(steps[0].record.text("245", 'a'), row.text);
        EXPECT_TRUE(steps[0].origin.repairs.has(row.repair));
        EXPECT_EQ(steps[0].record.leader()[9], 'a');
    }
}

TEST(Decoding, LeavesSoundTextOfOtherLanguagesAlone) {
    for (const std::string text : {"Le Père Noël à l'été", "Größe und Maß", "Œuvres complètes", "Ñandú año",
                                   "Война и мир", "Thư viện – kho sách", "co\u00ADoperate"}) {
        const auto steps = read_to_end(raw_iso2709({{"245", "10$a" + text}}));
        ASSERT_TRUE(steps.size() == 1 && steps[0].good);
        EXPECT_EQ(steps[0].record.text("245", 'a'), text);
        EXPECT_TRUE(steps[0].origin.repairs.empty()) << text;
    }
}

} // namespace
} // namespace tangthu::marc::impl
