// What a crowd, a crawler, a slow line or the end of the day does to the server. No test here sleeps.
#include "tests/support/http_server.h"

#include <csignal>
#include <sys/resource.h>

namespace tangthu::net {

using std::chrono::milliseconds;
using test::key_of;
using test::Server;

namespace {

void allow_open_files(rlim_t wanted) {
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = std::min(limit.rlim_max, std::max(limit.rlim_cur, wanted));
    setrlimit(RLIMIT_NOFILE, &limit);
}

} // namespace

TEST_F(Server, AnswersAtOnceBesideTwoHundredHalfSentHeads) {
    start();
    std::vector<Client> slow;
    for (int i = 0; i < 200; ++i) {
        slow.push_back(client());
        slow.back().send_raw("GET /hello HTTP/1.1\r\nX-Slow: ");
    }
    EXPECT_EQ(client().get("/hello").status, 200);
    slow.back().send_raw("no more\r\nHost: a\r\n\r\n");
    EXPECT_EQ(slow.back().read_reply().status, 200); // slow is no crime
}

TEST_F(Server, GivesUpOnAHeadThatDoesNotEnd) {
    settings.header_timeout = milliseconds(30);
    start();
    auto connection = client();
    connection.send_raw("GET /hello HTTP/1.1\r\nX-Slow: ");
    EXPECT_TRUE(connection.is_closed_by_server());
}

TEST_F(Server, GivesUpOnABodyThatDoesNotCome) {
    settings.body_timeout = milliseconds(30);
    start();
    auto connection = client();
    connection.send_raw("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf");
    EXPECT_TRUE(connection.is_closed_by_server());
}

TEST_F(Server, ClosesAConnectionThatAsksNothingMore) {
    settings.idle_timeout = milliseconds(30);
    start();
    auto connection = client();
    EXPECT_EQ(connection.get("/hello").status, 200);
    EXPECT_TRUE(connection.is_closed_by_server());
}

TEST_F(Server, GivesUpOnAReaderWhoDoesNotRead) {
    add("/endless", [](const Request&) { return Response::text(std::string(64U << 20U, 'x')); });
    settings.write_timeout = milliseconds(50);
    start();
    auto connection = client();
    connection.send_raw("GET /endless HTTP/1.1\r\nHost: a\r\n\r\n");
    auto other = client();
    while (other.get("/metrics").body.find(R"(route="/endless",status="200"} 1)") == std::string::npos)
        std::this_thread::yield(); // the test's own time-out is the judge
}

TEST_F(Server, StaysWithinItsConnectionsWhenAThousandCome) {
    allow_open_files(4096);
    settings.max_connections = 100;
    start();
    std::vector<Client> crowd;
    for (int i = 0; i < 1000; ++i) {
        crowd.push_back(client());
        crowd.back().send_raw("GET /hel");
    }
    EXPECT_EQ(client().get("/hello").status, 200); // accepted in order, so that all of the crowd has been seen
    EXPECT_LE(server->connections(), 101U);
}

TEST_F(Server, ShedsLoadWhenTooManyWait) {
    settings.workers = 1;
    settings.queue_limit = 1;
    start();
    auto first = client();
    auto second = client();
    auto third = client();
    first.send_raw("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
    door.wait_until_somebody_waits();
    second.send_raw("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
    while (third.get("/metrics").body.find("tangthu_http_queue 1") == std::string::npos)
        std::this_thread::yield();
    const auto shed = third.get("/hello");
    EXPECT_EQ(shed.status, 503);
    EXPECT_EQ(key_of(shed), "net.busy");
    EXPECT_EQ(shed.headers.find("retry-after"), "2");
    EXPECT_EQ(third.get("/healthz").status, 200); // busy is not ill
    door.open();
    EXPECT_EQ(first.read_reply().body, "done");
    EXPECT_EQ(second.read_reply().status, 200);
}

TEST_F(Server, DoesNotDoWorkNobodyWaitsForAnyMore) {
    settings.workers = 1;
    settings.queue_timeout = milliseconds(0);
    start();
    const auto reply = client().get("/hello");
    EXPECT_EQ(reply.status, 503);
    EXPECT_EQ(key_of(reply), "net.busy");
}

TEST_F(Server, HoldsAClientToItsBudget) {
    settings.budget.exempts_loopback = false;
    settings.budget.burst = 3;
    settings.budget.tokens_per_second = 0.01;
    start();
    auto connection = client();
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(connection.get("/hello").status, 200);
    const auto reply = connection.get("/hello");
    EXPECT_EQ(reply.status, 429);
    EXPECT_EQ(key_of(reply), "net.too_many_requests");
    EXPECT_GE(std::stoi(std::string{reply.headers.find("retry-after").value_or("0")}), 1);
    EXPECT_EQ(connection.get("/healthz").status, 200);
    EXPECT_EQ(connection.get("/hello", {{"X-Forwarded-For", "203.0.113.7"}}).status, 200); // somebody else's budget
}

TEST_F(Server, FinishesWhatIsUnderWayBeforeItStops) {
    start();
    auto busy = client();
    auto idle = client();
    EXPECT_EQ(idle.get("/hello").status, 200);
    busy.send_raw("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
    door.wait_until_somebody_waits();
    auto stopped = std::async(std::launch::async, [&] { server->stop(); });
    EXPECT_TRUE(idle.is_closed_by_server());
    door.open();
    const auto reply = busy.read_reply();
    EXPECT_EQ(reply.body, "done");
    EXPECT_EQ(reply.headers.find("connection"), "close");
    stopped.get();
    EXPECT_THROW(client().get("/hello"), Fault);
}

TEST_F(Server, DoesNotWaitForEverForAClientWhenItStops) {
    settings.drain_timeout = milliseconds(30);
    settings.body_timeout = std::chrono::minutes(10);
    start();
    auto slow = client();
    slow.send_raw("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf");
    EXPECT_EQ(client().get("/hello").status, 200);
    server->stop();
    EXPECT_TRUE(slow.is_closed_by_server());
}

TEST_F(Server, StopsOnTheSignalOfTheServiceManager) {
    start();
    auto served = std::async(std::launch::async, [&] { server->serve_until_signal(); });
    struct sigaction action{};
    do
        sigaction(SIGTERM, nullptr, &action);
    while (action.sa_handler == SIG_DFL);
    EXPECT_EQ(client().get("/hello").status, 200);
    raise(SIGTERM);
    served.get();
    EXPECT_THROW(client().get("/hello"), Fault);
}

} // namespace tangthu::net
