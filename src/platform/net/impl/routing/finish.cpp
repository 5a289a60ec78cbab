#include "platform/net/impl/routing/finish.h"

#include "platform/net/impl/routing/gzip.h"
#include "platform/net/negotiate.h"

#include <fmt/format.h>
#include <functional>

namespace tangthu::net::impl {

namespace {

constexpr std::size_t kWorthCompressing = 1024;
/// Pages are made for each reader: speed before size.
constexpr int kPageLevel = 3;

constexpr std::string_view kPagePolicy =
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
constexpr std::string_view kDataPolicy = "default-src 'none'; frame-ancestors 'none'";

std::string_view cache_control(Caching caching) {
    switch (caching) {
    case Caching::NoStore:
        return "no-store";
    case Caching::Revalidate:
        return "private, no-cache";
    case Caching::Minutes:
        return "public, max-age=300";
    case Caching::Immutable:
        return "public, max-age=31536000, immutable";
    }
    return "no-store";
}

/// What a strong tag gets when its answer travels compressed: those bytes are others (RFC 9110, 8.8.1).
constexpr std::string_view kGzipMark = "-gzip\"";

bool is_weak(std::string_view tag) { return tag.starts_with("W/"); }

/// Between and with the quotes, without `W/` and the mark of compression.
std::string opaque_part(std::string_view tag) {
    if (is_weak(tag)) tag.remove_prefix(2);
    if (!tag.ends_with(kGzipMark)) return std::string{tag};
    return std::string{tag.substr(0, tag.size() - kGzipMark.size())} + '"';
}

bool is_same_tag(std::string_view one, std::string_view other, TagComparison comparison) {
    if (comparison == TagComparison::Strong && (is_weak(one) || is_weak(other))) return false;
    return opaque_part(one) == opaque_part(other);
}

void revalidate(const Request& request, Response& response) {
    if (request.method != Method::Get || response.status != 200 || response.caching == Caching::NoStore) return;
    if (!response.headers.has("etag")) {
        const auto content = response.content();
        response.headers.set("ETag",
                             fmt::format("W/\"{:x}-{:x}\"", content.size(), std::hash<std::string_view>{}(content)));
    }
    const auto asked = request.headers.joined("if-none-match");
    if (asked.empty() || !names_tag(asked, *response.headers.find("etag"), TagComparison::Weak)) return;
    response.status = 304;
    response.body.clear();
    response.fixed.reset();
    response.headers.remove("content-type");
    response.headers.remove("content-disposition");
}

bool may_be_compressed(const Response& response) {
    const auto type = response.headers.find("content-type");
    return type && !response.headers.has("content-encoding") && is_compressible(*type);
}

void vary(Response& response) {
    if (!may_be_compressed(response)) return;
    response.headers.set("Vary", response.headers.has("vary") ? response.headers.joined("vary") + ", Accept-Encoding"
                                                              : "Accept-Encoding");
}

bool will_be_compressed(const Request& request, const Response& response) {
    if (!may_be_compressed(response) || !accepts_gzip(request.headers.joined("accept-encoding"))) return false;
    return response.fixed ? !response.fixed->gzip.empty() : response.body.size() >= kWorthCompressing;
}

/// Before revalidate(): a 304 names the tag that the 200 would have had.
void mark_tag(const Request& request, Response& response) {
    const auto tag = response.headers.find("etag");
    if (!tag || is_weak(*tag) || !tag->ends_with('"') || !will_be_compressed(request, response)) return;
    response.headers.set("ETag", std::string{tag->substr(0, tag->size() - 1)}.append(kGzipMark));
}

void compress(const Request& request, Response& response) {
    if (!will_be_compressed(request, response)) return;
    auto packed = response.fixed ? response.fixed->gzip : gzip(response.body, kPageLevel);
    response.fixed.reset();
    response.body = std::move(packed);
    response.headers.set("Content-Encoding", "gzip");
}

void secure(Response& response) {
    const auto type = response.headers.find("content-type").value_or("");
    response.headers.set_if_absent("Content-Security-Policy",
                                   type.starts_with("text/html") ? kPagePolicy : kDataPolicy);
    response.headers.set_if_absent("X-Content-Type-Options", "nosniff");
    response.headers.set_if_absent("Referrer-Policy", "same-origin");
    response.headers.set_if_absent("Cross-Origin-Opener-Policy", "same-origin");
}

} // namespace

bool names_tag(std::string_view list, std::string_view etag, TagComparison comparison) {
    while (!list.empty()) {
        const auto start = list.find_first_not_of(" ,\t");
        if (start == std::string_view::npos) return false;
        list.remove_prefix(start);
        const auto quote = list.find('"');
        const auto end = quote == std::string_view::npos ? quote : list.find('"', quote + 1);
        const auto length = end == std::string_view::npos ? list.find_first_of(" ,\t") : end + 1;
        const auto tag = list.substr(0, length);
        if (tag == "*" || is_same_tag(tag, etag, comparison)) return true;
        list.remove_prefix(tag.size());
    }
    return false;
}

void finish(const Request& request, Response& response) {
    // Before a 304 loses its content type: a browser puts the headers of a 304 over those of the page it kept.
    secure(response);
    vary(response);
    mark_tag(request, response);
    revalidate(request, response);
    compress(request, response);
    if (response.status < 400) {
        response.headers.set_if_absent("Cache-Control", cache_control(response.caching));
    } else {
        response.headers.set("Cache-Control", "no-store");
    }
    if (!request.id.empty()) response.headers.set("X-Request-Id", request.id);
}

} // namespace tangthu::net::impl
