#pragma once

#include <string>
#include <string_view>

namespace tangthu::app {

/// The command to try after a failure. `command` is what failed, `catalogue import`; without a better idea its help.
[[nodiscard]] std::string next_step(std::string_view error_key, std::string_view command);

} // namespace tangthu::app
