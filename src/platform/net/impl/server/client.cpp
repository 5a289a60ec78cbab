#include "platform/net/client.h"

#include "platform/base/error.h"

#include <array>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <charconv>
#include <chrono>
#include <optional>

namespace tangthu::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

struct Client::Impl {
    static constexpr std::chrono::seconds kPatience{10};

    std::uint16_t port;
    std::string host;
    asio::io_context io;
    tcp::socket socket{io};
    std::string buffer;
    bool may_repeat = false; ///< the connection has answered before, so the server may have closed it meanwhile

    void connect() {
        if (socket.is_open()) return;
        error_code error;
        socket.connect({asio::ip::make_address(host), port}, error);
        if (error) throw Fault("no connection to " + host + ": " + error.message());
        socket.set_option(tcp::no_delay(true), error);
        buffer.clear();
        may_repeat = false;
    }

    void disconnect() {
        error_code ignored;
        socket.close(ignored);
        buffer.clear();
    }

    /// Runs one operation, at most kPatience long.
    void wait() {
        io.restart();
        io.run_for(kPatience);
        if (!io.stopped()) {
            socket.cancel();
            io.restart();
            io.run();
            throw Fault("no answer within ten seconds");
        }
    }

    /// Reads some more into the buffer; false at the end.
    bool read_some() {
        std::array<char, 16384> bytes;
        error_code result;
        std::size_t count = 0;
        socket.async_read_some(asio::buffer(bytes), [&](error_code error, std::size_t got) {
            result = error;
            count = got;
        });
        wait();
        buffer.append(bytes.data(), count);
        return !result;
    }

    bool send(std::string_view bytes) {
        connect();
        error_code result;
        asio::async_write(socket, asio::buffer(bytes), [&](error_code error, std::size_t) { result = error; });
        wait();
        return !result;
    }

    std::optional<std::string> take_until(std::string_view end) {
        for (;;) {
            if (const auto at = buffer.find(end); at != std::string::npos) {
                auto text = buffer.substr(0, at);
                buffer.erase(0, at + end.size());
                return text;
            }
            if (!read_some()) return std::nullopt;
        }
    }

    std::optional<ClientReply> read_head() {
        auto head = take_until("\r\n\r\n");
        if (!head) return std::nullopt;
        ClientReply reply;
        std::string_view rest = *head;
        const auto line_end = rest.find("\r\n");
        const auto status = rest.substr(0, line_end);
        if (status.size() < 12) throw Fault("not an HTTP answer: " + *head);
        std::from_chars(status.data() + 9, status.data() + 12, reply.status);
        rest.remove_prefix(line_end == std::string_view::npos ? rest.size() : line_end + 2);
        while (!rest.empty()) {
            const auto end = rest.find("\r\n");
            const auto line = rest.substr(0, end);
            const auto colon = line.find(": ");
            if (colon == std::string_view::npos) throw Fault("not a header: " + std::string{line});
            reply.headers.add(line.substr(0, colon), line.substr(colon + 2));
            rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 2);
        }
        return reply;
    }

    void read_body(ClientReply& reply) {
        std::size_t length = 0;
        const auto text = reply.headers.find("content-length").value_or("0");
        std::from_chars(text.data(), text.data() + text.size(), length);
        while (buffer.size() < length)
            if (!read_some()) throw Fault("the answer ends early");
        reply.body = buffer.substr(0, length);
        buffer.erase(0, length);
    }

    /// An answer to a HEAD has none, whatever its length says.
    enum class Body { none, follows };

    std::optional<ClientReply> read_reply(Body body) {
        auto reply = read_head();
        while (reply && reply->status == 100)
            reply = read_head();
        if (!reply) return reply;
        if (body == Body::follows && reply->status != 204 && reply->status != 304) read_body(*reply);
        may_repeat = true;
        if (equal_ignoring_case(reply->headers.find("connection").value_or(""), "close")) disconnect();
        return reply;
    }
};

Client::Client(std::uint16_t port, std::string host) : impl_(new Impl{port, std::move(host)}) {}
Client::~Client() = default;
Client::Client(Client&&) noexcept = default;

ClientReply Client::get(std::string_view target, const Headers& headers) { return request("GET", target, headers); }

ClientReply Client::request(std::string_view method, std::string_view target, const Headers& headers,
                            std::string_view body) {
    std::string text{method};
    text.append(" ").append(target).append(" HTTP/1.1\r\n");
    if (!headers.has("host")) text.append("Host: ").append(impl_->host).append("\r\n");
    for (const auto& [name, value] : headers.fields())
        text.append(name).append(": ").append(value).append("\r\n");
    if (!body.empty()) text.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
    text.append("\r\n").append(body);
    const bool may_repeat = impl_->may_repeat;
    impl_->send(text); // an early refusal may break the sending; its answer is still there to read
    const auto body_of_reply = method == "HEAD" ? Impl::Body::none : Impl::Body::follows;
    auto reply = impl_->read_reply(body_of_reply);
    if (!reply && may_repeat) {
        impl_->disconnect();
        impl_->send(text);
        reply = impl_->read_reply(body_of_reply);
    }
    if (!reply) throw Fault("the server closed without an answer");
    return *std::move(reply);
}

void Client::send_raw(std::string_view bytes) { impl_->send(bytes); }

ClientReply Client::read_reply() {
    auto reply = impl_->read_reply(Impl::Body::follows);
    if (!reply) throw Fault("the server closed without an answer");
    return *std::move(reply);
}

bool Client::is_closed_by_server() {
    if (!impl_->socket.is_open()) return impl_->buffer.empty();
    const bool is_open = impl_->read_some();
    return !is_open && impl_->buffer.empty();
}

} // namespace tangthu::net
