#pragma once

#include "modules/catalogue/bib.h"
#include "platform/base/actor.h"
#include "platform/base/date.h"
#include "platform/db/transaction.h"

#include <span>
#include <string>
#include <utility>
#include <vector>

namespace tangthu::catalogue::impl {

/// The kinds of entry the catalogue writes. Each names the records it touched, so that the index can follow.
inline constexpr std::string_view kBibsImported = "catalogue.bibs_imported";
inline constexpr std::string_view kImportUndone = "catalogue.import_undone";

/// Ids as runs [first, last]: an import makes a few, however many records it brings.
using IdRuns = std::vector<std::pair<std::int64_t, std::int64_t>>;
[[nodiscard]] IdRuns runs_of(std::span<const BibId> ascending);

/// Writes the one entry of a chunk. Returns its position.
std::int64_t append_touched(db::WriteTx& tx, std::string_view kind, const Actor& actor, const std::string& batch,
                            std::span<const BibId> ascending, Instant now);

struct TouchedEntry {
    std::int64_t position = 0;
    std::string batch;
    IdRuns bibs;
};

/// Positions here are seqs of the journal: the number the index keeps.
/// Entries behind `after` that touched records, oldest first, at most `limit`. `reached` is how far the journal has
/// been looked through, entries of other rooms included: where the index may say it stands once these are indexed.
[[nodiscard]] std::vector<TouchedEntry> touched_since(db::ReadTx& tx, std::int64_t after, std::uint32_t limit,
                                                      std::int64_t& reached);
[[nodiscard]] std::int64_t journal_end(db::ReadTx& tx);
/// False for an index that has seen days this journal has not: the database was restored from a back-up.
[[nodiscard]] bool is_in_journal(db::ReadTx& tx, std::int64_t position);
/// Whether a reader that stands at `position` has read `target`. Not a comparison of numbers: on PostgreSQL a later seq
/// may be readable first.
[[nodiscard]] bool has_reached(db::ReadTx& tx, std::int64_t position, std::int64_t target);

} // namespace tangthu::catalogue::impl
