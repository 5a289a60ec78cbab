#pragma once

#include "modules/branches/unit_view.h"
#include "platform/base/result.h"

#include <optional>

namespace tangthu::branches {

class Branches;

/// `tangthu branches list`: the units of the day, or all there ever were without one.
[[nodiscard]] Result<UnitListView> run_list(const Branches& branches, std::optional<Date> on);

} // namespace tangthu::branches
