#include "modules/catalogue/impl/import/import_units.h"

#include <algorithm>

namespace tangthu::catalogue::impl {

ImportUnits::Unit ImportUnits::resolve(db::WriteTx& tx, const std::string& code) {
    if (const auto known = units_.find(code); known != units_.end()) return known->second;
    const auto ensured = branches_.ensure_unit(tx, code);
    const Unit unit{ensured.id, ensured.number_unit_id};
    units_.emplace(code, unit);
    codes_.emplace(unit.id, code);
    if (ensured.is_new) {
        unkept_.push_back(code);
        if (std::find(provisional_.begin(), provisional_.end(), code) == provisional_.end())
            provisional_.push_back(code);
    }
    return unit;
}

std::string ImportUnits::code_of(UnitId id) const {
    if (const auto known = codes_.find(id); known != codes_.end()) return known->second;
    const auto unit = branches_.get_unit(id);
    return unit ? unit->code : std::string{};
}

void ImportUnits::forget_unkept() {
    for (const auto& code : unkept_) {
        codes_.erase(units_.at(code).id);
        units_.erase(code);
    }
    unkept_.clear();
}

void ImportUnits::keep() { unkept_.clear(); }

} // namespace tangthu::catalogue::impl
