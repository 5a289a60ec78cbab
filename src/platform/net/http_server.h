#pragma once

#include "platform/base/result.h"
#include "platform/net/budget.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tangthu::net {

class Metrics;
class Router;

struct AccessEntry {
    std::string_view method;
    std::string_view path;   ///< without the query: what a reader searches for is nobody's business
    std::string_view client; ///< network part only, `203.113.131.0`
    std::string_view request_id;
    int status = 0;
    std::size_t bytes = 0;
    double seconds = 0;
};

struct ServerSettings {
    std::string listen = "127.0.0.1:8080"; ///< `ADDR:PORT`, `[::1]:8080`, `localhost:0`; port 0 takes a free one
    int workers = 0;                       ///< threads for handlers; 0 = twice the cores, 4 at least
    std::size_t max_connections = 2000;    ///< above it the longest idle one is closed for the new one
    std::size_t queue_limit = 200;         ///< requests waiting for a worker; above it 503
    std::chrono::milliseconds queue_timeout{10000};  ///< a request that waited longer is answered 503, not run
    std::size_t header_limit = 65536;                ///< request line and headers; above it 431
    std::size_t target_limit = 32768;                ///< request target; above it 414
    std::size_t body_limit = 1U << 20U;              ///< unless the route says otherwise; above it 413
    std::chrono::milliseconds header_timeout{15000}; ///< from its first byte to the end of the head
    std::chrono::milliseconds body_timeout{60000};
    std::chrono::milliseconds idle_timeout{60000}; ///< between requests
    std::chrono::milliseconds write_timeout{30000};
    std::chrono::milliseconds drain_timeout{10000};
    BudgetSettings budget;
    std::vector<std::string> trusted_proxies{"127.0.0.0/8", "::1/128"}; ///< whose X-Forwarded-For is believed
    /// Who may read /metrics: this machine and private networks.
    std::vector<std::string> metrics_from{"127.0.0.0/8",   "::1/128",        "10.0.0.0/8",
                                          "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"};
    std::function<void(const AccessEntry&)> access_log; ///< nothing = no access log
};

/// `ADDR:PORT`, `[V6]:PORT`, `:PORT`, `PORT`. Errors: net.bad_listen_address (text).
struct ListenAddress {
    std::string host;
    std::uint16_t port = 0;
};
[[nodiscard]] Result<ListenAddress> parse_listen_address(std::string_view text);

/// One line a request on the program's log.
void log_access(const AccessEntry& entry);

/// HTTP/1.1 on one network thread; handlers run on a bounded pool of workers and may block. The router must outlive it.
/// Also serves /healthz and /metrics.
class HttpServer {
public:
    HttpServer(Router& router, ServerSettings settings);
    ~HttpServer(); ///< stops

    /// Binds and starts to serve. Errors: net.cannot_listen (address, reason), net.bad_listen_address.
    [[nodiscard]] Result<void> start();
    /// The port in use, after start().
    [[nodiscard]] std::uint16_t port() const;
    /// `http://127.0.0.1:8080`, after start().
    [[nodiscard]] std::string address() const;
    /// No new connections, answers those under way, then returns. Safe to call twice.
    void stop();
    /// Returns after SIGTERM or SIGINT (drained) or after stop() on another thread.
    void serve_until_signal();
    [[nodiscard]] Metrics& metrics();
    /// Connections open now.
    [[nodiscard]] std::size_t connections() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace tangthu::net
