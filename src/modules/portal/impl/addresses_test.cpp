#include "modules/portal/impl/addresses.h"

#include <gtest/gtest.h>

namespace tangthu::portal::impl {
namespace {

using catalogue::SortOrder;

std::string canonical(const Parameters& parameters, Language language = Language::vi) {
    return search_address(language, parse_search(parameters));
}

TEST(SearchAddress, HasOneOrderWhateverTheReaderTyped) {
    const auto address = "/tim?q=d%E1%BA%BF+m%C3%A8n&in=title&author=T%C3%B4+Ho%C3%A0i&language=vie&from=1990&to=2020&"
                         "sort=newest&page=2";
    EXPECT_EQ(canonical({{"page", "2"},
                         {"sort", "newest"},
                         {"to", "2020"},
                         {"from", "1990"},
                         {"language", "vie"},
                         {"author", "Tô Hoài"},
                         {"in", "title"},
                         {"q", " dế mèn "}}),
              address);
}

TEST(SearchAddress, IgnoresWhatItDoesNotKnow) {
    EXPECT_EQ(canonical({{"q", "a"},
                         {"utm_source", "x"},
                         {"in", "nowhere"},
                         {"sort", "random"},
                         {"page", "-1"},
                         {"from", "abc"},
                         {"to", "99999"}}),
              "/tim?q=a");
}

TEST(SearchAddress, HoldsNoMoreThanFiveFilters) {
    Parameters parameters;
    for (int i = 0; i < 9; ++i) {
        parameters.emplace_back("subject", "s" + std::to_string(i));
    }
    const auto state = parse_search(parameters);
    EXPECT_EQ(state.filters.size(), kMostFilters);
    EXPECT_EQ(address_with_filter(Language::vi, state, "author", "x"), "");
}

TEST(SearchAddress, KeepsNoFilterTwiceAndNoEndlessValue) {
    const auto state = parse_search(
        {{"author", "A"}, {"author", "A"}, {"subject", std::string(kLongestFilterValue + 1, 'x')}, {"unit", ""}});
    ASSERT_EQ(state.filters.size(), 1U);
    EXPECT_EQ(state.filters[0].value, "A");
}

TEST(SearchAddress, GoesNoDeeperThanItsBound) {
    EXPECT_EQ(parse_search({{"page", "50"}}).page, 50U);
    EXPECT_EQ(parse_search({{"page", "51"}}).page, 1U);
}

TEST(SearchAddress, TurnsYearsRound) {
    EXPECT_EQ(canonical({{"from", "2020"}, {"to", "1990"}}), "/tim?from=1990&to=2020");
}

TEST(SearchAddress, NarrowingBeginsAtTheFirstPageAndComesBack) {
    auto state = parse_search({{"q", "a"}, {"page", "3"}, {"subject", "S"}});
    EXPECT_EQ(address_with_filter(Language::en, state, "author", "A"), "/en/search?q=a&author=A&subject=S");
    EXPECT_EQ(address_without_filter(Language::en, state, "subject", "S"), "/en/search?q=a");
}

TEST(SearchAddress, ReadsWhatItWrote) {
    const auto state = parse_search({{"q", "c++ & <b>"}, {"author", "Nguyễn, Trãi"}, {"sort", "year"}});
    EXPECT_EQ(state.sort, SortOrder::year_desc);
    EXPECT_EQ(search_address(Language::vi, state),
              "/tim?q=c%2B%2B+%26+%3Cb%3E&author=Nguy%E1%BB%85n%2C+Tr%C3%A3i&sort=year");
}

TEST(BookAddress, CarriesTheNumberAndASlug) {
    catalogue::BibSummary bib;
    bib.id = catalogue::BibId(12);
    bib.title = "Dế Mèn phiêu lưu ký";
    EXPECT_EQ(book_address(Language::vi, bib), "/sach/12-de-men-phieu-luu-ky");
    bib.title = "紅樓夢";
    EXPECT_EQ(book_address(Language::en, bib), "/en/books/12");
}

TEST(BookAddress, IsReadByItsNumber) {
    EXPECT_EQ(parse_book("12-sai-ten")->id.value, 12);
    EXPECT_EQ(parse_book("12-sai-ten")->slug, "sai-ten");
    EXPECT_EQ(parse_book("12")->slug, "");
    for (const auto* bad : {"", "abc", "-1", "0", "12x", "99999999999999999999", "12.5"}) {
        EXPECT_FALSE(parse_book(bad)) << bad;
    }
}

} // namespace
} // namespace tangthu::portal::impl
