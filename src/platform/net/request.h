#pragma once

#include "platform/base/actor.h"
#include "platform/base/date.h"
#include "platform/net/headers.h"
#include "platform/net/url.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tangthu::net {

enum class Method { Get, Post, Put, Patch, Delete, Options };

/// `GET`.
[[nodiscard]] std::string_view method_name(Method method);

/// What a handler is given. Everything in it is decoded and well-formed UTF-8, except `body` and `target`.
struct Request {
    Method method = Method::Get; ///< HEAD arrives as Get: the server leaves the body out
    bool is_head = false;
    std::string target;                ///< as sent, `/search?q=a`
    std::string path;                  ///< as sent, without the query
    std::vector<std::string> segments; ///< of the path, decoded
    Query query;
    std::vector<std::pair<std::string, std::string>> path_values; ///< by the route's template: {id} -> ("id", "12")
    Headers headers;
    std::string body;
    std::string client;                 ///< the address that counts: the peer's, or the one a trusted proxy names
    bool is_from_trusted_proxy = false; ///< only then X-Forwarded-* is more than hearsay
    std::string id;                     ///< X-Request-Id, from the client when it is clean, else made
    Actor actor;                        ///< who asks, as the router's sign-in found
    Instant received_at;

    /// A request from its parts, decoded. Errors: those of parse_path and parse_query.
    [[nodiscard]] static Result<Request> make(std::string_view method, std::string_view target, Headers headers = {},
                                              std::string body = {});

    /// The value of `{name}` in the route's template; empty where the template has none.
    [[nodiscard]] std::string_view path_value(std::string_view name) const;
    /// A cookie's value as sent.
    [[nodiscard]] std::optional<std::string> cookie(std::string_view name) const;
    /// The body of a form. Errors: net.not_a_form, those of parse_query.
    [[nodiscard]] Result<Query> form() const;
    /// `https://thuvien.example`, from Host, or X-Forwarded-Proto and -Host where a trusted proxy sent them. Anyone may
    /// write any Host: what this stands in must not be kept for others (Caching::Minutes).
    [[nodiscard]] std::string origin() const;
};

} // namespace tangthu::net
