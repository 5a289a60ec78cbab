#include "modules/catalogue/impl/index/index_feed.h"

namespace tangthu::catalogue::impl {

namespace {

/// Changed documents wait in memory for a commit.
constexpr std::size_t kMostPending = 20'000;

} // namespace

Result<IndexFeed> IndexFeed::begin(search::Index& index, Start start) {
    IndexFeed feed;
    feed.position_ = index.position();
    if (start == Start::empty_index) {
        TANGTHU_TRY(auto builder, index.rebuild());
        feed.builder_.emplace(std::move(builder));
    } else {
        TANGTHU_TRY(auto writer, index.writer());
        feed.writer_.emplace(std::move(writer));
    }
    return feed;
}

Result<void> IndexFeed::add(const std::vector<TouchedBib>& touched) {
    for (const auto& bib : touched) {
        if (builder_ && bib.id.value <= last_id_) {
            again_.insert(bib.id);
            continue;
        }
        last_id_ = bib.id.value;
        const auto& document = maker_.make(bib.id, *bib.extract, bib.items);
        TANGTHU_CHECK(builder_ ? builder_->add(document) : writer_->replace(document));
    }
    // At the position it had: should this import be killed, the index catches up from there.
    if (writer_ && writer_->pending() >= kMostPending) writer_->commit(position_);
    return {};
}

Result<std::set<BibId>> IndexFeed::finish(std::int64_t position) {
    if (builder_)
        builder_->finish(position);
    else
        writer_->commit(position);
    builder_.reset();
    writer_.reset();
    return std::move(again_);
}

} // namespace tangthu::catalogue::impl
