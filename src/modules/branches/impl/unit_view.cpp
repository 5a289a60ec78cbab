#include "modules/branches/unit_view.h"

namespace tangthu::branches {

UnitView view_of(const Unit& unit, std::string_view language) {
    UnitView view{.code = unit.code,
                  .kind = unit.kind,
                  .name = language == "en" && !unit.name_en.empty() ? unit.name_en : unit.name_vi,
                  .name_vi = unit.name_vi,
                  .name_en = unit.name_en,
                  .valid_from = unit.valid_from,
                  .administrative_unit = unit.administrative_unit,
                  .address = unit.address,
                  .phone = unit.phone,
                  .is_provisional = unit.is_provisional,
                  .successors = unit.successors,
                  .opening_hours = unit.opening_hours,
                  .version = unit.version};
    if (!unit.parent.empty()) view.parent = unit.parent;
    if (unit.valid_to) view.valid_to = *unit.valid_to;
    return view;
}

UnitListView view_of(const std::vector<Unit>& units, std::string_view language) {
    UnitListView list;
    list.units.reserve(units.size());
    for (const auto& unit : units)
        list.units.push_back(view_of(unit, language));
    return list;
}

} // namespace tangthu::branches
