// A small library of books stands in for the modules: every shape of route that the conventions know.
#include "gateways/rest/rest.h"
#include "platform/base/json.h"
#include "platform/net/negotiate.h"
#include "platform/net/paging.h"
#include "platform/net/problem.h"
#include "platform/net/typed.h"

#include <array>
#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace tangthu::rest {
namespace {

using net::Request;
using net::Response;

enum class Order { title, year };
TANGTHU_DESCRIBE_ENUM(Order, title, year)

using BookId = Id<struct BookTag>;

struct BookParams {
    BookId id;
};
TANGTHU_DESCRIBE(BookParams, id)

struct ListParams {
    std::optional<Text<0, 200>> q;
    Bounded<int, 1, 100, 20> limit;
    std::optional<Order> sort;
    std::vector<std::string> author;
    std::optional<bool> facets;
    std::optional<std::string> cursor;
};
TANGTHU_DESCRIBE(ListParams, q, limit, sort, author, facets, cursor)

struct BookEdit {
    Text<1, 200> title;
    std::optional<Bounded<int, 1400, 2100>> year;
};
TANGTHU_DESCRIBE(BookEdit, title, year)

struct BookView {
    BookId id;
    std::string title;
    std::optional<int> year;
    std::optional<std::vector<BookView>> sequels; // a type that holds itself
};
TANGTHU_DESCRIBE(BookView, id, title, year, sequels)

struct BookPage {
    int total = 0;
    std::vector<BookView> hits;
    Nullable<std::string> next_cursor;
};
TANGTHU_DESCRIBE(BookPage, total, hits, next_cursor)

const BookView kCricket{BookId{1}, "Dế Mèn phiêu lưu ký", 1941, {}};

Result<BookView> find_book(BookId id) {
    if (id != kCricket.id) return fail(ErrorKind::NotFound, "test.book_not_found", {{"id", std::to_string(id.value)}});
    return kCricket;
}

Response show_book(const net::Router& router, const Request& request) {
    constexpr std::array<std::string_view, 3> kForms{"application/json", "application/marcxml+xml", "application/marc"};
    const auto params = net::read_params<BookParams>(request);
    if (!params) return router.error(request, params.error());
    const auto form = net::choose_media(request, kForms);
    if (!form) return router.error(request, form.error());
    const auto book = find_book(params->id);
    if (!book) return router.error(request, book.error());
    if (*form == kForms[0]) return Response::json(to_json(*book)).etag("v1").with("Vary", "Accept");
    return Response::of(*form, *form == kForms[1] ? "<record/>" : "00026").with("Vary", "Accept");
}

void mount_books(net::Router& router) {
    router.add(net::described<BookParams, BookView>(
                   router, net::get("/api/v1/books/{id}", Permission::Public, "test.book").fails_with({404, 406}))
                   .gives("application/marcxml+xml")
                   .gives("application/marc"),
               [&router](const Request& request) { return show_book(router, request); });
    net::handle<ListParams, BookPage>(router, net::get("/api/v1/books", Permission::Public, "test.books"),
                                      [](const ListParams& params, const Request&) -> Result<BookPage> {
                                          if (params.cursor) TANGTHU_CHECK(net::read_cursor("books", *params.cursor));
                                          BookPage page{1, {kCricket}, {}};
                                          page.next_cursor = net::make_cursor("books", std::to_string(params.limit));
                                          return page;
                                      });
    net::handle_body<net::NoParams, BookEdit, BookView>(
        router, net::post("/api/v1/books", Permission::CatalogueEdit, "test.add_book").creates(),
        [](const net::NoParams&, const BookEdit& edit, const Request&) -> Result<net::Answer<BookView>> {
            return net::Answer<BookView>{
                {BookId{2}, edit.title.value, edit.year, {}}, 0, "v1", {{"Location", "/api/v1/books/2"}}};
        });
    net::handle_body<BookParams, BookEdit, BookView>(
        router, net::put("/api/v1/books/{id}", Permission::CatalogueEdit, "test.edit_book").fails_with({404, 412, 428}),
        [](const BookParams& params, const BookEdit& edit, const Request& request) -> Result<BookView> {
            TANGTHU_CHECK(find_book(params.id));
            TANGTHU_CHECK(net::require_if_match(request, "v1"));
            return BookView{params.id, edit.title.value, edit.year, {}};
        });
}

class Books : public ::testing::Test {
protected:
    Books() {
        router.set_access(
            [](const Request& request) -> Result<Actor> {
                Actor actor;
                actor.name = request.cookie("session").value_or("");
                if (actor.name.empty()) return fail(ErrorKind::Unauthenticated, "net.sign_in_needed");
                return actor;
            },
            [](const Actor& actor, Permission) -> Result<void> {
                if (actor.name == "cataloguer") return {};
                return fail(ErrorKind::Forbidden, "test.forbidden");
            });
        mount_books(router);
        mount(router, {"Books", "1.2.3"});
    }

    Response ask(std::string_view method, std::string_view target, net::Headers headers = {}, std::string body = {}) {
        if (!body.empty()) headers.set_if_absent("Content-Type", "application/json");
        auto request = Request::make(method, target, std::move(headers), std::move(body));
        return router.handle(*std::move(request));
    }
    Response edit(std::string_view method, std::string_view target, std::string body, net::Headers headers = {}) {
        headers.set_if_absent("Cookie", "theme=dark; session=cataloguer");
        return ask(method, target, std::move(headers), std::move(body));
    }
    static net::ProblemDocument problem(const Response& response) {
        const auto read = from_json<net::ProblemDocument>(response.body);
        EXPECT_TRUE(read) << response.body;
        return read ? *read : net::ProblemDocument{};
    }

    net::Router router;
};

TEST_F(Books, AreGivenInTheFormThatIsAskedFor) {
    EXPECT_EQ(ask("GET", "/api/v1/books/1").body, R"({"id":1,"title":"Dế Mèn phiêu lưu ký","year":1941})");
    EXPECT_EQ(ask("GET", "/api/v1/books/1", {{"Accept", "application/marcxml+xml"}}).body, "<record/>");
    EXPECT_EQ(ask("GET", "/api/v1/books/1", {{"Accept", "application/json;q=0.5, application/marc"}}).body, "00026");
    const auto refused = ask("GET", "/api/v1/books/1", {{"Accept", "image/png"}});
    EXPECT_EQ(refused.status, 406);
    EXPECT_EQ(problem(refused).params.at("offered"), "application/json, application/marcxml+xml, application/marc");
}

TEST_F(Books, AreListedWithinTheLimitsOfTheirParameters) {
    const auto page =
        from_json<BookPage>(ask("GET", "/api/v1/books?limit=5&author=T%C3%B4&author=Ho%C3%A0i&facets=1").body);
    ASSERT_TRUE(page);
    EXPECT_EQ(net::read_cursor("books", *page->next_cursor).value(), "5");
    EXPECT_EQ(ask("GET", "/api/v1/books?cursor=" + *page->next_cursor).status, 200);
    EXPECT_EQ(problem(ask("GET", "/api/v1/books?cursor=abc")).key, "net.bad_cursor");
}

TEST_F(Books, SayAllThatIsWrongWithTheirParametersAtOnce) {
    const auto response =
        ask("GET", "/api/v1/books?limit=101&sort=colour&facets=maybe&utm=1&q=" + std::string(201, 'a'));
    EXPECT_EQ(response.status, 400);
    EXPECT_EQ(response.headers.find("content-type"), "application/problem+json");
    const auto found = problem(response);
    EXPECT_EQ(found.key, "net.bad_parameters");
    std::map<std::string, std::string> keys;
    for (const auto& entry : found.problems.value())
        keys[entry.pointer] = entry.key;
    const std::map<std::string, std::string> wanted{{"/limit", "base.json_out_of_range"},
                                                    {"/sort", "base.json_not_one_of"},
                                                    {"/facets", "base.json_wrong_type"},
                                                    {"/utm", "base.json_unknown"},
                                                    {"/q", "base.json_too_long"}};
    EXPECT_EQ(keys, wanted);
    EXPECT_EQ(ask("GET", "/api/v1/books/one").status, 400);
    EXPECT_EQ(ask("GET", "/api/v1/books/0").status, 400);
}

TEST_F(Books, AreAddedOnceHoweverOftenTheRequestIsRepeated) {
    const net::Headers key{{"Idempotency-Key", "k1"}};
    const auto first = edit("POST", "/api/v1/books", R"({"title":"Số đỏ"})", key);
    EXPECT_EQ(first.status, 201);
    EXPECT_EQ(first.headers.find("location"), "/api/v1/books/2");
    EXPECT_EQ(first.headers.find("etag"), "\"v1\"");
    EXPECT_EQ(edit("POST", "/api/v1/books", R"({"title":"Số đỏ"})", key).body, first.body);
    const auto other = edit("POST", "/api/v1/books", R"({"title":"Giông tố"})", key);
    EXPECT_EQ(other.status, 409);
    EXPECT_EQ(problem(other).key, "net.idempotency_mismatch");
}

TEST_F(Books, AreChangedByWhoeverMayAndHasSeenTheLatest) {
    const std::string body = R"({"title":"Số đỏ"})";
    EXPECT_EQ(ask("PUT", "/api/v1/books/1", {}, body).status, 401); // before the missing If-Match
    EXPECT_EQ(edit("PUT", "/api/v1/books/1", body, {{"Cookie", "session=visitor"}}).status, 403);
    EXPECT_EQ(edit("PUT", "/api/v1/books/1", body).status, 428);
    EXPECT_EQ(edit("PUT", "/api/v1/books/1", body, {{"If-Match", "\"v0\""}}).status, 412);
    EXPECT_EQ(edit("PUT", "/api/v1/books/1", body, {{"If-Match", "W/\"v1\""}}).status, 412); // weak: not the same bytes
    EXPECT_EQ(edit("PUT", "/api/v1/books/1", body, {{"If-Match", "\"v0\", \"v1\""}}).status, 200);
    EXPECT_EQ(edit("PUT", "/api/v1/books/9", body, {{"If-Match", "*"}}).status, 404);
}

TEST_F(Books, RefuseABodyThatIsNotTheirs) {
    const auto broken = edit("POST", "/api/v1/books", R"({"title":"Số đỏ")");
    EXPECT_EQ(problem(broken).key, "base.json_syntax");
    const auto wrong = edit("POST", "/api/v1/books", R"({"title":"","year":1300,"colour":"red"})");
    ASSERT_EQ(problem(wrong).problems.value().size(), 3U);
    EXPECT_EQ(edit("POST", "/api/v1/books", "title=a", {{"Content-Type", "application/x-www-form-urlencoded"}}).status,
              415);
}

TEST_F(Books, KeepTheConventions) { EXPECT_EQ(find_unconventional(router), std::vector<std::string>{}); }

TEST(Conventions, AreCheckedRouteByRoute) {
    net::Router router;
    const auto nothing = [](const Request&) { return Response::no_content(); };
    router.add(net::get("/api/v1/books", Permission::Public, "no key"), nothing);
    router.add(net::post("/books", Permission::Public, "test.add"), nothing);
    router.add(net::get("/api/books", Permission::Public, "test.books").gives("application/json"), nothing);
    EXPECT_EQ(find_unconventional(router).size(), 4U);
}

// --- the OpenAPI document --------------------------------------------------------------------------------------------

/// Every value under a key of that name, wherever it stands.
void collect(const boost::json::value& value, std::string_view key, std::vector<std::string>& found) {
    if (const auto* object = value.if_object()) {
        for (const auto& member : *object) {
            if (std::string_view{member.key().data(), member.key().size()} == key && member.value().is_string())
                found.emplace_back(member.value().as_string());
            collect(member.value(), key, found);
        }
    } else if (const auto* array = value.if_array()) {
        for (const auto& element : *array)
            collect(element, key, found);
    }
}

TEST_F(Books, AreDescribedInOpenApiWithoutALooseEnd) {
    const auto document = boost::json::parse(ask("GET", "/api/v1/openapi.json").body);
    EXPECT_EQ(document.at("openapi"), "3.1.0");
    std::vector<std::string> references;
    collect(document, "$ref", references);
    EXPECT_GE(references.size(), 10U);
    for (const auto& reference : references)
        EXPECT_NO_THROW(document.at_pointer(reference.substr(1))) << reference;
    std::vector<std::string> ids;
    collect(document, "operationId", ids);
    std::sort(ids.begin(), ids.end());
    EXPECT_EQ(
        ids, (std::vector<std::string>{"get_books", "get_books_id", "get_openapi_json", "post_books", "put_books_id"}));
}

TEST_F(Books, AreDescribedInOpenApiAsTheyAre) {
    const auto document = boost::json::parse(ask("GET", "/api/v1/openapi.json").body);
    const auto& list = document.at_pointer("/paths/~1api~1v1~1books/get");
    const auto& limit = list.at_pointer("/parameters/1");
    EXPECT_EQ(limit, boost::json::parse(R"({"name":"limit","in":"query","required":false,
        "schema":{"type":"integer","minimum":1,"maximum":100,"default":20}})"));
    const auto& put = document.at_pointer("/paths/~1api~1v1~1books~1{id}/put");
    EXPECT_EQ(put.at("security"), boost::json::parse(R"([{"session":["CatalogueEdit"]}])"));
    EXPECT_TRUE(put.at("responses").as_object().contains("428"));
    EXPECT_EQ(document.at_pointer("/paths/~1api~1v1~1books~1{id}/get/responses/200/content").as_object().size(), 3U);
    const auto& view = document.at_pointer("/components/schemas/rest.BookView");
    EXPECT_EQ(view,
              boost::json::parse(R"({"type":"object","properties":{"id":{"type":"integer","format":"int64","minimum":1},
        "title":{"type":"string"},"year":{"type":"integer","format":"int32"},
        "sequels":{"type":"array","items":{"$ref":"#/components/schemas/rest.BookView"}}},"required":["id","title"]})"));
    EXPECT_EQ(document.at_pointer("/components/schemas/rest.BookEdit/additionalProperties"), false);
    EXPECT_EQ(document.at_pointer("/components/schemas/rest.BookPage/properties/next_cursor/type"),
              boost::json::parse(R"(["string","null"])"));
}

} // namespace
} // namespace tangthu::rest
