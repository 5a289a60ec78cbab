#include "platform/net/request.h"

#include "platform/base/blanks.h"

#include <algorithm>
#include <array>

namespace tangthu::net {

namespace {

constexpr std::array<std::string_view, 6> kMethodNames{"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};

/// `http://host/path` (RFC 9112, 3.2.2) -> `/path`: proxies send it.
std::string_view without_authority(std::string_view target) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!target.starts_with(scheme)) continue;
        const auto slash = target.find('/', scheme.size());
        return slash == std::string_view::npos ? std::string_view{"/"} : target.substr(slash);
    }
    return target;
}

/// A host and port that may stand in a link: nothing that could leave the attribute or the authority.
bool is_clean_host(std::string_view host) {
    return !host.empty() && host.size() <= 255 && std::all_of(host.begin(), host.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' ||
               c == ':' || c == '[' || c == ']' || c == '_';
    });
}

/// Of `https, http`: what the nearest proxy added. The rest anyone may have sent.
std::string last_of(const std::string& list) {
    const auto comma = list.rfind(',');
    return std::string{trimmed(std::string_view{list}.substr(comma == std::string::npos ? 0 : comma + 1))};
}

} // namespace

std::string_view method_name(Method method) { return kMethodNames[static_cast<std::size_t>(method)]; }

Result<Request> Request::make(std::string_view method, std::string_view target, Headers headers, std::string body) {
    Request request;
    request.is_head = method == "HEAD";
    const auto known = std::find(kMethodNames.begin(), kMethodNames.end(), request.is_head ? "GET" : method);
    if (known == kMethodNames.end())
        return fail(ErrorKind::Unsupported, "net.unknown_method", {{"method", std::string{method.substr(0, 20)}}});
    request.method = static_cast<Method>(known - kMethodNames.begin());
    request.target = target;
    request.headers = std::move(headers);
    request.body = std::move(body);
    auto rest = without_authority(target);
    if (rest == "*" && request.method == Method::Options) rest = "/";
    const auto question = rest.find('?');
    request.path = rest.substr(0, question);
    TANGTHU_TRY(request.segments, parse_path(request.path));
    if (question != std::string_view::npos) {
        TANGTHU_TRY(request.query, parse_query(rest.substr(question + 1)));
    }
    return request;
}

std::string_view Request::path_value(std::string_view name) const {
    for (const auto& [key, value] : path_values)
        if (key == name) return value;
    return {};
}

std::optional<std::string> Request::cookie(std::string_view name) const {
    for (const auto& [field, value] : headers.fields()) {
        if (!equal_ignoring_case(field, "cookie")) continue;
        std::string_view rest = value;
        while (!rest.empty()) {
            const auto end = std::min(rest.find(';'), rest.size());
            const auto pair = trimmed(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
            const auto equals = pair.find('=');
            if (equals != std::string_view::npos && pair.substr(0, equals) == name)
                return std::string{pair.substr(equals + 1)};
        }
    }
    return std::nullopt;
}

Result<Query> Request::form() const {
    const auto type = headers.find("content-type").value_or("");
    const auto media = trimmed(type.substr(0, type.find(';')));
    if (!equal_ignoring_case(media, "application/x-www-form-urlencoded"))
        return fail(ErrorKind::Unsupported, "net.not_a_form");
    return parse_query(body);
}

std::string Request::origin() const {
    const auto scheme = is_from_trusted_proxy ? last_of(headers.joined("x-forwarded-proto")) : std::string{};
    auto host = is_from_trusted_proxy ? last_of(headers.joined("x-forwarded-host")) : std::string{};
    if (host.empty()) host = headers.find("host").value_or("");
    return std::string{equal_ignoring_case(scheme, "https") ? "https://" : "http://"}.append(
        is_clean_host(host) ? host : "localhost");
}

} // namespace tangthu::net
