// The only translation unit with Beast in it: 15 s to compile.
#include "platform/base/clock.h"
#include "platform/net/impl/routing/finish.h"
#include "platform/net/impl/server/server_core.h"

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <fmt/format.h>

namespace tangthu::net::impl {

namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using Stream = beast::basic_stream<tcp, Executor>;
using Parser = http::request_parser<http::string_body>;
using beast::error_code;

namespace {

/// Bytes written under one write timeout: a slow reader of a large answer lives, one that stands still does not.
constexpr std::size_t kWriteStep = 256 * 1024;
/// What is read and thrown away after an early answer, so that the client gets to see it (RFC 9112, 9.6).
constexpr std::size_t kLingerBytes = 1U << 20U;
constexpr std::chrono::seconds kLingerTime{2};

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

Headers headers_of(const Parser& parser) {
    Headers headers;
    for (const auto& field : parser.get())
        headers.add(view(field.name_string()), view(field.value()));
    return headers;
}

bool is_clean_id(std::string_view id) {
    return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '_' ||
               c == '-';
    });
}

Error plain_error(ErrorKind kind, std::string key, std::vector<ErrorParam> params = {}) {
    return Error{kind, std::move(key), std::move(params), {}};
}

class Session final : public Connection, public std::enable_shared_from_this<Session> {
public:
    Session(ServerCore& core, Socket socket) : core_(core), stream_(std::move(socket)) {
        error_code ignored;
        stream_.socket().set_option(tcp::no_delay(true), ignored);
        const auto peer = stream_.socket().remote_endpoint(ignored);
        peer_ = ignored ? std::string{} : peer.address().to_string();
        core_.join(this);
    }
    ~Session() override { core_.leave(this); }

    [[nodiscard]] bool is_idle() const override { return state_ == State::Idle || state_ == State::Head; }
    [[nodiscard]] std::int64_t idle_since_ms() const override { return idle_since_ms_; }
    void close() override {
        state_ = State::Closed;
        error_code ignored;
        stream_.socket().close(ignored);
    }

    /// Waits for the first byte of the next request.
    void await_request() {
        parser_.emplace();
        parser_->header_limit(static_cast<std::uint32_t>(core_.settings.header_limit));
        parser_->body_limit(boost::none); // known once the route is
        state_ = State::Idle;
        idle_since_ms_ = ServerCore::steady_ms();
        if (buffer_.size() > 0) return read_head();
        if (core_.is_draining) return close();
        stream_.expires_after(core_.settings.idle_timeout);
        stream_.async_read_some(buffer_.prepare(kReadStep),
                                [self = shared_from_this()](error_code error, std::size_t bytes) {
                                    if (error) return self->close();
                                    self->buffer_.commit(bytes);
                                    self->read_head();
                                });
    }

private:
    static constexpr std::size_t kReadStep = 8192;
    enum class State { Idle, Head, Body, Working, Writing, Closed };

    void read_head() {
        state_ = State::Head;
        stream_.expires_after(core_.settings.header_timeout);
        http::async_read_header(stream_, buffer_, *parser_,
                                [self = shared_from_this()](error_code error, std::size_t) { self->on_head(error); });
    }

    void on_head(error_code error) {
        begun_ = std::chrono::steady_clock::now();
        request_ = Request{};
        request_.id = core_.new_request_id();
        match_ = Router::Match{};
        must_close_ = false;
        if (error) return on_broken_head(error);
        state_ = State::Body;
        const auto& head = parser_->get();
        const auto target = view(head.target());
        auto headers = headers_of(*parser_);
        // A refusal speaks the form and language of its address, even where the rest of it can't be taken.
        const auto note_address = [&] {
            constexpr std::size_t kEnough = 256;
            request_.headers = std::move(headers);
            request_.path = std::string{target.substr(0, std::min(target.find('?'), kEnough))};
        };
        if (target.size() > core_.settings.target_limit) {
            note_address();
            return refuse(414, plain_error(ErrorKind::TooLarge, "net.target_too_long",
                                           {{"max_bytes", std::to_string(core_.settings.target_limit)}}));
        }
        auto request = Request::make(view(head.method_string()), target, headers);
        if (!request) {
            note_address();
            return refuse(http_status(request.error()), request.error());
        }
        const auto given_id = headers.find("x-request-id");
        auto id = given_id && is_clean_id(*given_id) ? std::string{*given_id} : std::move(request_.id);
        request_ = *std::move(request);
        request_.id = std::move(id);
        request_.received_at = SystemClock{}.now();
        request_.is_from_trusted_proxy = core_.trusted.contains(peer_);
        request_.client = client_address(peer_, request_.headers.joined("x-forwarded-for"), core_.trusted);
        admit();
    }

    void on_broken_head(error_code error) {
        if (error == http::error::end_of_stream ||
            error.category() != make_error_code(http::error::bad_method).category() ||
            error == http::error::partial_message)
            return close();
        if (error == http::error::header_limit)
            return refuse(431, plain_error(ErrorKind::TooLarge, "net.header_too_large",
                                           {{"max_bytes", std::to_string(core_.settings.header_limit)}}));
        refuse(400, plain_error(ErrorKind::Invalid, "net.bad_request", {{"reason", error.message()}}));
    }

    /// Everything that can be refused before the body is read.
    void admit() {
        const auto hosts = std::count_if(request_.headers.fields().begin(), request_.headers.fields().end(),
                                         [](const auto& field) { return equal_ignoring_case(field.first, "host"); });
        if (hosts > 1 || (hosts == 0 && parser_->get().version() >= 11))
            return refuse(400, plain_error(ErrorKind::Invalid, "net.no_host"));
        match_ = core_.router.match(request_);
        const int price = match_.route != nullptr ? match_.route->price : 1;
        if (const auto seconds = core_.budget.take(request_.client, price, ServerCore::steady_ms())) {
            core_.metrics.count("tangthu_http_over_budget_total");
            return refuse(429, plain_error(ErrorKind::TooManyRequests, "net.too_many_requests",
                                           {{"seconds", std::to_string(*seconds)}}));
        }
        const auto own_limit = match_.route != nullptr ? match_.route->body_limit : 0;
        body_limit_ = own_limit > 0 ? own_limit : core_.settings.body_limit;
        if (parser_->is_done()) return on_body({});
        if (match_.route == nullptr) { // no need of the body to say so
            must_close_ = true;
            return reply(core_.router.handle(request_, match_));
        }
        if (parser_->content_length().value_or(0) > body_limit_) return refuse_body();
        parser_->body_limit(body_limit_);
        if (!equal_ignoring_case(request_.headers.find("expect").value_or(""), "100-continue")) return read_body();
        static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
        stream_.expires_after(core_.settings.write_timeout);
        asio::async_write(stream_, asio::buffer(kContinue), [self = shared_from_this()](error_code error, std::size_t) {
            error ? self->close() : self->read_body();
        });
    }

    void read_body() {
        stream_.expires_after(core_.settings.body_timeout);
        http::async_read(stream_, buffer_, *parser_,
                         [self = shared_from_this()](error_code error, std::size_t) { self->on_body(error); });
    }

    void refuse_body() {
        refuse(413,
               plain_error(ErrorKind::TooLarge, "net.body_too_large", {{"max_bytes", std::to_string(body_limit_)}}));
    }

    void on_body(error_code error) {
        if (error == http::error::body_limit) return refuse_body();
        if (error && error.category() == make_error_code(http::error::bad_method).category() &&
            error != http::error::partial_message && error != http::error::end_of_stream)
            return refuse(400, plain_error(ErrorKind::Invalid, "net.bad_request", {{"reason", error.message()}}));
        if (error) return close();
        request_.body = std::move(parser_->get().body());
        if (match_.route == nullptr || match_.route->is_quick) return reply(core_.router.handle(request_, match_));
        if (core_.queued >= core_.settings.queue_limit) {
            core_.metrics.count("tangthu_http_shed_total");
            return reply(busy());
        }
        hand_to_worker();
    }

    Response busy() {
        auto response =
            core_.router.error(request_, 503, plain_error(ErrorKind::Unavailable, "net.busy", {{"seconds", "2"}}));
        finish(request_, response);
        return response;
    }

    void hand_to_worker() {
        state_ = State::Working;
        stream_.expires_never();
        ++core_.queued;
        asio::post(*core_.workers, [self = shared_from_this()]() mutable {
            auto& core = self->core_;
            --core.queued;
            const auto waited = std::chrono::steady_clock::now() - self->begun_;
            auto response =
                waited > core.settings.queue_timeout ? self->busy() : core.router.handle(self->request_, self->match_);
            asio::post(core.io, [self = std::move(self), response = std::move(response)]() mutable {
                self->reply(std::move(response));
            });
        });
    }

    /// An answer before the request was read whole: the connection can't go on.
    void refuse(int status, const Error& error) {
        must_close_ = must_close_ || !parser_->is_done();
        auto response = core_.router.error(request_, status, error);
        finish(request_, response);
        reply(std::move(response));
    }

    void reply(Response response) {
        response_ = std::move(response);
        if (state_ != State::Closed) state_ = State::Writing;
        keeps_alive_ = !must_close_ && !core_.is_draining && parser_->keep_alive();
        const auto content = response_.content();
        const bool has_length = response_.status != 204 && response_.status != 304;
        head_ = fmt::format("HTTP/1.1 {} {}\r\nDate: {}\r\n", response_.status, status_name(response_.status),
                            core_.http_date());
        for (const auto& [name, value] : response_.headers.fields())
            head_.append(name).append(": ").append(value).append("\r\n");
        if (has_length) head_.append(fmt::format("Content-Length: {}\r\n", content.size()));
        if (!keeps_alive_) {
            head_ += "Connection: close\r\n";
        } else if (parser_->get().version() < 11) {
            head_ += "Connection: keep-alive\r\n";
        }
        head_ += "\r\n";
        rest_ = has_length && !request_.is_head ? content : std::string_view{};
        write_some(head_);
    }

    void write_some(std::string_view head) {
        const auto part = rest_.substr(0, kWriteStep);
        rest_.remove_prefix(part.size());
        written_ += part.size();
        const std::array<asio::const_buffer, 2> buffers{asio::buffer(head), asio::buffer(part)};
        stream_.expires_after(core_.settings.write_timeout);
        asio::async_write(stream_, buffers, [self = shared_from_this()](error_code error, std::size_t) {
            if (!error && !self->rest_.empty()) return self->write_some({});
            self->account();
            if (error) return self->close();
            self->keeps_alive_ ? self->await_request() : self->linger();
        });
    }

    void account() {
        const auto seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_).count();
        const auto method = request_.is_head ? std::string_view{"HEAD"} : method_name(request_.method);
        const std::string_view route = match_.route != nullptr ? std::string_view{match_.route->path} : "none";
        core_.metrics.observe(method, route, response_.status, seconds);
        if (core_.settings.access_log) {
            const auto client = network_part(request_.client.empty() ? peer_ : request_.client);
            core_.settings.access_log(
                {method, request_.path, client, request_.id, response_.status, written_, seconds});
        }
        written_ = 0;
        response_ = Response{};
    }

    /// Closes our side and reads on a little: closing at once would reset the connection and lose the answer.
    void linger() {
        error_code ignored;
        stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
        state_ = State::Idle;
        stream_.expires_after(kLingerTime);
        buffer_.clear();
        discard();
    }

    void discard() {
        stream_.async_read_some(buffer_.prepare(kReadStep),
                                [self = shared_from_this()](error_code error, std::size_t bytes) {
                                    self->discarded_ += bytes;
                                    error || self->discarded_ > kLingerBytes ? self->close() : self->discard();
                                });
    }

    ServerCore& core_;
    Stream stream_;
    beast::flat_buffer buffer_;
    std::optional<Parser> parser_;
    std::string peer_;
    State state_ = State::Idle;
    std::int64_t idle_since_ms_ = 0;
    std::chrono::steady_clock::time_point begun_;
    Request request_;
    Router::Match match_;
    Response response_;
    std::string head_;
    std::string_view rest_;
    std::size_t written_ = 0;
    std::size_t discarded_ = 0;
    std::size_t body_limit_ = 0;
    bool must_close_ = false;
    bool keeps_alive_ = false;
};

} // namespace

void start_session(ServerCore& core, Socket socket) {
    std::make_shared<Session>(core, std::move(socket))->await_request();
}

} // namespace tangthu::net::impl
