#pragma once

#include "platform/net/request.h"
#include "platform/net/response.h"

namespace tangthu::net::impl {

/// All that an answer needs besides its content: ETag and 304, compression, caching and security headers, X-Request-Id.
void finish(const Request& request, Response& response);

enum class TagComparison {
    Weak,  ///< the same for a reader: If-None-Match (RFC 9110, 13.1.2)
    Strong ///< the same byte for byte, and neither is weak: If-Match (RFC 9110, 13.1.1)
};

/// True when a list of tags (If-Match, If-None-Match) names the tag or is `*`. A strong tag may carry the `-gzip` that
/// compress() gave it.
[[nodiscard]] bool names_tag(std::string_view list, std::string_view etag, TagComparison comparison);

} // namespace tangthu::net::impl
