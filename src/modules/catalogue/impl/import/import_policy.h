#pragma once

#include "modules/catalogue/bib.h"
#include "modules/catalogue/impl/bib_store.h"

#include <map>
#include <string>
#include <string_view>

namespace tangthu::catalogue::impl {

// Pure: what an import decides, from what is known. (Records: decision 0010; numbers of copies: architecture 5.)

enum class Standing { New, Equal, Changed };

/// What each record is to the one that stands under its identity: the stored one, or the last of the same transaction.
class Identities {
public:
    using Known = std::map<std::string, KnownSource, std::less<>>;
    explicit Identities(const Known& known) {
        for (const auto& [identity, source] : known)
            hashes_[identity] = source.content_hash;
    }
    /// From now on this record stands under its identity. The views must outlive this object.
    Standing meet(std::string_view identity, std::string_view content_hash) {
        const auto [at, is_new] = hashes_.try_emplace(identity, content_hash);
        if (is_new) return Standing::New;
        if (at->second == content_hash) return Standing::Equal;
        at->second = content_hash;
        return Standing::Changed;
    }

private:
    std::map<std::string_view, std::string_view> hashes_;
};

/// What tells whose a copy's number is.
struct NumberFacts {
    UnitId series; ///< the site whose series of numbers it belongs to
    std::string_view source;
    BatchId batch;
};

/// Whether two copies with the same number can't both be right: in one site's series, from one source, or, where files
/// name no source, in one import. Two libraries without a source may share numbers.
[[nodiscard]] inline bool numbers_clash(const NumberFacts& a, const NumberFacts& b) {
    if (a.series == b.series) return true;
    if (a.source != b.source) return false;
    return !a.source.empty() || a.batch == b.batch;
}

/// The version a record stands at when restorations are not counted: a version that an undo wrote is worth the one it
/// put back. `restored`: version written -> version taken back.
[[nodiscard]] inline std::int64_t standing_version(std::int64_t version,
                                                   const std::map<std::int64_t, std::int64_t>& restored) {
    for (auto at = restored.find(version); at != restored.end(); at = restored.find(version))
        version = at->second - 1;
    return version;
}

} // namespace tangthu::catalogue::impl
