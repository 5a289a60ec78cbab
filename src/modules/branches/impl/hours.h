#pragma once

#include "modules/branches/branches.h"

#include <functional>

namespace tangthu::branches::impl {

/// The spans of the day's week, for any day: hours change with the season.
using HoursOfDay = std::function<std::vector<OpeningSpan>(Date)>;

/// Open or closed at a moment of Vietnamese time, by weekly hours. Pure; looks 14 days ahead.
[[nodiscard]] OpeningState opening_state(const HoursOfDay& hours, Instant at);

} // namespace tangthu::branches::impl
