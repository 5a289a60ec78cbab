#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tangthu::net {
class Router;
}

namespace tangthu::rest {

struct ApiInfo {
    std::string title = "Tàng Thư";
    std::string version; ///< of the program
};

/// The OpenAPI 3.1 description of every route under /api/ that the router has now. Summaries are the routes' locale
/// keys' texts where the router has texts (in English), else the keys.
[[nodiscard]] std::string openapi_document(const net::Router& router, const ApiInfo& info);

/// Adds `/api/v1/openapi.json`. Call it when every module has mounted its routes.
void mount(net::Router& router, const ApiInfo& info);

/// What breaks the conventions of the API (README.md), one line a finding; empty when all is well. The tests of the
/// wiring call it on the router of the whole program.
[[nodiscard]] std::vector<std::string> find_unconventional(const net::Router& router);

} // namespace tangthu::rest
