#pragma once

#include "modules/branches/branches.h"

#include <span>

namespace tangthu::branches::impl {

/// Open or closed at a moment of Vietnamese time, by weekly hours alone. Pure; looks 14 days ahead.
[[nodiscard]] OpeningState opening_state(std::span<const OpeningSpan> hours, Instant at);

} // namespace tangthu::branches::impl
