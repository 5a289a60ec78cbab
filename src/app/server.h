#pragma once

#include "app/wiring.h"
#include "modules/portal/portal.h"
#include "platform/net/assets.h"
#include "platform/net/http_server.h"
#include "platform/net/router.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace tangthu::app {

class Console;

/// Keeps the search index at the journal's end, on a thread of its own: makes it usable first, then follows. Meanwhile
/// every block of it is read once: damage that opening it has not shown has it built again. Also seals the journal when
/// that is due.
class Follower {
public:
    using OnRebuild = std::function<void(const catalogue::RebuildProgress&)>;
    Follower(Library& library, OnRebuild on_rebuild);
    ~Follower(); ///< stops; a rebuild under way is given up, the next start begins it anew

private:
    struct Stopping {};
    void run();
    /// Waits; false once it is to stop.
    [[nodiscard]] bool sleep(std::chrono::milliseconds pause);
    void examine();

    Library& library_;
    OnRebuild on_rebuild_;
    std::stop_source stop_;
    std::mutex mutex_; ///< to sleep on
    std::condition_variable_any wake_;
    std::jthread examination_;
    std::thread thread_;
};

/// The program as a server: all routes over one library.
class Server {
public:
    Server(Library& library, const Settings& settings);

    /// Errors: those of HttpServer::start().
    [[nodiscard]] Result<void> start() { return http_.start(); }
    [[nodiscard]] std::string address() const { return http_.address(); }
    void serve_until_signal() { http_.serve_until_signal(); }
    void stop() { http_.stop(); }
    [[nodiscard]] const net::Router& router() const { return router_; }

private:
    void mount_all(Library& library);

    net::Router router_;
    portal::Portal portal_;
    net::Assets staff_pages_; ///< web/staff
    net::HttpServer http_;
};

} // namespace tangthu::app
