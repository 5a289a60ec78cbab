#include "modules/branches/branches.h"

#include "modules/branches/impl/hours.h"
#include "modules/branches/impl/network_file.h"
#include "modules/branches/impl/unit_store.h"
#include "platform/base/json.h"
#include "platform/db/database.h"
#include "platform/text/sort.h"

#include <algorithm>
#include <map>
#include <mutex>

namespace tangthu::branches {

namespace {

/// The network as last read. Small (hundreds of units), so it is copied out whole and renewed whole.
struct Network {
    std::vector<Unit> units; ///< parents before children, then by name
    std::vector<ShelvingLocation> locations;
};

bool exists_on(const Unit& unit, Date day) {
    return unit.valid_from <= day && (!unit.valid_to || day <= *unit.valid_to);
}

bool writes_its_own_numbers(UnitKind kind) {
    switch (kind) {
    case UnitKind::reading_room:
    case UnitKind::bookcase:
    case UnitKind::post_office_point:
    case UnitKind::vehicle:
        return false;
    default:
        return true;
    }
}

const Unit* find_in(const std::vector<Unit>& units, std::string_view code) {
    const auto at = std::find_if(units.begin(), units.end(), [&](const Unit& unit) { return unit.code == code; });
    return at == units.end() ? nullptr : &*at;
}

/// Parents before their children, siblings by name in Vietnamese order.
std::vector<Unit> in_tree_order(std::vector<Unit> units) {
    std::multimap<std::string, const Unit*> children;
    for (const auto& unit : units) {
        const bool is_top = unit.parent.empty() || find_in(units, unit.parent) == nullptr;
        children.emplace(is_top ? std::string{} : unit.parent, &unit);
    }
    std::vector<Unit> ordered;
    ordered.reserve(units.size());
    const auto visit = [&](const auto& self, const std::string& parent) -> void {
        std::vector<const Unit*> level;
        const auto [from, to] = children.equal_range(parent);
        for (auto at = from; at != to; ++at)
            level.push_back(at->second);
        std::sort(level.begin(), level.end(), [](const Unit* a, const Unit* b) {
            return std::tuple(a->kind, text::sort_key(a->name_vi), a->code) <
                   std::tuple(b->kind, text::sort_key(b->name_vi), b->code);
        });
        for (const auto* unit : level) {
            ordered.push_back(*unit);
            if (!unit->code.empty() && unit->code != parent) self(self, unit->code);
        }
    };
    visit(visit, {});
    return ordered;
}

} // namespace

struct Branches::Impl {
    db::Database& database;
    const Clock& clock;
    std::mutex mutex;
    std::shared_ptr<const Network> network;
    std::uint64_t changes = 0; ///< so that what was read before a change is not kept after it

    Result<std::shared_ptr<const Network>> current() {
        std::uint64_t changes_before = 0;
        {
            const std::lock_guard lock(mutex);
            if (network) return network;
            changes_before = changes;
        }
        TANGTHU_TRY(auto read, database.read([](db::ReadTx& tx) -> Result<Network> {
            return Network{in_tree_order(impl::read_units(tx)), impl::read_locations(tx)};
        }));
        auto fresh = std::make_shared<const Network>(std::move(read));
        const std::lock_guard lock(mutex);
        if (changes == changes_before) network = fresh;
        return fresh;
    }
    void forget() {
        const std::lock_guard lock(mutex);
        network.reset();
        ++changes;
    }
};

Branches::Branches(db::Database& database, const Clock& clock)
    : impl_(new Impl{.database = database, .clock = clock, .mutex = {}, .network = {}}) {}
Branches::~Branches() = default;

void Branches::refresh() { impl_->forget(); }

Result<std::vector<Unit>> Branches::list_units(Date on) const {
    TANGTHU_TRY(auto units, list_all_units());
    std::erase_if(units, [&](const Unit& unit) { return !exists_on(unit, on); });
    return units;
}

Result<std::vector<Unit>> Branches::list_all_units() const {
    TANGTHU_TRY(const auto network, impl_->current());
    return network->units;
}

Result<Unit> Branches::get_unit(std::string_view code) const {
    TANGTHU_TRY(const auto network, impl_->current());
    if (const auto* unit = find_in(network->units, code)) return *unit;
    return fail(ErrorKind::NotFound, "branches.unit_not_found", {{"code", std::string{code}}});
}

Result<Unit> Branches::get_unit(UnitId id) const {
    TANGTHU_TRY(const auto network, impl_->current());
    for (const auto& unit : network->units)
        if (unit.id == id) return unit;
    return fail(ErrorKind::NotFound, "branches.unit_not_found", {{"code", std::to_string(id.value)}});
}

Result<std::optional<Unit>> Branches::find_central() const {
    TANGTHU_TRY(const auto units, list_units(date_in_vietnam(impl_->clock.now())));
    for (const auto& unit : units)
        if (unit.kind == UnitKind::central) return std::optional{unit};
    return std::optional<Unit>{};
}

Result<std::vector<ShelvingLocation>> Branches::list_shelving_locations() const {
    TANGTHU_TRY(const auto network, impl_->current());
    return network->locations;
}

Result<UnitId> Branches::number_unit(UnitId unit) const {
    TANGTHU_TRY(const auto network, impl_->current());
    TANGTHU_TRY(const auto start, get_unit(unit));
    const Unit* at = find_in(network->units, start.code);
    // A chain of parents is never longer than the network, whatever a bad import wrote into it.
    for (std::size_t steps = 0; steps < network->units.size(); ++steps) {
        if (writes_its_own_numbers(at->kind)) return at->id;
        const Unit* parent = find_in(network->units, at->parent);
        if (parent == nullptr) return at->id;
        at = parent;
    }
    return at->id;
}

Branches::Ensured Branches::ensure_unit(db::WriteTx& tx, std::string_view code) {
    if (const auto known = impl::find_unit_id(tx, code)) {
        auto numbers = number_unit(*known);
        return {*known, numbers ? *numbers : *known, false};
    }
    Unit unit;
    unit.code = code;
    unit.name_vi = unit.name_en = code;
    unit.is_provisional = true;
    unit.valid_from = date_in_vietnam(impl_->clock.now());
    const auto id = impl::insert_unit(tx, unit);
    tx.after_commit([shared = impl_.get()] { shared->forget(); });
    return {id, id, true};
}

OpeningState Branches::opening_state(const Unit& unit, Instant at) const {
    return impl::opening_state(unit.opening_hours, at);
}

Result<void> Branches::load(std::string_view json, const Actor&) {
    TANGTHU_TRY(const auto file, from_json<impl::NetworkFile>(json));
    TANGTHU_CHECK(impl_->database.write([&](db::WriteTx& tx) -> Result<void> {
        if (tx.find_value<std::int64_t>("SELECT 1 FROM br_units LIMIT 1"))
            return fail(ErrorKind::Conflict, "branches.not_empty");
        std::map<std::string, UnitId> ids;
        for (const auto& unit : file.administrative_units)
            impl::insert_administrative_unit(tx, impl::to_row(unit));
        for (const auto& unit : file.units)
            ids[unit.code] = impl::insert_unit(tx, impl::to_unit(unit));
        for (const auto& location : file.shelving_locations) {
            const auto unit = ids.find(location.unit);
            if (unit == ids.end())
                return fail(ErrorKind::Invalid, "branches.unit_not_found", {{"code", location.unit}});
            impl::insert_location(tx, unit->second, location);
        }
        return {};
    }));
    impl_->forget();
    return {};
}

} // namespace tangthu::branches
