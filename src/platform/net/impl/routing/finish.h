#pragma once

#include "platform/net/request.h"
#include "platform/net/response.h"

namespace tangthu::net::impl {

/// All that an answer needs besides its content: ETag and 304, compression, caching and security headers, X-Request-Id.
void finish(const Request& request, Response& response);

/// True when the If-None-Match list names the tag (weak comparison, RFC 9110, 13.1.2) or is `*`.
[[nodiscard]] bool names_tag(std::string_view if_none_match, std::string_view etag);

} // namespace tangthu::net::impl
