#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tangthu::app {

/// The word a person who typed `typed` most probably meant; empty when none is near. Letters exchanged, left out, put
/// in or replaced count one each.
[[nodiscard]] std::string nearest(std::string_view typed, const std::vector<std::string>& known);

} // namespace tangthu::app
