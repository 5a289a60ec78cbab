#include "platform/search/impl/columns/snapshot.h"

#include <algorithm>
#include <bit>
#include <iterator>

namespace tangthu::search::impl {

namespace {

bool is_sort(const Schema& schema, std::size_t column) { return column >= schema.facets.size(); }

std::string column_key(const Schema& schema, std::size_t column, std::string_view value) {
    return is_sort(schema, column) ? std::string{value} : facet_key(schema.facets[column], value);
}

} // namespace

Snapshot::Snapshot(std::shared_ptr<const Tables> base, const Schema& schema)
    : base_(std::move(base)), schema_(schema), store_(std::make_shared<ChangeStore>()),
      page_rows_(base_->page_rows.begin(), base_->page_rows.end()),
      present_(base_->present.begin(), base_->present.end()), rows_(base_->rows) {
    const std::size_t columns = column_count(schema);
    for (std::size_t column = 0; column < columns; ++column)
        store_->extras.push_back(std::make_unique<GrowingList<ExtraValue>>());
    store_->extra_ids.resize(columns);
    extras_.assign(columns, 0);
    changed_bits_.assign(rows_ / 64, 0);
    for (std::uint64_t bits : present_)
        documents_ += static_cast<unsigned>(std::popcount(bits));
    for (std::size_t facet = 0; facet < schema.facets.size(); ++facet)
        headings_.push_back(std::make_unique<LazyHeadings>());
}

Snapshot::Snapshot(const Snapshot& other)
    : base_(other.base_), schema_(other.schema_), store_(other.store_), page_rows_(other.page_rows_),
      present_(other.present_), changed_bits_(other.changed_bits_), changed_(other.changed_), extras_(other.extras_),
      words_(other.words_), rows_(other.rows_), documents_(other.documents_) {
    for (std::size_t facet = 0; facet < schema_.facets.size(); ++facet)
        headings_.push_back(std::make_unique<LazyHeadings>());
}

std::uint32_t Snapshot::id_for(std::size_t column, std::string_view value) {
    auto& extra_ids = store_->extra_ids[column];
    if (const auto known = extra_ids.find(std::string{value}); known != extra_ids.end()) return known->second;
    if (const std::uint32_t id = find_in_file(column, value)) return id;
    ExtraValue extra{std::string{value}, column_key(schema_, column, value), {}};
    if (!is_sort(schema_, column) && schema_.facets[column].suggest_weight > 0)
        extra.suggestion_key = suggestion_key(value);
    store_->extras[column]->push_back(std::move(extra));
    ++extras_[column];
    const std::uint32_t id = last_id(column);
    extra_ids.emplace(std::string{value}, id);
    return id;
}

void Snapshot::apply(const ChangedDocument& document) {
    const std::size_t page = document.id >> kPageBits;
    if (page >= page_rows_.size()) page_rows_.resize(page + 1, kNoRow);
    if (page_rows_[page] == kNoRow) {
        page_rows_[page] = rows_;
        rows_ += kPageRows;
        present_.resize(rows_ / 64);
        changed_bits_.resize(rows_ / 64);
    }
    const std::uint32_t row = row_of(document.id);
    const std::uint64_t bit = std::uint64_t{1} << (row % 64);
    if ((present_[row / 64] & bit) != 0) --documents_;
    if (document.is_removed) {
        present_[row / 64] &= ~bit;
    } else {
        present_[row / 64] |= bit;
        ++documents_;
    }
    changed_bits_[row / 64] |= bit;
}

void Snapshot::join_changes(std::vector<Change> fresh) {
    const auto by_row = [](const Change& a, const Change& b) { return a.row < b.row; };
    std::stable_sort(fresh.begin(), fresh.end(), by_row);
    std::vector<Change> joined;
    joined.reserve(changed_.size() + fresh.size());
    std::merge(changed_.begin(), changed_.end(), fresh.begin(), fresh.end(), std::back_inserter(joined), by_row);
    changed_.clear();
    for (const Change& change : joined) // of several changes to a row the latest stands last
        if (!changed_.empty() && changed_.back().row == change.row)
            changed_.back() = change;
        else
            changed_.push_back(change);
}

std::shared_ptr<const Snapshot> Snapshot::after(std::string_view blob) const {
    std::shared_ptr<Snapshot> next{new Snapshot{*this}};
    ChangeStore& store = *store_;
    const std::size_t columns = column_count(schema_);
    std::vector<std::vector<std::uint32_t>> ids(columns);
    std::vector<Change> fresh;
    ChangedDocument* current = nullptr;
    const auto finish = [&] {
        if (current == nullptr) return;
        for (auto& list : ids) {
            current->starts.push_back(static_cast<std::uint32_t>(current->ids.size()));
            current->ids.insert(current->ids.end(), list.begin(), list.end());
            list.clear();
        }
        current->starts.push_back(static_cast<std::uint32_t>(current->ids.size()));
        next->apply(*current);
        fresh.push_back({next->row_of(current->id), current});
    };
    BlobVisitor visitor;
    visitor.document = [&](std::uint32_t id, bool is_removed) {
        finish();
        store.documents.push_back({id, is_removed, {}, {}});
        current = &store.documents.back();
    };
    visitor.value = [&](std::size_t column, std::string_view value) {
        if (current == nullptr || column >= columns) return;
        const bool is_multi = !is_sort(schema_, column) && schema_.facets[column].multi_valued;
        if (!is_multi && !ids[column].empty()) return;
        const std::uint32_t id = next->id_for(column, value);
        if (std::find(ids[column].begin(), ids[column].end(), id) == ids[column].end()) ids[column].push_back(id);
    };
    visitor.word = [&](std::string_view folded, std::string_view written) {
        if (!store.known_words.emplace(std::string{written}, true).second) return;
        store.words.push_back({std::string{folded}, std::string{written}});
        ++next->words_;
    };
    if (!read_blob(blob, visitor)) return nullptr;
    finish();
    next->join_changes(std::move(fresh));
    return next;
}

const ChangedDocument* Snapshot::find_change(std::uint32_t row) const {
    const auto at = std::lower_bound(changed_.begin(), changed_.end(), row,
                                     [](const Change& change, std::uint32_t sought) { return change.row < sought; });
    return at != changed_.end() && at->row == row ? at->document : nullptr;
}

std::string_view Snapshot::value(std::size_t column, std::uint32_t id) const {
    const StringList& values = base_->columns[column].values;
    if (id <= values.size()) return values[id - 1];
    return extra(column, id - values.size() - 1).value;
}

std::string Snapshot::key(std::size_t column, std::uint32_t id) const {
    const std::uint32_t in_file = base_->columns[column].values.size();
    if (id > in_file) return extra(column, id - in_file - 1).key;
    return column_key(schema_, column, value(column, id));
}

template <class Before>
std::uint32_t Snapshot::bound(std::size_t column, Before&& before) const {
    const StringList& values = base_->columns[column].values;
    std::uint32_t low = 0;
    std::uint32_t high = values.size();
    while (low < high) {
        const std::uint32_t middle = low + (high - low) / 2;
        if (before(column_key(schema_, column, values[middle])))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

std::uint32_t Snapshot::lower_bound(std::size_t column, std::string_view key) const {
    return bound(column, [&](const std::string& at) { return at < key; });
}

std::uint32_t Snapshot::upper_bound(std::size_t column, std::string_view key) const {
    return bound(column, [&](const std::string& at) { return at <= key; });
}

std::uint32_t Snapshot::find_in_file(std::size_t column, std::string_view value) const {
    const StringList& values = base_->columns[column].values;
    const std::string key = column_key(schema_, column, value);
    // Values with one key stand side by side, ordered by their bytes.
    for (std::uint32_t i = lower_bound(column, key); i < values.size(); ++i) {
        if (values[i] == value) return i + 1;
        if (column_key(schema_, column, values[i]) != key) break;
    }
    return 0;
}

std::uint32_t Snapshot::find_value(std::size_t column, std::string_view value) const {
    if (const std::uint32_t id = find_in_file(column, value)) return id;
    for (std::uint32_t i = 0; i < extras_[column]; ++i)
        if (extra(column, i).value == value) return base_->columns[column].values.size() + 1 + i;
    return 0;
}

const Headings& Snapshot::headings(std::size_t facet) const {
    LazyHeadings& lazy = *headings_[facet];
    std::call_once(lazy.once, [&] {
        Headings& headings = lazy.headings;
        const std::uint32_t in_file = base_->columns[facet].values.size();
        for (const Change& change : changed_) {
            const bool was_there =
                change.row < base_->rows && (base_->present[change.row / 64] >> (change.row % 64) & 1U) != 0;
            if (was_there) base_->columns[facet].for_row(change.row, [&](std::uint32_t id) { --headings.more[id]; });
            for_row(facet, change.row, [&](std::uint32_t id) { ++headings.more[id]; });
        }
        for (std::uint32_t i = 0; i < extras_[facet]; ++i)
            headings.ids.push_back(in_file + 1 + i);
        std::sort(headings.ids.begin(), headings.ids.end(), [&](std::uint32_t a, std::uint32_t b) {
            const ExtraValue& left = extra(facet, a - in_file - 1);
            const ExtraValue& right = extra(facet, b - in_file - 1);
            return left.key != right.key ? left.key < right.key : left.value < right.value;
        });
    });
    return lazy.headings;
}

void SnapshotSource::for_each_document(const VisitId& visit) const {
    const auto pages = snapshot_->page_rows();
    for (std::size_t page = 0; page < pages.size(); ++page) {
        if (pages[page] == kNoRow) continue;
        for (std::uint32_t word = 0; word < kPageRows / 64; ++word)
            for (std::uint64_t bits = snapshot_->present()[pages[page] / 64 + word]; bits != 0; bits &= bits - 1)
                visit(static_cast<std::uint32_t>(page << kPageBits) + word * 64 +
                      static_cast<std::uint32_t>(std::countr_zero(bits)));
    }
}

void SnapshotSource::for_each_value(std::size_t column, const VisitValue& visit) const {
    for_each_document([&](std::uint32_t id) {
        snapshot_->for_row(column, snapshot_->row_of(id),
                           [&](std::uint32_t value) { visit(id, snapshot_->value(column, value)); });
    });
}

} // namespace tangthu::search::impl
