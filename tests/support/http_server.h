#pragma once

#include "platform/net/client.h"
#include "platform/net/http_server.h"
#include "platform/net/router.h"

#include <atomic>
#include <future>
#include <gtest/gtest.h>
#include <optional>
#include <thread>

namespace tangthu::net::test {

/// A door that a test opens: handlers wait at it, so that "busy" needs no sleeping.
class Door {
public:
    void open() { opened_.set_value(); }
    void pass() {
        ++waiting_;
        wait_.wait();
    }
    void wait_until_somebody_waits() const {
        while (waiting_ == 0)
            std::this_thread::yield();
    }

private:
    std::atomic<int> waiting_{0};
    std::promise<void> opened_;
    std::shared_future<void> wait_ = opened_.get_future().share();
};

/// A real server on a free port, in this process. Change `settings` and `router`, then start().
class Server : public ::testing::Test {
protected:
    static constexpr std::size_t kLargePage = 600000;

    Server() {
        add("/hello", [](const Request&) { return Response::json(R"({"hello":"xin chào"})"); });
        add("/large", [](const Request&) { return Response::text(std::string(kLargePage, 'x')); });
        add("/fault", [](const Request&) -> Response { throw Fault("no such column: secret"); });
        add("/who", [](const Request& request) { return Response::text(request.client + " " + request.id); });
        add("/site", [](const Request& request) { return Response::text(request.origin()); });
        add("/search", [](const Request& request) { return Response::text(std::string{request.query.get("q")}); });
        add("/slow", [this](const Request&) {
            door.pass();
            return Response::text("done");
        });
        router.add(post("/echo", Permission::Public, "test.echo").takes_up_to(1000),
                   [](const Request& request) { return Response::text(request.body); });
        settings.listen = "127.0.0.1:0";
        settings.workers = 2;
    }

    void add(std::string_view path, Handler handler) {
        router.add(get(path, Permission::Public, "test.route"), std::move(handler));
    }

    void start() {
        server.emplace(router, settings);
        const auto started = server->start();
        ASSERT_TRUE(started) << started.error().key;
    }

    [[nodiscard]] Client client() const { return Client(server->port()); }
    /// Status of an answer to raw bytes on a connection of its own, and true in `closed` if the server then closed it.
    ClientReply raw(std::string_view bytes, bool* closed = nullptr) const {
        auto connection = client();
        connection.send_raw(bytes);
        auto reply = connection.read_reply();
        if (closed != nullptr) *closed = connection.is_closed_by_server();
        return reply;
    }

    Door door;
    Router router;
    ServerSettings settings;
    std::optional<HttpServer> server;
};

/// The stable key of a problem+json answer.
inline std::string key_of(const ClientReply& reply) {
    const auto at = reply.body.find(R"("key":")");
    if (at == std::string::npos) return "no key in: " + reply.body;
    return reply.body.substr(at + 7, reply.body.find('"', at + 7) - at - 7);
}

} // namespace tangthu::net::test
