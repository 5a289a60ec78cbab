#include "platform/net/response.h"

#include "platform/net/url.h"

#include <algorithm>

namespace tangthu::net {

std::string_view status_name(int status) {
    switch (status) {
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 202:
        return "Accepted";
    case 204:
        return "No Content";
    case 301:
        return "Moved Permanently";
    case 302:
        return "Found";
    case 303:
        return "See Other";
    case 304:
        return "Not Modified";
    case 307:
        return "Temporary Redirect";
    case 308:
        return "Permanent Redirect";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 406:
        return "Not Acceptable";
    case 409:
        return "Conflict";
    case 410:
        return "Gone";
    case 412:
        return "Precondition Failed";
    case 413:
        return "Content Too Large";
    case 414:
        return "URI Too Long";
    case 415:
        return "Unsupported Media Type";
    case 422:
        return "Unprocessable Content";
    case 428:
        return "Precondition Required";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 503:
        return "Service Unavailable";
    default:
        return status < 400 ? "OK" : "Error";
    }
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
    std::string text = cookie.name + "=" + cookie.value + "; Path=/; HttpOnly; SameSite=Lax";
    std::erase_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    if (cookie.max_age_seconds) text += "; Max-Age=" + std::to_string(*cookie.max_age_seconds);
    if (cookie.is_secure) text += "; Secure";
    headers.add("Set-Cookie", text);
    return std::move(*this);
}

} // namespace tangthu::net
