#include "platform/net/response.h"

#include "platform/net/url.h"

#include <algorithm>
#include <array>

namespace tangthu::net {

namespace {

struct Status {
    int number;
    std::string_view name;
};
/// RFC 9110, 15; 428, 429 and 431 are those of RFC 6585.
constexpr auto kStatuses = std::to_array<Status>({
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {409, "Conflict"},
    {410, "Gone"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {422, "Unprocessable Content"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
});

} // namespace

std::string_view status_name(int status) {
    const auto known =
        std::find_if(kStatuses.begin(), kStatuses.end(), [&](const auto& row) { return row.number == status; });
    if (known != kStatuses.end()) return known->name;
    return status < 400 ? "OK" : "Error";
}

Response Response::of(std::string_view media_type, std::string bytes, int status) {
    Response response;
    response.status = status;
    response.headers.set("Content-Type", media_type);
    response.body = std::move(bytes);
    return response;
}

Response Response::html(std::string page, int status) {
    return of("text/html; charset=utf-8", std::move(page), status);
}
Response Response::json(std::string text, int status) { return of("application/json", std::move(text), status); }
Response Response::text(std::string text, int status) {
    return of("text/plain; charset=utf-8", std::move(text), status);
}

Response Response::redirect(std::string_view location, int status) {
    Response response;
    response.status = status;
    response.headers.set("Location", location);
    response.caching = Caching::NoStore;
    return response;
}

Response Response::no_content() {
    Response response;
    response.status = 204;
    return response;
}

Response&& Response::cached(Caching rule) && {
    caching = rule;
    return std::move(*this);
}

Response&& Response::with(std::string_view header, std::string_view value) && {
    headers.set(header, value);
    return std::move(*this);
}

Response&& Response::etag(std::string_view tag) && {
    std::string quoted = "\"";
    for (const char c : tag)
        if (c > 0x20 && c < 0x7F && c != '"') quoted += c;
    headers.set("ETag", quoted + '"');
    return std::move(*this);
}

Response&& Response::download(std::string_view file_name) && {
    std::string plain;
    for (const char c : file_name)
        plain += c >= 0x20 && c < 0x7F && c != '"' && c != '\\' && c != '/' ? c : '_';
    headers.set("Content-Disposition",
                "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + percent_encode(file_name));
    return std::move(*this);
}

Response&& Response::cookie(const Cookie& cookie) && {
    set_cookie(cookie);
    return std::move(*this);
}

void Response::set_cookie(const Cookie& cookie) {
    std::string text = cookie.name + "=" + cookie.value + "; Path=/; HttpOnly; SameSite=Lax";
    std::erase_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    if (cookie.max_age_seconds) text += "; Max-Age=" + std::to_string(*cookie.max_age_seconds);
    if (cookie.is_secure) text += "; Secure";
    headers.add("Set-Cookie", text);
}

} // namespace tangthu::net
