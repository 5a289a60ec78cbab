#include "app/version.h"

namespace tangthu::app {

std::string_view program_version() { return TANGTHU_VERSION; }

std::vector<LibraryVersion> library_versions() {
    std::vector<LibraryVersion> list;
    std::string_view rest = TANGTHU_LIBRARIES; // `sqlite 3.40.1|xapian 1.4.22|…`
    while (!rest.empty()) {
        const auto pair = rest.substr(0, rest.find('|'));
        rest.remove_prefix(pair.size() < rest.size() ? pair.size() + 1 : pair.size());
        const auto space = pair.find(' ');
        if (space != std::string_view::npos)
            list.push_back({std::string{pair.substr(0, space)}, std::string{pair.substr(space + 1)}});
    }
    return list;
}

} // namespace tangthu::app
