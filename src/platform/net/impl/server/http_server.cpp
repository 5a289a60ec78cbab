#include "platform/net/http_server.h"

#include "platform/base/log.h"
#include "platform/net/impl/server/server_core.h"

#include <algorithm>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <condition_variable>
#include <csignal>
#include <fmt/format.h>
#include <mutex>
#include <sys/resource.h>
#include <thread>

namespace tangthu::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

Result<ListenAddress> parse_listen_address(std::string_view text) {
    const auto bad = [&] {
        return fail(ErrorKind::Invalid, "net.bad_listen_address", {{"text", std::string{text.substr(0, 100)}}});
    };
    ListenAddress address{"127.0.0.1", 0};
    auto port = text;
    if (text.starts_with('[')) {
        const auto end = text.find("]:");
        if (end == std::string_view::npos) return bad();
        address.host = text.substr(1, end - 1);
        port = text.substr(end + 2);
    } else if (const auto colon = text.rfind(':'); colon != std::string_view::npos) {
        if (text.find(':') != colon) return bad(); // an IPv6 address without brackets
        if (colon > 0) address.host = text.substr(0, colon);
        port = text.substr(colon + 1);
    }
    if (address.host == "localhost") address.host = "127.0.0.1";
    if (port.empty() || port.size() > 5 || port.find_first_not_of("0123456789") != std::string_view::npos) return bad();
    const auto number = std::stoul(std::string{port});
    error_code error;
    asio::ip::make_address(address.host, error);
    if (number > 65535 || error) return bad();
    address.port = static_cast<std::uint16_t>(number);
    return address;
}

void log_access(const AccessEntry& entry) {
    log::info(fmt::format("{} {} {} {}B {:.1f}ms {} {}", entry.method, entry.path, entry.status, entry.bytes,
                          entry.seconds * 1000, entry.client, entry.request_id));
}

namespace {

/// The usual limit of 1,024 open files is less than the connections we allow.
void raise_file_limit(std::size_t connections) {
    constexpr rlim_t kOwnFiles = 512;
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    const auto wanted = std::min<rlim_t>(limit.rlim_max, connections + kOwnFiles);
    if (limit.rlim_cur >= wanted) return;
    limit.rlim_cur = wanted;
    setrlimit(RLIMIT_NOFILE, &limit);
}

bool has_route(const Router& router, std::string_view path) {
    return std::any_of(router.routes().begin(), router.routes().end(),
                       [&](const Route& route) { return route.path == path; });
}

} // namespace

struct HttpServer::Impl {
    Impl(Router& router, ServerSettings settings)
        : core(router, std::move(settings)), metrics_readers(core.settings.metrics_from), acceptor(core.io),
          retry(core.io), signals(core.io) {}

    impl::ServerCore core;
    Networks metrics_readers;
    impl::Acceptor acceptor;
    asio::steady_timer retry;
    asio::signal_set signals;
    std::thread thread;
    std::mutex mutex;
    std::condition_variable ended;
    bool is_started = false;
    bool has_ended = false;
    std::string host;
    std::uint16_t port = 0;

    void mount() {
        if (has_route(core.router, "/healthz")) return;
        core.router.add(
            get("/healthz", Permission::Public, "net.route_health").costs(0).quick().gives("application/json"),
            [this](const Request&) {
                return Response::json(core.is_draining ? R"({"status":"draining"})" : R"({"status":"ok"})",
                                      core.is_draining ? 503 : 200)
                    .cached(Caching::NoStore);
            });
        core.router.add(get("/metrics", Permission::Public, "net.route_metrics").costs(0).quick().gives("text/plain"),
                        [this](const Request& request) {
                            if (!metrics_readers.contains(request.client))
                                return core.router.error(request,
                                                         Error{ErrorKind::Forbidden, "net.metrics_forbidden", {}, {}});
                            return Response::of("text/plain; version=0.0.4; charset=utf-8", core.metrics.text())
                                .cached(Caching::NoStore);
                        });
        core.metrics.gauge("tangthu_http_connections", "Connections open now",
                           [this] { return static_cast<double>(core.connection_count); });
        core.metrics.gauge("tangthu_http_queue", "Requests waiting for a worker",
                           [this] { return static_cast<double>(core.queued); });
    }

    Result<void> bind() {
        TANGTHU_TRY(const auto address, parse_listen_address(core.settings.listen));
        const tcp::endpoint endpoint{asio::ip::make_address(address.host), address.port};
        error_code error;
        acceptor.open(endpoint.protocol(), error);
        if (!error) acceptor.set_option(impl::Acceptor::reuse_address(true), error);
        if (!error && endpoint.address().is_v6()) acceptor.set_option(asio::ip::v6_only(false), error);
        if (!error) acceptor.bind(endpoint, error);
        if (!error) acceptor.listen(1024, error);
        if (error) {
            error_code ignored;
            acceptor.close(ignored);
            return fail(ErrorKind::Unavailable, "net.cannot_listen",
                        {{"address", core.settings.listen}, {"reason", error.message()}});
        }
        host = address.host;
        port = acceptor.local_endpoint().port();
        return {};
    }

    void accept() {
        acceptor.async_accept([this](error_code error, impl::Socket socket) {
            if (!acceptor.is_open()) return;
            if (error) return on_accept_failure();
            // At the limit the longest idle connection makes room; when all are at work, the new one is turned away.
            if (core.connections.size() < core.settings.max_connections || core.evict_idle())
                impl::start_session(core, std::move(socket));
            accept();
        });
    }

    /// Out of file descriptors, mostly: free one and try again soon.
    void on_accept_failure() {
        core.evict_idle();
        retry.expires_after(std::chrono::milliseconds(50));
        retry.async_wait([this](error_code error) {
            if (!error) accept();
        });
    }

    void run() {
        for (;;) {
            try {
                core.io.run();
                break;
            } catch (const std::exception& fault) {
                log::error(fmt::format("network thread: {}", fault.what()));
            }
        }
        const std::lock_guard lock(mutex);
        has_ended = true;
        ended.notify_all();
    }

    void start() {
        raise_file_limit(core.settings.max_connections);
        const auto cores = std::max(1U, std::thread::hardware_concurrency());
        const auto workers =
            core.settings.workers > 0 ? static_cast<unsigned>(core.settings.workers) : std::max(4U, cores * 2);
        core.workers.emplace(workers);
        core.keeps_running.emplace(core.io.get_executor());
        accept();
        is_started = true;
        thread = std::thread([this] { run(); });
    }

    /// On the network thread: nothing new, idle connections go, busy ones answer and then go.
    void begin_drain() {
        if (core.is_draining) return;
        core.is_draining = true;
        error_code ignored;
        acceptor.close(ignored);
        retry.cancel();
        signals.clear(ignored); // a second Ctrl-C ends the process
        const std::vector<impl::Connection*> open(core.connections.begin(), core.connections.end());
        for (auto* connection : open)
            if (connection->is_idle()) connection->close();
        if (core.connections.empty()) return core.end_drain_when_empty();
        core.drain.expires_after(core.settings.drain_timeout);
        core.drain.async_wait([this](error_code error) {
            if (error) return;
            const std::vector<impl::Connection*> slow(core.connections.begin(), core.connections.end());
            for (auto* connection : slow)
                connection->close();
        });
    }
};

HttpServer::HttpServer(Router& router, ServerSettings settings)
    : impl_(std::make_unique<Impl>(router, std::move(settings))) {
    impl_->mount();
}

HttpServer::~HttpServer() { stop(); }

Result<void> HttpServer::start() {
    TANGTHU_CHECK(impl_->bind());
    impl_->start();
    return {};
}

std::uint16_t HttpServer::port() const { return impl_->port; }

std::string HttpServer::address() const {
    const bool is_v6 = impl_->host.find(':') != std::string::npos;
    return is_v6 ? fmt::format("http://[{}]:{}", impl_->host, impl_->port)
                 : fmt::format("http://{}:{}", impl_->host, impl_->port);
}

void HttpServer::stop() {
    if (!impl_->is_started) return;
    asio::post(impl_->core.io, [this] { impl_->begin_drain(); });
    if (impl_->thread.joinable()) impl_->thread.join();
    impl_->core.workers->join();
    impl_->is_started = false;
}

void HttpServer::serve_until_signal() {
    asio::post(impl_->core.io, [this] {
        if (impl_->core.is_draining) return;
        error_code ignored;
        impl_->signals.add(SIGTERM, ignored);
        impl_->signals.add(SIGINT, ignored);
        impl_->signals.async_wait([this](error_code error, int) {
            if (!error) impl_->begin_drain();
        });
    });
    std::unique_lock lock(impl_->mutex);
    impl_->ended.wait(lock, [this] { return impl_->has_ended; });
}

Metrics& HttpServer::metrics() { return impl_->core.metrics; }
std::size_t HttpServer::connections() const { return impl_->core.connection_count; }

} // namespace tangthu::net
