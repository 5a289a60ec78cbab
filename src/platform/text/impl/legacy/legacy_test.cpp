#include "platform/text/legacy.h"

#include "platform/base/utf8.h"
#include "platform/text/impl/legacy/byte_tables.h"
#include "platform/text/normalize.h"
#include "platform/text/tokens.h"
#include "tests/support/shared_data.h"

#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <sstream>

namespace tangthu::text {

namespace {

std::string file_bytes(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    std::stringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in{text};
    for (std::string line; std::getline(in, line);)
        lines.push_back(line);
    return lines;
}

std::string decoded(std::string_view bytes, LegacyEncoding encoding) { return decode(bytes, encoding).text; }

/// A text as an encoding's own bytes, by the tables of the decoder turned round.
std::string encoded(std::string_view text, std::u16string_view upper, const char16_t* controls) {
    std::string bytes;
    std::u32string characters;
    for (std::size_t at = 0; at < text.size();) {
        const auto lead = static_cast<unsigned char>(text[at]);
        const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : 3;
        char32_t character = size == 1 ? lead : lead & (size == 2 ? 0x1FU : 0x0FU);
        for (std::size_t tail = 1; tail < size; ++tail)
            character = character << 6 | (static_cast<unsigned char>(text[at + tail]) & 0x3FU);
        at += size;
        if (character < 0x80) {
            bytes += static_cast<char>(character);
        } else if (const auto found = upper.find(static_cast<char16_t>(character));
                   found != std::u16string_view::npos) {
            bytes += static_cast<char>(0x80 + found);
        } else if (controls != nullptr) {
            for (int code = 0; code < 0x20; ++code)
                if (controls[code] == character) bytes += static_cast<char>(code);
        }
    }
    return bytes;
}

} // namespace

// ---- cases 14 to 17 of the list in README.md ----

TEST(LegacyBytes, Case14DecodesTcvn3) { EXPECT_EQ(decoded("Th\xAD vi\xD6n", LegacyEncoding::tcvn3), "Thư viện"); }

TEST(LegacyBytes, Case15RestoresCapitalsOfAbcFonts) {
    EXPECT_EQ(decoded("NGUY\xD4N DU", LegacyEncoding::tcvn3), "NGUYỄN DU");
    EXPECT_EQ(decoded("T\xF5 \xA7I\xD3N", LegacyEncoding::tcvn3), "TỪ ĐIỂN");
    // A name in title case has one plain capital too: its neighbours tell.
    EXPECT_EQ(decoded("H\xB5 N\xE9i", LegacyEncoding::tcvn3), "Hà Nội");
    EXPECT_EQ(decoded("H\xB5", LegacyEncoding::tcvn3), "Hà");
    EXPECT_EQ(decoded("UBND th\xDE x\xB7", LegacyEncoding::tcvn3), "UBND thị xã");
    EXPECT_EQ(decoded("L\xAA L\xEEI\nL\xAA Loi", LegacyEncoding::tcvn3), "LÊ LỢI\nLê Loi");
}

TEST(LegacyText, Case16RepairsVniText) {
    const auto repair = repair_text("Thö vieän");
    ASSERT_TRUE(repair);
    EXPECT_EQ(repair->text, "Thư viện");
    EXPECT_EQ(repair->damage, TextDamage::vni_as_latin1);
    EXPECT_LT(repair->before, repair->after);
}

TEST(LegacyText, Case17RepairsLostSoftHyphen) {
    for (const std::string_view damaged : {"Th− viÖn", "Th\u00AD viÖn"}) {
        const auto repair = repair_text(damaged);
        ASSERT_TRUE(repair) << damaged;
        EXPECT_EQ(repair->text, "Thư viện");
        EXPECT_EQ(repair->damage, TextDamage::tcvn3_as_latin1);
    }
    const auto longer = repair_text("d÷ liÖu th− môc");
    ASSERT_TRUE(longer);
    EXPECT_EQ(longer->text, "dữ liệu thư mục");
}

TEST(LegacyText, Case13MapsHornLookAlikes) {
    const auto repair = repair_text("Thƣ viện");
    ASSERT_TRUE(repair);
    EXPECT_EQ(repair->text, "Thư viện");
    EXPECT_EQ(repair->damage, TextDamage::horn_look_alike);
}

TEST(LegacyText, RestoresHornsThatVanished) {
    const auto expect_repaired = [](std::string_view damaged, std::string_view wanted) {
        const auto repair = repair_text(damaged);
        ASSERT_TRUE(repair) << damaged;
        EXPECT_EQ(repair->text, wanted);
        EXPECT_EQ(repair->damage, TextDamage::lost_horn);
    };
    expect_repaired("th mục tài liệu", "thư mục tài liệu");
    expect_repaired("T liệu lu trữ của tỉnh", "Tư liệu lưu trữ của tỉnh");
    expect_repaired("Th− viện đã đợc nâng cấp", "Thư viện đã được nâng cấp");
    expect_repaired("phục vụ ngời đọc", "phục vụ người đọc");
    expect_repaired("th\u00AD viện", "thư viện");
    expect_repaired("Xuân H\u00ADng", "Xuân Hưng");
}

TEST(LegacyText, LeavesSoundTextAlone) {
    for (const std::string_view sound : {"Thư viện tỉnh Lạng Sơn",
                                         "Où",
                                         "Là où",
                                         "L'été à la plage",
                                         "Über die Brücke",
                                         "São Paulo e João",
                                         "naïve café",
                                         "Noël",
                                         "María Raúl Ñandú",
                                         "20 − 5 = 15",
                                         "soft hy\u00ADphen",
                                         "tr. 25, t. 2 , H., th. 3",
                                         "Thé",
                                         "",
                                         "Truyện Kiều",
                                         "Tiếng Việt – English",
                                         "Æther",
                                         "rạng ngời sắc xuân",
                                         "© 2020 Nhà xuất bản",
                                         "Книга о вкусной пище",
                                         "圖書館",
                                         "Ngữ pháp tiếng Pháp: où, été, là"})
        EXPECT_FALSE(repair_text(sound)) << sound << " -> " << repair_text(sound)->text;
}

TEST(LegacyBytes, DecodesEachEncoding) {
    EXPECT_EQ(decoded("\xA7\xB5 N\xBDng", LegacyEncoding::tcvn3), "Đà Nẵng");
    EXPECT_EQ(decoded("Th\xF6 vie\xE4n, \xD1"
                      "a\xF8 Na\xFCng, ky\xF5, t\xE6nh",
                      LegacyEncoding::vni),
              "Thư viện, Đà Nẵng, kỹ, tỉnh");
    EXPECT_EQ(decoded("Th\xDF vi\xAEn \x05", LegacyEncoding::viscii), "Thư viện Ẵ");
    EXPECT_EQ(decoded("Th\xFD vi\xEA\xF2n", LegacyEncoding::cp1258), "Thư viện");
    EXPECT_EQ(decoded("ThÆ° viá»‡n", LegacyEncoding::double_utf8), "Thư viện");
    EXPECT_EQ(decoded("caf\xE9 \x80", LegacyEncoding::windows_1252), "café €");
    EXPECT_EQ(decoded("\xCA\xED\xE8\xE3\xE0", LegacyEncoding::cp1251), "Книга");
    EXPECT_EQ(decoded("\x8A\xAD\xA8\xA3\xA0", LegacyEncoding::cp866), "Книга");
}

TEST(LegacyBytes, KeepsQuotesOfAbcDocuments) {
    // 0x93, 0x94, 0x96 are capitals in TCVN 5712 and quotes in Windows documents.
    EXPECT_EQ(decoded("\x93Th\xAD vi\xD6n\x94 \x96 s\xB8\x63h", LegacyEncoding::tcvn3), "“Thư viện” – sách");
    EXPECT_EQ(decoded("\x80o \xA8n", LegacyEncoding::tcvn3), "Ào ăn");
}

TEST(LegacyBytes, CountsWhatHasNoMeaning) {
    EXPECT_EQ(decode("a\x81z", LegacyEncoding::windows_1252).replaced, 1U);
    EXPECT_EQ(decode("x\xF9", LegacyEncoding::vni).replaced, 1U);
    EXPECT_EQ(decode("\xFF", LegacyEncoding::utf8).text, "\uFFFD");
}

TEST(LegacyBytes, EveryLetterSurvivesTheTablesOfItsEncoding) {
    const std::string alphabet = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
                                 "AÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬEÈẺẼÉẸÊỀỂỄẾỆIÌỈĨÍỊOÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢUÙỦŨÚỤƯỪỬỮỨỰYỲỶỸÝỴĐ";
    EXPECT_EQ(decoded(encoded(alphabet, impl::kVisciiUpper, impl::kVisciiControls), LegacyEncoding::viscii), alphabet);
}

TEST(LegacyBytes, NamesAreFoundAgain) {
    for (const LegacyEncoding encoding : all_encodings())
        EXPECT_EQ(find_encoding(encoding_name(encoding)), encoding);
    EXPECT_EQ(find_encoding("ABC"), LegacyEncoding::tcvn3);
    EXPECT_EQ(find_encoding("Windows-1258"), LegacyEncoding::cp1258);
    EXPECT_EQ(find_encoding("klingon"), std::nullopt);
}

TEST(LegacyDetection, RanksTheRightEncodingFirst) {
    const auto best = [](std::string_view bytes) { return detect_encoding(bytes).front().encoding; };
    EXPECT_EQ(best("plain ASCII"), LegacyEncoding::utf8);
    EXPECT_EQ(best("Thư viện"), LegacyEncoding::utf8);
    EXPECT_EQ(best("L'été"), LegacyEncoding::utf8);
    EXPECT_EQ(best("ThÆ° viá»‡n tá»‰nh"), LegacyEncoding::double_utf8);
    EXPECT_EQ(best("Th\xAD vi\xD6n tØnh"), LegacyEncoding::tcvn3);
    EXPECT_EQ(best("Th\xF6 vie\xE4n"), LegacyEncoding::vni);
    EXPECT_EQ(best("Th\xDF vi\xAEn"), LegacyEncoding::viscii);
    EXPECT_EQ(best("Th\xFD vi\xEA\xF2n"), LegacyEncoding::cp1258);
    EXPECT_EQ(best("L'\xE9t\xE9 \xE0 la plage, pr\xE8s de la mer"), LegacyEncoding::windows_1252);
    EXPECT_EQ(best("\xCA\xED\xE8\xE3\xE0 \xEE \xE2\xEA\xF3\xF1\xED\xEE\xE9"), LegacyEncoding::cp1251);
    const auto guesses = detect_encoding("Ng\xAD\xEAi ta");
    EXPECT_EQ(guesses.front().sample, "Người ta");
    EXPECT_GT(guesses.front().score, 0.99);
}

TEST(LegacyDetection, SeesThroughMarcSubfieldMarks) {
    const std::string field = "245  \x1F"
                              "aTh\xAD vi\xD6n\x1F"
                              "b\xA7\xAAm\x1E";
    EXPECT_EQ(detect_encoding(field).front().encoding, LegacyEncoding::tcvn3);
    EXPECT_GT(detect_encoding(field).front().score, 0.99);
}

// ---- real text ----

class KieuLines : public ::testing::Test {
protected:
    void SetUp() override {
        TANGTHU_NEEDS_SHARED("vietnam/encodings/kieu_lines.utf8.txt");
        folder_ = test::shared_data() / "vietnam/encodings";
        wanted_ = file_bytes(folder_ / "kieu_lines.utf8.txt");
    }
    std::filesystem::path folder_;
    std::string wanted_;
};

TEST_F(KieuLines, DecodeWholeFromTcvnAndViscii) {
    for (const auto& [name, encoding] : {std::pair{"kieu_lines.TCVN.bin", LegacyEncoding::tcvn3},
                                         std::pair{"kieu_lines.VISCII.bin", LegacyEncoding::viscii}}) {
        const std::string bytes = file_bytes(folder_ / name);
        EXPECT_EQ(detect_encoding(bytes).front().encoding, encoding);
        const auto lines = lines_of(decoded(bytes, encoding));
        const auto wanted = lines_of(wanted_);
        ASSERT_EQ(lines.size(), wanted.size());
        std::size_t different = 0;
        for (std::size_t at = 0; at < lines.size(); ++at)
            if (lines[at] != nfc(wanted[at]) && ++different < 5)
                ADD_FAILURE() << name << ": " << lines[at] << " / " << wanted[at];
        EXPECT_EQ(different, 0U);
    }
}

TEST_F(KieuLines, RepairLineByLineFromTcvn3SeenAsLatin1) {
    const auto damaged = lines_of(file_bytes(folder_ / "kieu_lines.tcvn3.latin1view.utf8.txt"));
    const auto wanted = lines_of(wanted_);
    ASSERT_EQ(damaged.size(), wanted.size());
    std::size_t wrong = 0;
    for (std::size_t at = 0; at < damaged.size(); ++at) {
        const auto repair = repair_text(damaged[at]);
        const std::string got = repair ? repair->text : damaged[at];
        if (got != nfc(wanted[at]) && ++wrong < 8)
            std::cout << damaged[at] << " -> " << got << " / " << wanted[at] << '\n';
    }
    EXPECT_EQ(wrong, 0U);
}

TEST_F(KieuLines, SoundLinesStayAsTheyAre) {
    for (const std::string& line : lines_of(wanted_))
        EXPECT_FALSE(repair_text(line)) << line;
}

/// Letters as the one or two bytes that decode to them: what a word processor of the time wrote.
std::map<std::string, std::string> codes_of(LegacyEncoding encoding) {
    std::map<std::string, std::string> codes;
    for (int first = 0x21; first < 0x100; ++first) {
        const std::string one(1, static_cast<char>(first));
        if (const Decoded made = decode(one, encoding); made.replaced == 0) codes.emplace(made.text, one);
    }
    for (int first = 0x21; first < 0x100; ++first)
        for (int second = 0x80; second < 0x100; ++second) {
            const std::string two{static_cast<char>(first), static_cast<char>(second)};
            const Decoded made = decode(two, encoding);
            if (made.replaced == 0 && tokens(made.text).size() == 1 && count_code_points(made.text) == 1)
                codes.emplace(made.text, two);
        }
    return codes;
}

TEST_F(KieuLines, ComeBackFromVniAndCp1258) {
    for (const LegacyEncoding encoding : {LegacyEncoding::vni, LegacyEncoding::cp1258}) {
        const auto codes = codes_of(encoding);
        std::string bytes;
        for (std::size_t at = 0; at < wanted_.size();) {
            const auto lead = static_cast<unsigned char>(wanted_[at]);
            const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : 3;
            const std::string letter = wanted_.substr(at, size);
            at += size;
            const auto code = codes.find(letter);
            EXPECT_TRUE(size == 1 || code != codes.end()) << encoding_name(encoding) << " lacks " << letter;
            bytes += size == 1 || code == codes.end() ? letter : code->second;
        }
        EXPECT_EQ(decode(bytes, encoding).text, wanted_);
        EXPECT_EQ(detect_encoding(bytes).front().encoding, encoding);
    }
}

} // namespace tangthu::text
