#pragma once

#include "platform/net/budget.h"
#include "platform/net/http_server.h"
#include "platform/net/metrics.h"
#include "platform/net/router.h"

#include <atomic>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>

namespace tangthu::net::impl {

namespace asio = boost::asio;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;

/// One connection as the server sees it. All calls on the network thread.
class Connection {
public:
    virtual ~Connection() = default;
    /// Between requests, or still sending the head of one: may be closed without breaking a promise.
    [[nodiscard]] virtual bool is_idle() const = 0;
    [[nodiscard]] virtual std::int64_t idle_since_ms() const = 0;
    virtual void close() = 0;
};

/// What connections share. Lives on the network thread, but for what is atomic or said to be thread-safe.
struct ServerCore {
    ServerCore(Router& routes, ServerSettings chosen);

    asio::io_context io{1};
    std::optional<asio::executor_work_guard<Executor>> keeps_running;
    std::optional<asio::thread_pool> workers;
    Router& router;
    ServerSettings settings;
    Metrics metrics; ///< thread-safe
    Budget budget;
    Networks trusted;
    std::unordered_set<Connection*> connections;
    std::atomic<std::size_t> connection_count{0};
    std::atomic<std::size_t> queued{0}; ///< requests handed to the workers and not begun
    asio::steady_timer drain{io};       ///< when patience with the last connections ends
    bool is_draining = false;

    void join(Connection* connection);
    void leave(Connection* connection);
    void end_drain_when_empty();
    /// Closes the connection that has been idle longest. False when none is idle.
    bool evict_idle();
    /// For responses: `Sun, 06 Nov 1994 08:49:37 GMT`, made once a second.
    const std::string& http_date();
    std::string new_request_id();
    [[nodiscard]] static std::int64_t steady_ms();

private:
    std::string id_prefix_;
    std::uint64_t last_id_ = 0;
    std::int64_t date_second_ = 0;
    std::string date_;
};

/// Takes over an accepted socket: keeps itself alive until it closes.
void start_session(ServerCore& core, Socket socket);

} // namespace tangthu::net::impl
