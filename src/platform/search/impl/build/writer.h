#pragma once

#include "platform/search/impl/core.h"
#include "platform/search/impl/terms.h"

#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

namespace tangthu::search::impl {

/// Errors: search.bad_document {id, reason}.
[[nodiscard]] Result<void> check_document(const Document& document, std::int64_t above = 0);

class WriterState {
public:
    explicit WriterState(std::shared_ptr<Core> core);
    ~WriterState();
    [[nodiscard]] Result<void> replace(const Document& document);
    void remove(std::int64_t id);
    void commit(std::int64_t position);
    [[nodiscard]] std::size_t pending() const { return pending_; }

private:
    void begin();
    void note_words(const std::vector<MadeTerm>& terms);
    void adopt_folded();
    void refresh_snapshot();

    const std::shared_ptr<Core> core_;
    const std::shared_ptr<Generation> generation_;
    Xapian::WritableDatabase database_;
    IndexState state_;
    std::shared_ptr<const Snapshot> snapshot_; ///< for the words its tables file knows
    TermMaker maker_;
    std::vector<std::string> blobs_; ///< changes since the last commit, in pieces
    std::unordered_set<std::string> new_words_;
    std::size_t pending_ = 0;
    std::size_t unfolded_ = 0;
    bool is_open_ = false; ///< a transaction is
};

} // namespace tangthu::search::impl
