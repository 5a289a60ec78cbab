#include "platform/net/url.h"

#include "platform/base/utf8.h"
#include "platform/net/headers.h"
#include "platform/net/negotiate.h"
#include "platform/net/paging.h"

#include <array>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace tangthu::net {

namespace {

/// Any text a query may hold: code points without surrogates and controls.
rc::Gen<std::string> any_text() {
    return rc::gen::map(rc::gen::container<std::vector<int>>(rc::gen::inRange(0x20, 0x11000)),
                        [](const std::vector<int>& points) {
                            std::string text;
                            for (int point : points) {
                                if (point == 0x7F || (point >= 0xD800 && point <= 0xDFFF)) continue;
                                if (point < 0x80) {
                                    text += static_cast<char>(point);
                                } else if (point < 0x800) {
                                    text += static_cast<char>(0xC0 | point >> 6);
                                    text += static_cast<char>(0x80 | (point & 0x3F));
                                } else if (point < 0x10000) {
                                    text += static_cast<char>(0xE0 | point >> 12);
                                    text += static_cast<char>(0x80 | (point >> 6 & 0x3F));
                                    text += static_cast<char>(0x80 | (point & 0x3F));
                                } else {
                                    text += static_cast<char>(0xF0 | point >> 18);
                                    text += static_cast<char>(0x80 | (point >> 12 & 0x3F));
                                    text += static_cast<char>(0x80 | (point >> 6 & 0x3F));
                                    text += static_cast<char>(0x80 | (point & 0x3F));
                                }
                            }
                            return text;
                        });
}

} // namespace

RC_GTEST_PROP(Url, DecodesWhatItEncoded, ()) {
    const auto text = *any_text();
    const auto encoded = percent_encode(text);
    RC_ASSERT(parse_path("/" + encoded).value() == (text.empty() ? std::vector<std::string>{} : std::vector{text}));
    RC_ASSERT(parse_query("q=" + query_encode(text)).value().get("q") == text);
    RC_ASSERT(encoded.find_first_of(" \"<>&'?#/\\") == std::string::npos);
}

RC_GTEST_PROP(Url, ReadsTheQueryItWrote, ()) {
    Query query;
    for (const auto& text : *rc::gen::container<std::vector<std::string>>(any_text()))
        query.add(text, text + "=&+%");
    RC_ASSERT(parse_query(query.text()).value().pairs() == query.pairs());
}

RC_GTEST_PROP(Url, GivesATextOrAReasonForAnyBytes, (const std::string& bytes)) {
    if (const auto query = parse_query(bytes)) {
        for (const auto& [name, value] : query->pairs())
            RC_ASSERT(!find_invalid_utf8(name) && !find_invalid_utf8(value));
    } else {
        RC_ASSERT(query.error().kind == ErrorKind::Invalid);
    }
}

RC_GTEST_PROP(Cursor, IsReadInItsOwnListOnly, (const std::string& position)) {
    const auto cursor = make_cursor("search:dế mèn", position);
    RC_ASSERT(percent_encode(cursor) == cursor);
    RC_ASSERT(read_cursor("search:dế mèn", cursor).value() == position);
    RC_ASSERT(!read_cursor("search:dế", cursor));
}

TEST(Cursor, RefusesWhatItDidNotMake) {
    for (const auto* text : {"", "abc", "!!", "AAAAAAAAAAAAAAAAAAAAAAAA"})
        EXPECT_EQ(read_cursor("list", text).error().key, "net.bad_cursor") << text;
}

TEST(Url, SaysWhereAPercentSignIsBroken) {
    const auto refused = parse_path("/ab%2");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().key, "net.bad_percent");
    EXPECT_EQ(refused.error().params.at(0).value, "2");
}

TEST(Url, KeepsOnlyUnreservedCharacters) {
    EXPECT_EQ(percent_encode("a-b_c.d~e f+"), "a-b_c.d~e%20f%2B");
    EXPECT_EQ(query_encode("a-b_c.d~e"), "a-b_c.d~e");
    EXPECT_EQ(query_encode("đ &=#\"<"), "%C4%91+%26%3D%23%22%3C");
}

TEST(Url, TakesPlusAsASpaceInAQueryAndAsItselfInAPath) {
    EXPECT_EQ(parse_query("q=c%2B%2B+a").value().get("q"), "c++ a");
    EXPECT_EQ(parse_path("/c++/a%20b").value(), (std::vector<std::string>{"c++", "a b"}));
}

TEST(Url, KeepsAnEncodedSlashInsideItsSegment) {
    EXPECT_EQ(parse_path("/class/895.9%2F22").value(), (std::vector<std::string>{"class", "895.9/22"}));
    EXPECT_EQ(parse_path("/").value(), std::vector<std::string>{});
    EXPECT_EQ(parse_path("/a/").value(), (std::vector<std::string>{"a", ""}));
    EXPECT_FALSE(parse_path("a"));
}

TEST(Url, ReadsOddQueries) {
    const auto query = parse_query("&a&b=&=c&a=1=2&&").value();
    EXPECT_EQ(query.pairs().size(), 4U);
    EXPECT_EQ(query.all("a"), (std::vector<std::string_view>{"", "1=2"}));
    EXPECT_EQ(query.find("b"), "");
    EXPECT_EQ(query.find("missing"), std::nullopt);
    std::string many;
    for (int i = 0; i < 501; ++i)
        many += "a=1&";
    EXPECT_EQ(parse_query(many).error().key, "net.too_many_parameters");
}

TEST(Url, BuildsTheAddressWithoutOneFilter) {
    Query query{{"q", "dế"}, {"author", "Tô Hoài"}, {"author", "Nam Cao"}, {"page", "3"}};
    query.remove("author", "Tô Hoài");
    query.remove("page");
    query.set("q", "mèn");
    EXPECT_EQ(query.text(), "author=Nam+Cao&q=m%C3%A8n");
}

TEST(Headers, CompareNamesWithoutCaseAndDropLineBreaks) {
    Headers headers{{"Accept", "a"}, {"ACCEPT", "b"}};
    EXPECT_EQ(headers.joined("accept"), "a, b");
    headers.set("Location", "/x\r\nSet-Cookie: a=b");
    EXPECT_EQ(headers.find("location"), "/xSet-Cookie: a=b");
    headers.remove("accept");
    EXPECT_FALSE(headers.has("Accept"));
}

TEST(Negotiation, ChoosesTheMediaTypeThatIsWishedForMost) {
    constexpr std::array<std::string_view, 3> kOffered{"text/html", "application/json", "application/marc"};
    const auto choose = [&](std::string_view accept) { return negotiate_media(accept, kOffered).value_or("nothing"); };
    EXPECT_EQ(choose(""), "text/html");
    EXPECT_EQ(choose("*/*"), "text/html");
    EXPECT_EQ(choose("application/*"), "application/json");
    EXPECT_EQ(choose("text/html;q=0.1, application/marc;q=0.9, */*;q=0.5"), "application/marc");
    EXPECT_EQ(choose("application/*;q=0.9, application/json;q=0.1"), "application/marc");
    EXPECT_EQ(choose("text/html;q=0, */*"), "application/json");
    EXPECT_EQ(choose("APPLICATION/JSON; charset=utf-8"), "application/json");
    EXPECT_EQ(choose("image/png"), "nothing");
    EXPECT_EQ(choose("text/html;q=0"), "nothing");
    EXPECT_EQ(choose(";;,,q=,"), "nothing");
}

TEST(Negotiation, SpeaksVietnameseUnlessEnglishIsWishedFor) {
    EXPECT_EQ(negotiate_language(""), "vi");
    EXPECT_EQ(negotiate_language("en-GB,en;q=0.9"), "en");
    EXPECT_EQ(negotiate_language("vi-VN,vi;q=0.9,en-US;q=0.6,en;q=0.5"), "vi");
    EXPECT_EQ(negotiate_language("fr, en;q=0.4, vi;q=0.3"), "en");
    EXPECT_EQ(negotiate_language("fr-FR"), "vi");
}

TEST(Negotiation, TakesTheLanguageOfTheAddressThenOfTheCookie) {
    auto request = Request::make("GET", "/?lang=en", {{"Cookie", "lang=vi"}, {"Accept-Language", "vi"}}).value();
    EXPECT_EQ(language_of(request), "en");
    request = Request::make("GET", "/?lang=tlh", {{"Cookie", "a=b; lang=en"}, {"Accept-Language", "vi"}}).value();
    EXPECT_EQ(language_of(request), "en");
}

TEST(Negotiation, CompressesOnlyForThoseWhoTakeIt) {
    EXPECT_TRUE(accepts_gzip("gzip, deflate, br"));
    EXPECT_TRUE(accepts_gzip("*"));
    EXPECT_FALSE(accepts_gzip(""));
    EXPECT_FALSE(accepts_gzip("identity"));
    EXPECT_FALSE(accepts_gzip("gzip;q=0, *"));
}

TEST(Request, ReadsFormsAndCookies) {
    const Headers form{{"Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"},
                       {"Cookie", "a=1;b = 2; c=3=4"}};
    const auto request = Request::make("POST", "/x", form, "ten=S%E1%BB%91+%C4%91%E1%BB%8F").value();
    EXPECT_EQ(request.form().value().get("ten"), "Số đỏ");
    EXPECT_EQ(request.cookie("c"), "3=4");
    EXPECT_EQ(request.cookie("d"), std::nullopt);
    EXPECT_EQ(Request::make("POST", "/x", {}, "a=b").value().form().error().key, "net.not_a_form");
}

TEST(Request, NamesItsSiteOnlyByACleanHost) {
    EXPECT_EQ(Request::make("GET", "/", {{"Host", "thuvien.example:8080"}}).value().origin(),
              "http://thuvien.example:8080");
    EXPECT_EQ(Request::make("GET", "/", {{"Host", "a\"><script>"}}).value().origin(), "http://localhost");
}

TEST(Request, BelievesAForwardedSiteOnlyFromATrustedProxy) {
    const Headers forwarded{{"Host", "127.0.0.1:8080"},
                            {"X-Forwarded-Proto", "http, http, https"},
                            {"X-Forwarded-Host", "evil.example, b.example, a.example"}};
    auto request = Request::make("GET", "/", forwarded).value();
    EXPECT_EQ(request.origin(), "http://127.0.0.1:8080");
    request.is_from_trusted_proxy = true;
    EXPECT_EQ(request.origin(), "https://a.example");
    auto plain = Request::make("GET", "/", {{"Host", "b.example"}, {"X-Forwarded-Proto", "https"}}).value();
    plain.is_from_trusted_proxy = true;
    EXPECT_EQ(plain.origin(), "https://b.example");
}

} // namespace tangthu::net
