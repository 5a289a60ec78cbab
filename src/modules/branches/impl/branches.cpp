#include "modules/branches/branches.h"

#include "modules/branches/commands.h"
#include "modules/branches/impl/hours.h"
#include "modules/branches/impl/network.h"
#include "modules/branches/impl/unit_journal.h"
#include "modules/branches/impl/unit_store.h"
#include "platform/db/database.h"

#include <algorithm>
#include <set>

namespace tangthu::branches {

namespace {

auto unit_not_found(std::string_view code) {
    return fail(ErrorKind::NotFound, "branches.unit_not_found", {{"code", std::string{code}}});
}

} // namespace

Branches::Branches(db::Database& database, const Clock& clock)
    : impl_(new Impl{.database = database, .clock = clock, .mutex = {}, .network = {}, .hours_of = {}}) {}
Branches::~Branches() = default;

void Branches::refresh() { impl_->forget(); }

Result<std::vector<Unit>> Branches::list_units(Date on) const {
    TANGTHU_TRY(auto units, list_all_units());
    std::erase_if(units, [&](const Unit& unit) { return !impl::exists_on(unit, on); });
    return units;
}

Result<std::vector<Unit>> Branches::list_all_units() const {
    TANGTHU_TRY(const auto network, impl_->current());
    return network->units;
}

Result<Unit> Branches::get_unit(std::string_view code) const {
    TANGTHU_TRY(const auto network, impl_->current());
    if (const auto* unit = impl::find_in(network->units, code)) return *unit;
    return unit_not_found(code);
}

Result<Unit> Branches::get_unit(UnitId id) const {
    TANGTHU_TRY(const auto network, impl_->current());
    for (const auto& unit : network->units)
        if (unit.id == id) return unit;
    return unit_not_found(std::to_string(id.value));
}

Result<std::optional<Unit>> Branches::find_central() const {
    TANGTHU_TRY(const auto units, list_units(impl_->today()));
    for (const auto& unit : units)
        if (unit.kind == UnitKind::central) return std::optional{unit};
    return std::optional<Unit>{};
}

Result<std::vector<ShelvingLocation>> Branches::list_shelving_locations() const {
    TANGTHU_TRY(const auto network, impl_->current());
    return network->locations;
}

Result<std::vector<Unit>> Branches::subtree(std::string_view code, Date on) const {
    TANGTHU_TRY(const auto units, list_all_units());
    if (impl::find_in(units, code) == nullptr) return unit_not_found(code);
    std::vector<Unit> below;
    std::set<std::string, std::less<>> taken{std::string{code}};
    for (const auto& unit : units) { // parents stand before their children
        if (unit.code != code && !taken.contains(unit.parent)) continue;
        taken.insert(unit.code);
        if (impl::exists_on(unit, on)) below.push_back(unit);
    }
    return below;
}

Result<std::vector<Unit>> Branches::successors_of(std::string_view code, Date on) const {
    TANGTHU_TRY(const auto units, list_all_units());
    if (impl::find_in(units, code) == nullptr) return unit_not_found(code);
    std::vector<Unit> found;
    std::set<std::string> visited;
    std::vector<std::string> waiting{std::string{code}};
    while (!waiting.empty()) {
        const auto next = std::move(waiting.back());
        waiting.pop_back();
        const auto* unit = visited.insert(next).second ? impl::find_in(units, next) : nullptr;
        if (unit == nullptr) continue;
        if (!unit->valid_to || on <= *unit->valid_to) {
            found.push_back(*unit);
            continue;
        }
        // A closed unit's stock went to the one it names, but that one does not stand in its place.
        for (const auto& succession : unit->successors)
            if (succession.how != SuccessionHow::close) waiting.push_back(succession.code);
    }
    std::sort(found.begin(), found.end(), [](const Unit& a, const Unit& b) { return a.code < b.code; });
    return found;
}

Result<std::vector<Unit>> Branches::predecessors_of(std::string_view code) const {
    TANGTHU_TRY(const auto units, list_all_units());
    if (impl::find_in(units, code) == nullptr) return unit_not_found(code);
    std::set<std::string, std::less<>> carried{std::string{code}};
    std::vector<Unit> found;
    for (bool is_growing = true; is_growing;) {
        is_growing = false;
        for (const auto& unit : units) {
            const bool leads_here =
                std::any_of(unit.successors.begin(), unit.successors.end(),
                            [&](const Succession& succession) { return carried.contains(succession.code); });
            if (!leads_here || !carried.insert(unit.code).second) continue;
            found.push_back(unit);
            is_growing = true;
        }
    }
    return found;
}

Result<std::vector<AdministrativeUnit>> Branches::list_administrative_units(Date on) const {
    TANGTHU_TRY(const auto network, impl_->current());
    std::vector<AdministrativeUnit> units;
    for (const auto& unit : network->administrative_units)
        if (unit.valid_from <= on && (!unit.valid_to || on <= *unit.valid_to)) units.push_back(unit);
    return units;
}

Result<AdministrativeUnit> Branches::get_administrative_unit(std::string_view official_code, Date on) const {
    TANGTHU_TRY(const auto units, list_administrative_units(on));
    for (const auto& unit : units)
        if (unit.official_code == official_code) return unit;
    return fail(ErrorKind::NotFound, "branches.administrative_unit_not_found",
                {{"code", std::string{official_code}}, {"day", iso_date(on)}});
}

Result<std::vector<OpeningSpan>> Branches::opening_hours(std::string_view code, Date on) const {
    TANGTHU_TRY(const auto network, impl_->current());
    const auto* unit = impl::find_in(network->units, code);
    if (unit == nullptr) return unit_not_found(code);
    return impl::hours_on(network->hours, unit->id, on);
}

OpeningState Branches::opening_state(const Unit& unit, Instant at) const {
    const auto network = impl_->current();
    if (!network || !impl::exists_on(unit, date_in_vietnam(at))) return {};
    return impl::opening_state([&](Date day) { return impl::hours_on((*network)->hours, unit.id, day); }, at);
}

Branches::Ensured Branches::ensure_unit(db::WriteTx& tx, std::string_view code, const Actor& actor) {
    if (const auto known = impl::find_unit_id(tx, code)) {
        const auto units = impl::read_units(tx);
        const auto* unit = impl::find_in(units, code);
        return {*known, unit == nullptr ? *known : impl::number_unit_of(units, *unit).id, false};
    }
    Unit unit;
    unit.code = code;
    unit.name_vi = unit.name_en = code;
    unit.is_provisional = true;
    unit.valid_from = impl_->today();
    unit.id = impl::insert_unit(tx, unit);
    impl::raise_revision(tx);
    impl::note_change(tx, "branches.unit_made_provisional", unit, actor, impl_->clock.now());
    tx.after_commit([shared = impl_.get()] { shared->forget(); });
    return {unit.id, unit.id, true};
}

Result<UnitListView> run_list(const Branches& branches, std::optional<Date> on) {
    TANGTHU_TRY(const auto units, on ? branches.list_units(*on) : branches.list_all_units());
    return view_of(units, "vi");
}

} // namespace tangthu::branches
