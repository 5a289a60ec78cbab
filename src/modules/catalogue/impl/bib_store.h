#pragma once

#include "modules/catalogue/bib.h"
#include "modules/catalogue/catalogue.h"
#include "modules/catalogue/impl/extract.h"
#include "platform/db/transaction.h"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tangthu::catalogue::impl {

/// What cat_bib_sources knows of an identity.
struct KnownSource {
    BibId bib_id;
    std::string content_hash;
};

/// A record about to be stored.
struct BibRow {
    BibId id;
    BatchId batch_id;
    const Extract* extract = nullptr;
    std::string_view marc;
    std::string_view marc_source; ///< empty: no repair was made
    std::string_view repairs;
    int item_count = 0;
    std::string identity;
    std::string source;
    std::string control_number;
    std::string content_hash;
};

/// Record and standing of one stored record, for overwriting and undoing.
struct StoredRecord {
    std::string marc;
    std::string marc_source; ///< empty: no repair was made
    std::string repairs;
    std::string content_hash;
    std::int64_t version = 0;
    BatchId batch_id;
};

struct BibChange {
    std::int64_t id = 0;
    BibId bib_id;
    std::int64_t version_after = 0;
    std::string marc_before;
    std::string marc_source_before;
    std::string repairs_before;
    std::string hash_before;
};

/// A record as it is kept: ISO 2709, UTF-8.
struct MarcRow {
    BibId id;
    std::string marc;
};

[[nodiscard]] std::map<std::string, KnownSource, std::less<>>
find_sources(db::ReadTx& tx, std::span<const std::string_view> identities);
/// Records that carry one of these 001 and came without a source of their own: libraries share numbers, so the number
/// alone does not make two records one.
[[nodiscard]] std::map<std::string, BibId, std::less<>>
find_unsourced(db::ReadTx& tx, std::span<const std::string_view> control_numbers);

void insert_bibs(db::WriteTx& tx, std::span<const BibRow> rows, Instant now);
/// Overwrites record and extracted columns, version + 1; `row.item_count` too. Returns the new version.
std::int64_t update_bib(db::WriteTx& tx, const BibRow& row, Instant now);
void remove_bib(db::WriteTx& tx, BibId id);

void insert_change(db::WriteTx& tx, BatchId batch, BibId bib, std::int64_t version_after, const StoredRecord& before);
/// What a batch changed and nobody has taken back, newest first: those before the change `before` (0: all).
[[nodiscard]] std::vector<BibChange> list_changes(db::ReadTx& tx, BatchId batch, std::int64_t before,
                                                  std::uint32_t limit);
/// The version that a batch's last change of a record has written; 1 where it changed nothing.
[[nodiscard]] std::int64_t last_version_by(db::ReadTx& tx, BatchId batch, BibId bib);
/// The change was taken back by writing this version.
void note_restored(db::WriteTx& tx, std::int64_t change, std::int64_t version);
/// Of one record: version written by an undo -> version taken back by it.
[[nodiscard]] std::map<std::int64_t, std::int64_t> restored_versions(db::ReadTx& tx, BibId bib);
[[nodiscard]] std::vector<BibId> list_created(db::ReadTx& tx, BatchId batch, BibId after, std::uint32_t limit);

[[nodiscard]] std::optional<Bib> find_bib(db::ReadTx& tx, BibId id);
/// Nothing for a suppressed record.
[[nodiscard]] std::optional<std::string> find_marc(db::ReadTx& tx, BibId id);
/// Of these ids the records that are shown, in id order.
[[nodiscard]] std::vector<MarcRow> list_marc(db::ReadTx& tx, std::span<const std::int64_t> ids);
/// Whether records that the public does not see belong to a list.
enum class Suppressed : std::int8_t { left_out = 0, included = 1 };
/// The next `limit` records behind `after`, in id order.
[[nodiscard]] std::vector<MarcRow> list_marc_after(db::ReadTx& tx, BibId after, std::uint32_t limit, Suppressed those);
[[nodiscard]] std::optional<StoredRecord> find_stored(db::ReadTx& tx, BibId id);
[[nodiscard]] std::vector<BibSummary> find_summaries(db::ReadTx& tx, std::span<const BibId> ids);
[[nodiscard]] std::vector<BibSummary> newest(db::ReadTx& tx, std::uint32_t limit, std::uint32_t offset);
[[nodiscard]] Catalogue::Neighbours neighbours(db::ReadTx& tx, BibId id, std::uint32_t each_side);
[[nodiscard]] std::vector<BibStamp> stamps(db::ReadTx& tx, BibId after, std::uint32_t limit);
[[nodiscard]] std::int64_t count_bibs(db::ReadTx& tx);

} // namespace tangthu::catalogue::impl
