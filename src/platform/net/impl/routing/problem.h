#pragma once

#include "platform/net/router.h"

namespace tangthu::net::impl {

/// The body of a failure for programs (RFC 9457): type, title, status, detail, key, params, problems, request_id.
[[nodiscard]] Response problem_json(const Request& request, int status, const Error& error, const Router::Texts& texts);

/// True where a failure is told to a person: the address is not the API's, and the client takes HTML.
[[nodiscard]] bool wants_page(const Request& request);

} // namespace tangthu::net::impl
