#pragma once

#include "platform/net/headers.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace tangthu::net {

struct ClientReply {
    int status = 0;
    Headers headers;
    std::string body;
};

/// A small blocking HTTP client over one kept-alive connection, for tests and for asking an own running server.
/// Connects on first use, again after the server closed. Fault: no connection, or no answer within ten seconds.
class Client {
public:
    explicit Client(std::uint16_t port, std::string host = "127.0.0.1");
    ~Client();
    Client(Client&&) noexcept;

    ClientReply get(std::string_view target, const Headers& headers = {});
    ClientReply request(std::string_view method, std::string_view target, const Headers& headers = {},
                        std::string_view body = {});

    /// Bytes as they are, for what a decent client would not send.
    void send_raw(std::string_view bytes);
    /// The next answer on the connection, to something other than a HEAD.
    ClientReply read_reply();
    /// Waits until the server closes; true if it did so without sending more.
    bool is_closed_by_server();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace tangthu::net
