#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tangthu::app {

/// `0.1.0`.
[[nodiscard]] std::string_view program_version();

struct LibraryVersion {
    std::string name;
    std::string version;
};
/// What the program was built with.
[[nodiscard]] std::vector<LibraryVersion> library_versions();

} // namespace tangthu::app
