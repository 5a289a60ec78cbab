#pragma once

namespace tangthu::net {
class Router;
}

namespace tangthu::portal {

class Portal;

/// The pages of both languages (`/…` Vietnamese, `/en/…` English), covers, feeds, sitemap, robots.txt and the assets.
/// All are Public. `portal` outlives the router.
void mount(net::Router& router, const Portal& portal);

} // namespace tangthu::portal
