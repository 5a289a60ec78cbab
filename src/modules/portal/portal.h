#pragma once

#include "platform/base/clock.h"

#include <memory>
#include <string>

namespace tangthu::catalogue {
class Catalogue;
}
namespace tangthu::branches {
class Branches;
}
namespace tangthu::text {
class Messages;
}
namespace tangthu::net {
class Router;
}

namespace tangthu::portal {

/// How the library presents itself; every empty value is simply left out of the pages.
struct PortalSettings {
    std::string public_address; ///< `https://thuvien.example.vn`, no slash at the end; empty: taken from the request
    std::string telephone;
    std::string email;
    std::string facebook; ///< full addresses; shown as plain links, nothing is loaded from them
    std::string youtube;
    std::string zalo;
};

/// The public site: search, records, browsing, new books, opening hours. Reads the catalogue and the network of
/// libraries through their doors and answers with HTML that needs no script. Holds only what can be rebuilt (compiled
/// templates, small caches). Thread-safe.
class Portal {
public:
    /// Compiles the templates of both languages. Throws Fault when a template or a text they name is missing.
    Portal(const catalogue::Catalogue& catalogue, const branches::Branches& branches, const text::Messages& messages,
           const Clock& clock, PortalSettings settings = {});
    ~Portal();
    Portal(const Portal&) = delete;
    Portal& operator=(const Portal&) = delete;

    struct Impl;

private:
    friend void mount(net::Router& router, const Portal& portal);
    std::unique_ptr<Impl> impl_;
};

} // namespace tangthu::portal
