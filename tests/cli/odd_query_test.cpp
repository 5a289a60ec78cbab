// Queries nobody should send, from the command line, over REST and to the portal: an answer or a refusal that says why,
// in bounded time, and the next query is answered as before.

#include "platform/net/url.h"
#include "platform/text/normalize.h"
#include "tests/cli/in_process.h"

#include <chrono>

namespace tangthu::test {
namespace {

constexpr int kRecords = 30;
constexpr std::chrono::seconds kPatience{5};

std::string repeated(std::string_view part, std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i)
        text += part;
    return text;
}

/// Bytes as they might be typed, pasted or sent by a program gone wrong; none holds a NUL, which no argument can.
const std::vector<std::string>& odd_texts() {
    static const std::vector<std::string> texts{
        "\"không đóng",
        "\"\"\"",
        "“sách”\"",
        "((((",
        "))))",
        ")(",
        repeated("(", 5000) + "sách" + repeated(")", 5000),
        repeated("(", 5000),
        repeated("NOT ", 2000) + "sách",
        repeated("-", 5000),
        repeated("\"a\" ", 2000),
        repeated("a* ", 2000),
        repeated("title:", 2000),
        repeated("sách ", 2500),
        repeated("x", 10'000),
        repeated("ễ", 5000),
        "a" + repeated("\u0301", 9000),
        repeated("\U0001F600", 2500),
        "*",
        "**",
        "*a*",
        "?",
        "AND",
        "OR OR",
        "AND OR NOT",
        "title:",
        ":sách",
        "không_có:sách",
        "' OR 1=1; DROP TABLE cat_bibs; --",
        "'; SELECT * FROM cat_items WHERE '1'='1",
        "%' UNION SELECT 1 --",
        "${jndi:ldap://a}",
        "<script>alert(1)</script>",
        "../../../etc/passwd",
        "\xED\xA0\x80",
        "\xED\xA0\x80\xED\xB0\x80",
        "\xFF\xFE",
        "s\xC3",
        "\xC0\xAF",
        "\xF4\x90\x80\x80",
        "sách \xE1\xBA",
        "\u200B\u200B",
        "\u202Eđảo",
        "\x01\x02\x1F",
        "\n\r\t",
        " ",
    };
    return texts;
}

class OddQuery : public InProcessTest {
protected:
    void SetUp() override {
        InProcessTest::SetUp();
        ASSERT_EQ(number(json({"catalogue", "import", write("a.mrk", records({.count = kRecords}))}), "created"),
                  kRecords);
    }
    static std::string named(const std::string& text) {
        return text::repair_utf8(text.substr(0, 40)).text + " (" + std::to_string(text.size()) + " bytes)";
    }
};

TEST_F(OddQuery, OnTheCommandLineIsAnsweredOrRefused) {
    for (const auto& odd : odd_texts()) {
        SCOPED_TRACE(named(odd));
        const auto begin = std::chrono::steady_clock::now();
        const auto outcome = tangthu({"catalogue", "search", "--json", "--limit", "3", "--", odd});
        EXPECT_LT(std::chrono::steady_clock::now() - begin, kPatience);
        EXPECT_EQ(outcome.signal, 0) << outcome.err;
        EXPECT_TRUE(text::is_valid_utf8(outcome.out + outcome.err));
        if (outcome.code == 0) {
            EXPECT_GE(number(parse_object(outcome.out), "total"), 0);
            continue;
        }
        EXPECT_TRUE(outcome.code == 64 || outcome.code == 65) << outcome.code << outcome.err;
        const auto refused = parse_object(outcome.err);
        EXPECT_NE(text(refused, "detail"), text(refused, "key")) << "the reason is told in words";
    }
    EXPECT_EQ(hits("mẫu"), kRecords) << "nothing was dropped";
}

class OddRequest : public OddQuery {
protected:
    /// 200, or 4xx with a reason in words; and soon.
    static void expect_answer(net::Client& client, const std::string& target) {
        SCOPED_TRACE(target.substr(0, 90));
        const auto begin = std::chrono::steady_clock::now();
        const auto reply = client.get(target);
        EXPECT_LT(std::chrono::steady_clock::now() - begin, kPatience);
        EXPECT_TRUE(text::is_valid_utf8(reply.body));
        if (reply.status == 200) return;
        EXPECT_TRUE(reply.status == 400 || reply.status == 404 || reply.status == 414)
            << reply.status << ' ' << reply.body.substr(0, 200);
        if (!target.starts_with("/api/")) return;
        const auto refused = parse_object(reply.body);
        EXPECT_NE(text(refused, "detail"), text(refused, "key")) << "the reason is told in words";
    }
};

TEST_F(OddRequest, IsAnsweredOrRefused) {
    // Every query here is one of a crowd: the budget of one client is no part of this test.
    write("data/tangthu.toml", "[server]\nrequests_per_second = 100000\nburst = 1000000\n");
    RunningServer server(folder());
    auto client = server.client();
    auto texts = odd_texts();
    texts.emplace_back(std::string("s\0ch", 4));
    texts.emplace_back(1, '\0');
    for (const auto& odd : texts) {
        const auto encoded = net::percent_encode(odd);
        for (const auto* target : {"/api/v1/search?facets=1&q=", "/api/v1/suggest?q=", "/api/v1/items?barcode=",
                                   "/api/v1/search?q=a&unit=", "/api/v1/search?q=a&cursor=", "/tim?q="})
            expect_answer(client, target + encoded);
        if (odd.size() < 200) {
            expect_answer(client, "/api/v1/bibs/" + encoded);
            expect_answer(client, "/api/v1/units/" + encoded);
        }
    }
    for (const auto* target : {"/api/v1/search?q=%", "/api/v1/search?q=%G1", "/api/v1/search?q=%ED%A0%80&q=b",
                               "/api/v1/search?limit=99999999999999999999&q=a", "/api/v1/search?limit=-1&q=a",
                               "/api/v1/search?year_from=1e9&q=a", "/api/v1/bibs/9223372036854775808",
                               "/api/v1/search?q=a&field=%00", "/api/v1/search?&&&===", "/api/v1/bibs?cursor=%00"})
        expect_answer(client, target);
    EXPECT_EQ(number(server.get("/api/v1/search?q=mau"), "total"), kRecords);
    EXPECT_EQ(server.stop().code, 0);
}

} // namespace
} // namespace tangthu::test
