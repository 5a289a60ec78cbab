#pragma once

#include "platform/search/impl/columns/row_blob.h"
#include "platform/search/impl/columns/tables.h"
#include "platform/search/impl/columns/tables_writer.h"

#include <array>
#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tangthu::search::impl {

/// A list that grows at its end while readers look at the part they know of: elements never move.
template <class T>
class GrowingList {
public:
    static constexpr std::size_t kChunk = 1024;
    void push_back(T value) {
        const std::size_t chunk = size_ / kChunk;
        if (chunk >= kChunks) throw std::length_error("search: too many changes since the tables were written");
        if (!chunks_[chunk]) chunks_[chunk] = std::make_unique<std::array<T, kChunk>>();
        (*chunks_[chunk])[size_ % kChunk] = std::move(value);
        ++size_;
    }
    const T& operator[](std::size_t index) const { return (*chunks_[index / kChunk])[index % kChunk]; }
    [[nodiscard]] std::size_t size() const { return size_; }

private:
    static constexpr std::size_t kChunks = 4096;
    std::array<std::unique_ptr<std::array<T, kChunk>>, kChunks> chunks_;
    std::size_t size_ = 0;
};

/// A document changed since the tables file was written.
struct ChangedDocument {
    std::uint32_t id = 0;
    bool is_removed = false;
    std::vector<std::uint32_t> ids;    ///< all columns one after the other
    std::vector<std::uint32_t> starts; ///< by column, one more than columns
};

/// A value that the tables file's dictionary does not have; its id is dictionary size + 1 + position.
struct ExtraValue {
    std::string value;
    std::string key;            ///< in the column's order
    std::string suggestion_key; ///< empty unless the column gives suggestions
};

/// What changes share while they grow; written under the owner's lock only.
struct ChangeStore {
    std::deque<ChangedDocument> documents;
    std::vector<std::unique_ptr<GrowingList<ExtraValue>>> extras; ///< by column
    std::vector<std::unordered_map<std::string, std::uint32_t>> extra_ids;
    GrowingList<std::pair<std::string, std::string>> words; ///< folded, written
    std::unordered_map<std::string, bool> known_words;
};

/// Values of one facet in their order, the changes counted in.
struct Headings {
    std::vector<std::uint32_t> ids;                       ///< extras only, in the column's order
    std::unordered_map<std::uint32_t, std::int32_t> more; ///< by id: to be added to the file's count
};

/// All columns at one commit: a tables file and the changes since. Immutable and shared by searches.
class Snapshot {
public:
    /// Nothing but the file.
    Snapshot(std::shared_ptr<const Tables> base, const Schema& schema);
    /// The snapshot after a further commit. Empty when the blob is damaged. One caller at a time.
    [[nodiscard]] std::shared_ptr<const Snapshot> after(std::string_view blob) const;

    [[nodiscard]] const Tables& base() const { return *base_; }
    [[nodiscard]] const Schema& schema() const { return schema_; }
    [[nodiscard]] std::uint32_t rows() const { return rows_; }
    [[nodiscard]] std::uint32_t row_of(std::uint32_t id) const {
        const std::size_t page = id >> kPageBits;
        if (page >= page_rows_.size() || page_rows_[page] == kNoRow) return kNoRow;
        return page_rows_[page] + (id & (kPageRows - 1));
    }
    [[nodiscard]] std::span<const std::uint32_t> page_rows() const { return page_rows_; }
    [[nodiscard]] std::uint64_t documents() const { return documents_; }
    [[nodiscard]] std::size_t changes() const { return changed_.size(); }
    /// A bit a row: the documents there are.
    [[nodiscard]] const std::vector<std::uint64_t>& present() const { return present_; }

    /// The change standing at a row, none when the file's values hold.
    [[nodiscard]] const ChangedDocument* change_at(std::uint32_t row) const {
        if (changed_.empty() || (changed_bits_[row / 64] >> (row % 64) & 1U) == 0) return nullptr;
        return find_change(row);
    }
    struct Change {
        std::uint32_t row;
        const ChangedDocument* document;
    };
    /// Ascending by row.
    [[nodiscard]] const std::vector<Change>& changed() const { return changed_; }

    /// Ids of a column run from 1 to this.
    [[nodiscard]] std::uint32_t last_id(std::size_t column) const {
        return base_->columns[column].values.size() + extras_[column];
    }
    [[nodiscard]] std::string_view value(std::size_t column, std::uint32_t id) const;
    /// In the column's order; made on the fly for values of the file.
    [[nodiscard]] std::string key(std::size_t column, std::uint32_t id) const;
    /// 0 when there is none.
    [[nodiscard]] std::uint32_t find_value(std::size_t column, std::string_view value) const;
    /// Position in the file's dictionary (from 0) of the first value whose key is not below / is above.
    [[nodiscard]] std::uint32_t lower_bound(std::size_t column, std::string_view key) const;
    [[nodiscard]] std::uint32_t upper_bound(std::size_t column, std::string_view key) const;
    [[nodiscard]] std::uint32_t extras(std::size_t column) const { return extras_[column]; }
    [[nodiscard]] const ExtraValue& extra(std::size_t column, std::uint32_t index) const {
        return (*store_->extras[column])[index];
    }
    [[nodiscard]] const Headings& headings(std::size_t facet) const;

    template <class Visit>
    void for_row(std::size_t column, std::uint32_t row, Visit&& visit) const {
        if (const ChangedDocument* change = change_at(row)) {
            for (std::uint32_t i = change->starts[column]; i < change->starts[column + 1]; ++i)
                visit(change->ids[i]);
        } else if (row < base_->rows) {
            base_->columns[column].for_row(row, visit);
        }
    }
    /// Words that came since the file was written.
    [[nodiscard]] std::size_t new_words() const { return words_; }
    [[nodiscard]] const std::pair<std::string, std::string>& new_word(std::size_t index) const {
        return store_->words[index];
    }

private:
    Snapshot(const Snapshot& other);
    [[nodiscard]] const ChangedDocument* find_change(std::uint32_t row) const;
    void apply(const ChangedDocument& document);
    void join_changes(std::vector<Change> fresh);
    [[nodiscard]] std::uint32_t find_in_file(std::size_t column, std::string_view value) const;
    std::uint32_t id_for(std::size_t column, std::string_view value);
    template <class Before>
    [[nodiscard]] std::uint32_t bound(std::size_t column, Before&& before) const;

    std::shared_ptr<const Tables> base_;
    const Schema& schema_;
    std::shared_ptr<ChangeStore> store_;
    std::vector<std::uint32_t> page_rows_;
    std::vector<std::uint64_t> present_;
    std::vector<std::uint64_t> changed_bits_;
    std::vector<Change> changed_;
    std::vector<std::uint32_t> extras_;
    std::size_t words_ = 0;
    std::uint32_t rows_ = 0;
    std::uint64_t documents_ = 0;
    struct LazyHeadings {
        std::once_flag once;
        Headings headings;
    };
    mutable std::vector<std::unique_ptr<LazyHeadings>> headings_;
};

/// A snapshot as the source of the next tables file.
class SnapshotSource final : public RowSource {
public:
    explicit SnapshotSource(std::shared_ptr<const Snapshot> snapshot) : snapshot_(std::move(snapshot)) {}
    void for_each_document(const VisitId& visit) const override;
    void for_each_value(std::size_t column, const VisitValue& visit) const override;

private:
    std::shared_ptr<const Snapshot> snapshot_;
};

} // namespace tangthu::search::impl
