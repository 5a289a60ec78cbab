#pragma once

#include "platform/base/date.h"
#include "platform/net/headers.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tangthu::net {

/// What may be kept, where and for how long.
enum class Caching {
    NoStore,    ///< personal or one-time
    Revalidate, ///< kept, but asked for again each time: pages and records (the default)
    Minutes,    ///< public, five minutes: feeds, suggestions
    Immutable,  ///< public, for ever: addresses with the content's hash in them
};

/// A body that outlives the response, with its gzip form made once: embedded assets.
struct FixedBody {
    std::string_view bytes;
    std::string gzip; ///< empty when not worth it
};

struct Cookie {
    std::string name;
    std::string value; ///< percent-encode it first if it can hold more than letters, digits, `-._~`
    std::optional<int> max_age_seconds;
    bool is_secure = false; ///< set it when the site is served over TLS
};

/// What a handler gives back. The pipeline adds: a weak ETag where there is none (GET, 200, not NoStore), 304, gzip,
/// security headers, X-Request-Id, Vary, Content-Length.
struct Response {
    int status = 200;
    Headers headers;
    std::string body;
    std::shared_ptr<const FixedBody> fixed; ///< used in place of `body` when set
    Caching caching = Caching::Revalidate;

    [[nodiscard]] static Response html(std::string page, int status = 200);
    [[nodiscard]] static Response json(std::string text, int status = 200);
    [[nodiscard]] static Response text(std::string text, int status = 200);
    /// Any other media type, with charset where it is text: `application/atom+xml; charset=utf-8`.
    [[nodiscard]] static Response of(std::string_view media_type, std::string bytes, int status = 200);
    /// 303 after a form, 301/302/308 elsewhere. `location` is an own path or a full address, already encoded.
    [[nodiscard]] static Response redirect(std::string_view location, int status = 303);
    [[nodiscard]] static Response no_content();

    Response&& cached(Caching rule) &&;
    Response&& with(std::string_view header, std::string_view value) &&;
    /// A strong tag (RFC 9110, 8.8.1), fit for If-Match: `tag`, without quotes, is another one for each version, form
    /// and language of the resource. An answer that travels compressed gets a mark of its own.
    Response&& etag(std::string_view tag) &&;
    /// Content-Disposition: attachment; `file_name` may be Vietnamese (RFC 6266, both forms are sent).
    Response&& download(std::string_view file_name) &&;
    Response&& cookie(const Cookie& cookie) &&;
    void set_cookie(const Cookie& cookie);

    [[nodiscard]] std::string_view content() const { return fixed ? fixed->bytes : std::string_view{body}; }
};

/// The name of a status, `Not Found`.
[[nodiscard]] std::string_view status_name(int status);

} // namespace tangthu::net
