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

/// The network of libraries. Reads come from a copy in memory, so that lists and labels cost no query: renewed after
/// each change of this process at once, and within a second after one of another process. Thread-safe.
/// Changes go into the journal. Each takes the version its author saw: branches.stale when there is a newer one.
class Branches {
public:
    Branches(db::Database& database, const Clock& clock);
    ~Branches();

    /// Looks for changes of other processes at the next call, without waiting for the second to pass.
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

    /// The units below one, itself first, as they are on the day. Errors: branches.unit_not_found.
    [[nodiscard]] Result<std::vector<Unit>> subtree(std::string_view code, Date on) const;
    /// Who stands in its place on the day: itself while it exists, else those who followed, and who followed them.
    /// Empty when it was closed for good. Errors: branches.unit_not_found.
    [[nodiscard]] Result<std::vector<Unit>> successors_of(std::string_view code, Date on) const;
    /// Those whose successors include it, at any remove: whose books and figures it carries on.
    [[nodiscard]] Result<std::vector<Unit>> predecessors_of(std::string_view code) const;

    /// Administrative units of the day, by code.
    [[nodiscard]] Result<std::vector<AdministrativeUnit>> list_administrative_units(Date on) const;
    /// What the statistics office called so on that day. Errors: branches.administrative_unit_not_found.
    [[nodiscard]] Result<AdministrativeUnit> get_administrative_unit(std::string_view official_code, Date on) const;

    /// Errors of the changes: branches.bad_code, branches.name_missing, branches.code_taken, branches.parent_not_found,
    /// branches.parent_circle, branches.unit_not_found, branches.stale, branches.already_closed,
    /// branches.ends_before_it_begins, branches.successor_not_found, branches.bad_hours, branches.location_code_taken.
    [[nodiscard]] Result<Unit> add_unit(const UnitDraft& draft, const Actor& actor);
    /// Also how a provisional unit is named at last: it is none any more. `draft.code` and `valid_from` must be as they
    /// are.
    [[nodiscard]] Result<Unit> edit_unit(const UnitDraft& draft, std::int64_t version, const Actor& actor);
    [[nodiscard]] Result<Unit> close_unit(std::string_view code, const UnitEnd& end, std::int64_t version,
                                          const Actor& actor);
    /// From a day on; the hours before it stay known.
    [[nodiscard]] Result<Unit> set_opening_hours(std::string_view code, Date from,
                                                 const std::vector<OpeningSpan>& spans, std::int64_t version,
                                                 const Actor& actor);
    [[nodiscard]] Result<void> add_shelving_location(const ShelvingLocation& location, const Actor& actor);

    /// The week's hours as they are on a day. Errors: branches.unit_not_found.
    [[nodiscard]] Result<std::vector<OpeningSpan>> opening_hours(std::string_view code, Date on) const;

    /// The unit with this code, made as a provisional one when nobody knows it. Part of the caller's transaction.
    struct Ensured {
        UnitId id;
        UnitId number_unit_id;
        bool is_new = false;
    };
    [[nodiscard]] Ensured ensure_unit(db::WriteTx& tx, std::string_view code,
                                      const Actor& actor = {.channel = Channel::import});

    /// Open now, until when; else when next. Looks a fortnight ahead, by the hours of each day.
    [[nodiscard]] OpeningState opening_state(const Unit& unit, Instant at) const;

    /// Loads units and shelving locations from the demo's JSON into an empty network. Errors: branches.not_empty,
    /// base.json_*, and those of the changes, with the unit's `code`.
    [[nodiscard]] Result<void> load(std::string_view json, const Actor& actor);

    struct Impl;

private:
    std::unique_ptr<Impl> impl_;
};

} // namespace tangthu::branches
