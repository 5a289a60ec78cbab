#include "modules/branches/impl/network.h"

#include "modules/branches/impl/unit_journal.h"
#include "modules/branches/impl/unit_store.h"
#include "platform/db/database.h"

namespace tangthu::branches {

namespace {

/// How long a change of another process may stay unseen.
constexpr std::int64_t kRevisionCheckMs = 1000;

impl::Network read_network(db::ReadTx& tx, Date today) {
    impl::Network network;
    network.revision = impl::read_revision(tx);
    network.units = impl::in_tree_order(impl::read_units(tx));
    network.hours = impl::read_hours(tx);
    network.locations = impl::read_locations(tx);
    network.administrative_units = impl::read_administrative_units(tx);
    for (auto& unit : network.units)
        unit.opening_hours =
            impl::hours_on(network.hours, unit.id, unit.valid_to ? std::min(*unit.valid_to, today) : today);
    return network;
}

} // namespace

Result<std::shared_ptr<const impl::Network>> Branches::Impl::current() {
    const auto now_ms = clock.now().unix_ms;
    const auto day = today();
    std::optional<std::int64_t> known;
    std::uint64_t begun_in = 0;
    {
        const std::lock_guard lock(mutex);
        const bool is_fresh = now_ms - checked_ms < kRevisionCheckMs && now_ms >= checked_ms;
        if (network && hours_of == day && is_fresh) return network;
        if (network && hours_of == day) known = network->revision;
        begun_in = generation;
    }
    TANGTHU_TRY(auto read, database.read([&](db::ReadTx& tx) -> Result<std::shared_ptr<const impl::Network>> {
        if (known && impl::read_revision(tx) == *known) return std::shared_ptr<const impl::Network>{};
        return std::make_shared<const impl::Network>(read_network(tx, day));
    }));
    const std::lock_guard lock(mutex);
    // A slower reader must not put back what a change has made old.
    if (read && (!network || network->revision <= read->revision)) {
        network = read;
        hours_of = day;
    }
    if (generation == begun_in) checked_ms = now_ms;
    return read ? read : network;
}

void Branches::Impl::forget() {
    const std::lock_guard lock(mutex);
    checked_ms = 0;
    ++generation;
}

Result<Unit> Branches::Impl::change(std::string_view code, const std::string& kind, const Actor& actor,
                                    const std::function<Result<UnitId>(db::WriteTx&, const std::vector<Unit>&)>& work) {
    TANGTHU_TRY(const auto changed, database.write([&](db::WriteTx& tx) -> Result<Unit> {
        const auto units = impl::read_units(tx);
        TANGTHU_TRY(const auto id, work(tx, units));
        impl::raise_revision(tx);
        auto after = read_network(tx, today());
        const auto* unit = impl::find_in(after.units, code);
        TANGTHU_ASSERT(unit != nullptr && unit->id == id);
        impl::note_change(tx, kind, *unit, actor, clock.now());
        return *unit;
    }));
    forget();
    return changed;
}

} // namespace tangthu::branches
