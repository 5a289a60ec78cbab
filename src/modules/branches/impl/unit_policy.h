#pragma once

#include "modules/branches/unit.h"
#include "platform/base/result.h"

#include <span>
#include <string_view>
#include <vector>

namespace tangthu::branches::impl {

/// The hours of one span of days.
struct DatedHours {
    UnitId unit;
    Date valid_from;
    std::optional<Date> valid_to; ///< the last day
    OpeningSpan span;
};

[[nodiscard]] bool exists_on(const Unit& unit, Date day);
[[nodiscard]] const Unit* find_in(const std::vector<Unit>& units, std::string_view code);
/// Parents before their children, siblings by kind, then by name in Vietnamese order.
[[nodiscard]] std::vector<Unit> in_tree_order(const std::vector<Unit>& units);
/// The unit whose series of numbers it writes in.
[[nodiscard]] const Unit& number_unit_of(const std::vector<Unit>& units, const Unit& unit);
[[nodiscard]] std::vector<OpeningSpan> hours_on(std::span<const DatedHours> hours, UnitId unit, Date day);

/// Whether the draft may stand among these units. Errors: see Branches::add_unit.
[[nodiscard]] Result<void> check_draft(const UnitDraft& draft, const std::vector<Unit>& units);
/// Errors: branches.ends_before_it_begins, branches.already_closed, branches.successor_not_found.
[[nodiscard]] Result<void> check_end(const Unit& unit, const UnitEnd& end, const std::vector<Unit>& units);
/// Errors: branches.bad_hours.
[[nodiscard]] Result<void> check_hours(const std::vector<OpeningSpan>& spans, std::string_view code);

} // namespace tangthu::branches::impl
