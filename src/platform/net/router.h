#pragma once

#include "platform/base/actor.h"
#include "platform/base/result.h"
#include "platform/net/request.h"
#include "platform/net/response.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tangthu::json {
class SchemaSet;
}

namespace tangthu::net {

class Metrics;

/// A path or query parameter as OpenAPI shows it.
struct ParameterDoc {
    std::string name;
    bool is_in_path = false;
    bool is_required = false;
    std::string schema; ///< JSON Schema text
};

/// One form of a successful answer as OpenAPI shows it.
struct ReplyDoc {
    int status = 200;
    std::string media_type = "application/json";
    std::string schema; ///< JSON Schema text; empty = not described (bytes, HTML)
};

/// One route: what it is, who may, what it costs. Made by get(), post()…, so that none forgets its permission.
struct Route {
    Method method = Method::Get;
    std::string path; ///< `/api/v1/bibs/{id}`; a last segment `{name...}` takes the rest of the path, slashes and all
    Permission permission = Permission::SystemAdmin;
    std::string summary;        ///< locale key of one line saying what it does: `catalogue.route_bib`
    int price = 1;              ///< tokens taken from the client's budget; 0 = free
    std::size_t body_limit = 0; ///< bytes a body may have; 0 = the server's usual limit
    bool is_quick = false;      ///< never blocks: answered on the network thread, even when the workers are full
    int status = 200;           ///< of a typed route's success
    std::vector<int> failures;  ///< statuses besides those every route can give (400, 401, 403, 429, 500, 503)
    std::vector<ParameterDoc> parameters;
    std::string request_schema;
    std::vector<ReplyDoc> replies;

    Route&& costs(int tokens) &&;
    Route&& takes_up_to(std::size_t bytes) &&;
    Route&& quick() &&;
    Route&& creates() &&; ///< its success is 201
    Route&& fails_with(std::vector<int> statuses) &&;
    /// Says that raw answers come in this media type.
    Route&& gives(std::string_view media_type, int status = 200) &&;
};

[[nodiscard]] Route get(std::string_view path, Permission permission, std::string_view summary_key);
[[nodiscard]] Route post(std::string_view path, Permission permission, std::string_view summary_key);
[[nodiscard]] Route put(std::string_view path, Permission permission, std::string_view summary_key);
[[nodiscard]] Route patch(std::string_view path, Permission permission, std::string_view summary_key);
[[nodiscard]] Route del(std::string_view path, Permission permission, std::string_view summary_key);

using Handler = std::function<Response(const Request&)>;

/// Method and path to handler, and all that happens around a handler: sign-in, permission, If-Match and
/// Idempotency-Key, errors as problem+json or as a page, ETag and 304, compression, security headers. Filled once at
/// start, then only read: handle() may run on many threads. Typed routes: platform/net/typed.h.
class Router {
public:
    Router();
    ~Router();
    Router(const Router&) = delete;
    Router& operator=(const Router&) = delete;

    /// A literal segment wins over `{name}`, `{name}` over `{name...}`. Fault: broken template, or the same route
    /// twice.
    void add(Route route, Handler handler);

    /// The whole answer to a request, as the server would send it (in-process: tests, and the server itself).
    [[nodiscard]] Response handle(Request request) const;

    /// An expected error as an answer: problem+json under /api/ and for clients that don't ask for HTML, else the page.
    [[nodiscard]] Response error(const Request& request, const Error& error) const;
    /// The same with a status no ErrorKind stands for (405, 414, 431, 500…).
    [[nodiscard]] Response error(const Request& request, int status, const Error& error) const;

    [[nodiscard]] const std::vector<Route>& routes() const;
    [[nodiscard]] json::SchemaSet& schemas();
    [[nodiscard]] const json::SchemaSet& schemas() const;

    /// A page for a failure of a public address; nothing = problem+json after all.
    using ErrorPage = std::function<std::optional<Response>(const Request&, int status, const Error&)>;
    void set_error_page(ErrorPage page);
    /// The localised text of a key, in `vi` or `en`; without it titles are the status names.
    using Texts =
        std::function<std::string(std::string_view language, std::string_view key, const std::vector<ErrorParam>&)>;
    void set_texts(Texts texts);
    /// The text of a key, or the key where there are no texts.
    [[nodiscard]] std::string text(std::string_view language, std::string_view key) const;
    /// Who asks. Without it everyone is a visitor, and only Permission::Public routes answer.
    using SignIn = std::function<Result<Actor>(const Request&)>;
    /// May they? Errors: Unauthenticated or Forbidden.
    using Gate = std::function<Result<void>(const Actor&, Permission)>;
    void set_access(SignIn sign_in, Gate gate);

    /// What matched, for the server: it needs price, limits and quickness before the body is read.
    struct Match {
        const Route* route = nullptr; ///< nothing: `failure` says why
        std::size_t index = 0;
        std::vector<std::pair<std::string, std::string>> values;
        int failure_status = 0; ///< 404 or 405; 204 for OPTIONS, 308 for a slash too many
        std::string allow;      ///< for 405 and OPTIONS
    };
    [[nodiscard]] Match match(const Request& request) const;
    [[nodiscard]] Response handle(Request& request, const Match& match) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// The HTTP status of an error kind (406 for net.not_acceptable).
[[nodiscard]] int http_status(const Error& error);

/// True where the client asked for this very version: `tag` is as given to Response::etag, without quotes. Compared
/// strongly: a weak tag never matches.
/// Errors: net.if_match_missing (428), net.if_match_stale (412). `If-Match: *` is any version.
[[nodiscard]] Result<void> require_if_match(const Request& request, std::string_view tag);

} // namespace tangthu::net
