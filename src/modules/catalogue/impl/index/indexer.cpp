#include "modules/catalogue/indexer.h"

#include "modules/catalogue/impl/bib_store.h"
#include "modules/catalogue/impl/import/importer_impl.h"
#include "modules/catalogue/impl/index/index_rows.h"
#include "modules/catalogue/impl/index/indexer_impl.h"
#include "modules/catalogue/impl/journal_entries.h"
#include "platform/base/log.h"

#include <algorithm>
#include <thread>

namespace tangthu::catalogue {

namespace {

constexpr std::uint32_t kEntriesAtOnce = 1000;
constexpr std::uint32_t kRowsAtOnce = 1000;
/// Records between two commits while catching up: they wait in memory for it. An entry stands for a few thousand.
constexpr std::size_t kRecordsACommit = 20'000;

} // namespace

search::Schema catalogue_index_schema() { return impl::index_schema(); }

Indexer::Indexer(db::Database& database, branches::Branches& branches, search::Index& index, IndexRole role)
    : impl_(new Impl{database, branches, index, role}) {}
Indexer::~Indexer() = default;

IndexRole Indexer::role() const { return impl_->role; }

Result<IndexStanding> Indexer::standing() const {
    const auto health = impl_->index.health();
    return impl_->database.read([&](db::ReadTx& tx) -> Result<IndexStanding> {
        IndexStanding standing;
        // health() tells of the opening; where the index stands now is its own to say.
        standing.position = health.ok ? impl_->index.position() : health.position;
        standing.documents = health.documents;
        standing.journal_position = impl::journal_end(tx);
        standing.bibs = impl::count_bibs(tx);
        standing.is_stale = health.ok && !impl::has_reached(tx, standing.position, standing.journal_position);
        standing.detail = health.detail;
        standing.ok = health.ok && !standing.is_stale;
        // A database restored from a back-up stands before an index that has seen the days after it.
        standing.is_ahead = health.ok && !impl::is_in_journal(tx, standing.position);
        if (standing.is_ahead) {
            standing.ok = false;
            standing.detail = "the index is ahead of the journal";
        }
        return standing;
    });
}

Result<void> Indexer::ensure(const std::function<void(const RebuildProgress&)>& on_progress,
                             const std::stop_token& stop) {
    if (impl_->role == IndexRole::reader) return {};
    TANGTHU_TRY(const auto now, standing());
    if (!impl_->index.health().ok || now.is_ahead) {
        if (now.bibs > 0) log::warning("search index: " + now.detail + "; building it from the database");
        return rebuild(on_progress);
    }
    TANGTHU_CHECK(catch_up(stop));
    return {};
}

Result<std::uint64_t> Indexer::catch_up(const std::stop_token& stop) { return impl_->catch_up({}, stop); }

Result<std::uint64_t> Indexer::Impl::catch_up(const std::string& skip_batch, const std::stop_token& stop) {
    std::uint64_t indexed = 0;
    auto position = index.position();
    for (;;) {
        std::int64_t reached = position;
        TANGTHU_TRY(const auto entries, database.read([&](db::ReadTx& tx) -> Result<std::vector<impl::TouchedEntry>> {
            return impl::touched_since(tx, position, kEntriesAtOnce, reached);
        }));
        if (reached == position) return indexed;
        std::set<std::int64_t> ids;
        for (const auto& entry : entries) {
            if (!skip_batch.empty() && entry.batch == skip_batch) continue;
            for (const auto& [first, last] : entry.bibs)
                for (auto id = first; id <= last; ++id)
                    ids.insert(id);
            if (ids.size() < kRecordsACommit) continue;
            TANGTHU_CHECK(index_again(ids, entry.position));
            indexed += ids.size();
            ids.clear();
            if (stop.stop_requested()) return indexed;
        }
        TANGTHU_CHECK(index_again(ids, reached));
        indexed += ids.size();
        position = reached;
        if (stop.stop_requested()) return indexed;
    }
}

Result<void> Indexer::Impl::index_again(const std::set<std::int64_t>& ids, std::int64_t position) {
    TANGTHU_TRY(auto writer, index.writer());
    branches.refresh(); // an import of another process may have made provisional units for these very records
    impl::DocumentMaker maker;
    const std::vector<std::int64_t> all(ids.begin(), ids.end());
    for (std::size_t from = 0; from < all.size(); from += kRowsAtOnce) {
        const auto count = std::min<std::size_t>(kRowsAtOnce, all.size() - from);
        TANGTHU_TRY(const auto rows, database.read([&](db::ReadTx& tx) {
            return impl::read_index_rows(tx, branches, std::span{all}.subspan(from, count));
        }));
        auto row = rows.begin();
        for (const auto id : std::span{all}.subspan(from, count)) {
            if (row != rows.end() && row->id.value == id) {
                TANGTHU_CHECK(writer.replace(maker.make(row->id, row->extract, row->items)));
                ++row;
            } else {
                writer.remove(id);
            }
        }
    }
    writer.commit(position);
    return {};
}

Result<void> Indexer::rebuild(const std::function<void(const RebuildProgress&)>& on_progress) {
    RebuildProgress progress;
    std::int64_t position = 0;
    TANGTHU_CHECK(impl_->database.read([&](db::ReadTx& tx) -> Result<void> {
        progress.total = impl::count_bibs(tx);
        position = impl::journal_end(tx);
        return {};
    }));
    impl_->branches.refresh(); // as in index_again()
    TANGTHU_TRY(auto builder, impl_->index.rebuild());
    impl::DocumentMaker maker;
    BibId after;
    for (;;) {
        TANGTHU_TRY(const auto rows, impl_->database.read([&](db::ReadTx& tx) {
            return impl::read_index_rows_after(tx, impl_->branches, after, kRowsAtOnce);
        }));
        if (rows.empty()) break;
        for (const auto& row : rows)
            TANGTHU_CHECK(builder.add(maker.make(row.id, row.extract, row.items)));
        after = rows.back().id;
        progress.done += static_cast<std::int64_t>(rows.size());
        if (on_progress) on_progress(progress);
    }
    builder.finish(position);
    TANGTHU_CHECK(catch_up());
    return {};
}

Result<void> Indexer::wait_for(std::int64_t position, std::chrono::milliseconds patience) {
    if (impl_->role == IndexRole::writer) {
        TANGTHU_CHECK(catch_up());
        return {};
    }
    const auto deadline = std::chrono::steady_clock::now() + patience;
    for (;;) {
        const auto at = impl_->index.position();
        TANGTHU_TRY(const auto is_there, impl_->database.read([&](db::ReadTx& tx) -> Result<bool> {
            return impl::has_reached(tx, at, position);
        }));
        if (is_there) return {};
        if (std::chrono::steady_clock::now() > deadline) return fail(ErrorKind::Unavailable, "catalogue.index_behind");
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

Result<impl::IndexFeed> Importer::Impl::begin_feed(impl::IndexFeed::Start start) const {
    return impl::IndexFeed::begin(indexer.impl_->index, start);
}

Result<void> Importer::Impl::make_searchable(std::optional<impl::IndexFeed>& feed, const std::string& batch,
                                             std::int64_t position) const {
    if (!feed) {
        if (position == 0) return {};
        // Another process writes the index; a large import takes it a while.
        return indexer.wait_for(position, std::chrono::minutes(30));
    }
    // The index stands where it stood: entries that others wrote meanwhile are still to be indexed. Ours are in.
    TANGTHU_TRY(auto again, feed->finish(indexer.impl_->index.position()));
    feed.reset();
    TANGTHU_CHECK(indexer.impl_->catch_up(batch));
    if (again.empty()) return {};
    std::set<std::int64_t> ids;
    for (const auto id : again)
        ids.insert(id.value);
    return indexer.impl_->index_again(ids, indexer.impl_->index.position());
}

Result<std::string> Importer::Impl::default_unit(const std::string& asked) const {
    if (!asked.empty()) {
        const auto unit = branches.get_unit(asked);
        if (!unit) return fail(ErrorKind::Invalid, "catalogue.unknown_unit", {{"code", asked}});
        return asked;
    }
    TANGTHU_TRY(const auto central, branches.find_central());
    // A network without a central library yet: copies that name no unit wait under this provisional one.
    return central ? central->code : std::string{"CHUA-RO"};
}

} // namespace tangthu::catalogue
