#include "platform/net/impl/routing/problem.h"

#include "platform/base/json.h"
#include "platform/net/negotiate.h"
#include "platform/net/problem.h"

#include <array>

namespace tangthu::net {

namespace impl {

namespace {

std::map<std::string, std::string> as_map(const std::vector<ErrorParam>& params) {
    std::map<std::string, std::string> map;
    for (const auto& param : params)
        map[param.name] = param.value;
    return map;
}

} // namespace

bool wants_page(const Request& request) {
    if (request.path.starts_with("/api/") || request.path == "/metrics" || request.path == "/healthz") return false;
    constexpr std::array<std::string_view, 2> kForms{"text/html", "application/problem+json"};
    return negotiate_media(request.headers.joined("accept"), kForms) == kForms[0];
}

Response problem_json(const Request& request, int status, const Error& error, const Router::Texts& texts) {
    const auto language = language_of(request);
    ProblemDocument document;
    document.type = "urn:tangthu:problem:" + error.key;
    document.title = status_name(status);
    document.status = status;
    if (texts) {
        document.detail = texts(language, error.key, error.params);
    } else if (!error.detail.empty()) {
        document.detail = error.detail;
    }
    document.key = error.key;
    document.params = as_map(error.params);
    if (!error.problems.empty()) {
        auto& entries = document.problems.emplace();
        for (const auto& problem : error.problems) {
            entries.push_back({problem.pointer, problem.key, as_map(problem.params), std::nullopt});
            if (texts) entries.back().detail = texts(language, problem.key, problem.params);
        }
    }
    if (!request.id.empty()) document.request_id = request.id;
    auto response = Response::of("application/problem+json", to_json(document), status);
    if (texts) {
        response.headers.set("Content-Language", language);
        response.headers.set("Vary", "Accept-Language");
    }
    return response;
}

} // namespace impl

int http_status(const Error& error) {
    switch (error.kind) {
    case ErrorKind::Invalid:
        return 400;
    case ErrorKind::Unauthenticated:
        return 401;
    case ErrorKind::Forbidden:
        return 403;
    case ErrorKind::NotFound:
        return 404;
    case ErrorKind::Conflict:
        return 409;
    case ErrorKind::Stale:
        return 412;
    case ErrorKind::TooLarge:
        return 413;
    case ErrorKind::Unsupported:
        return error.key == "net.not_acceptable" ? 406 : error.key == "net.unknown_method" ? 501 : 415;
    case ErrorKind::PreconditionRequired:
        return 428;
    case ErrorKind::TooManyRequests:
        return 429;
    case ErrorKind::Unavailable:
        return 503;
    }
    return 500;
}

} // namespace tangthu::net
