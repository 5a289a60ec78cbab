#pragma once

#include "platform/base/json.h"
#include "platform/base/json_schema.h"
#include "platform/net/params.h"
#include "platform/net/router.h"

#include <type_traits>
#include <utility>

/// Routes whose parameters, body and answer are described structs: reading, checking, writing and OpenAPI follow from
/// them.
///   net::handle<BibParams, BibView>(router, net::get("/api/v1/bibs/{id}", Permission::Public, …),
///       [&](const BibParams& params, const Request& request) -> Result<BibView> { … });
///   net::handle_body<BibParams, BibEdit, BibView>(router, net::put(…), [&](params, body, request) { … });
/// Path and query parameters share one struct; `NoParams` where there are none.
namespace tangthu::net {

struct NoParams {};
TANGTHU_DESCRIBE(NoParams)

/// An answer with more than a body: return it in place of the plain value.
template <class T>
struct Answer {
    T value;
    int status = 0;   ///< 0 = the route's
    std::string etag; ///< without quotes; empty = made from the body
    Headers headers;
    Caching caching = Caching::Revalidate;
    std::optional<Cookie> cookie;
};

namespace impl {

template <class T>
Response answer(T&& value, int status) {
    return Response::json(to_json(value), status);
}

template <class T>
Response answer(Answer<T>&& answer, int status) {
    auto response = Response::json(to_json(answer.value), answer.status == 0 ? status : answer.status);
    for (const auto& [name, text] : answer.headers.fields())
        response.headers.add(name, text);
    response.caching = answer.caching;
    if (answer.cookie) response.set_cookie(*answer.cookie);
    return answer.etag.empty() ? std::move(response) : std::move(response).etag(answer.etag);
}

template <class Params, class Reply>
void describe(Router& router, Route& route) {
    for (auto& member : router.schemas().members<Params>()) {
        const bool in_path = route.path.find("{" + member.name + "}") != std::string::npos;
        const bool is_list = member.schema.starts_with(R"({"type":"array")");
        route.parameters.push_back({member.name, in_path, in_path || (member.is_required && !is_list), member.schema});
    }
    route.replies.insert(route.replies.begin(), {route.status, "application/json", router.schemas().reply<Reply>()});
}

/// Errors: net.not_json (415), those of from_json.
[[nodiscard]] Result<void> require_json(const Request& request);

} // namespace impl

/// For a raw handler that gives JSON among other forms (record formats by Accept): says its parameters and its JSON.
///   router.add(net::described<BibParams, BibView>(router, net::get(…)).gives("application/marc"), [&](const Request&
///   request) {
///       auto params = net::read_params<BibParams>(request); … net::choose_media(request, kForms); … });
template <class Params, class Reply>
[[nodiscard]] Route described(Router& router, Route route) {
    impl::describe<Params, Reply>(router, route);
    return route;
}

/// A route without a body. `handler(const Params&, const Request&) -> Result<Reply>` or `Result<Answer<Reply>>`.
template <class Params, class Reply, class F>
void handle(Router& router, Route route, F handler) {
    impl::describe<Params, Reply>(router, route);
    const int status = route.status;
    router.add(std::move(route), [&router, status, handler = std::move(handler)](const Request& request) -> Response {
        auto params = read_params<Params>(request);
        if (!params) return router.error(request, params.error());
        auto reply = handler(std::as_const(*params), request);
        if (!reply) return router.error(request, reply.error());
        return impl::answer(*std::move(reply), status);
    });
}

/// A route with a JSON body. `handler(const Params&, const Body&, const Request&) -> Result<Reply>` or
/// `Result<Answer<Reply>>`.
template <class Params, class Body, class Reply, class F>
void handle_body(Router& router, Route route, F handler) {
    impl::describe<Params, Reply>(router, route);
    route.request_schema = router.schemas().request<Body>();
    const int status = route.status;
    router.add(std::move(route), [&router, status, handler = std::move(handler)](const Request& request) -> Response {
        if (auto is_json = impl::require_json(request); !is_json) return router.error(request, is_json.error());
        auto params = read_params<Params>(request);
        if (!params) return router.error(request, params.error());
        auto body = from_json<Body>(request.body);
        if (!body) return router.error(request, body.error());
        auto reply = handler(std::as_const(*params), std::as_const(*body), request);
        if (!reply) return router.error(request, reply.error());
        return impl::answer(*std::move(reply), status);
    });
}

} // namespace tangthu::net
