#pragma once

#include "modules/branches/unit.h"
#include "platform/base/describe.h"

#include <optional>
#include <string>
#include <vector>

namespace tangthu::branches::impl {

/// A whole network in one JSON file (demo/units.json): how a new province is set up in one go.
struct AdministrativeUnitEntry {
    std::string code;
    std::string official_code;
    std::string kind;
    std::string name_vi;
    std::string name_en;
    std::optional<std::string> parent;
    Date valid_from;
    std::optional<Date> valid_to;
    std::vector<Succession> successors;
};
TANGTHU_DESCRIBE(AdministrativeUnitEntry, code, official_code, kind, name_vi, name_en, parent, valid_from, valid_to,
                 successors)

struct UnitEntry {
    std::string code;
    UnitKind kind = UnitKind::other_body;
    std::string name_vi;
    std::string name_en;
    std::optional<std::string> parent;
    Date valid_from;
    std::optional<Date> valid_to;
    std::vector<Succession> successors;
    std::optional<std::string> administrative_unit;
    std::optional<std::string> address_vi;
    std::optional<std::string> phone;
    std::vector<OpeningSpan> opening_hours;
};
TANGTHU_DESCRIBE(UnitEntry, code, kind, name_vi, name_en, parent, valid_from, valid_to, successors, administrative_unit,
                 address_vi, phone, opening_hours)

struct NetworkFile {
    std::vector<AdministrativeUnitEntry> administrative_units;
    std::vector<UnitEntry> units;
    std::vector<ShelvingLocation> shelving_locations;
};
TANGTHU_DESCRIBE(NetworkFile, administrative_units, units, shelving_locations)

[[nodiscard]] inline AdministrativeUnit to_administrative_unit(const AdministrativeUnitEntry& entry) {
    return {entry.code,       entry.official_code, entry.kind,
            entry.name_vi,    entry.name_en,       entry.parent.value_or(""),
            entry.valid_from, entry.valid_to,      entry.successors};
}

[[nodiscard]] inline Unit to_unit(const UnitEntry& entry) {
    Unit unit;
    unit.code = entry.code;
    unit.kind = entry.kind;
    unit.name_vi = entry.name_vi;
    unit.name_en = entry.name_en;
    unit.parent = entry.parent.value_or("");
    unit.valid_from = entry.valid_from;
    unit.valid_to = entry.valid_to;
    unit.administrative_unit = entry.administrative_unit.value_or("");
    unit.address = entry.address_vi.value_or("");
    unit.phone = entry.phone.value_or("");
    unit.successors = entry.successors;
    unit.opening_hours = entry.opening_hours;
    return unit;
}

[[nodiscard]] inline UnitDraft to_draft(const UnitEntry& entry) {
    return {entry.code, entry.kind, entry.name_vi, entry.name_en, entry.parent.value_or(""), entry.valid_from, {},
            {},         {}};
}

} // namespace tangthu::branches::impl
