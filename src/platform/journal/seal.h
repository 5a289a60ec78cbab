#pragma once

#include "platform/base/describe.h"
#include "platform/base/result.h"
#include "platform/journal/entry.h"

#include <optional>
#include <string>

namespace tangthu::db {
class Database;
}

/// Proof that no entry was touched later: blocks of entries, chained by SHA-256. Each block's hash holds the digests of
/// its entries and the hash before it. Whoever can rewrite the whole chain can forge it: print the head's hash on
/// signed reports.
namespace tangthu::journal {

inline constexpr int kBlockEntries = 1000;
inline constexpr std::int64_t kBlockMs = 60'000;

enum class SealWhat {
    Due,       ///< full blocks, and the rest when its first entry is a minute old
    Everything ///< the rest too: at the end of an import, before a report
};

/// Seals what follow() can see. Returns the number of entries sealed. Any process may do it at any time.
std::int64_t seal(db::Database& db, SealWhat what, Instant now);

enum class Damage { changed, missing, inserted, seal_changed };
TANGTHU_DESCRIBE_ENUM(Damage, changed, missing, inserted, seal_changed)

struct BadEntry {
    std::int64_t seq = 0;
    std::int64_t seal = 0;
    Damage damage = Damage::changed;
};
TANGTHU_DESCRIBE(BadEntry, seq, seal, damage)

/// The answer of `tangthu journal verify`.
struct Verification {
    bool is_sound = true;
    std::int64_t entries = 0; ///< sealed entries that were checked
    std::int64_t seals = 0;
    std::int64_t sealed_through = 0; ///< seq of the last sealed entry
    std::string head_hash;           ///< of the last seal; empty without one
    std::int64_t unsealed = 0;       ///< entries behind the last seal
    std::int64_t unsealed_from = 0;  ///< seq of the first of them, 0 when there is none
    std::optional<BadEntry> first_bad;
};
TANGTHU_DESCRIBE(Verification, is_sound, entries, seals, sealed_through, head_hash, unsealed, unsealed_from, first_bad)

/// Walks the whole chain on one snapshot; stops at the first damage.
[[nodiscard]] Verification verify(db::Database& db);

} // namespace tangthu::journal
