#include "modules/catalogue/import.h"

#include "modules/catalogue/impl/bib_store.h"
#include "modules/catalogue/impl/import/import_chunk.h"
#include "modules/catalogue/impl/import/importer_impl.h"
#include "modules/catalogue/impl/import/rejects.h"
#include "modules/catalogue/impl/index/index_feed.h"
#include "modules/catalogue/impl/journal_entries.h"
#include "modules/catalogue/indexer.h"
#include "platform/base/json.h"
#include "platform/base/uid.h"
#include "platform/db/database.h"
#include "platform/journal/seal.h"

#include <chrono>
#include <fstream>
#include <span>
#include <sstream>
#include <tuple>

namespace tangthu::catalogue {

namespace impl {

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kReportedProblems = 100;
/// A chunk keeps the writer for 200 ms at most (issue: other desks go on working); it is aimed at half of that.
constexpr double kChunkSeconds = 0.1;
constexpr std::size_t kSmallestChunk = 64;
constexpr std::size_t kLargestChunk = 2048;
/// Bytes of records and of what is no record that a chunk takes up at once: bounds the memory of an import.
constexpr std::size_t kChunkBytes = std::size_t{8} << 20;
/// Records overwritten in one transaction: each takes several statements, and they come unforeseen.
constexpr std::size_t kFewestChanges = 16;
constexpr std::size_t kMostChanges = 1024;

double seconds_since(SteadyClock::time_point start) {
    return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

/// Thrown inside a dry run's transaction so that it is rolled back with its result kept.
[[nodiscard]] tl::unexpected<Error> dry_run_ends() { return fail(ErrorKind::Conflict, "catalogue.dry_run"); }

} // namespace

Result<std::optional<ItemProfile>> read_item_profile(const std::filesystem::path& path) {
    if (path.empty()) return std::optional<ItemProfile>{};
    std::ifstream in(path);
    std::stringstream text;
    text << in.rdbuf();
    if (!in) return fail(ErrorKind::NotFound, "catalogue.profile_unreadable", {{"file", path.string()}});
    TANGTHU_TRY(const auto file, from_json<ItemProfileFile>(text.str()));
    TANGTHU_TRY(auto profile, profile_from(file));
    return std::optional{std::move(profile)};
}

/// One import, from its first chunk to its report.
class ImportRun {
public:
    ImportRun(Importer::Impl& rooms, const ImportOptions& options, const Actor& actor)
        : rooms_(rooms), options_(options), actor_(actor), units_(rooms.branches) {}

    Result<ImportReport> run(const std::function<void(const ImportProgress&)>& on_progress) {
        auto report = bring_in(on_progress);
        if (!report && batch_.is_set()) give_up_batch();
        return report;
    }

private:
    struct Chunk {
        std::vector<ImportedRecord> records;
        std::vector<std::size_t> files; ///< beside records
        std::vector<std::pair<std::size_t, marc::BadRecord>> bad;
        std::uint64_t bytes_read = 0;
        bool is_end = false;
    };

    Result<ImportReport> bring_in(const std::function<void(const ImportProgress&)>& on_progress) {
        TANGTHU_CHECK(prepare());
        TANGTHU_TRY(auto profile, read_item_profile(options_.items_profile));
        TANGTHU_CHECK(begin_batch());
        TANGTHU_CHECK(begin_feed());
        ImportReader reader(options_.files, read_options_, options_.source, std::move(profile));
        for (;;) {
            TANGTHU_TRY(auto chunk, collect(reader));
            if (chunk.is_end) break;
            note_bad(chunk);
            TANGTHU_CHECK(store(chunk));
            report_.seconds = seconds_since(start_);
            if (on_progress) on_progress({chunk.bytes_read, bytes_total_, report_.read, report_.seconds});
        }
        TANGTHU_CHECK(finish());
        report_.seconds = seconds_since(start_);
        report_.records_per_second = report_.seconds > 0 ? static_cast<double>(report_.read) / report_.seconds : 0;
        report_.rejects_file = rejects_ ? rejects_->path() : "";
        report_.provisional_units = units_.provisional();
        return std::move(report_);
    }

    /// A batch that is gone on with is told of as one: its records were dealt with in their order, so those that were
    /// are passed over. What is no record is met again, and counted anew.
    void take_up(const BatchCounters& before) {
        report_.created = before.created;
        report_.updated = before.updated;
        report_.unchanged = before.unchanged;
        report_.items_created = before.items_created;
        report_.items_rejected = before.items_rejected;
        to_skip_ = before.created + before.updated + before.unchanged;
    }

    Result<void> prepare() {
        TANGTHU_CHECK(check_import_files(options_.files));
        for (const auto& file : options_.files) {
            sizes_.push_back(std::filesystem::file_size(file));
            bytes_total_ += sizes_.back();
        }
        if (!options_.format.empty()) {
            read_options_.format = marc::format_from_name(options_.format);
            if (!read_options_.format)
                return fail(ErrorKind::Invalid, "catalogue.unknown_format", {{"format", options_.format}});
        }
        if (!options_.encoding.empty()) {
            read_options_.encoding = marc::encoding_from_name(options_.encoding);
            if (!read_options_.encoding)
                return fail(ErrorKind::Invalid, "catalogue.unknown_encoding", {{"encoding", options_.encoding}});
        }
        read_options_.find_lost_letters = options_.find_lost_letters;
        TANGTHU_TRY(default_unit_, rooms_.default_unit(options_.unit));
        return {};
    }

    Result<void> begin_batch() {
        report_.batch = options_.resume_batch.empty() ? new_uid(rooms_.clock.now()) : options_.resume_batch;
        rejects_.emplace(options_.rejects_folder, report_.batch, rooms_.messages);
        if (options_.dry_run) return {};
        BatchOptions kept{.files = {},
                          .format = options_.format,
                          .encoding = options_.encoding,
                          .unit = options_.unit,
                          .source = options_.source,
                          .profile = options_.items_profile.string(),
                          .sizes = sizes_,
                          .find_lost_letters = options_.find_lost_letters};
        for (const auto& file : options_.files)
            kept.files.push_back(std::filesystem::absolute(file).string());
        TANGTHU_TRY(batch_, rooms_.database.write([&](db::WriteTx& tx) -> Result<BatchId> {
            if (options_.resume_batch.empty()) return insert_batch(tx, report_.batch, kept, rooms_.clock.now());
            const auto batch = find_batch(tx, options_.resume_batch);
            if (!batch)
                return fail(ErrorKind::NotFound, "catalogue.batch_not_found", {{"batch", options_.resume_batch}});
            if (!claim_batch(tx, *batch, rooms_.clock.now()))
                return fail(ErrorKind::Conflict, "catalogue.batch_running", {{"batch", options_.resume_batch}});
            take_up(batch->counters);
            return batch->id;
        }));
        return {};
    }

    /// This process lives on, perhaps for months: the batch must not pass for one that is at work.
    void give_up_batch() {
        std::ignore = rooms_.database.write([&](db::WriteTx& tx) -> Result<void> {
            disown_batch(tx, batch_);
            return {};
        });
    }

    Result<void> begin_feed() {
        if (options_.dry_run || rooms_.indexer.role() == IndexRole::reader) return {};
        TANGTHU_CHECK(rooms_.indexer.ensure());
        TANGTHU_TRY(const auto bibs,
                    rooms_.database.read([](db::ReadTx& tx) -> Result<std::int64_t> { return count_bibs(tx); }));
        const auto start = bibs == 0 ? IndexFeed::Start::empty_index : IndexFeed::Start::filled_index;
        TANGTHU_TRY(auto feed, rooms_.begin_feed(start));
        feed_.emplace(std::move(feed));
        return {};
    }

    /// As many portions as make a chunk of the size that fits the writer's time.
    Result<Chunk> collect(ImportReader& reader) {
        Chunk chunk;
        std::size_t bytes = 0;
        while (chunk.records.size() + chunk.bad.size() < chunk_size_ && bytes < kChunkBytes) {
            TANGTHU_TRY(auto portion, reader.next());
            if (!portion) {
                chunk.is_end = chunk.records.empty() && chunk.bad.empty();
                break;
            }
            chunk.bytes_read = portion->bytes_read;
            bytes += portion->bytes;
            for (auto& record : portion->records) {
                if (to_skip_ > 0) {
                    --to_skip_;
                    ++report_.read;
                    continue;
                }
                chunk.records.push_back(std::move(record));
                chunk.files.push_back(portion->file);
            }
            for (auto& bad : portion->bad)
                chunk.bad.emplace_back(portion->file, std::move(bad));
        }
        return chunk;
    }

    void note_bad(const Chunk& chunk) {
        for (const auto& [file, bad] : chunk.bad) {
            ++report_.read;
            ++report_.rejected;
            const ImportProblem problem{options_.files[file].string(), bad.offset, bad.number, bad.key, bad.params};
            if (!options_.dry_run) rejects_->add_record(problem, bad.bytes);
            keep(problem);
        }
    }

    Result<void> store(const Chunk& chunk) {
        std::span<const ImportedRecord> left{chunk.records};
        do {
            TANGTHU_TRY(const auto taken, store_some(chunk, left));
            left = left.subspan(taken);
        } while (!left.empty());
        return {};
    }

    /// One transaction; how many of the records it dealt with.
    Result<std::size_t> store_some(const Chunk& chunk, std::span<const ImportedRecord> records) {
        const auto begin = SteadyClock::now();
        const ChunkContext context{batch_, default_unit_, rooms_.clock.now(), options_.dry_run ? &memory_ : nullptr,
                                   most_changes_};
        ChunkOutcome outcome;
        const auto work = [&](db::WriteTx& tx) -> Result<void> {
            units_.forget_unkept();
            outcome = store_chunk(tx, records, context, units_);
            if (options_.dry_run) return dry_run_ends();
            std::vector<BibId> ids;
            for (const auto& touched : outcome.touched)
                ids.push_back(touched.id);
            if (!ids.empty()) position_ = append_touched(tx, kBibsImported, actor_, report_.batch, ids, context.now);
            update_batch(tx, batch_, counters_with(outcome), context.now);
            return {};
        };
        const auto stored = rooms_.database.write(work);
        if (!stored && stored.error().key != "catalogue.dry_run") return fail(stored.error());
        if (options_.dry_run)
            units_.forget_unkept();
        else
            units_.keep();
        memory_.add(std::move(outcome.learned));
        take(chunk, outcome);
        const double seconds = seconds_since(begin);
        if (outcome.updated > 0)
            resize(most_changes_, outcome.updated, seconds, kFewestChanges, kMostChanges);
        else
            resize(chunk_size_, outcome.taken, seconds, kSmallestChunk, kLargestChunk);
        if (feed_) TANGTHU_CHECK(feed_->add(outcome.touched));
        return outcome.taken;
    }

    void take(const Chunk& chunk, const ChunkOutcome& outcome) {
        report_.read += outcome.taken;
        report_.created += outcome.created;
        report_.updated += outcome.updated;
        report_.unchanged += outcome.unchanged;
        report_.items_created += outcome.items_created;
        for (const auto& found : outcome.problems) {
            const auto index = static_cast<std::size_t>(found.record - chunk.records.data());
            const ImportProblem problem{options_.files[chunk.files[index]].string(), found.record->offset,
                                        found.record->number, found.key, found.params};
            keep(problem);
            report_.items_rejected += found.barcode.empty() ? 0 : 1;
            if (!options_.dry_run)
                rejects_->add_item(problem, found.barcode, found.record->control_number,
                                   found.record->extract.summary.title);
        }
    }

    [[nodiscard]] BatchCounters counters_with(const ChunkOutcome& outcome) const {
        BatchCounters counters{.read = report_.read + outcome.taken,
                               .created = report_.created + outcome.created,
                               .updated = report_.updated + outcome.updated,
                               .unchanged = report_.unchanged + outcome.unchanged,
                               .rejected = report_.rejected,
                               .items_created = report_.items_created + outcome.items_created,
                               .items_rejected = report_.items_rejected,
                               .rejects_file = rejects_->path()};
        for (const auto& problem : outcome.problems)
            counters.items_rejected += problem.barcode.empty() ? 0 : 1;
        return counters;
    }

    void keep(const ImportProblem& problem) {
        ++report_.problem_count;
        if (report_.problems.size() < kReportedProblems) report_.problems.push_back(problem);
    }

    /// Brings a size nearer to what fits the writer's time, by what `done` of it took.
    static void resize(std::size_t& size, std::size_t done, double seconds, std::size_t least, std::size_t most) {
        if (done < std::min(least, size) || seconds <= 0) return;
        const double fitting = static_cast<double>(done) * kChunkSeconds / seconds;
        const double next = std::clamp(fitting, static_cast<double>(size) / 2, static_cast<double>(size) * 2);
        size = std::clamp(static_cast<std::size_t>(next), least, most);
    }

    Result<void> finish() {
        if (options_.dry_run) return {};
        TANGTHU_CHECK(rooms_.database.write([&](db::WriteTx& tx) -> Result<void> {
            update_batch(tx, batch_, counters_with({}), rooms_.clock.now());
            finish_batch(tx, batch_, "done", rooms_.clock.now());
            return {};
        }));
        journal::seal(rooms_.database, journal::SealWhat::Everything, rooms_.clock.now());
        return rooms_.make_searchable(feed_, report_.batch, position_);
    }

    Importer::Impl& rooms_;
    const ImportOptions& options_;
    const Actor& actor_;
    ImportUnits units_;
    marc::ReadOptions read_options_;
    std::string default_unit_;
    BatchId batch_;
    ImportReport report_;
    std::uint64_t to_skip_ = 0; ///< records that the run before has dealt with
    DryRunMemory memory_;
    std::optional<RejectsFile> rejects_;
    std::optional<IndexFeed> feed_;
    std::vector<std::uint64_t> sizes_; ///< of the files
    std::uint64_t bytes_total_ = 0;
    std::int64_t position_ = 0;
    std::size_t chunk_size_ = 256;
    std::size_t most_changes_ = 64;
    SteadyClock::time_point start_ = SteadyClock::now();
};

} // namespace impl

Result<void> check_import_files(const std::vector<std::filesystem::path>& files) {
    if (files.empty()) return fail(ErrorKind::Invalid, "catalogue.import_no_file");
    for (const auto& file : files) {
        std::error_code failed;
        const auto status = std::filesystem::status(file, failed);
        if (std::filesystem::is_directory(status))
            return fail(ErrorKind::Invalid, "catalogue.import_is_folder", {{"file", file.string()}});
        // A pipe that nobody writes to would be waited for: only files are opened for a try.
        const bool is_pipe = file == "-" || (exists(status) && !is_regular_file(status));
        if (is_pipe) return fail(ErrorKind::Invalid, "catalogue.import_not_a_file", {{"file", file.string()}});
        if (!std::ifstream(file))
            return fail(ErrorKind::NotFound, "catalogue.import_unreadable", {{"file", file.string()}});
    }
    return {};
}

Result<ImportReport> Importer::import(const ImportOptions& options, const Actor& actor,
                                      const std::function<void(const ImportProgress&)>& on_progress) {
    return impl::ImportRun(*impl_, options, actor).run(on_progress);
}

} // namespace tangthu::catalogue
