#include "modules/branches/impl/unit_store.h"

#include <map>

namespace tangthu::branches::impl {

std::vector<Unit> read_units(db::ReadTx& tx) {
    std::vector<Unit> units;
    std::map<UnitId, std::size_t> places;
    for (const auto& row : tx.query("SELECT id, code, kind, name_vi, name_en, parent_code, valid_from, valid_to, "
                                    "administrative_unit, address, phone, is_provisional, version FROM br_units "
                                    "ORDER BY id")) {
        Unit unit;
        unit.id = row.get<UnitId>("id");
        unit.code = row.get<std::string>("code");
        unit.kind = enum_from_name<UnitKind>(row.get<std::string_view>("kind")).value_or(UnitKind::other_body);
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
             enum_from_name<SuccessionHow>(row.get<std::string_view>(2)).value_or(SuccessionHow::close)});
    return units;
}

std::vector<DatedHours> read_hours(db::ReadTx& tx) {
    std::vector<DatedHours> hours;
    for (const auto& row :
         tx.query("SELECT unit_id, valid_from, valid_to, weekday, opens, closes FROM br_opening_hours "
                  "ORDER BY unit_id, valid_from, weekday, opens"))
        hours.push_back({row.get<UnitId>(0),
                         row.get<Date>(1),
                         row.get<std::optional<Date>>(2),
                         {row.get<int>(3), row.get<std::string>(4), row.get<std::string>(5)}});
    return hours;
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

std::vector<AdministrativeUnit> read_administrative_units(db::ReadTx& tx) {
    std::vector<AdministrativeUnit> units;
    std::map<std::string, std::size_t> places;
    for (const auto& row : tx.query("SELECT code, official_code, kind, name_vi, name_en, parent_code, valid_from, "
                                    "valid_to FROM br_administrative_units ORDER BY code")) {
        places.emplace(row.get<std::string>(0), units.size());
        units.push_back({row.get<std::string>(0),
                         row.get<std::string>(1),
                         row.get<std::string>(2),
                         row.get<std::string>(3),
                         row.get<std::string>(4),
                         row.get<std::string>(5),
                         row.get<Date>(6),
                         row.get<std::optional<Date>>(7),
                         {}});
    }
    for (const auto& row : tx.query("SELECT code, successor_code, how FROM br_administrative_successors ORDER BY id")) {
        const auto place = places.find(row.get<std::string>(0));
        if (place == places.end()) continue;
        units[place->second].successors.push_back(
            {row.get<std::string>(1),
             enum_from_name<SuccessionHow>(row.get<std::string_view>(2)).value_or(SuccessionHow::close)});
    }
    return units;
}

std::int64_t read_revision(db::ReadTx& tx) {
    return tx.find_value<std::int64_t>("SELECT revision FROM br_network").value_or(0);
}

void raise_revision(db::WriteTx& tx) { tx.execute("UPDATE br_network SET revision = revision + 1"); }

bool has_units(db::ReadTx& tx) { return tx.find_value<std::int64_t>("SELECT 1 FROM br_units LIMIT 1").has_value(); }

std::optional<UnitId> find_unit_id(db::ReadTx& tx, std::string_view code) {
    return tx.find_value<UnitId>("SELECT id FROM br_units WHERE code = $1", code);
}

void insert_successors(db::WriteTx& tx, UnitId unit, const std::vector<Succession>& successors) {
    for (const auto& next : successors)
        tx.execute("INSERT INTO br_unit_successors (unit_id, successor_code, how) VALUES ($1, $2, $3) "
                   "ON CONFLICT (unit_id, successor_code) DO UPDATE SET how = excluded.how",
                   unit, next.code, enum_name(next.how));
}

UnitId insert_unit(db::WriteTx& tx, const Unit& unit) {
    const auto id = tx.insert_returning<UnitId>(
        "INSERT INTO br_units (code, kind, name_vi, name_en, parent_code, valid_from, valid_to, administrative_unit, "
        "address, phone, is_provisional, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1) "
        "RETURNING id",
        unit.code, enum_name(unit.kind), unit.name_vi, unit.name_en, unit.parent, unit.valid_from, unit.valid_to,
        unit.administrative_unit, unit.address, unit.phone, unit.is_provisional);
    insert_successors(tx, id, unit.successors);
    return id;
}

bool update_unit(db::WriteTx& tx, const Unit& unit, std::int64_t version) {
    return tx.execute(
               "UPDATE br_units SET kind = $3, name_vi = $4, name_en = $5, parent_code = $6, valid_to = $7, "
               "administrative_unit = $8, address = $9, phone = $10, is_provisional = $11, version = version + 1 "
               "WHERE id = $1 AND version = $2",
               unit.id, version, enum_name(unit.kind), unit.name_vi, unit.name_en, unit.parent, unit.valid_to,
               unit.administrative_unit, unit.address, unit.phone, unit.is_provisional) == 1;
}

void replace_hours(db::WriteTx& tx, UnitId unit, Date from, const std::vector<OpeningSpan>& spans) {
    const auto last_day = date_from_days(days_since_epoch(from) - 1);
    tx.execute("DELETE FROM br_opening_hours WHERE unit_id = $1 AND valid_from >= $2", unit, from);
    tx.execute("UPDATE br_opening_hours SET valid_to = $3 WHERE unit_id = $1 AND (valid_to IS NULL OR valid_to >= $2)",
               unit, from, last_day);
    for (const auto& span : spans)
        tx.execute("INSERT INTO br_opening_hours (unit_id, weekday, opens, closes, valid_from) VALUES ($1, $2, $3, $4, "
                   "$5)",
                   unit, span.weekday, span.opens, span.closes, from);
}

void insert_location(db::WriteTx& tx, UnitId unit, const ShelvingLocation& location) {
    tx.execute("INSERT INTO br_shelving_locations (unit_id, code, name_vi, name_en, is_closed_stack) VALUES ($1, $2, "
               "$3, $4, $5)",
               unit, location.code, location.name_vi, location.name_en, location.is_closed_stack);
}

void insert_administrative_unit(db::WriteTx& tx, const AdministrativeUnit& unit) {
    tx.execute("INSERT INTO br_administrative_units (code, official_code, kind, name_vi, name_en, parent_code, "
               "valid_from, valid_to) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
               unit.code, unit.official_code, unit.kind, unit.name_vi, unit.name_en, unit.parent, unit.valid_from,
               unit.valid_to);
    for (const auto& next : unit.successors)
        tx.execute("INSERT INTO br_administrative_successors (code, successor_code, how) VALUES ($1, $2, $3)",
                   unit.code, next.code, enum_name(next.how));
}

} // namespace tangthu::branches::impl
