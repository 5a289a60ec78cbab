#include "modules/portal/impl/fixture.h"
#include "modules/portal/impl/records/citation.h"

#include <gmock/gmock.h>

namespace tangthu::portal::impl {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

CitedWork de_men() {
    auto work = cited_work(fixture::record(), fixture::books()[0]);
    work.address = "https://thuvien.example/sach/1-de-men-phieu-luu-ky";
    work.call_number = "895.9223 D250M";
    return work;
}

CitedWork hugo() {
    marc::Record record;
    record.add_field("100", '1');
    record.add_subfield('a', "Hugo, Victor,");
    record.add_subfield('d', "1802-1885");
    record.add_field("245", '0', '4');
    record.add_subfield('a', "Les Misérables /");
    record.add_field("700", '1');
    record.add_subfield('a', "Huỳnh Lý");
    record.add_subfield('e', "dịch");
    auto bib = fixture::books()[8];
    return cited_work(record, bib);
}

TEST(CitedWork, TakesAuthorsAndLeavesRolesApart) {
    EXPECT_EQ(de_men().authors, std::vector<std::string>{"Tô Hoài"});
    EXPECT_EQ(de_men().contributors, std::vector<std::string>{"Tạ Huy Long"});
    EXPECT_EQ(hugo().authors, std::vector<std::string>{"Hugo, Victor"});
    EXPECT_EQ(hugo().translators, std::vector<std::string>{"Huỳnh Lý"});
    EXPECT_THAT(ris(hugo()), HasSubstr("A4  - Huỳnh Lý\r\n"));
    EXPECT_THAT(bibtex(hugo()), HasSubstr("translator = {"));
    EXPECT_THAT(bibtex(hugo()), testing::Not(HasSubstr("editor")));
}

TEST(Isbd, PutsTheAreasInOrder) {
    EXPECT_EQ(isbd(de_men()),
              "Dế Mèn phiêu lưu ký : truyện đồng thoại / Tô Hoài ; minh họa: Tạ Huy Long. – In lần thứ 80. "
              "– Hà Nội : Kim Đồng, 2019. – 235 tr. : tranh vẽ ; 21 cm. – (Tủ sách vàng).");
}

TEST(Isbd, LeavesOutWhatIsNotKnown) {
    CitedWork work;
    work.title = "Truyện Kiều";
    EXPECT_EQ(isbd(work), "Truyện Kiều.");
}

TEST(Apa, DoesNotTurnVietnameseNames) {
    EXPECT_EQ(apa(de_men(), text::Language::vi),
              "Tô Hoài. (2019). Dế Mèn phiêu lưu ký: truyện đồng thoại (In lần thứ 80). Kim Đồng.");
    EXPECT_EQ(apa(hugo(), text::Language::en), "Hugo, Victor. (1998). Les Misérables. Gallimard.");
}

TEST(Apa, BeginsWithTheTitleWithoutAnAuthor) {
    CitedWork work;
    work.title = "Luật Thư viện";
    EXPECT_EQ(apa(work, text::Language::vi), "Luật Thư viện. (n.d.).");
}

TEST(VietnameseReference, NamesTheHouseAndPlace) {
    EXPECT_EQ(vietnamese_reference(de_men()),
              "Tô Hoài (2019), Dế Mèn phiêu lưu ký: truyện đồng thoại, In lần thứ 80, Nxb Kim "
              "Đồng, Hà Nội.");
    EXPECT_THAT(vietnamese_reference(hugo()), HasSubstr("Victor Hugo (1998), Les Misérables, Gallimard"));
}

TEST(Ris, IsOneRecordWithCrLf) {
    const auto text = ris(de_men());
    EXPECT_TRUE(text.starts_with("TY  - BOOK\r\nAU  - Tô Hoài\r\nA2  - Tạ Huy Long\r\n"));
    EXPECT_TRUE(text.ends_with("UR  - https://thuvien.example/sach/1-de-men-phieu-luu-ky\r\nER  - \r\n"));
    EXPECT_THAT(text, HasSubstr("\r\nSN  - 9786042123456\r\n"));
    EXPECT_THAT(text, HasSubstr("\r\nKW  - Văn học thiếu nhi – Việt Nam\r\n"));
}

TEST(Ris, LetsNoValueBeginALineOfItsOwn) {
    auto work = de_men();
    work.title = "A\r\nER  - \r\nTY  - JOUR";
    work.subtitle.clear();
    EXPECT_THAT(ris(work), HasSubstr("TI  - A  ER  -   TY  - JOUR\r\n"));
}

TEST(Bibtex, KeepsNamesInReadingOrderWhole) {
    const auto text = bibtex(de_men());
    EXPECT_TRUE(text.starts_with("@book{tohoai2019-1,\n  author = {{Tô Hoài}},\n")) << text;
    EXPECT_THAT(bibtex(hugo()), HasSubstr("author = {Hugo, Victor},"));
    EXPECT_TRUE(text.ends_with("}\n"));
}

TEST(Bibtex, EscapesWhatTexWouldRead) {
    auto work = de_men();
    work.title = R"(100% {C#} & \input $x_1^2~)";
    work.subtitle.clear();
    EXPECT_THAT(bibtex(work),
                HasSubstr(R"({100\% \{C\#\} \& \textbackslash input \$x\_1\textasciicircum 2\textasciitilde })"));
}

} // namespace
} // namespace tangthu::portal::impl
