#pragma once

namespace tangthu::net {
class Router;
}

namespace tangthu::branches {

class Branches;

/// `/api/v1/units`, `/api/v1/units/{code}`.
void mount(net::Router& router, const Branches& branches);

} // namespace tangthu::branches
