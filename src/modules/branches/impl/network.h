#pragma once

#include "modules/branches/branches.h"
#include "modules/branches/impl/unit_policy.h"

#include <memory>
#include <mutex>

namespace tangthu::branches::impl {

/// The network as last read. Small (hundreds of units), so it is renewed whole.
struct Network {
    std::int64_t revision = 0;
    std::vector<Unit> units; ///< parents before children, then by name
    std::vector<DatedHours> hours;
    std::vector<ShelvingLocation> locations;
    std::vector<AdministrativeUnit> administrative_units; ///< by code
};

} // namespace tangthu::branches::impl

namespace tangthu::branches {

struct Branches::Impl {
    db::Database& database;
    const Clock& clock;
    std::mutex mutex;
    std::shared_ptr<const impl::Network> network;
    std::int64_t checked_ms = 0;  ///< when the revision was last compared
    std::uint64_t generation = 0; ///< counts this process's changes
    Date hours_of;                ///< the day whose hours the units of `network` carry

    [[nodiscard]] Result<std::shared_ptr<const impl::Network>> current();
    void forget();
    [[nodiscard]] Date today() const { return date_in_vietnam(clock.now()); }

    /// One change: `work(tx, units)` on the network as it is now, then the journal entry and a new revision.
    Result<Unit> change(std::string_view code, const std::string& kind, const Actor& actor,
                        const std::function<Result<UnitId>(db::WriteTx&, const std::vector<Unit>&)>& work);
};

} // namespace tangthu::branches
