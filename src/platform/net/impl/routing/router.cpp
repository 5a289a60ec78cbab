#include "platform/net/router.h"

#include "platform/base/clock.h"
#include "platform/base/digest.h"
#include "platform/base/json_schema.h"
#include "platform/base/log.h"
#include "platform/net/idempotency.h"
#include "platform/net/impl/routing/finish.h"
#include "platform/net/impl/routing/problem.h"
#include "platform/net/impl/routing/route_tree.h"

#include <algorithm>
#include <fmt/format.h>

namespace tangthu::net {

Route&& Route::costs(int tokens) && {
    price = tokens;
    return std::move(*this);
}

Route&& Route::takes_up_to(std::size_t bytes) && {
    body_limit = bytes;
    return std::move(*this);
}

Route&& Route::quick() && {
    is_quick = true;
    return std::move(*this);
}

Route&& Route::creates() && {
    status = 201;
    return std::move(*this);
}

Route&& Route::fails_with(std::vector<int> statuses) && {
    failures = std::move(statuses);
    return std::move(*this);
}

Route&& Route::gives(std::string_view media_type, int reply_status) && {
    replies.push_back({reply_status, std::string{media_type}, {}});
    return std::move(*this);
}

namespace {

Route make_route(Method method, std::string_view path, Permission permission, std::string_view summary) {
    Route route;
    route.method = method;
    route.path = path;
    route.permission = permission;
    route.summary = summary;
    return route;
}

} // namespace

Route get(std::string_view path, Permission permission, std::string_view summary_key) {
    return make_route(Method::Get, path, permission, summary_key);
}
Route post(std::string_view path, Permission permission, std::string_view summary_key) {
    return make_route(Method::Post, path, permission, summary_key);
}
Route put(std::string_view path, Permission permission, std::string_view summary_key) {
    return make_route(Method::Put, path, permission, summary_key);
}
Route patch(std::string_view path, Permission permission, std::string_view summary_key) {
    return make_route(Method::Patch, path, permission, summary_key);
}
Route del(std::string_view path, Permission permission, std::string_view summary_key) {
    return make_route(Method::Delete, path, permission, summary_key);
}

struct Router::Impl {
    std::vector<Route> routes;
    std::vector<Handler> handlers;
    impl::RouteTree tree;
    json::SchemaSet schemas;
    ErrorPage error_page;
    Texts texts;
    SignIn sign_in;
    Gate gate;
    std::unique_ptr<Idempotency> idempotency = make_memory_idempotency();

    /// Who asks, if they may. A visitor whose sign-in has gone stale still reads public pages.
    Result<Actor> admit(const Request& request, const Route& route) const {
        const auto permission = route.permission;
        Actor visitor;
        visitor.name = "visitor";
        visitor.channel = Channel::portal;
        if (!sign_in) {
            if (permission == Permission::Public) return visitor;
            return fail(ErrorKind::Unauthenticated, "net.sign_in_needed");
        }
        if (route.is_quick && permission == Permission::Public) return visitor; // a sign-in may block
        auto actor = sign_in(request);
        if (permission == Permission::Public) return actor ? *std::move(actor) : visitor;
        TANGTHU_CHECK(actor);
        TANGTHU_CHECK(gate(*actor, permission));
        return actor;
    }
};

Router::Router() : impl_(std::make_unique<Impl>()) {}
Router::~Router() = default;

void Router::add(Route route, Handler handler) {
    impl_->tree.add(route.method, route.path, impl_->routes.size());
    impl_->routes.push_back(std::move(route));
    impl_->handlers.push_back(std::move(handler));
}

const std::vector<Route>& Router::routes() const { return impl_->routes; }
json::SchemaSet& Router::schemas() { return impl_->schemas; }
const json::SchemaSet& Router::schemas() const { return impl_->schemas; }
void Router::set_error_page(ErrorPage page) { impl_->error_page = std::move(page); }
void Router::set_texts(Texts texts) { impl_->texts = std::move(texts); }
void Router::set_access(SignIn sign_in, Gate gate) {
    impl_->sign_in = std::move(sign_in);
    impl_->gate = std::move(gate);
}

std::string Router::text(std::string_view language, std::string_view key) const {
    return impl_->texts ? impl_->texts(language, key, {}) : std::string{key};
}

Router::Match Router::match(const Request& request) const {
    Match match;
    auto found = impl_->tree.find(request.method, request.segments);
    if (found.route) {
        match.index = *found.route;
        match.route = &impl_->routes[*found.route];
        match.values = std::move(found.values);
        return match;
    }
    match.allow = std::move(found.allow);
    if (!match.allow.empty()) {
        match.failure_status = request.method == Method::Options ? 204 : 405;
        return match;
    }
    match.failure_status = 404;
    // `/search/` for `/search`; never `//host/`, which a browser would take for another site.
    const bool has_slash_too_many = request.segments.size() > 1 && request.segments.back().empty() &&
                                    !request.segments.front().empty() && request.method == Method::Get;
    if (has_slash_too_many) {
        const std::vector<std::string> shorter(request.segments.begin(), request.segments.end() - 1);
        if (impl_->tree.find(Method::Get, shorter).route) match.failure_status = 308;
    }
    return match;
}

Response Router::error(const Request& request, const Error& error) const {
    return this->error(request, http_status(error), error);
}

Response Router::error(const Request& request, int status, const Error& error) const {
    std::optional<Response> page;
    try {
        if (impl_->error_page && impl::wants_page(request)) page = impl_->error_page(request, status, error);
    } catch (const std::exception& fault) {
        log::error(fmt::format("{} error page: {}", request.id, fault.what()));
    }
    auto response = page ? *std::move(page) : impl::problem_json(request, status, error, impl_->texts);
    response.status = status;
    if (status == 401) response.headers.set_if_absent("WWW-Authenticate", "Session");
    if (status == 429 || status == 503) {
        std::string_view seconds = "5";
        for (const auto& param : error.params)
            if (param.name == "seconds") seconds = param.value;
        response.headers.set_if_absent("Retry-After", seconds);
    }
    return response;
}

namespace {

Response unmatched(const Router& router, const Request& request, const Router::Match& match) {
    if (match.failure_status == 204) return Response::no_content().with("Allow", match.allow);
    if (match.failure_status == 308) {
        const auto question = request.target.find('?');
        auto location = request.path.substr(0, request.path.find_last_not_of('/') + 1);
        if (question != std::string::npos) location += request.target.substr(question);
        return Response::redirect(location, 308);
    }
    if (match.failure_status == 405) {
        const Error error{ErrorKind::Invalid,
                          "net.method_not_allowed",
                          {{"method", std::string{method_name(request.method)}}, {"allow", match.allow}},
                          {}};
        return router.error(request, 405, error).with("Allow", match.allow);
    }
    return router.error(request, Error{ErrorKind::NotFound, "net.not_found", {{"path", request.path}}, {}});
}

/// A full disk or a lost database is not mended in the five seconds of a busy queue.
constexpr std::string_view kRetryAfterFault = "30";

Response fault_response(const Router& router, const Request& request, std::string_view what) {
    log::error(fmt::format("{} {} {}: {}", request.id, method_name(request.method), request.path, what));
    return router.error(request, 500, Error{ErrorKind::Unavailable, "net.fault", {{"id", request.id}}, {}});
}

Response fault_response(const Router& router, const Request& request, const Fault& fault) {
    if (!fault.is_temporary()) return fault_response(router, request, fault.what());
    log::error(
        fmt::format("{} {} {}: {} (temporary)", request.id, method_name(request.method), request.path, fault.what()));
    return router.error(request, 503,
                        Error{ErrorKind::Unavailable,
                              "net.fault_temporary",
                              {{"id", request.id}, {"seconds", std::string{kRetryAfterFault}}},
                              {}});
}

/// Faults end here: logged with the request's id, told without their inside.
Response run(const Router& router, const Handler& handler, const Request& request) {
    try {
        return handler(request);
    } catch (const Fault& fault) {
        return fault_response(router, request, fault);
    } catch (const std::exception& fault) {
        return fault_response(router, request, fault.what());
    } catch (...) {
        return fault_response(router, request, "unknown exception");
    }
}

bool is_idempotency_key(std::string_view key) {
    return !key.empty() && key.size() <= 255 &&
           std::all_of(key.begin(), key.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}

/// A repeated POST with the same Idempotency-Key gets the first answer again.
Response run_once(const Router& router, Idempotency& store, const Handler& handler, const Request& request) {
    const auto key = request.headers.find("idempotency-key");
    if (request.method != Method::Post || !key) return run(router, handler, request);
    if (!is_idempotency_key(*key))
        return router.error(request, Error{ErrorKind::Invalid, "net.bad_idempotency_key", {}, {}});
    const auto scoped = request.actor.name + '\n' + request.path + '\n' + std::string{*key};
    const auto verdict = store.begin(scoped, sha256_hex(request.target + '\n' + request.body), request.received_at);
    if (const auto* kept = std::get_if<Response>(&verdict)) return *kept;
    if (std::holds_alternative<Idempotency::InFlight>(verdict))
        return router.error(request, Error{ErrorKind::Conflict, "net.idempotency_in_flight", {}, {}});
    if (std::holds_alternative<Idempotency::Mismatch>(verdict))
        return router.error(request, Error{ErrorKind::Conflict, "net.idempotency_mismatch", {}, {}});
    auto response = run(router, handler, request);
    store.finish(scoped, response);
    return response;
}

} // namespace

Response Router::handle(Request request) const {
    const auto found = match(request);
    return handle(request, found);
}

Response Router::handle(Request& request, const Match& match) const {
    if (request.received_at == Instant{}) request.received_at = SystemClock{}.now();
    const auto answer = [&]() -> Response {
        if (match.route == nullptr) return unmatched(*this, request, match);
        request.path_values = match.values;
        try {
            auto actor = impl_->admit(request, *match.route);
            if (!actor) return error(request, actor.error());
            request.actor = *std::move(actor);
        } catch (const Fault& fault) { // who signs in is looked up, too
            return fault_response(*this, request, fault);
        }
        return run_once(*this, *impl_->idempotency, impl_->handlers[match.index], request);
    };
    try {
        auto response = answer();
        impl::finish(request, response);
        return response;
    } catch (const std::exception& fault) { // out of memory, mostly: run() has caught what handlers throw
        log::error(fmt::format("{} {}: {}", request.id, request.path, fault.what()));
        return Response::text("Internal Server Error", 500);
    }
}

Result<void> require_if_match(const Request& request, std::string_view tag) {
    const auto wanted = request.headers.joined("if-match");
    if (wanted.empty()) return fail(ErrorKind::PreconditionRequired, "net.if_match_missing");
    if (!impl::names_tag(wanted, std::string{"\""}.append(tag).append("\""), impl::TagComparison::Strong))
        return fail(ErrorKind::Stale, "net.if_match_stale");
    return {};
}

} // namespace tangthu::net
