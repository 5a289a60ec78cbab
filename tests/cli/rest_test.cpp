#include "platform/net/url.h"
#include "tests/cli/library.h"

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <set>

namespace tangthu::test {
namespace {

constexpr int kRecords = 57;

/// One server for all these tests: they only read, but for the last.
class Rest : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        auto pattern = (std::filesystem::temp_directory_path() / "tangthu-rest-XXXXXX").string();
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
        write("a.mrk", records({.count = kRecords}));
        const auto imported = run({"catalogue", "import", "a.mrk", "--json"}, {.folder = folder_});
        ASSERT_EQ(imported.code, 0) << imported.err;
        server_ = std::make_unique<RunningServer>(folder_);
    }
    static void TearDownTestSuite() {
        if (server_) {
            EXPECT_EQ(server_->stop().code, 0);
        }
        server_.reset();
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    static void write(const std::string& name, const std::string& text) {
        std::ofstream(folder_ / name, std::ios::binary) << text;
    }
    static net::ClientReply get(const std::string& target, const net::Headers& headers = {}) {
        return server_->client().get(target, headers);
    }
    static boost::json::object object(const std::string& target) { return server_->get(target); }
    static std::string key_of(const net::ClientReply& reply) { return text(parse_object(reply.body), "key"); }
    static std::int64_t some_id() {
        return number(object("/api/v1/bibs?limit=1").at("bibs").as_array().front().as_object(), "id");
    }

    static std::filesystem::path folder_;
    static std::unique_ptr<RunningServer> server_;
};
std::filesystem::path Rest::folder_;
std::unique_ptr<RunningServer> Rest::server_;

TEST_F(Rest, SearchHasTheFixedShape) {
    const auto found = object("/api/v1/search?q=ban+mau&limit=3&facets=1");
    EXPECT_EQ(number(found, "total"), kRecords);
    EXPECT_TRUE(found.at("total_is_exact").as_bool());
    ASSERT_EQ(found.at("hits").as_array().size(), 3U);
    const auto& hit = found.at("hits").as_array().front().as_object();
    for (const auto* name : {"id", "title", "author", "year"})
        EXPECT_TRUE(hit.contains(name)) << name;
    const auto& author = found.at("facets").as_object().at("author").as_array().front().as_object();
    EXPECT_EQ(text(author, "value"), "Nguyễn Văn Thử");
    EXPECT_EQ(number(author, "count"), kRecords);
    EXPECT_TRUE(found.contains("did_you_mean"));
    EXPECT_TRUE(found.at("next_cursor").is_string());
    EXPECT_TRUE(object("/api/v1/search?q=ban+mau").at("facets").as_object().empty());
}

TEST_F(Rest, SearchNarrowsByFacetFieldAndYear) {
    const auto author = net::percent_encode("Nguyễn Văn Thử");
    EXPECT_EQ(number(object("/api/v1/search?author=" + author), "total"), kRecords);
    EXPECT_EQ(number(object("/api/v1/search?author=Ai+khac"), "total"), 0);
    EXPECT_EQ(number(object("/api/v1/search?author=Ai+khac&author=" + author), "total"), kRecords);
    EXPECT_EQ(number(object("/api/v1/search?unit=X-THU&language=vie&decade=2010"), "total"), kRecords);
    EXPECT_EQ(number(object("/api/v1/search?year_from=2020"), "total"), 0);
    EXPECT_EQ(number(object("/api/v1/search?year_from=2019&year_to=2019"), "total"), kRecords);
    EXPECT_EQ(number(object("/api/v1/search?q=rec7&field=title"), "total"), 0);
    EXPECT_EQ(number(object("/api/v1/search?q=DK7&field=barcode"), "total"), 1);
}

TEST_F(Rest, SearchPagesByCursorWithoutGapsOrRepeats) {
    for (const std::string sort : {"relevance", "title", "newest", "year_asc"}) {
        std::set<std::int64_t> seen;
        std::string target = "/api/v1/search?q=ban+mau&limit=10&sort=" + sort;
        const auto first = target;
        for (int page = 0; page < 20; ++page) {
            const auto found = object(target);
            for (const auto& hit : found.at("hits").as_array())
                EXPECT_TRUE(seen.insert(number(hit.as_object(), "id")).second) << "met twice, sorted by " << sort;
            if (found.at("next_cursor").is_null()) break;
            target = first + "&cursor=" + net::percent_encode(text(found, "next_cursor"));
        }
        EXPECT_EQ(seen.size(), static_cast<std::size_t>(kRecords)) << sort;
    }
}

TEST_F(Rest, BibsAndItemsPageToTheEnd) {
    for (const std::string list : {"bibs", "items"}) {
        std::set<std::int64_t> seen;
        const auto first = "/api/v1/" + list + "?limit=10";
        auto target = first;
        for (int page = 0; page < 20; ++page) {
            const auto found = object(target);
            for (const auto& one : found.at(list).as_array())
                EXPECT_TRUE(seen.insert(number(one.as_object(), "id")).second);
            if (found.at("next_cursor").is_null()) break;
            target = first + "&cursor=" + text(found, "next_cursor");
        }
        EXPECT_EQ(seen.size(), static_cast<std::size_t>(kRecords)) << list;
    }
}

TEST_F(Rest, ACursorOfAnotherListIsRefused) {
    const auto cursor = text(object("/api/v1/bibs?limit=10"), "next_cursor");
    const auto reply = get("/api/v1/items?limit=10&cursor=" + cursor);
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(key_of(reply), "net.bad_cursor");
    EXPECT_EQ(get("/api/v1/bibs?cursor=xyz").status, 400);
    EXPECT_EQ(get("/api/v1/search?q=mau&cursor=xyz").status, 400);
}

TEST_F(Rest, ABibComesAsJsonMarcXmlOrIso2709) {
    const auto target = "/api/v1/bibs/" + std::to_string(some_id());
    const auto json = get(target);
    EXPECT_EQ(json.status, 200);
    EXPECT_EQ(json.headers.find("content-type")->substr(0, 16), "application/json");
    EXPECT_TRUE(parse_object(json.body).at("marc").as_object().contains("leader"));
    const auto xml = get(target, {{"Accept", "application/marcxml+xml"}});
    EXPECT_EQ(xml.headers.find("content-type")->substr(0, 23), "application/marcxml+xml");
    EXPECT_NE(xml.body.find("http://www.loc.gov/MARC21/slim"), std::string::npos);
    const auto iso = get(target, {{"Accept", "application/marc"}});
    EXPECT_EQ(iso.body.back(), '\x1d');
    EXPECT_EQ(std::stoul(iso.body.substr(0, 5)), iso.body.size());
    // The better liked one wins; what we do not speak is refused.
    EXPECT_EQ(get(target, {{"Accept", "application/marc;q=0.5, application/json"}}).body, json.body);
    const auto refused = get(target, {{"Accept", "application/pdf"}});
    EXPECT_EQ(refused.status, 406);
    EXPECT_EQ(key_of(refused), "net.not_acceptable");
}

TEST_F(Rest, ABibKnowsItsVersion) {
    const auto target = "/api/v1/bibs/" + std::to_string(some_id());
    const auto first = get(target);
    const auto tag = first.headers.find("etag");
    ASSERT_TRUE(tag.has_value());
    const auto again = get(target, {{"If-None-Match", *tag}});
    EXPECT_EQ(again.status, 304);
    EXPECT_EQ(again.body, "");
    EXPECT_EQ(get(target, {{"If-None-Match", "\"other\""}}).status, 200);
}

TEST_F(Rest, WhatIsNotThereIs404) {
    EXPECT_EQ(key_of(get("/api/v1/bibs/999999")), "catalogue.bib_not_found");
    EXPECT_EQ(get("/api/v1/bibs/999999").status, 404);
    EXPECT_EQ(get("/api/v1/units/KHONG-CO").status, 404);
    EXPECT_EQ(get("/api/v1/nothing").status, 404);
    EXPECT_EQ(get("/api/v1/bibs/abc").status, 400);
    EXPECT_EQ(get("/api/v1/bibs/0").status, 400);
}

TEST_F(Rest, ItemsAreFoundByBarcodeBibAndUnit) {
    const auto by_barcode = object("/api/v1/items?barcode=DK5").at("items").as_array();
    ASSERT_EQ(by_barcode.size(), 1U);
    const auto& item = by_barcode.front().as_object();
    EXPECT_EQ(text(item, "unit"), "X-THU");
    EXPECT_EQ(text(item, "call_number"), "895.92 M5");
    const auto bib = std::to_string(number(item, "bib"));
    EXPECT_EQ(object("/api/v1/items?bib=" + bib).at("items").as_array().size(), 1U);
    EXPECT_EQ(object("/api/v1/items?unit=X-THU&limit=200").at("items").as_array().size(),
              static_cast<std::size_t>(kRecords));
    EXPECT_EQ(key_of(get("/api/v1/items?unit=KHONG-CO")), "catalogue.unknown_unit");
}

TEST_F(Rest, SuggestsWhatBeginsSo) {
    const auto found = object("/api/v1/suggest?q=nguyen+v").at("suggestions").as_array();
    ASSERT_FALSE(found.empty());
    EXPECT_EQ(text(found.front().as_object(), "text"), "Nguyễn Văn Thử");
    EXPECT_TRUE(object("/api/v1/suggest?q=").at("suggestions").as_array().empty());
}

/// Queries nobody should send: an answer or a 400 that says why, in bounded time, and the server lives on.
TEST_F(Rest, OddQueriesAreAnsweredOrRefused) {
    const std::string long_text = net::percent_encode(std::string(10'000, 'a') + " b");
    const std::string many_words = [] {
        std::string words;
        for (int i = 0; i < 2000; ++i)
            words += "t" + std::to_string(i) + "+";
        return words;
    }();
    for (const auto& query :
         {net::percent_encode("\"không đóng"), net::percent_encode("((()"), net::percent_encode("title:"),
          net::percent_encode("' OR 1=1; DROP TABLE cat_bibs; --"), net::percent_encode("*"), net::percent_encode("a*"),
          net::percent_encode("NOT"), net::percent_encode("-"), net::percent_encode("AND OR NOT"),
          net::percent_encode("\u200b\u200b"), std::string{"%ED%A0%80"}, std::string{"%00"}, std::string{"%"},
          std::string{"%FF%FE"}, long_text, many_words}) {
        const auto begin = std::chrono::steady_clock::now();
        const auto reply = get("/api/v1/search?facets=1&q=" + query);
        const auto took = std::chrono::steady_clock::now() - begin;
        EXPECT_TRUE(reply.status == 200 || reply.status == 400)
            << reply.status << " for " << query.substr(0, 60) << ": " << reply.body.substr(0, 200);
        if (reply.status == 400) {
            const auto problem = parse_object(reply.body);
            EXPECT_NE(text(problem, "detail"), text(problem, "key")) << "the reason is told in words";
        }
        EXPECT_LT(took, std::chrono::seconds(5)) << query.substr(0, 60);
        EXPECT_TRUE(get("/api/v1/suggest?q=" + query).status == 200 || reply.status == 400);
    }
    EXPECT_EQ(number(object("/api/v1/search?q=mau"), "total"), kRecords);
}

TEST_F(Rest, UnknownAndBadParametersAreAllNamed) {
    const auto reply = get("/api/v1/search?q=a&limit=0&sort=size&colour=red");
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(parse_object(reply.body).at("problems").as_array().size(), 3U);
    EXPECT_EQ(get("/api/v1/search?q=a&field=size").status, 400);
}

TEST_F(Rest, UnitsAreListedInTheAskersLanguage) {
    const auto units = object("/api/v1/units").at("units").as_array();
    ASSERT_EQ(units.size(), 1U);
    const auto& unit = units.front().as_object();
    EXPECT_EQ(text(unit, "code"), "X-THU");
    EXPECT_TRUE(unit.at("is_provisional").as_bool());
    for (const auto* name : {"kind", "name", "valid_from"})
        EXPECT_TRUE(unit.contains(name)) << name;
    EXPECT_EQ(text(object("/api/v1/units/X-THU"), "code"), "X-THU");
    EXPECT_TRUE(object("/api/v1/units?kind=central").at("units").as_array().empty());
}

TEST_F(Rest, OpenApiNamesEveryRouteOfTheContract) {
    const auto paths = object("/api/v1/openapi.json").at("paths").as_object();
    for (const auto* path : {"/api/v1/search", "/api/v1/suggest", "/api/v1/bibs", "/api/v1/bibs/{id}", "/api/v1/items",
                             "/api/v1/units", "/api/v1/units/{code}"})
        EXPECT_TRUE(paths.contains(path)) << path;
}

TEST_F(Rest, TheCommandLineAnswersTheSameWhileTheServerRuns) {
    const auto shell = run({"catalogue", "search", "bản mẫu", "--limit", "5", "--json"}, {.folder = folder_});
    EXPECT_EQ(shell.code, 0) << shell.err;
    const auto server = object("/api/v1/search?limit=5&q=" + net::percent_encode("bản mẫu"));
    EXPECT_EQ(parse_object(shell.out).at("hits"), server.at("hits"));
    EXPECT_EQ(run({"index", "rebuild"}, {.folder = folder_}).code, 75);
    EXPECT_EQ(run({"serve", "--listen", "127.0.0.1:0"}, {.folder = folder_}).code, 75);
}

TEST_F(Rest, WhatAnotherProcessImportsIsFoundAtOnceWithItsNewUnit) {
    write("b.mrk", records({.first = 501, .count = 300, .unit = "X-MOI", .prefix = "MO", .word = "đợt hai"}));
    const auto imported = run({"catalogue", "import", "b.mrk", "--json"}, {.folder = folder_});
    ASSERT_EQ(imported.code, 0) << imported.err;
    const auto found = object("/api/v1/search?facets=1&q=" + net::percent_encode("đợt hai"));
    EXPECT_EQ(number(found, "total"), 300);
    EXPECT_EQ(text(found.at("facets").as_object().at("unit").as_array().front().as_object(), "value"), "X-MOI");
    EXPECT_EQ(object("/api/v1/units").at("units").as_array().size(), 2U);
    const auto undone =
        run({"catalogue", "undo", text(parse_object(imported.out), "batch"), "--json"}, {.folder = folder_});
    ASSERT_EQ(undone.code, 0) << undone.err;
    EXPECT_EQ(number(object("/api/v1/search?q=" + net::percent_encode("đợt hai")), "total"), 0);
}

} // namespace
} // namespace tangthu::test
