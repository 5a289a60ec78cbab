#pragma once

#include <string>
#include <string_view>

namespace tangthu::net::impl {

/// The gzip form; empty when it would not be shorter by a tenth at least.
[[nodiscard]] std::string gzip(std::string_view bytes, int level);
/// True for text-like media types; pictures, fonts and archives are compressed already.
[[nodiscard]] bool is_compressible(std::string_view media_type);

} // namespace tangthu::net::impl
