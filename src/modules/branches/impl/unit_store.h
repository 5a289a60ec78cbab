#pragma once

#include "modules/branches/unit.h"
#include "platform/db/transaction.h"

#include <vector>

namespace tangthu::branches::impl {

struct AdministrativeUnitRow {
    std::string code;
    std::string official_code;
    std::string kind;
    std::string name_vi;
    std::string name_en;
    std::optional<std::string> parent;
    Date valid_from;
    std::optional<Date> valid_to;
};

[[nodiscard]] std::vector<Unit> read_units(db::ReadTx& tx);
[[nodiscard]] std::vector<ShelvingLocation> read_locations(db::ReadTx& tx);
[[nodiscard]] std::optional<UnitId> find_unit_id(db::ReadTx& tx, std::string_view code);
[[nodiscard]] UnitId insert_unit(db::WriteTx& tx, const Unit& unit);
void insert_location(db::WriteTx& tx, UnitId unit, const ShelvingLocation& location);
void insert_administrative_unit(db::WriteTx& tx, const AdministrativeUnitRow& row);

} // namespace tangthu::branches::impl
