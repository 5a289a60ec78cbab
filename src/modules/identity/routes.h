#pragma once

namespace tangthu::net {
class Router;
}

namespace tangthu::branches {
class Branches;
}

namespace tangthu::identity {

class Identity;

/// `/api/v1/session`, `/api/v1/passwords`, `/api/v1/pins`, `/api/v1/handovers`, `/api/v1/staff`, `/api/v1/roles`; and
/// tells the router who asks and what they may.
void mount(net::Router& router, Identity& identity, const branches::Branches& branches);

} // namespace tangthu::identity
