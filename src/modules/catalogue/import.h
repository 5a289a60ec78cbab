#pragma once

#include "modules/catalogue/bib.h"
#include "platform/base/clock.h"
#include "platform/base/result.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tangthu::db {
class Database;
}
namespace tangthu::branches {
class Branches;
}
namespace tangthu::text {
class Messages;
}

namespace tangthu::catalogue {

class Indexer;

struct ImportOptions {
    std::vector<std::filesystem::path> files;
    std::string format;                   ///< iso2709, marcxml, json, ndjson, mrk, alephseq; empty = by content
    std::string encoding;                 ///< utf-8, marc-8, tcvn3, vni, viscii, cp1258 …; empty = by record
    std::string unit;                     ///< unit code for items that name none
    std::string source;                   ///< identity = (source, 003, 001); empty = 003, else content
    std::filesystem::path items_profile;  ///< JSON naming the item field and its subfields; empty = 952, else 852
    std::string resume_batch;             ///< go on under this batch, which was interrupted
    bool find_lost_letters = false;       ///< looks for ư that vanished without a trace (marc::ReadOptions): slow
    bool dry_run = false;                 ///< everything is tried, nothing is kept
    std::filesystem::path rejects_folder; ///< where `import-BATCH-rejects.ndjson` goes
};

/// Something a person should know of a record that was read; the text is in the locales under `key`.
struct ImportProblem {
    std::string file;
    std::uint64_t offset = 0;        ///< bytes from the start of the file
    std::uint64_t record_number = 0; ///< from 1
    std::string key;
    std::vector<ErrorParam> params;
};

/// read = created + updated + unchanged + rejected.
struct ImportReport {
    std::string batch;
    std::uint64_t read = 0;
    std::uint64_t created = 0;
    std::uint64_t updated = 0;
    std::uint64_t unchanged = 0;
    std::uint64_t rejected = 0;
    std::uint64_t items_created = 0;
    std::uint64_t items_rejected = 0;
    double seconds = 0;
    double records_per_second = 0;
    std::string rejects_file;                   ///< empty when nothing was rejected
    std::vector<std::string> provisional_units; ///< codes nobody knew, now provisional units
    std::uint64_t problem_count = 0;
    std::vector<ImportProblem> problems; ///< the first 100; all of them are in the rejects file
};

struct ImportProgress {
    std::uint64_t bytes_read = 0;
    std::uint64_t bytes_total = 0;
    std::uint64_t records = 0;
    double seconds = 0;
};

/// half_undone: an undo was interrupted; undoing again finishes it.
enum class BatchState { running, done, interrupted, undone, half_undone };

struct Batch {
    BatchId id;
    std::string uid;
    BatchState state = BatchState::running;
    std::string source;
    std::string files;
    Instant started_at;
    std::optional<Instant> finished_at;
    ImportReport report;
};

struct UndoReport {
    std::string batch;
    std::uint64_t bibs_removed = 0;
    std::uint64_t bibs_restored = 0;
    std::uint64_t items_removed = 0;
    std::uint64_t kept = 0; ///< changed by someone since: left as they are
};

/// Whether an import can begin on these files, without reading them. Errors: catalogue.import_no_file,
/// catalogue.import_unreadable {file}, catalogue.import_is_folder {file}, catalogue.import_not_a_file {file}: pipes and
/// devices can't be read a second time, and an import that was interrupted must be.
[[nodiscard]] Result<void> check_import_files(const std::vector<std::filesystem::path>& files);

/// Brings files of records in, chunk by chunk (≤ 200 ms of writer time each), and takes a batch back.
/// A batch that was killed shows as interrupted; running the same import again finishes it, undo removes what it left.
class Importer {
public:
    struct Impl;

    Importer(db::Database& database, branches::Branches& branches, Indexer& indexer, const text::Messages& messages,
             const Clock& clock);
    ~Importer();

    /// Errors: those of check_import_files(); catalogue.unknown_format, catalogue.unknown_encoding,
    /// catalogue.unknown_unit; marc.read_failed: the batch is interrupted. A bad record is never an error: it is
    /// rejected and the rest goes on.
    [[nodiscard]] Result<ImportReport> import(const ImportOptions& options, const Actor& actor,
                                              const std::function<void(const ImportProgress&)>& on_progress = {});
    /// Goes on with a batch that was interrupted, as it was called, behind the last record that was stored. Errors:
    /// catalogue.batch_not_found, catalogue.batch_running, catalogue.batch_not_interrupted,
    /// catalogue.batch_half_undone, catalogue.batch_files_changed {file}.
    [[nodiscard]] Result<ImportReport> resume(const std::string& batch, const std::filesystem::path& rejects_folder,
                                              const Actor& actor,
                                              const std::function<void(const ImportProgress&)>& on_progress = {});
    /// Removes what the batch created and restores what it changed. Errors: catalogue.batch_not_found,
    /// catalogue.batch_running, catalogue.batch_already_undone.
    [[nodiscard]] Result<UndoReport> undo(const std::string& batch, const Actor& actor);
    [[nodiscard]] Result<std::vector<Batch>> list_batches(std::uint32_t limit) const;

private:
    std::unique_ptr<Impl> impl_;
};

} // namespace tangthu::catalogue
