#pragma once

#include <string_view>
#include <vector>

namespace tangthu::embedded {

/// A file compiled into the binary by tangthu_embed() (cmake/embed.cmake). `name` is its path below the set's folder.
struct File {
    std::string_view name;
    std::string_view bytes;
};

} // namespace tangthu::embedded
