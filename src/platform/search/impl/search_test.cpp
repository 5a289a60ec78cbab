#include "platform/search/impl/test_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// The numbered cases are those of domain.md 6.

namespace tangthu::search::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

using Ids = std::vector<std::int64_t>;

TEST(VietnameseSearch, Case1FindsMarkedTextByUnmarkedWords) {
    const Shelf shelf{{{1, "Đường Hồ Chí Minh"}, {2, "Đường lên đỉnh Olympia"}, {3, "Ho Chi Minh"}}};
    EXPECT_THAT(shelf.find("duong ho chi minh"), ElementsAre(1));
    EXPECT_THAT(shelf.find("DUONG HO CHI MINH"), ElementsAre(1));
}

TEST(VietnameseSearch, Case2RanksTheWordAsWrittenAboveItsLookAlikes) {
    const Shelf shelf{
        {{1, "Dương"}, {2, "Dưỡng sinh"}, {3, "Sổ tay", "", "", "vie", "Nói về con đường ven biển nào đó"}}};
    const Ids ids = shelf.find("đường");
    ASSERT_EQ(ids.size(), 3U);
    EXPECT_EQ(ids.front(), 3) << "a note with the word itself comes before titles with look-alikes";
    EXPECT_TRUE(shelf.results("đường").is_widened);
}

TEST(VietnameseSearch, Case3RanksNamBeforeVietNam) {
    const Shelf shelf{{{1, "Việt Nam"}, {2, "Lịch sử Việt Nam"}, {3, "Một năm ở làng", "", "", "vie", ""}}};
    EXPECT_EQ(shelf.find("năm").front(), 3);
}

TEST(VietnameseSearch, Case4And5IgnoreWhereTheToneMarkStands) {
    const Shelf shelf{{{1, "Hòa bình"}, {2, "Hoà bình"}, {3, "Thuỷ thủ"}, {4, "Thủy thủ"}}};
    EXPECT_THAT(shelf.find("hoà bình"), UnorderedElementsAre(1, 2));
    EXPECT_EQ(shelf.find("hoà bình"), shelf.find("hòa bình"));
    EXPECT_THAT(shelf.find("thuỷ thủ"), UnorderedElementsAre(3, 4));
    EXPECT_EQ(shelf.find("thuỷ thủ"), shelf.find("thủy thủ"));
}

TEST(VietnameseSearch, Case7KeepsTheOnsetGi) {
    const Shelf shelf{{{1, "Già làng"}, {2, "Giá cả"}, {3, "Gia đình"}}};
    EXPECT_EQ(shelf.find("già làng").front(), 1);
    EXPECT_EQ(shelf.find("giá cả").front(), 2);
    EXPECT_THAT(shelf.find("giá cả"), Not(Contains(3)));
}

TEST(VietnameseSearch, Case8FindsTheOtherSpellingAfterTheExactOne) {
    const Shelf shelf{{{1, "Kỹ thuật trồng lúa"}, {2, "Kĩ thuật trồng lúa"}}};
    EXPECT_THAT(shelf.find("kĩ thuật"), ElementsAre(2, 1));
    EXPECT_THAT(shelf.find("kỹ thuật"), ElementsAre(1, 2));
    EXPECT_THAT(shelf.find("ki thuat"), UnorderedElementsAre(1, 2));
    EXPECT_THAT(shelf.find("\"kĩ thuật\""), UnorderedElementsAre(1, 2));
}

TEST(VietnameseSearch, Case9DoesNotTakeEveryIForY) {
    const Shelf shelf{{{1, "Lý Thường Kiệt"}, {2, "Lí Thường Kiệt"}, {3, "Bàn tay"}, {4, "Tai nạn"}}};
    EXPECT_THAT(shelf.find("lý thường kiệt"), UnorderedElementsAre(1, 2));
    EXPECT_THAT(shelf.find("lí thường kiệt"), UnorderedElementsAre(1, 2));
    EXPECT_THAT(shelf.find("tai"), ElementsAre(4));
}

TEST(VietnameseSearch, Case10And11OfferWhatTheKeysMeant) {
    const Shelf shelf{{{1, "Thư viện tỉnh Hà Nam"}, {2, "Thư viện"}}};
    EXPECT_EQ(shelf.results("thuw vieenj tinhr").did_you_mean, "thư viện tỉnh");
    EXPECT_EQ(shelf.results("thu7 vie65n").did_you_mean, "thư viện");
    EXPECT_EQ(shelf.results("thư viện").did_you_mean, "");
}

TEST(VietnameseSearch, Case12FindsDecomposedText) {
    const Shelf shelf{{{1, "Vie\u0323\u0302t"}, {2, "Việt"}}};
    EXPECT_THAT(shelf.find("Việt"), UnorderedElementsAre(1, 2));
    EXPECT_THAT(shelf.find("Vie\u0323\u0302t"), UnorderedElementsAre(1, 2));
}

TEST(VietnameseSearch, Case23KeepsUnmarkedWordsOfAMarkedQueryAsTheyAre) {
    const Shelf shelf{{{1, "Bóng ma"}, {2, "Bóng má"}, {3, "Bóng mạ"}, {4, "Nhà có ma"}}};
    EXPECT_THAT(shelf.find("bóng ma"), ElementsAre(1));
    EXPECT_EQ(shelf.find("má").front(), 2);
    EXPECT_THAT(shelf.find("ma"), ::testing::SizeIs(4)) << "a query without any mark finds every accent";
    EXPECT_THAT((Ids{shelf.find("ma")[0], shelf.find("ma")[1]}), UnorderedElementsAre(1, 4)) << "the exact ones first";
}

TEST(VietnameseSearch, FindsPartlyMarkedQueries) {
    const Shelf shelf{{{1, "Lịch sử Đảng bộ"}, {2, "Dương cầm"}, {3, "Đường"}, {4, "Dũng"}}};
    EXPECT_THAT(shelf.find("lịch su Đang"), ElementsAre(1));
    EXPECT_EQ(shelf.find("đuong").front(), 3) << "đường has the mark that was typed, dương has not";
    EXPECT_EQ(shelf.find("dưong").front(), 3) << "both may be meant: the newer one";
}

TEST(VietnameseSearch, OffersGluedWordsAndTypingErrorsCorrected) {
    const Shelf shelf{
        {{1, "Thư viện tỉnh"}, {2, "Thủ viên"}, {3, "Thư viện số"}, {4, "Nguyễn Du toàn tập"}, {5, "Library"}}};
    EXPECT_EQ(shelf.results("thuvien").did_you_mean, "thư viện");
    EXPECT_EQ(shelf.results("nguyem du").did_you_mean, "nguyễn du");
    EXPECT_EQ(shelf.results("librarry").did_you_mean, "library");
    EXPECT_EQ(shelf.results("xqzwv").did_you_mean, "");
}

TEST(Query, FindsAPhraseOnlyWhereItsWordsStandInARow) {
    const Shelf shelf{{{1, "Văn hóa làng xã"},
                       {2, "Làng xã văn hóa"},
                       {3, "Hóa học và văn chương"},
                       {4, "Văn hóa, hóa học, hóa làng"}}};
    EXPECT_THAT(shelf.find("\"văn hóa làng\""), ElementsAre(1));
    EXPECT_THAT(shelf.find("\"van hoa lang\""), ElementsAre(1));
    EXPECT_THAT(shelf.find("\"hóa văn\""), IsEmpty());
    EXPECT_THAT(shelf.find("title:\"văn hóa\" -làng"), IsEmpty());
    EXPECT_THAT(shelf.find("“Làng xã văn”"), ElementsAre(2));
}

TEST(Query, RanksNeighboursAndWholeTitlesFirst) {
    const Shelf shelf{{{1, "Viện bảo tàng và thư từ"},
                       {2, "Thư viện công cộng"},
                       {3, "Nghiên cứu Truyện Kiều"},
                       {4, "Truyện Kiều"},
                       {5, "Truyện Kiều và thời đại"}}};
    EXPECT_THAT(shelf.find("thư viện"), ElementsAre(2, 1));
    EXPECT_EQ(shelf.find("truyện kiều").front(), 4);
    EXPECT_EQ(shelf.find("truyen kieu").front(), 4);
}

TEST(Query, UnderstandsFieldsAndOperators) {
    const Shelf shelf{{{1, "Chí Phèo", "Nam Cao", "1941", "vie", "", "9786041000001", "895.922 NG-C"},
                       {2, "Nam Cao toàn tập", "Nhiều tác giả", "2000", "vie", "", "", "895.9223"},
                       {3, "Nam Cao and his time", "John Smith", "2001", "eng", "", "", "823"}}};
    EXPECT_THAT(shelf.find("author:nam cao"), ElementsAre(1));
    EXPECT_THAT(shelf.find("tac_gia:\"nam cao\""), ElementsAre(1));
    EXPECT_THAT(shelf.find("Tác-giả:nam"), ElementsAre(1));
    EXPECT_THAT(shelf.find("nhande:nam cao"), UnorderedElementsAre(2, 3));
    EXPECT_THAT(shelf.find("nam cao -title:toàn"), UnorderedElementsAre(1, 3));
    EXPECT_THAT(shelf.find("nam cao NOT time"), UnorderedElementsAre(1, 2));
    EXPECT_THAT(shelf.find("chí phèo OR his time"), UnorderedElementsAre(1, 3));
    EXPECT_THAT(shelf.find("nam (phèo OR time)"), UnorderedElementsAre(1, 3));
    EXPECT_THAT(shelf.find("nam (phèo OR time) -chí"), ElementsAre(3));
    EXPECT_THAT(shelf.find("nam language:eng"), ElementsAre(3));
    EXPECT_THAT(shelf.find("call_number:895.922"), UnorderedElementsAre(1, 2));
    EXPECT_THAT(shelf.find("kyhieu:\"895.922 NG\""), ElementsAre(1));
    EXPECT_THAT(shelf.find("isbn:978-604-1-00000-1"), ElementsAre(1));
    EXPECT_THAT(shelf.find("9786041000001"), ElementsAre(1));
    EXPECT_THAT(shelf.find("978 604 1 00000 1"), ElementsAre(1));
    EXPECT_THAT(shelf.find("toà*"), ElementsAre(2));
    EXPECT_THAT(shelf.find("toa* nam"), ElementsAre(2));
    EXPECT_THAT(shelf.find("", {.field = "title"}), ::testing::SizeIs(3));
    EXPECT_THAT(shelf.find("nam cao", {.field = "author"}), ElementsAre(1));
    EXPECT_THAT(shelf.find("895.922 NG-C", {.field = "call_number"}), ElementsAre(1));
}

TEST(Query, ACursorBelongsToItsSearch) {
    const Shelf shelf{{{1, "Sách đỏ"}, {2, "Sách xanh"}, {3, "Sách vàng"}}};
    const auto first = shelf.index.search({.text = "sách", .limit = 1});
    ASSERT_TRUE(first);
    EXPECT_TRUE(shelf.index.search({.text = "sách", .limit = 2, .cursor = first->next_cursor}));
    const auto refused = [&](const Request& request) {
        const auto found = shelf.index.search(request);
        return found ? std::string{"found"} : found.error().key;
    };
    EXPECT_EQ(refused({.text = "đỏ", .limit = 1, .cursor = first->next_cursor}), "search.bad_cursor");
    EXPECT_EQ(refused({.text = "sách", .sort = "title", .limit = 1, .cursor = first->next_cursor}),
              "search.bad_cursor");
    EXPECT_EQ(refused({.text = "sách", .field = "title", .limit = 1, .cursor = first->next_cursor}),
              "search.bad_cursor");
    EXPECT_EQ(
        refused({.text = "sách", .filters = {{"language", {"vie"}, false}}, .limit = 1, .cursor = first->next_cursor}),
        "search.bad_cursor");
    EXPECT_EQ(refused({.text = "sách", .ranges = {{"year", "1945", ""}}, .limit = 1, .cursor = first->next_cursor}),
              "search.bad_cursor");
    const auto sorted = shelf.index.search({.text = "sách", .sort = "title", .limit = 1});
    EXPECT_EQ(refused({.text = "sách", .sort = "year", .limit = 1, .cursor = sorted->next_cursor}),
              "search.bad_cursor");
    EXPECT_EQ(refused({.text = "sách",
                       .sort = "title",
                       .direction = Direction::descending,
                       .limit = 1,
                       .cursor = sorted->next_cursor}),
              "search.bad_cursor");
}

TEST(Query, AnswersOddTextOrSaysWhatIsWrong) {
    const Shelf shelf{{{1, "Sách"}, {2, "Sách drop table users"}}};
    for (const std::string text : {"\"",
                                   "\"\"",
                                   "\"sách",
                                   "(((",
                                   ")))",
                                   "*",
                                   "-",
                                   "--",
                                   "- -",
                                   "OR",
                                   "sách OR",
                                   "NOT",
                                   "title:",
                                   ":",
                                   ":::",
                                   "'; DROP TABLE bibs; --",
                                   "\xED\xA0\x80",
                                   "\xFF\xFE",
                                   "sách \xED\xB0\x80",
                                   "%",
                                   "a:b:c",
                                   "title:title:title:x",
                                   "((((((((((((((((((((((sách))))))))))))))))))))))",
                                   "\u0000",
                                   "-\"sách\"",
                                   "\"-\""})
        EXPECT_TRUE(shelf.index.search({.text = text}).has_value()) << text;
    EXPECT_THAT(shelf.find("\"sách"), UnorderedElementsAre(1, 2));
    EXPECT_THAT(shelf.find("*"), UnorderedElementsAre(1, 2));
    for (const auto* signs : {"😀", "(((", "\"", "\u0301"})
        EXPECT_THAT(shelf.find(signs), ::testing::IsEmpty()) << signs;
    EXPECT_EQ(shelf.results("(((", {.facets = {"author"}}).facets.size(), 1U);
    for (const auto* text : {"(((", "sách"})
        EXPECT_THAT(shelf.find(text, {.field = "isbn"}), ::testing::IsEmpty()) << text;
    for (const auto* all : {"", " \t", "*"}) {
        EXPECT_THAT(shelf.find(all), UnorderedElementsAre(1, 2)) << all;
        EXPECT_THAT(shelf.find(all, {.field = "isbn"}), UnorderedElementsAre(1, 2)) << all;
    }
    EXPECT_THAT(shelf.find("'; DROP TABLE users"), ElementsAre(2));

    EXPECT_EQ(shelf.index.search({.text = std::string(10'001, 'a')}).error().key, "search.query_too_long");
    std::string many;
    for (int i = 0; i < 33; ++i)
        many += " w" + std::to_string(i);
    EXPECT_EQ(shelf.index.search({.text = many}).error().key, "search.too_many_terms");
    EXPECT_EQ(shelf.index.search({.text = "a", .field = "nope"}).error().key, "search.unknown_field");
    EXPECT_EQ(shelf.index.search({.text = "a", .field = "nope"}).error().params[1].value,
              "title, author, note, isbn, call_number, language");
    for (const auto* name : {"author", "tacgia", "Tác giả", "call-number", "kyhieu"})
        EXPECT_TRUE(shelf.index.search({.text = "a", .field = name})) << name;
    EXPECT_EQ(shelf.index.search({.text = "a", .sort = "nope"}).error().key, "search.unknown_sort");
    EXPECT_EQ(shelf.index.search({.text = "a", .facets = {"nope"}}).error().key, "search.unknown_facet");
    EXPECT_EQ(shelf.index.search({.text = "a", .offset = 9'990, .limit = 20}).error().key, "search.page_too_deep");
    EXPECT_EQ(shelf.index.search({.text = "a", .cursor = "zz"}).error().key, "search.bad_cursor");
}

TEST(Results, AreSortedAndPagedInBothDirections) {
    const Shelf shelf{{{1, "c sách", "", "2003"},
                       {2, "a sách", "", ""},
                       {3, "b sách", "", "2001"},
                       {4, "d sách", "", "2002"},
                       {5, "a sách", "", "2002"}}};
    EXPECT_THAT(shelf.find("sách", {.sort = "title"}), ElementsAre(2, 5, 3, 1, 4));
    EXPECT_THAT(shelf.find("sách", {.sort = "year"}), ElementsAre(3, 4, 5, 1, 2));
    EXPECT_THAT(shelf.find("sách", {.sort = "year", .direction = Direction::descending}), ElementsAre(1, 4, 5, 3, 2));
    EXPECT_THAT(shelf.find(""), ElementsAre(5, 4, 3, 2, 1)) << "the newest first";
    for (const std::string sort : {"", "title", "year", "id"}) {
        for (const auto direction : {Direction::ascending, Direction::descending}) {
            const Ids all = shelf.find("sách", {.sort = sort, .direction = direction});
            Ids paged;
            Request request{.text = "sách", .sort = sort, .direction = direction, .limit = 2};
            for (int page = 0; page < 4; ++page) {
                const auto results = shelf.index.search(request);
                ASSERT_TRUE(results.has_value());
                EXPECT_EQ(results->total, 5U);
                for (const Hit& hit : results->hits)
                    paged.push_back(hit.id);
                if (results->next_cursor.empty()) break;
                request.cursor = results->next_cursor;
            }
            EXPECT_EQ(paged, all) << sort;
        }
    }
}

TEST(Results, CountAndFilterFacets) {
    const Shelf shelf{{{1, "Sách một", "Nam Cao", "1941", "vie", "", "", "", {"Tô Hoài"}},
                       {2, "Sách hai", "Nam Cao", "1950", "vie"},
                       {3, "Sách ba", "Tô Hoài", "1960", "eng"},
                       {4, "Báo", "Tô Hoài", "1960", "eng"}}};
    const Results results = shelf.results("sách", {.facets = {"author", "language"}});
    ASSERT_EQ(results.facets.size(), 2U);
    EXPECT_EQ(results.facets[0].distinct, 2U);
    EXPECT_EQ(results.facets[0].values[0].count, 2U);
    EXPECT_EQ(results.facets[1].values[0].value, "vie");
    EXPECT_EQ(results.facets[1].values[0].count, 2U);
    EXPECT_EQ(results.facets[1].values[1].count, 1U);
    EXPECT_THAT(shelf.find("sách", {.filters = {{"author", {"Tô Hoài"}}}}), UnorderedElementsAre(1, 3));
    EXPECT_THAT(shelf.find("sách", {.filters = {{"author", {"Tô Hoài"}}, {"language", {"eng"}}}}), ElementsAre(3));
    EXPECT_THAT(shelf.find("sách", {.filters = {{"author", {"Tô Hoài"}, true}}}), ElementsAre(2));
    EXPECT_THAT(shelf.find("", {.filters = {{"language", {"eng", "vie"}}}}), ElementsAre(4, 3, 2, 1));
    EXPECT_THAT(shelf.find("sách", {.ranges = {{"year", "1945", "1960"}}}), UnorderedElementsAre(2, 3));
    EXPECT_THAT(shelf.find("", {.ranges = {{"year", "", "1950"}}}), UnorderedElementsAre(1, 2));
    EXPECT_THAT(shelf.find("sách", {.filters = {{"author", {"ai đó"}}}}), IsEmpty());
    EXPECT_EQ(shelf.results("sách", {.limit = 0}).total, 3U);
}

TEST(Suggestions, BeginWithWhatIsTypedWithOrWithoutMarks) {
    const Shelf shelf{{{1, "Dế Mèn phiêu lưu ký", "Tô Hoài"},
                       {2, "Để mẹ vui"},
                       {3, "Truyện Tây Bắc", "Tô Hoài"},
                       {4, "Tố tâm", "Hoàng Ngọc Phách"}}};
    const auto texts = [&](std::string_view typed) {
        std::vector<std::string> list;
        const auto found = shelf.index.suggest(typed, 5);
        for (const Suggestion& one : found.value())
            list.push_back(one.text);
        return list;
    };
    EXPECT_THAT(texts("de m"), UnorderedElementsAre("Dế Mèn phiêu lưu ký", "Để mẹ vui"));
    EXPECT_EQ(texts("để m").front(), "Để mẹ vui");
    EXPECT_THAT(texts("to "), UnorderedElementsAre("Tô Hoài", "Tố tâm"));
    EXPECT_EQ(texts("to h").front(), "Tô Hoài");
    EXPECT_THAT(texts("phieu lu"), ElementsAre("Dế Mèn phiêu lưu ký")) << "words inside a title";
    EXPECT_THAT(texts("tay b"), ElementsAre("Truyện Tây Bắc"));
    EXPECT_THAT(texts(""), IsEmpty());
    EXPECT_THAT(texts("\xFF \" *"), IsEmpty());
}

TEST(Browse, GoesThroughHeadingsInVietnameseOrder) {
    const Shelf shelf{{{1, "1", "ba"},
                       {2, "2", "bá an"},
                       {3, "3", "bà"},
                       {4, "4", "ba bà"},
                       {5, "5", "bà ba"},
                       {6, "6", "ba má"},
                       {7, "7", "bá"},
                       {8, "8", "bà"}}};
    const auto list = [&](const BrowseRequest& request) {
        std::vector<std::string> values;
        const auto page = shelf.index.browse(request);
        for (const FacetCount& one : page.value().values)
            values.push_back(one.value);
        return values;
    };
    EXPECT_THAT(list({.facet = "author"}), ElementsAre("ba", "ba bà", "ba má", "bà", "bà ba", "bá", "bá an"));
    EXPECT_THAT(list({.facet = "author", .from = "bà", .limit = 2}), ElementsAre("bà", "bà ba"));
    EXPECT_THAT(list({.facet = "author", .from = "bà", .limit = 2, .skip_from = true}), ElementsAre("bà ba", "bá"));
    EXPECT_THAT(list({.facet = "author", .from = "bà", .direction = Direction::descending, .limit = 2}),
                ElementsAre("bà", "ba má"));
    EXPECT_THAT(list({.facet = "author", .from = "bà", .direction = Direction::descending, .skip_from = true}),
                ElementsAre("ba má", "ba bà", "ba"));
    EXPECT_THAT(list({.facet = "author", .direction = Direction::descending, .limit = 1}), ElementsAre("bá an"));
    const BrowsePage page = shelf.index.browse({.facet = "author", .from = "bà", .limit = 1}).value();
    EXPECT_EQ(page.values[0].count, 2U);
    EXPECT_TRUE(page.has_more);
    EXPECT_EQ(page.distinct, 7U);
    EXPECT_EQ(shelf.index.browse({.facet = "nope"}).error().key, "search.unknown_facet");
}

} // namespace
} // namespace tangthu::search::test
