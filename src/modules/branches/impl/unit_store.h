#pragma once

#include "modules/branches/impl/unit_policy.h"
#include "modules/branches/unit.h"
#include "platform/db/transaction.h"

#include <vector>

namespace tangthu::branches::impl {

/// Without opening hours: those follow from the day.
[[nodiscard]] std::vector<Unit> read_units(db::ReadTx& tx);
[[nodiscard]] std::vector<DatedHours> read_hours(db::ReadTx& tx);
[[nodiscard]] std::vector<ShelvingLocation> read_locations(db::ReadTx& tx);
[[nodiscard]] std::vector<AdministrativeUnit> read_administrative_units(db::ReadTx& tx);
/// Counts all changes of the network.
[[nodiscard]] std::int64_t read_revision(db::ReadTx& tx);
void raise_revision(db::WriteTx& tx);

[[nodiscard]] bool has_units(db::ReadTx& tx);
[[nodiscard]] std::optional<UnitId> find_unit_id(db::ReadTx& tx, std::string_view code);
/// With its successors. Throws UniqueViolation on `code`.
[[nodiscard]] UnitId insert_unit(db::WriteTx& tx, const Unit& unit);
/// Everything but code and first day; false when the version is no longer this one.
[[nodiscard]] bool update_unit(db::WriteTx& tx, const Unit& unit, std::int64_t version);
void insert_successors(db::WriteTx& tx, UnitId unit, const std::vector<Succession>& successors);
/// Ends what was valid before `from`, forgets what was to begin on or after it.
void replace_hours(db::WriteTx& tx, UnitId unit, Date from, const std::vector<OpeningSpan>& spans);
/// Throws UniqueViolation on `unit_id, code`.
void insert_location(db::WriteTx& tx, UnitId unit, const ShelvingLocation& location);
void insert_administrative_unit(db::WriteTx& tx, const AdministrativeUnit& unit);

} // namespace tangthu::branches::impl
