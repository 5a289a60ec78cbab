#include "modules/portal/impl/feeds.h"
#include "modules/portal/impl/fixture.h"
#include "modules/portal/impl/pages/hours.h"
#include "modules/portal/impl/pages/json_ld.h"
#include "modules/portal/impl/templates/sources.h"
#include "platform/base/json_io.h"

#include <gmock/gmock.h>
#include <regex>
#include <set>

namespace tangthu::portal::impl {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// The real templates and texts over the fixture's books.
class PagesTest : public ::testing::TestWithParam<Language> {
protected:
    [[nodiscard]] std::string render(const Page& page) const { return templates_.render(page.name, page.data); }
    [[nodiscard]] PageContext context() const { return {texts_, site_}; }

    text::Messages messages_;
    Texts texts_{messages_, GetParam()};
    Site site_ = fixture::site(GetParam());
    Templates templates_ = make_templates(template_files(), texts_, {});
};
INSTANTIATE_TEST_SUITE_P(Languages, PagesTest, ::testing::Values(Language::vi, Language::en),
                         [](const auto& test) { return std::string(text::language_code(test.param)); });

std::vector<std::string> all_pages(const PageContext& context, const Templates& templates) {
    const auto& texts = context.texts;
    const Page pages[] = {
        home_page(fixture::home(), context),
        results_page(fixture::results(texts), context),
        results_page({}, context),
        record_page(fixture::record_view(texts), context),
        marc_page(marc_view(fixture::record(), fixture::books()[0]), context),
        headings_page(fixture::authors(), context),
        classes_page(fixture::classes(texts.language(), false), context),
        classes_page(fixture::classes(texts.language(), true), context),
        new_books_page(fixture::new_books(), context),
        libraries_page(fixture::libraries(), context),
        error_page({404, "", ""}, context),
        error_page({503, "", "abc"}, context),
    };
    std::vector<std::string> rendered;
    for (const auto& page : pages) {
        rendered.push_back(templates.render(page.name, page.data));
    }
    return rendered;
}

TEST_P(PagesTest, StayUnderAHundredKilobytes) {
    for (const auto& page : all_pages(context(), templates_)) {
        EXPECT_LT(page.size(), 100'000U);
    }
}

TEST_P(PagesTest, HaveNoTextThatIsMissing) {
    for (const auto& page : all_pages(context(), templates_)) {
        for (const auto* leftover : {">portal.", "\"portal.", " portal.", "{{", "plural,"}) {
            EXPECT_EQ(page.find(leftover), std::string::npos) << leftover;
        }
    }
}

TEST_P(PagesTest, AskNothingOfAForeignHostAndHoldNoInlineCode) {
    const std::regex foreign("(src|href|action)=\"(https?:)?//(?!thuvien\\.example)");
    const std::regex inline_code("<style|\\son[a-z]+=\"|\\sstyle=\"|<script(?! src=| type=\"application/ld\\+json\")");
    for (const auto& page : all_pages(context(), templates_)) {
        EXPECT_FALSE(std::regex_search(page, foreign));
        std::smatch match;
        EXPECT_FALSE(std::regex_search(page, match, inline_code)) << match.str();
    }
}

TEST_P(PagesTest, HaveOneMainHeadingAndNoIdTwice) {
    const std::regex id(" id=\"([^\"]+)\"");
    for (const auto& page : all_pages(context(), templates_)) {
        const std::regex h1("<h1[ >]");
        EXPECT_EQ(std::distance(std::sregex_iterator(page.begin(), page.end(), h1), {}), 1);
        std::set<std::string> seen;
        for (std::sregex_iterator it(page.begin(), page.end(), id), end; it != end; ++it) {
            EXPECT_TRUE(seen.insert((*it)[1]).second) << (*it)[1];
        }
    }
}

TEST_P(PagesTest, NameTheirTwinAndTheirCanonicalAddress) {
    const auto page = render(record_page(fixture::record_view(texts_), context()));
    const bool is_vi = GetParam() == Language::vi;
    EXPECT_THAT(page, HasSubstr(std::string("<link rel=\"canonical\" href=\"https://thuvien.example") +
                                (is_vi ? "/sach/1-" : "/en/books/1-")));
    EXPECT_THAT(page, HasSubstr(is_vi ? "hreflang=\"en\" href=\"https://thuvien.example/en/books/1-"
                                      : "hreflang=\"vi\" href=\"https://thuvien.example/sach/1-"));
}

TEST_P(PagesTest, KeepRobotsOutOfSearchesOnly) {
    const auto robots = "<meta name=\"robots\" content=\"noindex, nofollow\">";
    EXPECT_THAT(render(results_page(fixture::results(texts_), context())), HasSubstr(robots));
    EXPECT_THAT(render(record_page(fixture::record_view(texts_), context())), Not(HasSubstr(robots)));
}

TEST_P(PagesTest, MarkWordsAndLeaveFiltersWithOneTap) {
    const auto page = render(results_page(fixture::results(texts_), context()));
    EXPECT_THAT(page, HasSubstr("<mark>Dế Mèn phiêu lưu</mark> ký"));
    const auto path = page_path(GetParam(), "search");
    EXPECT_THAT(page, HasSubstr("href=\"" + path + "?q=d%E1%BA%BF+m%C3%A8n+phi%C3%AAu+l%C6%B0u&amp;language=vie\""));
    EXPECT_THAT(page, HasSubstr("lang=\"fr\""));
}

TEST_P(PagesTest, SayHonestlyWhatWasNotCountedToTheEnd) {
    auto view = fixture::results(texts_);
    view.total = 10'000;
    view.total_is_exact = false;
    view.facets_are_exact = false;
    view.facets[0].values[0].count = 10'000;
    const auto page = render(results_page(view, context()));
    const std::string shown = GetParam() == Language::vi ? "10.000+" : "10,000+";
    EXPECT_THAT(page, HasSubstr("<span class=\"count\">" + shown + "</span>"));
}

TEST_P(PagesTest, LetNoRecordBreakOutOfItsPlace) {
    const std::string evil = "\"><script>alert(1)</script>{{x}}</title>'</script><!--";
    auto view = fixture::record_view(texts_);
    for (auto* field :
         {&view.book.bib.title, &view.book.bib.subtitle, &view.book.bib.author, &view.book.bib.extent,
          &view.book.bib.publisher, &view.book.bib.isbn, &view.work.title, &view.work.abstract, &view.work.series}) {
        *field = evil;
    }
    view.work.authors = {evil};
    view.work.subjects = {evil};
    view.book.shelvings[0].unit = view.book.shelvings[0].call_number = view.book.shelvings[0].location = evil;
    view.fields[0].values[0] = {evil, "/tim?q=\"><script>", "\"><script>"};
    view.before[0].title = view.same_author[0].author = evil;
    EXPECT_THAT(render(record_page(view, context())), Not(HasSubstr("<script>")));

    auto results = fixture::results(texts_);
    results.state.query = results.did_you_mean = results.hits[0].bib.title = results.hits[0].bib.author = evil;
    results.words = text::tokens("script alert");
    results.facets[0].values[0].label = results.chosen[0].label = evil;
    const auto page = render(results_page(results, context()));
    EXPECT_THAT(page, Not(HasSubstr("<script>")));
    EXPECT_THAT(page, HasSubstr("&lt;<mark>script</mark>&gt;"));
}

TEST_P(PagesTest, DescribeBooksForMachines) {
    const auto json = book_json_ld(fixture::record_view(texts_), context());
    const auto document = json::Document::parse(json, {});
    ASSERT_TRUE(document);
    EXPECT_EQ(document->root().find("@type")->string(), "Book");
    EXPECT_EQ(document->root().find("name")->string(), "Dế Mèn phiêu lưu ký: truyện đồng thoại");
    EXPECT_EQ(document->root().find("author")->at(0).find("name")->string(), "Tô Hoài");
    EXPECT_EQ(document->root().find("offers")->size(), 3U);
    EXPECT_TRUE(json::Document::parse(library_json_ld(fixture::libraries(), context()), {}));
}

TEST_P(PagesTest, LinkOnlyToWebAddressesFromRecords) {
    marc::Record record;
    record.add_field("856");
    record.add_subfield('u', "javascript:alert(1)");
    record.add_field("856");
    record.add_subfield('u', "https://nlv.gov.vn/1");
    const auto fields = described_fields(record, {}, texts_);
    ASSERT_EQ(fields.size(), 1U);
    ASSERT_EQ(fields[0].values.size(), 1U);
    EXPECT_EQ(fields[0].values[0].address, "https://nlv.gov.vn/1");
}

TEST_P(PagesTest, OfferToReadOnLineWhatIsThere) {
    marc::Record record;
    const auto add = [&record](char relation, const char* part, const char* address) {
        record.add_field("856", '4', relation);
        if (part != nullptr) {
            record.add_subfield('3', part);
        }
        record.add_subfield('u', address);
    };
    add('2', nullptr, "https://nlv.gov.vn/related");
    add('1', "Mục lục", "https://nlv.gov.vn/contents");
    add('0', nullptr, "javascript:alert(1)");
    EXPECT_EQ(online_address(record), "");
    add('0', nullptr, "https://nlv.gov.vn/text");
    EXPECT_EQ(online_address(record), "https://nlv.gov.vn/text");

    auto view = fixture::record_view(texts_);
    EXPECT_THAT(render(record_page(view, context())), Not(HasSubstr(texts_.text("portal.read_online"))));
    view.online_address = "https://nlv.gov.vn/text";
    EXPECT_THAT(render(record_page(view, context())), HasSubstr("href=\"https://nlv.gov.vn/text\""));
}

TEST_P(PagesTest, HaveOneSearchBoxUnlessNothingCanBeFound) {
    for (const auto& page : all_pages(context(), templates_)) {
        const std::regex box("<input type=\"search\" name=\"q\"");
        const auto boxes = std::distance(std::sregex_iterator(page.begin(), page.end(), box), {});
        EXPECT_EQ(boxes, page.find("<p class=\"number\">503") == std::string::npos ? 1 : 0);
    }
}

TEST_P(PagesTest, GiveARefusedSearchBackToBePutRight) {
    ErrorView view{400, texts_.text("portal.query_too_long"), ""};
    view.is_search = true;
    view.query = "truyện \"kiều\"";
    const auto page = render(error_page(view, context()));
    EXPECT_THAT(page, HasSubstr("value=\"truyện &quot;kiều&quot;\""));
    EXPECT_THAT(page, HasSubstr(texts_.text("portal.error_search_title")));
}

TEST_P(PagesTest, KeepQuietAboutWhatNobodyKnowsOfAnImprint) {
    marc::Record record;
    const auto add = [&record](const char* place, const char* publisher, const char* year) {
        record.add_field("260");
        record.add_subfield('a', place);
        record.add_subfield('b', publisher);
        record.add_subfield('c', year);
    };
    add("Hà Nội :", "Kim Đồng,", "2019");
    add("Hà Nội :", "[không rõ nhà xuất bản],", "1953-");
    add("[S.l. :", "s.n.],", "[không rõ năm]");
    const auto fields = described_fields(record, {}, texts_);
    ASSERT_EQ(fields.size(), 1U);
    ASSERT_EQ(fields[0].values.size(), 2U);
    EXPECT_EQ(fields[0].values[0].text, "Hà Nội : Kim Đồng, 2019");
    EXPECT_EQ(fields[0].values[1].text, "Hà Nội, 1953-");
}

TEST_P(PagesTest, SayTheLanguageOfWhatIsCopiedFromTheBook) {
    auto bib = fixture::books()[8];
    bib.responsibility = "par Victor Hugo";
    const auto fields = described_fields({}, bib, texts_);
    ASSERT_FALSE(fields.empty());
    EXPECT_EQ(fields[0].values[0].language, "fr");
}

TEST_P(PagesTest, FeedTheNewBooks) {
    const std::vector<FeedEntry> entries{{fixture::books()[0], {1'763'800'000'000}}};
    const auto feed = atom_feed(entries, site_, texts_);
    EXPECT_THAT(feed, HasSubstr("<title>Dế Mèn phiêu lưu ký: truyện đồng thoại</title>"));
    EXPECT_THAT(feed, HasSubstr("<id>https://thuvien.example/sach/1</id>"));
    EXPECT_THAT(feed, HasSubstr("<updated>2025-11-22T08:26:40Z</updated>"));
}

TEST(Hours, AreSpokenAsPeopleSayThem) {
    EXPECT_EQ(spoken_time("07:30", Language::vi), "7h30");
    EXPECT_EQ(spoken_time("16:30", Language::vi), "16h30");
    EXPECT_EQ(spoken_time("07:30", Language::en), "7:30");
    EXPECT_EQ(spoken_time("", Language::vi), "");
}

TEST(Hours, SayWhenItOpensAgain) {
    const text::Messages messages;
    const Texts texts(messages, Language::vi);
    branches::OpeningState state;
    state.opens_on = Date{2026, 11, 24};
    state.opens_at = "07:30";
    EXPECT_EQ(opens_again(state, {2026, 11, 24}, texts), "mở lại lúc 7h30 hôm nay");
    EXPECT_EQ(opens_again(state, {2026, 11, 23}, texts), "mở lại lúc 7h30 ngày mai");
    EXPECT_EQ(opens_again(state, {2026, 11, 22}, texts), "mở lại lúc 7h30 Thứ Ba, 24/11/2026");
    EXPECT_EQ(opens_again({}, {2026, 11, 22}, texts), "");
}

TEST(UnitName, IsShortBesideItsSiblings) {
    EXPECT_EQ(
        short_unit_name("Thư viện tỉnh Lào Cai – Cơ sở Yên Bái (Thư viện tỉnh Yên Bái cũ)", "Thư viện tỉnh Lào Cai"),
        "Cơ sở Yên Bái");
    EXPECT_EQ(short_unit_name("Lao Cai Library, Yen Bai site", "Lao Cai Library"), "Yen Bai site");
    EXPECT_EQ(short_unit_name("Thư viện tỉnh Lào Cai", "Thư viện tỉnh"), "Thư viện tỉnh Lào Cai");
    EXPECT_EQ(short_unit_name("Thư viện tỉnh Lào Cai", "Thư viện tỉnh Lào Cai"), "Thư viện tỉnh Lào Cai");
    EXPECT_EQ(short_unit_name("Tủ sách (thôn) Bản Phố", ""), "Tủ sách (thôn) Bản Phố");
}

TEST(KnownOrEmpty, LeavesOutWhatNobodyKnows) {
    for (const auto* unknown :
         {"[S.l.]", "[s.n.]", "[không rõ nhà xuất bản]", "[K.đ.]", "[publisher not identified]"}) {
        EXPECT_EQ(known_or_empty(unknown), "") << unknown;
    }
    EXPECT_EQ(known_or_empty("[Hà Nội]"), "[Hà Nội]");
    EXPECT_EQ(known_or_empty("Kim Đồng"), "Kim Đồng");
}

TEST(Weekday, IsThatOfTheIsoWeek) {
    EXPECT_EQ(weekday_of({2026, 11, 22}), 7);
    EXPECT_EQ(weekday_of({2026, 11, 23}), 1);
    EXPECT_EQ(weekday_of({1969, 12, 31}), 3);
}

TEST(ClassName, KnowsAllThatDeweyAssigns) {
    for (const auto language : {Language::vi, Language::en}) {
        for (int i = 0; i < 100; ++i) {
            const auto number = std::to_string(i / 10) + std::to_string(i % 10) + "0";
            EXPECT_EQ(class_name(number, language).empty(), number == "040") << number;
        }
        EXPECT_FALSE(main_class_name(9, language).empty());
    }
    for (const auto* bad : {"", "8", "895", "89x", "abc", "8900"}) {
        EXPECT_EQ(class_name(bad, Language::vi), "") << bad;
    }
}

TEST(FirstLetter, FollowsVietnameseOrder) {
    EXPECT_EQ(first_letter("Đoàn Giỏi"), "Đ");
    EXPECT_EQ(first_letter("Ẩm thực"), "Â");
    EXPECT_EQ(first_letter("Ỏng ẹo"), "O");
    EXPECT_EQ(first_letter("Zola"), "Z");
    EXPECT_EQ(first_letter("1984"), "");
    EXPECT_EQ(first_letter("紅樓夢"), "");
}

} // namespace
} // namespace tangthu::portal::impl
