#include "platform/net/router.h"

#include "platform/base/json.h"
#include "platform/net/assets.h"
#include "platform/net/idempotency.h"
#include "platform/net/impl/routing/finish.h"
#include "platform/net/impl/routing/gzip.h"
#include "platform/net/problem.h"

#include <gtest/gtest.h>
#include <zlib.h>

namespace tangthu::net {
namespace {

Response ask(const Router& router, std::string_view method, std::string_view target, Headers headers = {}) {
    return router.handle(Request::make(method, target, std::move(headers)).value());
}

void add(Router& router, std::string_view path, std::string answer) {
    router.add(get(path, Permission::Public, "test.route"), [answer](const Request& request) {
        return Response::text(answer + std::string{request.path_value("id")} + std::string{request.path_value("rest")});
    });
}

std::string gunzip(const std::string& packed) {
    std::string text(10U << 20U, '\0');
    z_stream stream{};
    inflateInit2(&stream, 15 + 16);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(text.data());
    stream.avail_out = static_cast<uInt>(text.size());
    EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
    text.resize(stream.total_out);
    inflateEnd(&stream);
    return text;
}

} // namespace

TEST(Router, PrefersALiteralToAValueAndAValueToTheRest) {
    Router router;
    add(router, "/bibs/{id}", "one ");
    add(router, "/bibs/new", "new");
    add(router, "/bibs/{id}/items", "items of ");
    add(router, "/{rest...}", "rest ");
    add(router, "/", "home");
    EXPECT_EQ(ask(router, "GET", "/").body, "home");
    EXPECT_EQ(ask(router, "GET", "/bibs/12?x=1").body, "one 12");
    EXPECT_EQ(ask(router, "GET", "/bibs/new").body, "new");
    EXPECT_EQ(ask(router, "GET", "/bibs/new/items").body, "items of new");
    EXPECT_EQ(ask(router, "GET", "/bibs/12/else/x").body, "rest bibs/12/else/x");
    EXPECT_EQ(ask(router, "GET", "/bibs/12%2F3").body, "one 12/3");
}

TEST(Router, FindsTheMethodBehindALiteralThatLacksIt) {
    Router router;
    add(router, "/bibs/{id}", "one ");
    router.add(post("/bibs/import", Permission::Public, "test.import"),
               [](const Request&) { return Response::text("import"); });
    EXPECT_EQ(ask(router, "GET", "/bibs/import").body, "one import");
    EXPECT_EQ(ask(router, "POST", "/bibs/import").body, "import");
    EXPECT_EQ(ask(router, "PUT", "/bibs/import").headers.find("allow"), "GET, HEAD, POST, OPTIONS");
}

TEST(Router, RefusesBrokenAndRepeatedTemplates) {
    Router router;
    add(router, "/a/{id}", "");
    EXPECT_THROW(add(router, "/a/{other}", ""), Fault);
    EXPECT_THROW(add(router, "a", ""), Fault);
    EXPECT_THROW(add(router, "/a//b", ""), Fault);
    EXPECT_THROW(add(router, "/a{id}", ""), Fault);
    EXPECT_THROW(add(router, "/{rest...}/b", ""), Fault);
}

TEST(Router, LeadsFromASlashTooManyToTheRightAddressAndNowhereElse) {
    Router router;
    add(router, "/search", "");
    add(router, "/{id}/{rest...}", "");
    const auto moved = ask(router, "GET", "/search/?q=a");
    EXPECT_EQ(moved.status, 308);
    EXPECT_EQ(moved.headers.find("location"), "/search?q=a");
    EXPECT_EQ(ask(router, "GET", "//evil.example/").status, 404);
}

TEST(Router, TellsPeopleByAPageAndProgramsByAProblem) {
    Router router;
    router.set_error_page([](const Request&, int status, const Error& error) -> std::optional<Response> {
        return Response::html("<p>" + std::to_string(status) + " " + error.key);
    });
    EXPECT_EQ(ask(router, "GET", "/x", {{"Accept", "text/html,*/*;q=0.8"}}).body, "<p>404 net.not_found");
    EXPECT_EQ(ask(router, "GET", "/x").body, "<p>404 net.not_found");
    EXPECT_EQ(ask(router, "GET", "/x").status, 404);
    EXPECT_EQ(ask(router, "GET", "/x", {{"Accept", "application/json"}}).headers.find("content-type"),
              "application/problem+json");
    EXPECT_EQ(ask(router, "GET", "/api/v1/x", {{"Accept", "text/html"}}).headers.find("content-type"),
              "application/problem+json");
}

TEST(Router, SurvivesAnErrorPageThatFails) {
    Router router;
    router.set_error_page(
        [](const Request&, int, const Error&) -> std::optional<Response> { throw Fault("no template"); });
    EXPECT_EQ(ask(router, "GET", "/x").status, 404);
}

TEST(Router, WritesProblemsInTheReadersLanguage) {
    Router router;
    router.set_texts([](std::string_view language, std::string_view key, const std::vector<ErrorParam>& params) {
        return std::string{language} + ":" + std::string{key} + ":" + (params.empty() ? "" : params.front().value);
    });
    auto request = Request::make("GET", "/api/v1/x", {{"Accept-Language", "en"}}).value();
    request.id = "r1";
    const auto response = router.handle(request);
    EXPECT_EQ(response.body,
              R"({"type":"urn:tangthu:problem:net.not_found","title":"Not Found","status":404,)"
              R"("detail":"en:net.not_found:/api/v1/x","key":"net.not_found","params":{"path":"/api/v1/x"},)"
              R"("request_id":"r1"})");
    EXPECT_EQ(response.headers.find("cache-control"), "no-store");
    EXPECT_EQ(response.headers.find("content-language"), "en");
}

TEST(Router, LetsAVisitorReadOnlyWhatIsPublic) {
    Router router;
    const auto answer = [](const Request& request) { return Response::text(request.actor.name); };
    router.add(get("/open", Permission::Public, "test.open"), answer);
    router.add(get("/closed", Permission::CatalogueEdit, "test.closed"), answer);
    EXPECT_EQ(ask(router, "GET", "/open").body, "visitor");
    const auto refused = ask(router, "GET", "/closed");
    EXPECT_EQ(refused.status, 401);
    EXPECT_TRUE(refused.headers.has("www-authenticate"));
    router.set_access([](const Request&) -> Result<Actor> { return fail(ErrorKind::Unauthenticated, "test.stale"); },
                      [](const Actor&, Permission) -> Result<void> { return {}; });
    EXPECT_EQ(ask(router, "GET", "/open").body, "visitor"); // a stale sign-in does not shut a reader out
    EXPECT_EQ(ask(router, "GET", "/closed").status, 401);
}

TEST(Router, CompressesTextsForThoseWhoTakeIt) {
    Router router;
    const std::string page(5000, 'a');
    router.add(get("/page", Permission::Public, "t.p"), [&](const Request&) { return Response::html(page); });
    router.add(get("/png", Permission::Public, "t.p"), [&](const Request&) { return Response::of("image/png", page); });
    add(router, "/short", "short");
    const Headers takes{{"Accept-Encoding", "gzip"}};
    const auto packed = ask(router, "GET", "/page", takes);
    EXPECT_EQ(packed.headers.find("content-encoding"), "gzip");
    EXPECT_EQ(gunzip(packed.body), page);
    const auto plain = ask(router, "GET", "/page");
    EXPECT_EQ(plain.body, page);
    EXPECT_EQ(plain.headers.find("vary"), "Accept-Encoding");
    EXPECT_EQ(plain.headers.find("etag"), packed.headers.find("etag")); // weak: the same page
    EXPECT_FALSE(ask(router, "GET", "/png", takes).headers.has("content-encoding"));
    EXPECT_FALSE(ask(router, "GET", "/short", takes).headers.has("content-encoding"));
}

TEST(Router, LetsPagesRunNoForeignScript) {
    Router router;
    router.add(get("/page", Permission::Public, "t.p"), [](const Request&) { return Response::html("<p>"); });
    router.add(get("/data", Permission::Public, "t.p"), [](const Request&) { return Response::json("{}"); });
    router.add(get("/staff", Permission::Public, "t.p"), [](const Request&) {
        return Response::html("<p>").with("Content-Security-Policy",
                                          "default-src 'self'; style-src 'self' 'unsafe-inline'");
    });
    const auto policy = [&](std::string_view path) {
        return std::string{ask(router, "GET", path).headers.find("content-security-policy").value_or("")};
    };
    EXPECT_TRUE(policy("/page").starts_with("default-src 'self';")) << policy("/page");
    EXPECT_EQ(policy("/page").find("unsafe"), std::string::npos);
    EXPECT_NE(policy("/page").find("frame-ancestors 'none'"), std::string::npos);
    EXPECT_TRUE(policy("/data").starts_with("default-src 'none'"));
    EXPECT_NE(policy("/staff").find("unsafe-inline"), std::string::npos);
    EXPECT_EQ(ask(router, "GET", "/nowhere").headers.find("x-content-type-options"), "nosniff");
    EXPECT_EQ(ask(router, "GET", "/page").headers.find("referrer-policy"), "same-origin");
}

TEST(Router, KeepsNothingPersonal) {
    Router router;
    router.add(get("/mine", Permission::Public, "t.p"),
               [](const Request&) { return Response::html("<p>mine").cached(Caching::NoStore); });
    const auto response = ask(router, "GET", "/mine");
    EXPECT_EQ(response.headers.find("cache-control"), "no-store");
    EXPECT_FALSE(response.headers.has("etag"));
}

TEST(Router, SaysTheSameOfAPageThatHasNotChanged) {
    // A browser puts the headers of a 304 over those it kept: a stricter policy there would strip the page it shows.
    Router router;
    router.add(get("/page", Permission::Public, "t.p"), [](const Request&) { return Response::html("<p>"); });
    const auto whole = ask(router, "GET", "/page");
    const auto unchanged =
        ask(router, "GET", "/page", Headers{{"If-None-Match", std::string{*whole.headers.find("etag")}}});
    ASSERT_EQ(unchanged.status, 304);
    for (const auto* name : {"content-security-policy", "vary", "cache-control", "etag", "referrer-policy"}) {
        EXPECT_EQ(unchanged.headers.find(name), whole.headers.find(name)) << name;
    }
}

TEST(Router, ComparesTagsAsTheStandardDoes) {
    using impl::names_tag;
    using enum impl::TagComparison;
    EXPECT_TRUE(names_tag("\"a\", W/\"b\"", "W/\"b\"", Weak));
    EXPECT_TRUE(names_tag("\"b\"", "W/\"b\"", Weak));
    EXPECT_TRUE(names_tag("W/\"b\"", "\"b\"", Weak));
    EXPECT_TRUE(names_tag("*", "\"b\"", Weak));
    EXPECT_FALSE(names_tag("\"ab\"", "\"b\"", Weak));
    EXPECT_FALSE(names_tag("W/", "\"b\"", Weak));
    EXPECT_FALSE(names_tag(", ,\"", "\"b\"", Weak));
    EXPECT_TRUE(names_tag("\"a\", \"b\"", "\"b\"", Strong));
    EXPECT_TRUE(names_tag("\"b-gzip\"", "\"b\"", Strong));
    EXPECT_TRUE(names_tag("*", "\"b\"", Strong));
    EXPECT_FALSE(names_tag("W/\"b\"", "\"b\"", Strong));
    EXPECT_FALSE(names_tag("\"b\"", "W/\"b\"", Strong));
    EXPECT_FALSE(names_tag("W/\"b\"", "W/\"b\"", Strong));
}

TEST(Router, LetsOnlyTheVersionThatWasReadBeEdited) {
    const auto outcome = [](Headers headers) {
        const auto request = Request::make("PUT", "/bib", std::move(headers)).value();
        const auto matched = require_if_match(request, "7.json");
        return matched ? std::string{"the same"} : matched.error().key;
    };
    EXPECT_EQ(outcome({}), "net.if_match_missing");
    EXPECT_EQ(outcome({{"If-Match", "\"6.json\""}}), "net.if_match_stale");
    EXPECT_EQ(outcome({{"If-Match", "W/\"7.json\""}}), "net.if_match_stale");
    EXPECT_EQ(outcome({{"If-Match", "\"6.json\", \"7.json\""}}), "the same");
    EXPECT_EQ(outcome({{"If-Match", "\"7.json-gzip\""}}), "the same");
    EXPECT_EQ(outcome({{"If-Match", "*"}}), "the same");
}

TEST(Router, TagsTheCompressedFormOfAVersionApart) {
    Router router;
    router.add(get("/bib", Permission::Public, "t.b"),
               [](const Request&) { return Response::json(std::string(5000, ' ')).etag("7.json"); });
    const auto tag = [&](Headers headers) {
        const auto response = ask(router, "GET", "/bib", std::move(headers));
        return std::to_string(response.status) + " " + std::string{response.headers.find("etag").value_or("")};
    };
    EXPECT_EQ(tag({}), "200 \"7.json\"");
    EXPECT_EQ(tag({{"Accept-Encoding", "gzip"}}), "200 \"7.json-gzip\"");
    EXPECT_EQ(tag({{"If-None-Match", "W/\"7.json\""}}), "304 \"7.json\"");
    EXPECT_EQ(tag({{"If-None-Match", "\"7.json-gzip\""}, {"Accept-Encoding", "gzip"}}), "304 \"7.json-gzip\"");
    EXPECT_EQ(tag({{"If-None-Match", "\"8.json\""}}), "200 \"7.json\"");
}

TEST(Router, LeavesATagAsItIsThatIsWeakOrOfAnAnswerTooShortToCompress) {
    Router router;
    router.add(get("/weak", Permission::Public, "t.w"),
               [](const Request&) { return Response::json(std::string(5000, ' ')).with("ETag", "W/\"7\""); });
    router.add(get("/short", Permission::Public, "t.s"),
               [](const Request&) { return Response::json("{}").etag("7.json"); });
    const Headers takes{{"Accept-Encoding", "gzip"}};
    EXPECT_EQ(ask(router, "GET", "/weak", takes).headers.find("etag"), "W/\"7\"");
    EXPECT_EQ(ask(router, "GET", "/short", takes).headers.find("etag"), "\"7.json\"");
}

namespace {

class TemporaryFault : public Fault {
public:
    TemporaryFault() : Fault("disk full at /secret") {}
    [[nodiscard]] bool is_temporary() const override { return true; }
};

} // namespace

TEST(Router, AsksToComeBackAfterAFaultThatPasses) {
    Router router;
    router.add(post("/api/v1/full", Permission::Public, "t.f"),
               [](const Request&) -> Response { throw TemporaryFault(); });
    router.add(get("/api/v1/bug", Permission::Public, "t.b"), [](const Request&) -> Response { throw Fault("a bug"); });
    router.add(get("/api/v1/mine", Permission::CatalogueEdit, "t.m"),
               [](const Request&) { return Response::json("{}"); });
    router.set_access(
        [](const Request& request) -> Result<Actor> {
            if (request.path == "/api/v1/mine") throw TemporaryFault();
            return Actor{};
        },
        [](const Actor&, Permission) -> Result<void> { return {}; });
    for (const auto& [method, path] : {std::pair{"POST", "/api/v1/full"}, std::pair{"GET", "/api/v1/mine"}}) {
        const auto response = ask(router, method, path, {{"X-Request-Id", "r1"}});
        EXPECT_EQ(response.status, 503) << path;
        EXPECT_EQ(response.headers.find("retry-after"), "30") << path;
        EXPECT_EQ(response.headers.find("content-type"), "application/problem+json") << path;
        EXPECT_EQ(response.headers.find("cache-control"), "no-store") << path;
        EXPECT_NE(response.body.find(R"("key":"net.fault_temporary")"), std::string::npos) << response.body;
        EXPECT_EQ(response.body.find("secret"), std::string::npos);
    }
    const auto bug = ask(router, "GET", "/api/v1/bug");
    EXPECT_EQ(bug.status, 500);
    EXPECT_FALSE(bug.headers.has("retry-after"));
}

TEST(Response, NamesADownloadInVietnamese) {
    const auto response = Response::of("application/marc", "x").download("Số đỏ.mrc");
    EXPECT_EQ(response.headers.find("content-disposition"),
              "attachment; filename=\"S___ _____.mrc\"; filename*=UTF-8''S%E1%BB%91%20%C4%91%E1%BB%8F.mrc");
}

TEST(Response, SetsACookieThatNoScriptReads) {
    const auto response = Response::no_content().cookie({"lang", "vi", 3600, true});
    EXPECT_EQ(response.headers.find("set-cookie"), "lang=vi; Path=/; HttpOnly; SameSite=Lax; Max-Age=3600; Secure");
}

TEST(Idempotency, ForgetsAFailureAndWhatIsADayOld) {
    const auto store = make_memory_idempotency(2);
    const Instant start{1000};
    const auto is_fresh = [&](const std::string& key, Instant now) {
        return std::holds_alternative<Idempotency::Fresh>(store->begin(key, "f", now));
    };
    EXPECT_TRUE(is_fresh("a", start));
    EXPECT_TRUE(std::holds_alternative<Idempotency::InFlight>(store->begin("a", "f", start)));
    store->finish("a", Response::text("", 503));
    EXPECT_TRUE(is_fresh("a", start));
    store->finish("a", Response::text("kept"));
    EXPECT_EQ(std::get<Response>(store->begin("a", "f", start)).body, "kept");
    EXPECT_TRUE(std::holds_alternative<Idempotency::Mismatch>(store->begin("a", "other", start)));
    EXPECT_TRUE(is_fresh("a", {start.unix_ms + 25LL * 3600 * 1000}));
}

namespace {

const std::vector<embedded::File> kFiles{
    {"portal.css", "@font-face{src:url(\"fonts/a.woff2\")} a{background:url(missing.png)}"},
    {"fonts/a.woff2", "not really a font"},
    {"app.js", "alert(1)"}};

} // namespace

TEST(Assets, AreKeptForEverUnderTheirHash) {
    Router router;
    const Assets assets("/assets/", kFiles);
    assets.mount(router);
    const auto& url = assets.url("app.js");
    EXPECT_EQ(url.size(), std::string{"/assets/app.0123456789.js"}.size());
    const auto response = ask(router, "GET", url);
    EXPECT_EQ(response.content(), "alert(1)");
    EXPECT_EQ(response.headers.find("content-type"), "text/javascript; charset=utf-8");
    EXPECT_EQ(response.headers.find("cache-control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(ask(router, "GET", "/assets/app.js").headers.find("cache-control"), "private, no-cache");
    EXPECT_EQ(ask(router, "GET", "/assets/app.0000000000.js").status, 404);
    EXPECT_EQ(ask(router, "GET", "/assets/../app.js").status, 404);
    EXPECT_THROW(static_cast<void>(assets.url("app.jss")), Fault);
}

TEST(Assets, OfAnApplicationAnswerEachOfItsAddresses) {
    static const std::vector<embedded::File> kBundle{{"index.html", "<!doctype html><title>Tàng Thư</title>"},
                                                     {"before.js", "1"},
                                                     {"assets/index-B0DoUZNJ.js", "2"}};
    Router router;
    Assets::of_application("/nhan-vien/", kBundle).mount(router);
    const auto get = [&](std::string_view target) { return router.handle(*Request::make("GET", target)); };
    for (const auto* page : {"/nhan-vien/", "/nhan-vien/tai-khoan", "/nhan-vien/tai-khoan/12?sort=name"}) {
        const auto answer = get(page);
        EXPECT_EQ(answer.status, 200) << page;
        EXPECT_NE(answer.content().find("Tàng Thư"), std::string_view::npos) << page;
        EXPECT_EQ(answer.headers.find("cache-control"), "private, no-cache") << page;
        const std::string policy{answer.headers.find("content-security-policy").value_or("")};
        EXPECT_NE(policy.find("style-src 'self' 'unsafe-inline'"), std::string::npos) << policy;
        EXPECT_EQ(policy.find("script-src"), std::string::npos) << policy;
    }
    EXPECT_EQ(get("/nhan-vien/assets/index-B0DoUZNJ.js").headers.find("cache-control"),
              "public, max-age=31536000, immutable");
    EXPECT_EQ(get("/nhan-vien/before.js").headers.find("cache-control"), "private, no-cache");
    EXPECT_EQ(get("/nhan-vien").headers.find("location"), "/nhan-vien/");
    EXPECT_EQ(get("/nhan-vien/assets/index-OLD.js").status, 404) << "a script is never answered by a page";
}

TEST(Assets, AreFoundFromTheirStyleSheet) {
    Router router;
    const Assets assets("/assets/", kFiles);
    assets.mount(router);
    const auto css = std::string{ask(router, "GET", assets.url("portal.css")).content()};
    EXPECT_EQ(css, "@font-face{src:url(" + assets.url("fonts/a.woff2") + ")} a{background:url(missing.png)}");
    EXPECT_EQ(ask(router, "GET", assets.url("fonts/a.woff2")).content(), "not really a font");
}

} // namespace tangthu::net
