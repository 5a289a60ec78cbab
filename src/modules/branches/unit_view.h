#pragma once

#include "modules/branches/unit.h"
#include "platform/base/describe.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tangthu::branches {

/// A unit as other programs see it: `/api/v1/units`, and `tangthu branches list --json`.
struct UnitView {
    std::string code;
    UnitKind kind = UnitKind::other_body;
    std::string name; ///< in the asker's language; the Vietnamese one where there is no other
    std::string name_vi;
    std::string name_en;
    Nullable<std::string> parent; ///< code
    Date valid_from;
    Nullable<Date> valid_to; ///< the last day it existed
    std::string administrative_unit;
    std::string address;
    std::string phone;
    bool is_provisional = false;
    std::vector<Succession> successors;
    std::vector<OpeningSpan> opening_hours;
    std::int64_t version = 1;
};
TANGTHU_DESCRIBE(UnitView, code, kind, name, name_vi, name_en, parent, valid_from, valid_to, administrative_unit,
                 address, phone, is_provisional, successors, opening_hours, version)

struct UnitListView {
    std::vector<UnitView> units;
};
TANGTHU_DESCRIBE(UnitListView, units)

/// `language` is `vi` or `en`.
[[nodiscard]] UnitView view_of(const Unit& unit, std::string_view language);
[[nodiscard]] UnitListView view_of(const std::vector<Unit>& units, std::string_view language);

} // namespace tangthu::branches
