#include "platform/search/impl/build/writer.h"

#include "platform/search/impl/faults.h"
#include "platform/text/normalize.h"

#include <algorithm>

namespace tangthu::search::impl {

namespace {

constexpr std::size_t kBlobBytes = std::size_t{1} << 20U;
constexpr std::size_t kFoldAfter = 2'000; ///< changed documents, at least
constexpr std::size_t kFoldFraction = 50; ///< and one in so many
constexpr std::int64_t kMaxId = 0xFFFFFFFE;

/// Turns exceptions into the one kind that leaves this room.
template <class Work>
auto guarded(Core& core, Work&& work) {
    try {
        return work();
    } catch (const Fault&) {
        throw;
    } catch (const Xapian::DatabaseCorruptError& error) {
        core.distrust(error.get_description());
        throw Fault("search: " + error.get_description());
    } catch (...) {
        rethrow_as_fault(std::current_exception());
    }
}

} // namespace

Result<void> check_document(const Document& document, std::int64_t above) {
    const auto bad = [&](const char* reason) {
        return fail(ErrorKind::Invalid, "search.bad_document",
                    {{"id", std::to_string(document.id)}, {"reason", reason}});
    };
    if (document.id <= 0 || document.id > kMaxId) return bad("id");
    if (document.id <= above) return bad("order");
    return {};
}

WriterState::WriterState(std::shared_ptr<Core> core)
    : core_(std::move(core)), generation_(core_->generation()), maker_(core_->schema()) {
    try {
        guarded(*core_, [&] {
            database_ = Xapian::WritableDatabase{(generation_->path() / "xapian").string(),
                                                 Xapian::DB_OPEN | Xapian::DB_BACKEND_GLASS};
            if (!read_state(database_.get_metadata(kStateKey), state_)) throw Fault("search: the index has no state");
            refresh_snapshot();
            unfolded_ = snapshot_->changes();
        });
    } catch (...) {
        core_->end_change();
        throw;
    }
}

WriterState::~WriterState() {
    try {
        if (is_open_) database_.cancel_transaction();
    } catch (const Xapian::Error&) { // what was not committed is lost either way
    }
    core_->end_change();
}

void WriterState::refresh_snapshot() {
    auto reader = generation_->take();
    snapshot_ = reader->snapshot;
    generation_->give_back(std::move(reader));
    new_words_.clear();
    for (std::size_t i = 0; i < snapshot_->new_words(); ++i)
        new_words_.insert(snapshot_->new_word(i).second);
}

void WriterState::begin() {
    if (is_open_) return;
    // Inside a transaction Xapian writes when its memory is full, but commits only when told to.
    database_.begin_transaction(true);
    is_open_ = true;
}

void WriterState::note_words(const std::vector<MadeTerm>& terms) {
    for (const MadeTerm& term : terms) {
        if (term.term[0] >= 'A' && term.term[0] <= 'Z') continue;
        std::string written{term.term};
        if (new_words_.contains(written)) continue;
        const std::string folded = text::fold(written);
        if (snapshot_->base().words.has(folded, written)) continue;
        append_word(blobs_.back(), folded, written);
        new_words_.insert(std::move(written));
    }
}

Result<void> WriterState::replace(const Document& document) {
    TANGTHU_CHECK(check_document(document));
    guarded(*core_, [&] {
        begin();
        if (blobs_.empty() || blobs_.back().size() > kBlobBytes) blobs_.emplace_back();
        Xapian::Document made;
        const auto& terms = maker_.make(document.texts, document.terms);
        for (const MadeTerm& term : terms)
            made.add_term(std::string{term.term}, term.bits);
        made.set_data(maker_.lines());
        note_words(terms);
        database_.replace_document(static_cast<Xapian::docid>(document.id), made);
        append_document(blobs_.back(), core_->schema(), document);
    });
    ++pending_;
    return {};
}

void WriterState::remove(std::int64_t id) {
    if (id <= 0 || id > kMaxId) return;
    guarded(*core_, [&] {
        begin();
        if (blobs_.empty() || blobs_.back().size() > kBlobBytes) blobs_.emplace_back();
        try {
            database_.delete_document(static_cast<Xapian::docid>(id));
        } catch (const Xapian::DocNotFoundError&) {
            return;
        }
        append_removal(blobs_.back(), static_cast<std::uint32_t>(id));
        ++pending_;
    });
}

void WriterState::adopt_folded() {
    const auto folded = core_->take_folded();
    if (!folded) return;
    for (std::uint64_t seq = state_.tables_seq + 1; seq <= folded->seq; ++seq)
        database_.set_metadata(change_key(seq), {});
    state_.tables = folded->tables;
    state_.tables_seq = folded->seq;
}

void WriterState::commit(std::int64_t position) {
    guarded(*core_, [&] {
        begin();
        const std::uint64_t old_tables = state_.tables;
        adopt_folded();
        for (std::string& blob : blobs_)
            if (!blob.empty()) database_.set_metadata(change_key(++state_.seq), blob);
        state_.position = position;
        database_.set_metadata(kStateKey, write_state(state_));
        {
            const std::unique_lock gate{core_->commit_gate};
            database_.commit_transaction();
            is_open_ = false;
        }
        write_manifest(generation_->path(), core_->schema(), state_);
        blobs_.clear();
        unfolded_ += pending_;
        pending_ = 0;
        if (state_.tables != old_tables) {
            refresh_snapshot();
            unfolded_ = snapshot_->changes();
            std::error_code ignored; // searches that still use the old file have it mapped
            std::filesystem::remove(generation_->path() / ("tables." + std::to_string(old_tables)), ignored);
        }
        const std::size_t enough =
            std::max(kFoldAfter, static_cast<std::size_t>(snapshot_->documents()) / kFoldFraction);
        if (unfolded_ > enough) core_->start_folding(generation_);
    });
}

} // namespace tangthu::search::impl
