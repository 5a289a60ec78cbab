#pragma once

#include "modules/branches/unit.h"
#include "platform/base/clock.h"
#include "platform/base/result.h"

#include <memory>
#include <string_view>
#include <vector>

namespace tangthu::db {
class Database;
class WriteTx;
} // namespace tangthu::db

namespace tangthu::branches {

/// Whether a unit is open at a moment, and when that changes next.
struct OpeningState {
    bool is_open = false;
    bool has_hours = false;       ///< false: nothing is known of its hours
    std::string until;            ///< open: closes at `12:00`
    std::optional<Date> opens_on; ///< closed: the next day and hour it opens
    std::string opens_at;
};

/// The network of libraries. Reads come from a copy in memory that is renewed after each change, so that lists and
/// labels cost no query. Thread-safe.
class Branches {
public:
    Branches(db::Database& database, const Clock& clock);
    ~Branches();

    /// Forgets the copy in memory: another process may have changed the network.
    void refresh();

    /// Units that exist on the day, parents before children, then by name in Vietnamese order.
    [[nodiscard]] Result<std::vector<Unit>> list_units(Date on) const;
    /// All there ever were.
    [[nodiscard]] Result<std::vector<Unit>> list_all_units() const;
    /// The unit with this code, whenever it existed. Errors: branches.unit_not_found.
    [[nodiscard]] Result<Unit> get_unit(std::string_view code) const;
    [[nodiscard]] Result<Unit> get_unit(UnitId id) const;
    /// The one central library of today, if there is one.
    [[nodiscard]] Result<std::optional<Unit>> find_central() const;
    [[nodiscard]] Result<std::vector<ShelvingLocation>> list_shelving_locations() const;
    /// The unit whose series of barcodes and cards a unit writes in: itself, or for rooms, bookcases, points and
    /// vehicles the library they belong to. Numbers on labels are unique within it only (architecture, storage).
    [[nodiscard]] Result<UnitId> number_unit(UnitId unit) const;

    /// The unit with this code, made as a provisional one when nobody knows it. Part of the caller's transaction.
    struct Ensured {
        UnitId id;
        UnitId number_unit_id;
        bool is_new = false;
    };
    [[nodiscard]] Ensured ensure_unit(db::WriteTx& tx, std::string_view code);

    /// Open now, until when; else when next. Looks a fortnight ahead.
    [[nodiscard]] OpeningState opening_state(const Unit& unit, Instant at) const;

    /// Loads units and shelving locations from the demo's JSON into an empty network. Errors: branches.not_empty,
    /// base.json_*.
    [[nodiscard]] Result<void> load(std::string_view json, const Actor& actor);

    struct Impl;

private:
    std::unique_ptr<Impl> impl_;
};

} // namespace tangthu::branches
