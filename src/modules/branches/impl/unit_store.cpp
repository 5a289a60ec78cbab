#include "modules/branches/impl/unit_store.h"

#include <map>

namespace tangthu::branches::impl {

std::vector<Unit> read_units(db::ReadTx& tx) {
    std::vector<Unit> units;
    std::map<UnitId, std::size_t> places;
    for (const auto& row : tx.query("SELECT id, code, kind, name_vi, name_en, parent_code, valid_from, valid_to, "
                                    "administrative_unit, address, "
                                    "phone, is_provisional, version FROM br_units ORDER BY id")) {
        Unit unit;
        unit.id = row.get<UnitId>("id");
        unit.code = row.get<std::string>("code");
        unit.kind = enum_from_name<UnitKind>(row.get<std::string>("kind")).value_or(UnitKind::other_body);
        unit.name_vi = row.get<std::string>("name_vi");
        unit.name_en = row.get<std::string>("name_en");
        unit.parent = row.get<std::string>("parent_code");
        unit.valid_from = row.get<Date>("valid_from");
        unit.valid_to = row.get<std::optional<Date>>("valid_to");
        unit.administrative_unit = row.get<std::string>("administrative_unit");
        unit.address = row.get<std::string>("address");
        unit.phone = row.get<std::string>("phone");
        unit.is_provisional = row.get<bool>("is_provisional");
        unit.version = row.get<std::int64_t>("version");
        places.emplace(unit.id, units.size());
        units.push_back(std::move(unit));
    }
    for (const auto& row : tx.query("SELECT unit_id, successor_code, how FROM br_unit_successors ORDER BY id"))
        units[places.at(row.get<UnitId>(0))].successors.push_back(
            {row.get<std::string>(1),
             enum_from_name<SuccessionHow>(row.get<std::string>(2)).value_or(SuccessionHow::close)});
    for (const auto& row : tx.query("SELECT unit_id, weekday, opens, closes FROM br_opening_hours WHERE valid_to IS "
                                    "NULL ORDER BY unit_id, weekday, opens"))
        units[places.at(row.get<UnitId>(0))].opening_hours.push_back(
            {row.get<int>(1), row.get<std::string>(2), row.get<std::string>(3)});
    return units;
}

std::vector<ShelvingLocation> read_locations(db::ReadTx& tx) {
    std::vector<ShelvingLocation> locations;
    for (const auto& row :
         tx.query("SELECT l.code, u.code, l.name_vi, l.name_en, l.is_closed_stack FROM br_shelving_locations l "
                  "JOIN br_units u ON u.id = l.unit_id ORDER BY l.id"))
        locations.push_back({row.get<std::string>(0), row.get<std::string>(1), row.get<std::string>(2),
                             row.get<std::string>(3), row.get<bool>(4)});
    return locations;
}

std::optional<UnitId> find_unit_id(db::ReadTx& tx, std::string_view code) {
    return tx.find_value<UnitId>("SELECT id FROM br_units WHERE code = $1", code);
}

UnitId insert_unit(db::WriteTx& tx, const Unit& unit) {
    const auto id = tx.insert_returning<UnitId>(
        "INSERT INTO br_units (code, kind, name_vi, name_en, parent_code, valid_from, valid_to, administrative_unit, "
        "address, phone, "
        "is_provisional, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1) RETURNING id",
        unit.code, enum_name(unit.kind), unit.name_vi, unit.name_en, unit.parent, unit.valid_from, unit.valid_to,
        unit.administrative_unit, unit.address, unit.phone, unit.is_provisional);
    for (const auto& next : unit.successors)
        tx.execute("INSERT INTO br_unit_successors (unit_id, successor_code, how) VALUES ($1, $2, $3)", id, next.code,
                   enum_name(next.how));
    for (const auto& span : unit.opening_hours)
        tx.execute(
            "INSERT INTO br_opening_hours (unit_id, weekday, opens, closes, valid_from) VALUES ($1, $2, $3, $4, $5)",
            id, span.weekday, span.opens, span.closes, unit.valid_from);
    return id;
}

void insert_location(db::WriteTx& tx, UnitId unit, const ShelvingLocation& location) {
    tx.execute("INSERT INTO br_shelving_locations (unit_id, code, name_vi, name_en, is_closed_stack) VALUES ($1, $2, "
               "$3, $4, $5)",
               unit, location.code, location.name_vi, location.name_en, location.is_closed_stack);
}

void insert_administrative_unit(db::WriteTx& tx, const AdministrativeUnitRow& row) {
    tx.execute("INSERT INTO br_administrative_units (code, official_code, kind, name_vi, name_en, parent_code, "
               "valid_from, valid_to) "
               "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
               row.code, row.official_code, row.kind, row.name_vi, row.name_en, row.parent.value_or(""), row.valid_from,
               row.valid_to);
}

} // namespace tangthu::branches::impl
