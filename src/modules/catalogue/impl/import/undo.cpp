#include "modules/catalogue/impl/bib_store.h"
#include "modules/catalogue/impl/import/import_chunk.h"
#include "modules/catalogue/impl/import/import_policy.h"
#include "modules/catalogue/impl/import/importer_impl.h"
#include "modules/catalogue/impl/item_store.h"
#include "modules/catalogue/impl/journal_entries.h"
#include "platform/base/digest.h"
#include "platform/marc/reader.h"

#include <algorithm>
#include <set>

namespace tangthu::catalogue {

namespace impl {

namespace {

/// Records a transaction of an undo takes: small enough to let other desks in between.
constexpr std::uint32_t kRemovedAtOnce = 300;
constexpr std::uint32_t kRestoredAtOnce = 50;

/// Takes a batch back: records it made, then records it changed. One that was killed is finished by another.
class UndoRun {
public:
    UndoRun(Importer::Impl& rooms, BatchRow batch, const Actor& actor)
        : rooms_(rooms), batch_(std::move(batch)), actor_(actor) {
        report_.batch = batch_.uid;
    }

    Result<UndoReport> run() {
        // Copies without a unit of their own and copies in fields of a profile are read as the import read them.
        TANGTHU_TRY(default_unit_, rooms_.default_unit(batch_.options.unit));
        if (auto profile = read_item_profile(batch_.options.profile)) profile_ = *std::move(profile);
        TANGTHU_CHECK(rooms_.database.write([&](db::WriteTx& tx) -> Result<void> {
            if (!claim_batch(tx, batch_, rooms_.clock.now()))
                return fail(ErrorKind::Conflict, "catalogue.batch_running", {{"batch", batch_.uid}});
            mark_undoing(tx, batch_.id);
            return {};
        }));
        TANGTHU_CHECK(remove_created());
        TANGTHU_CHECK(restore_changed());
        TANGTHU_CHECK(rooms_.database.write([&](db::WriteTx& tx) -> Result<void> {
            finish_batch(tx, batch_.id, "undone", rooms_.clock.now());
            return {};
        }));
        std::optional<IndexFeed> no_feed;
        TANGTHU_CHECK(rooms_.make_searchable(no_feed, {}, position_));
        return report_;
    }

private:
    /// True while nobody but this batch has changed the record.
    [[nodiscard]] bool is_untouched(db::ReadTx& tx, BibId id, std::int64_t version) const {
        return standing_version(version, restored_versions(tx, id)) == last_version_by(tx, batch_.id, id);
    }

    Result<void> remove_created() {
        BibId after;
        for (;;) {
            UndoReport done;
            std::vector<BibId> touched;
            TANGTHU_TRY(const auto ids, rooms_.database.write([&](db::WriteTx& tx) -> Result<std::vector<BibId>> {
                done = report_;
                touched.clear();
                const auto created = list_created(tx, batch_.id, after, kRemovedAtOnce);
                for (const auto id : created) {
                    const auto stored = find_stored(tx, id);
                    if (!stored || !is_untouched(tx, id, stored->version)) {
                        ++done.kept;
                        continue;
                    }
                    done.items_removed += static_cast<std::uint64_t>(remove_items_of_bib(tx, id));
                    remove_bib(tx, id);
                    ++done.bibs_removed;
                    touched.push_back(id);
                }
                journal(tx, touched);
                return created;
            }));
            report_ = done;
            if (ids.empty()) return {};
            after = ids.back();
        }
    }

    /// Newest change first: a record changed twice ends at what stood before the first.
    Result<void> restore_changed() {
        std::int64_t before = 0;
        for (;;) {
            UndoReport done;
            TANGTHU_TRY(const auto changes,
                        rooms_.database.write([&](db::WriteTx& tx) -> Result<std::vector<BibChange>> {
                            done = report_;
                            std::set<BibId> restored;
                            auto list = list_changes(tx, batch_.id, before, kRestoredAtOnce);
                            for (const auto& change : list)
                                if (restore(tx, change, done)) restored.insert(change.bib_id);
                            journal(tx, {restored.begin(), restored.end()});
                            return list;
                        }));
            report_ = done;
            if (changes.empty()) return {};
            before = changes.back().id;
        }
    }

    /// False where the record is left as it is.
    bool restore(db::WriteTx& tx, const BibChange& change, UndoReport& done) {
        const auto stored = find_stored(tx, change.bib_id);
        if (!stored) return false;                       // made by this batch, and gone already
        if (stored->batch_id == batch_.id) return false; // made by it, and kept
        // This batch's changes are taken back newest first: what is on top now must be this one.
        if (standing_version(stored->version, restored_versions(tx, change.bib_id)) != change.version_after) {
            ++done.kept;
            return false;
        }
        marc::RecordReader reader(change.marc_before,
                                  {.format = marc::Format::Iso2709, .encoding = marc::Encoding::Utf8});
        marc::Record record;
        if (reader.next(record) != marc::ReadOutcome::Record) throw Fault("catalogue: a kept record can't be read");
        const auto before = take_apart(record, {}, profile_);
        done.items_removed += static_cast<std::uint64_t>(remove_items_of_batch(tx, batch_.id, change.bib_id));
        put_items_back(tx, change.bib_id, before);
        BibRow row{.id = change.bib_id,
                   .batch_id = batch_.id,
                   .extract = &before.extract,
                   .marc = change.marc_before,
                   .marc_source = change.marc_source_before,
                   .repairs = change.repairs_before,
                   .item_count = static_cast<int>(count_items_of_bib(tx, change.bib_id)),
                   .content_hash = change.hash_before};
        note_restored(tx, change.id, update_bib(tx, row, rooms_.clock.now()));
        ++done.bibs_restored;
        return true;
    }

    /// Copies and statements of holdings say again what the record before said of them.
    void put_items_back(db::WriteTx& tx, BibId id, const ImportedRecord& before) {
        ImportUnits units(rooms_.branches);
        std::vector<ItemRow> statements;
        const auto present = all_items_of_bib(tx, id);
        for (const auto& draft : before.items) {
            const auto owner = units.resolve(tx, draft.owner_unit.empty() ? default_unit_ : draft.owner_unit);
            const auto unit = draft.unit.empty() ? owner : units.resolve(tx, draft.unit);
            ItemRow row{.bib_id = id,
                        .batch_id = batch_.id,
                        .owner_unit_id = owner.id,
                        .unit_id = unit.id,
                        .number_unit_id = owner.number_unit_id,
                        .draft = draft};
            const auto same = std::find_if(present.begin(), present.end(), [&](const Item& item) {
                return !draft.barcode.empty() && item.barcode == draft.barcode;
            });
            if (same != present.end())
                update_item(tx, same->id, row);
            else if (draft.is_holding_only)
                statements.push_back(std::move(row));
        }
        remove_empty_holdings(tx, id);
        static_cast<void>(insert_items(tx, statements, BibsAre::known));
    }

    /// The one entry of a transaction, which also shows that somebody is at work.
    void journal(db::WriteTx& tx, const std::vector<BibId>& ids) {
        note_heartbeat(tx, batch_.id, rooms_.clock.now());
        if (!ids.empty()) position_ = append_touched(tx, kImportUndone, actor_, batch_.uid, ids, rooms_.clock.now());
    }

    Importer::Impl& rooms_;
    BatchRow batch_;
    const Actor& actor_;
    UndoReport report_;
    std::string default_unit_;
    std::optional<ItemProfile> profile_;
    std::int64_t position_ = 0;
};

BatchState state_of(const BatchRow& batch, Instant heartbeat, Instant now) {
    if (batch.state == "done") return BatchState::done;
    if (batch.state == "undone") return BatchState::undone;
    if (may_be_alive(batch.owner_process, heartbeat, now)) return BatchState::running;
    return batch.is_undoing ? BatchState::half_undone : BatchState::interrupted;
}

} // namespace

} // namespace impl

namespace {

struct FoundBatch {
    impl::BatchRow row;
    BatchState state = BatchState::running;
};

Result<FoundBatch> get_batch(db::Database& database, const std::string& uid, Instant now) {
    return database.read([&](db::ReadTx& tx) -> Result<FoundBatch> {
        auto batch = impl::find_batch(tx, uid);
        if (!batch) return fail(ErrorKind::NotFound, "catalogue.batch_not_found", {{"batch", uid}});
        const auto state = impl::state_of(*batch, impl::batch_heartbeat(tx, batch->id), now);
        return FoundBatch{*std::move(batch), state};
    });
}

} // namespace

namespace {

/// Records that were dealt with are passed over by their number: the files must be those that the import began with.
Result<void> require_unchanged(const impl::BatchOptions& options) {
    if (!options.sizes) return {}; // begun by an older version
    for (std::size_t i = 0; i < options.files.size() && i < options.sizes->size(); ++i) {
        std::error_code failed;
        const auto size = std::filesystem::file_size(options.files[i], failed);
        if (failed) continue; // check_import_files() has better words for it
        if (size != (*options.sizes)[i])
            return fail(ErrorKind::Conflict, "catalogue.batch_files_changed", {{"file", options.files[i]}});
    }
    return {};
}

} // namespace

Importer::Importer(db::Database& database, branches::Branches& branches, Indexer& indexer,
                   const text::Messages& messages, const Clock& clock)
    : impl_(new Impl{database, branches, indexer, messages, clock}) {}
Importer::~Importer() = default;

Result<UndoReport> Importer::undo(const std::string& batch, const Actor& actor) {
    TANGTHU_TRY(auto found, get_batch(impl_->database, batch, impl_->clock.now()));
    if (found.state == BatchState::running)
        return fail(ErrorKind::Conflict, "catalogue.batch_running", {{"batch", batch}});
    if (found.state == BatchState::undone)
        return fail(ErrorKind::Conflict, "catalogue.batch_already_undone", {{"batch", batch}});
    return impl::UndoRun(*impl_, std::move(found.row), actor).run();
}

Result<ImportReport> Importer::resume(const std::string& batch, const std::filesystem::path& rejects_folder,
                                      const Actor& actor,
                                      const std::function<void(const ImportProgress&)>& on_progress) {
    TANGTHU_TRY(const auto found, get_batch(impl_->database, batch, impl_->clock.now()));
    if (found.state == BatchState::running)
        return fail(ErrorKind::Conflict, "catalogue.batch_running", {{"batch", batch}});
    if (found.state == BatchState::half_undone)
        return fail(ErrorKind::Conflict, "catalogue.batch_half_undone", {{"batch", batch}});
    if (found.state != BatchState::interrupted)
        return fail(ErrorKind::Conflict, "catalogue.batch_not_interrupted", {{"batch", batch}});
    const auto& kept = found.row.options;
    TANGTHU_CHECK(require_unchanged(kept));
    ImportOptions options;
    options.files.assign(kept.files.begin(), kept.files.end());
    options.format = kept.format;
    options.encoding = kept.encoding;
    options.unit = kept.unit;
    options.source = kept.source;
    options.items_profile = kept.profile;
    options.find_lost_letters = kept.find_lost_letters.value_or(false);
    options.resume_batch = batch;
    options.rejects_folder = rejects_folder;
    return import(options, actor, on_progress);
}

Result<std::vector<Batch>> Importer::list_batches(std::uint32_t limit) const {
    return impl_->database.read([&](db::ReadTx& tx) -> Result<std::vector<Batch>> {
        std::vector<Batch> list;
        for (const auto& row : impl::list_batch_rows(tx, limit)) {
            Batch batch{.id = row.id,
                        .uid = row.uid,
                        .source = row.options.source,
                        .started_at = row.started_at,
                        .finished_at = row.finished_at};
            batch.state = impl::state_of(row, impl::batch_heartbeat(tx, row.id), impl_->clock.now());
            for (const auto& file : row.options.files)
                batch.files += (batch.files.empty() ? "" : ", ") + file;
            const auto& c = row.counters;
            batch.report = {.batch = row.uid,
                            .read = c.read,
                            .created = c.created,
                            .updated = c.updated,
                            .unchanged = c.unchanged,
                            .rejected = c.rejected,
                            .items_created = c.items_created,
                            .items_rejected = c.items_rejected,
                            .rejects_file = c.rejects_file};
            list.push_back(std::move(batch));
        }
        return list;
    });
}

} // namespace tangthu::catalogue
