#include "modules/catalogue/impl/extract.h"

#include "modules/catalogue/impl/isbn.h"
#include "modules/catalogue/impl/item_fields.h"
#include "modules/catalogue/isbd.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tangthu::catalogue::impl {

namespace {

using testing::ElementsAre;

marc::Record kieu() {
    marc::Record record;
    record.set_leader("00000nam a2200000 a 4500");
    record.add_control("001", "tt0000001");
    record.add_control("008", "200101s1820    vm           f000 0 vie d");
    record.add_field("020");
    record.add_subfield('a', "978-604-1-00001-8 (bìa cứng)");
    record.add_field("082", '0', '4');
    record.add_subfield('a', "895.922/12");
    record.add_field("100", '0');
    record.add_subfield('a', "Nguyễn Du,");
    record.add_subfield('d', "1765-1820,");
    record.add_subfield('e', "tác giả");
    record.add_field("245", '1', '0');
    record.add_subfield('a', "Truyện Kiều :");
    record.add_subfield('b', "đoạn trường tân thanh /");
    record.add_subfield('c', "Nguyễn Du ; Đào Duy Anh khảo chứng.");
    record.add_field("264", ' ', '1');
    record.add_subfield('a', "Hà Nội :");
    record.add_subfield('b', "Văn học,");
    record.add_subfield('c', "2015");
    record.add_field("650", ' ', '4');
    record.add_subfield('a', "Thơ Nôm");
    record.add_subfield('z', "Việt Nam");
    record.add_subfield('y', "Thế kỷ 19.");
    record.add_field("700", '0');
    record.add_subfield('a', "Đào Duy Anh,");
    record.add_subfield('e', "khảo chứng");
    return record;
}

} // namespace

TEST(Extract, TakesWhatAListLineSays) {
    const auto out = extract(kieu());
    EXPECT_EQ(out.summary.title, "Truyện Kiều");
    EXPECT_EQ(out.summary.subtitle, "đoạn trường tân thanh");
    EXPECT_EQ(out.summary.author, "Nguyễn Du");
    EXPECT_EQ(out.summary.year, 1820);
    EXPECT_EQ(out.summary.publisher, "Văn học");
    EXPECT_EQ(out.summary.place, "Hà Nội");
    EXPECT_EQ(out.summary.language, "vie");
    EXPECT_EQ(out.summary.material_type, "book");
    EXPECT_EQ(out.summary.class_number, "895.92212");
    EXPECT_THAT(out.authors, ElementsAre("Nguyễn Du", "Đào Duy Anh"));
    EXPECT_THAT(out.subjects, ElementsAre("Thơ Nôm – Việt Nam – Thế kỷ 19"));
}

TEST(Extract, FindsATitleWhereThereIsNo245) {
    marc::Record record;
    record.add_control("001", "x1");
    EXPECT_EQ(extract(record).summary.title, "x1");
    record.add_field("500");
    record.add_subfield('a', "Không có nhan đề");
    EXPECT_EQ(extract(record).summary.title, "Không có nhan đề");
}

TEST(Extract, LeavesTheNonFilingBeginningOutOfTheSortKey) {
    marc::Record with_article;
    with_article.add_field("245", '0', '4');
    with_article.add_subfield('a', "The art of war");
    marc::Record without;
    without.add_field("245", '0', '0');
    without.add_subfield('a', "art of war");
    EXPECT_EQ(extract(with_article).title_key, extract(without).title_key);
}

TEST(Extract, TrimsIsbdPunctuationButKeepsInitialsAndOmissions) {
    EXPECT_EQ(trim_isbd("Truyện Kiều / "), "Truyện Kiều");
    EXPECT_EQ(trim_isbd("Hà Nội :"), "Hà Nội");
    EXPECT_EQ(trim_isbd("Văn học."), "Văn học");
    EXPECT_EQ(trim_isbd("Rowling, J. K."), "Rowling, J. K.");
    EXPECT_EQ(trim_isbd("Và rồi ..."), "Và rồi ...");
    EXPECT_EQ(trim_isbd(" /:;"), "");
}

TEST(Extract, PutsRecordsWithoutAClassLastOnTheShelf) {
    marc::Record bare;
    bare.add_control("001", "x");
    EXPECT_LT(shelf_key(extract(kieu())), shelf_key(extract(bare)));
}

TEST(Isbn, ChecksItsDigitAndTurnsTenIntoThirteen) {
    EXPECT_EQ(isbn13("0-306-40615-2"), "9780306406157");
    EXPECT_EQ(isbn13("9780306406157 (pbk.)"), "9780306406157");
    EXPECT_EQ(isbn13("080442957X"), "9780804429573");
    for (const auto* bad : {"9780306406158", "0306406153", "", "35.000đ", "97803064061577"})
        EXPECT_FALSE(isbn13(bad)) << bad;
}

TEST(ItemFields, ReadKoha952) {
    marc::Record record;
    record.add_field("952");
    for (const auto& [code, value] : std::vector<std::pair<char, std::string>>{{'a', "LC"},
                                                                               {'b', "LC-YB"},
                                                                               {'c', "KM"},
                                                                               {'o', "895.9223 T450H"},
                                                                               {'p', "YB000123"},
                                                                               {'y', "BK"},
                                                                               {'g', "35.000đ"},
                                                                               {'d', "2019-05-02"},
                                                                               {'1', "1"}})
        record.add_subfield(code, value);
    const auto items = items_of(record, std::nullopt);
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items[0].owner_unit, "LC");
    EXPECT_EQ(items[0].unit, "LC-YB");
    EXPECT_EQ(items[0].barcode, "YB000123");
    EXPECT_EQ(items[0].price_vnd, 35000);
    EXPECT_EQ(items[0].acquired_on, "2019-05-02");
    EXPECT_EQ(items[0].condition, "lost");
}

namespace {

ItemDraft bought(std::string_view day, std::string_view price) {
    marc::Record record;
    record.add_field("952");
    record.add_subfield('d', day);
    record.add_subfield('g', price);
    record.add_subfield('z', "bìa rách");
    return items_of(record, std::nullopt).at(0);
}

} // namespace

TEST(ItemFields, ReadDaysAndPricesAsPeopleWriteThem) {
    for (const auto* day : {"2023-01-16", "16/01/2023", "16-1-2023", "16/01/2023 08:53", "Ngày 16 tháng 01 năm 2023"})
        EXPECT_EQ(bought(day, "1").acquired_on, "2023-01-16") << day;
    for (const auto* price : {"35.000đ", "35,000", "35000.00", "35000", "35 000"})
        EXPECT_EQ(bought("2023-01-16", price).price_vnd, 35000) << price;
    EXPECT_EQ(bought("2023-01-16", "35.000đ").note, "bìa rách");
    EXPECT_EQ(bought("0000-00-00", "0.00").note, "bìa rách");
    EXPECT_EQ(bought("0000-00-00", "0.00").acquired_on, "");
    EXPECT_EQ(bought("", "").note, "bìa rách");
}

TEST(ItemFields, KeepWhatTheyCannotReadInTheNote) {
    const auto vague = bought("tháng 3 năm 2021", "12,50 USD");
    EXPECT_EQ(vague.acquired_on, "");
    EXPECT_EQ(vague.price_vnd, std::nullopt);
    EXPECT_EQ(vague.note, "bìa rách; 952$g: 12,50 USD; 952$d: tháng 3 năm 2021");
    for (const auto* day : {"31/02/2021", "2021", "không rõ", "3/25/2025"})
        EXPECT_EQ(bought(day, "1").note, "bìa rách; 952$d: " + std::string{day});
    for (const auto* price : {"biếu", "-5", "35,5", "10%", "99999999999999999999"})
        EXPECT_EQ(bought("2023-01-16", price).note, "bìa rách; 952$g: " + std::string{price});
}

TEST(ItemFields, Beside952AnOtherNumberIn852IsACopyOfItsOwn) {
    marc::Record record;
    record.add_field("852");
    record.add_subfield('a', "VN-TV");
    record.add_subfield('b', "CN1");
    record.add_subfield('h', "895.922");
    record.add_subfield('i', "T450H");
    record.add_subfield('p', "12");
    auto items = items_of(record, std::nullopt);
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items[0].owner_unit, "CN1");
    EXPECT_EQ(items[0].call_number, "895.922 T450H");
    record.add_field("952");
    record.add_subfield('p', "13");
    items = items_of(record, std::nullopt);
    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(items[0].barcode, "13");
    EXPECT_EQ(items[1].barcode, "12");
    record.add_field("952");
    record.add_subfield('p', "12");
    record.add_field("852");
    record.add_subfield('b', "CN1");
    EXPECT_EQ(items_of(record, std::nullopt).size(), 2U) << "said twice, and a place without a piece";
}

TEST(Extract, WhatNobodyKnowsIsNoPublisher) {
    marc::Record record;
    record.add_field("264", ' ', '1');
    record.add_subfield('a', "[Không rõ nơi xuất bản] :");
    record.add_subfield('b', "[không rõ nhà xuất bản],");
    record.add_field("264", ' ', '1');
    record.add_subfield('a', "Hà Nội :");
    record.add_subfield('b', "[Kim Đồng],");
    const auto found = extract(record);
    EXPECT_THAT(found.publishers, testing::ElementsAre("[Kim Đồng]"));
    EXPECT_EQ(found.summary.publisher, "[Kim Đồng]");
    EXPECT_EQ(found.summary.place, "Hà Nội");
}

TEST(ItemFields, FollowAMappingProfile) {
    marc::Record record;
    record.add_field("949");
    record.add_subfield('x', "TV1");
    record.add_subfield('n', "77");
    ItemProfile profile{.field = "949", .owner_unit = "x", .unit = "", .barcode = "n"};
    const auto items = items_of(record, profile);
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items[0].owner_unit, "TV1");
    EXPECT_EQ(items[0].barcode, "77");
}

} // namespace tangthu::catalogue::impl
