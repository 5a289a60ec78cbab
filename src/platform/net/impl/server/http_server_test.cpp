#include "tests/support/http_server.h"

namespace tangthu::net {

using test::key_of;
using test::Server;

TEST_F(Server, HeadEqualsGetWithoutTheBody) {
    start();
    auto connection = client();
    const auto got = connection.get("/hello");
    const auto head = connection.request("HEAD", "/hello");
    EXPECT_EQ(got.body, R"({"hello":"xin chào"})");
    EXPECT_EQ(head.status, 200);
    for (const auto* name : {"Content-Length", "Content-Type", "ETag", "Cache-Control"})
        EXPECT_EQ(head.headers.find(name), got.headers.find(name)) << name;
    EXPECT_EQ(connection.get("/hello").status, 200); // no byte of a body was left on the connection
}

TEST_F(Server, AnswersPipelinedRequestsInOrder) {
    start();
    auto connection = client();
    connection.send_raw("GET /hello HTTP/1.1\r\nHost: a\r\n\r\nGET /who HTTP/1.1\r\nHost: a\r\n\r\n"
                        "GET /missing HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(connection.read_reply().body, R"({"hello":"xin chào"})");
    EXPECT_TRUE(connection.read_reply().body.starts_with("127.0.0.1 "));
    EXPECT_EQ(connection.read_reply().status, 404);
}

TEST_F(Server, SendsALargePageWhole) {
    start();
    EXPECT_EQ(client().get("/large").body, std::string(kLargePage, 'x'));
}

TEST_F(Server, TellsAFaultWithoutItsInside) {
    start();
    const auto reply = client().get("/fault", {{"X-Request-Id", "abc-1"}});
    EXPECT_EQ(reply.status, 500);
    EXPECT_EQ(key_of(reply), "net.fault");
    EXPECT_EQ(reply.body.find("secret"), std::string::npos);
    EXPECT_NE(reply.body.find("abc-1"), std::string::npos);
    EXPECT_EQ(reply.headers.find("x-request-id"), "abc-1");
}

TEST_F(Server, MakesARequestIdWhereTheClientsIsNotClean) {
    start();
    const auto id =
        std::string{*client().get("/hello", {{"X-Request-Id", "a b<script>"}}).headers.find("x-request-id")};
    EXPECT_FALSE(id.empty());
    EXPECT_EQ(id.find('<'), std::string::npos);
}

TEST_F(Server, TakesTheClientsAddressFromATrustedProxy) {
    start();
    const auto reply = client().get("/who", {{"X-Forwarded-For", "198.51.100.9, 203.0.113.7"}});
    EXPECT_TRUE(reply.body.starts_with("203.0.113.7 ")) << reply.body;
}

TEST_F(Server, DoesNotBelieveAForwardedAddressOfAnyoneElse) {
    settings.trusted_proxies = {"10.0.0.0/8"};
    start();
    EXPECT_TRUE(client().get("/who", {{"X-Forwarded-For", "203.0.113.7"}}).body.starts_with("127.0.0.1 "));
}

TEST_F(Server, BelievesAForwardedSiteFromATrustedProxyOnly) {
    start();
    const Headers forwarded{{"X-Forwarded-Proto", "https"}, {"X-Forwarded-Host", "thuvien.example"}};
    EXPECT_EQ(client().get("/site", forwarded).body, "https://thuvien.example");
}

TEST_F(Server, DoesNotBelieveAForwardedSiteOfAnyoneElse) {
    settings.trusted_proxies = {"10.0.0.0/8"};
    start();
    const auto site =
        client().get("/site", {{"X-Forwarded-Proto", "https"}, {"X-Forwarded-Host", "evil.example"}}).body;
    EXPECT_TRUE(site.starts_with("http://")) << site;
    EXPECT_EQ(site.find("evil"), std::string::npos) << site;
}

TEST_F(Server, AnswersAConditionalRequestWith304) {
    start();
    auto connection = client();
    const auto tag = std::string{*connection.get("/hello").headers.find("etag")};
    const auto reply = connection.get("/hello", {{"If-None-Match", "\"other\", " + tag}});
    EXPECT_EQ(reply.status, 304);
    EXPECT_EQ(reply.headers.find("etag"), tag);
    EXPECT_FALSE(reply.headers.has("content-length"));
    EXPECT_EQ(connection.get("/hello", {{"If-None-Match", "\"other\""}}).status, 200);
}

TEST_F(Server, NamesTheMethodsAnAddressHas) {
    start();
    auto connection = client();
    const auto wrong = connection.request("DELETE", "/hello");
    EXPECT_EQ(wrong.status, 405);
    EXPECT_EQ(wrong.headers.find("allow"), "GET, HEAD, OPTIONS");
    const auto options = connection.request("OPTIONS", "/echo");
    EXPECT_EQ(options.status, 204);
    EXPECT_EQ(options.headers.find("allow"), "POST, OPTIONS");
    EXPECT_EQ(connection.request("BREW", "/hello").status, 501);
}

TEST_F(Server, RefusesWhatIsNotAText) {
    start();
    auto connection = client();
    EXPECT_EQ(key_of(connection.get("/search?q=%zz")), "net.bad_percent");
    EXPECT_EQ(key_of(connection.get("/search?q=%")), "net.bad_percent");
    EXPECT_EQ(key_of(connection.get("/search?q=%ED%A0%80")), "net.bad_utf8"); // a lone surrogate
    EXPECT_EQ(key_of(connection.get("/search?q=%C0%AF")), "net.bad_utf8");    // an overlong slash
    EXPECT_EQ(key_of(connection.get("/search?q=a%00b")), "net.control_character");
    EXPECT_EQ(key_of(connection.get("/%FF")), "net.bad_utf8");
    EXPECT_EQ(connection.get("/search?q=%zz").status, 400);
    EXPECT_EQ(connection.get("/search?q=D%E1%BA%BF+M%C3%A8n").body, "Dế Mèn");
    EXPECT_EQ(connection.get("/search?q=Dế").body, "Dế"); // bytes as they are, as some clients send them
}

TEST_F(Server, TakesTenThousandLettersAsAQuery) {
    start();
    std::string query;
    for (int i = 0; i < 10000; ++i)
        query += "a";
    EXPECT_EQ(client().get("/search?q=" + query).body, query);
}

TEST_F(Server, RefusesALineThatIsTooLong) {
    settings.target_limit = 2000;
    settings.header_limit = 8000;
    start();
    auto connection = client();
    EXPECT_EQ(connection.get("/search?q=" + std::string(3000, 'a')).status, 414);
    EXPECT_EQ(connection.get("/hello").status, 200);
    const auto reply = connection.get("/hello", {{"X-Much", std::string(9000, 'a')}});
    EXPECT_EQ(reply.status, 431);
    EXPECT_EQ(key_of(reply), "net.header_too_large");
    EXPECT_EQ(reply.headers.find("connection"), "close");
}

TEST_F(Server, RefusesInTheFormOfTheAddress) {
    settings.target_limit = 2000;
    router.set_error_page([](const Request&, int status, const Error& error) -> std::optional<Response> {
        return Response::html("<p>" + std::to_string(status) + " " + error.key);
    });
    start();
    auto connection = client();
    const Headers browser{{"Accept", "text/html"}};
    const Headers program{{"Accept", "application/json"}};
    const std::string much(3000, 'a');
    EXPECT_EQ(connection.get("/search?q=" + much, browser).body, "<p>414 net.target_too_long");
    EXPECT_EQ(key_of(connection.get("/search?q=" + much, program)), "net.target_too_long");
    EXPECT_EQ(key_of(connection.get("/api/v1/bibs?q=" + much, browser)), "net.target_too_long");
    EXPECT_EQ(connection.get("/search?q=%", browser).body, "<p>400 net.bad_percent");
    EXPECT_EQ(key_of(connection.get("/search?q=%", program)), "net.bad_percent");
    EXPECT_EQ(key_of(connection.get("/api/v1/bibs?q=%", browser)), "net.bad_percent");
}

TEST_F(Server, RefusesABodyOverTheRoutesLimit) {
    start();
    auto connection = client();
    EXPECT_EQ(connection.request("POST", "/echo", {}, std::string(1000, 'b')).body.size(), 1000U);
    const auto reply = connection.request("POST", "/echo", {}, std::string(1001, 'b'));
    EXPECT_EQ(reply.status, 413);
    EXPECT_EQ(key_of(reply), "net.body_too_large");
    EXPECT_EQ(
        raw("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5dc\r\n" + std::string(1500, 'b'))
            .status,
        413);
}

TEST_F(Server, ReadsAChunkedBody) {
    start();
    EXPECT_EQ(
        raw("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
            .body,
        "abcde");
}

TEST_F(Server, InvitesABodyThatAsksFirst) {
    start();
    auto connection = client();
    connection.send_raw("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
    connection.send_raw("sách"); // five bytes: the last one is the start of rubbish
    EXPECT_EQ(connection.read_reply().body.size(), 4U);
}

TEST_F(Server, DoesNotInviteABodyItWillRefuse) {
    start();
    EXPECT_EQ(raw("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4000\r\nExpect: 100-continue\r\n\r\n").status,
              413);
    EXPECT_EQ(raw("POST /hello HTTP/1.1\r\nHost: a\r\nContent-Length: 4000\r\nExpect: 100-continue\r\n\r\n").status,
              405);
}

TEST_F(Server, RefusesWhatIsNotHttp) {
    start();
    bool closed = false;
    EXPECT_EQ(raw("\x16\x03\x01\x02 hello\r\n\r\n", &closed).status, 400); // TLS on the wrong port
    EXPECT_TRUE(closed);
    EXPECT_EQ(raw("GET /hello HTTP/9.9\r\n\r\n", &closed).status, 400);
    EXPECT_TRUE(closed);
    EXPECT_EQ(key_of(raw("GET /hello HTTP/1.1\r\n\r\n")), "net.no_host");
    EXPECT_EQ(key_of(raw("GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")), "net.no_host");
    EXPECT_EQ(raw("GET hello HTTP/1.1\r\nHost: a\r\n\r\n").status, 400);
}

TEST_F(Server, RefusesTwoLengthsForOneBody) {
    start();
    bool closed = false;
    const auto reply =
        raw("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n",
            &closed);
    EXPECT_EQ(reply.status, 400);
    EXPECT_TRUE(closed);
    EXPECT_EQ(raw("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcd").status, 400);
}

TEST_F(Server, ClosesAfterAnOldClient) {
    start();
    bool closed = false;
    EXPECT_EQ(raw("GET /hello HTTP/1.0\r\n\r\n", &closed).status, 200);
    EXPECT_TRUE(closed);
}

TEST_F(Server, ReadsTheAddressAProxySends) {
    start();
    EXPECT_EQ(raw("GET http://thuvien.example/hello HTTP/1.1\r\nHost: a\r\n\r\n").status, 200);
    EXPECT_EQ(raw("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n").status, 404);
}

TEST_F(Server, TellsItsHealthAndItsFigures) {
    start();
    auto connection = client();
    EXPECT_EQ(connection.get("/healthz").body, R"({"status":"ok"})");
    connection.get("/hello");
    const auto figures = connection.get("/metrics").body;
    for (const auto* part : {R"(tangthu_http_requests_total{method="GET",route="/hello",status="200"} 1)",
                             R"(tangthu_http_request_seconds_count{route="/hello"} 1)",
                             "process_resident_memory_bytes ", "tangthu_http_queue 0"})
        EXPECT_NE(figures.find(part), std::string::npos) << part << "\n" << figures;
}

TEST_F(Server, KeepsItsFiguresInTheHouse) {
    start();
    EXPECT_EQ(client().get("/metrics", {{"X-Forwarded-For", "203.0.113.7"}}).status, 403);
    EXPECT_EQ(client().get("/metrics", {{"X-Forwarded-For", "192.168.1.7"}}).status, 200);
}

TEST_F(Server, LogsWhatWasAskedButNeitherByWhomNorWhatWasSought) {
    std::promise<std::string> line;
    settings.access_log = [&](const AccessEntry& entry) {
        line.set_value(std::string{entry.path} + " " + std::to_string(entry.status) + " " + std::string{entry.client});
    };
    start();
    client().get("/search?q=secret", {{"X-Forwarded-For", "203.0.113.77"}});
    EXPECT_EQ(line.get_future().get(), "/search 200 203.0.113.0");
}

TEST_F(Server, TakesAnAddressAsPeopleWriteIt) {
    EXPECT_EQ(parse_listen_address("0.0.0.0:80")->host, "0.0.0.0");
    EXPECT_EQ(parse_listen_address("[::1]:8080")->host, "::1");
    EXPECT_EQ(parse_listen_address("localhost:0")->host, "127.0.0.1");
    EXPECT_EQ(parse_listen_address(":8080")->port, 8080);
    EXPECT_EQ(parse_listen_address("8080")->host, "127.0.0.1");
    for (const auto* bad :
         {"", ":", "::1:8080", "[::1]", "a.example:80", "127.0.0.1:65536", "127.0.0.1:-1", "1.2.3:80"})
        EXPECT_FALSE(parse_listen_address(bad)) << bad;
}

TEST_F(Server, ListensOnIpv6) {
    settings.listen = "[::1]:0";
    server.emplace(router, settings);
    if (!server->start()) GTEST_SKIP() << "no IPv6 on this machine";
    EXPECT_EQ(Client(server->port(), "::1").get("/hello").status, 200);
    EXPECT_EQ(server->address(), "http://[::1]:" + std::to_string(server->port()));
}

TEST_F(Server, SaysWhenItsPortIsTaken) {
    start();
    Router other_router;
    ServerSettings other;
    other.listen = "127.0.0.1:" + std::to_string(server->port());
    HttpServer second(other_router, other);
    const auto started = second.start();
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().key, "net.cannot_listen");
}

} // namespace tangthu::net
