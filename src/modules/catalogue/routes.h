#pragma once

namespace tangthu::net {
class Router;
}
namespace tangthu::branches {
class Branches;
}

namespace tangthu::catalogue {

class Catalogue;

/// `/api/v1/search`, `suggest`, `bibs`, `bibs/{id}`, `items`.
void mount(net::Router& router, const Catalogue& catalogue, const branches::Branches& branches);

} // namespace tangthu::catalogue
