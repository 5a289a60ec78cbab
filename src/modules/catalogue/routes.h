#pragma once

#include <string>

namespace tangthu::net {
class Router;
}
namespace tangthu::branches {
class Branches;
}

namespace tangthu::catalogue {

class Catalogue;
struct Bib;

/// The ETag of a record, without quotes: its version, and how many copies it has.
[[nodiscard]] std::string bib_tag(const Bib& bib);

/// `/api/v1/search`, `suggest`, `bibs`, `bibs/{id}`, `items`.
void mount(net::Router& router, const Catalogue& catalogue, const branches::Branches& branches);

} // namespace tangthu::catalogue
