#include "platform/search/impl/query/search.h"

#include "platform/search/impl/query/plan.h"
#include "platform/search/impl/query/result_cache.h"
#include "platform/search/impl/query/rows.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <functional>

namespace tangthu::search::impl {

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::uint64_t kOnePage = 20; ///< fewer hits than this: look-alikes are let in
constexpr std::uint64_t kFewHits = 3;  ///< so few: a correction is looked for
constexpr std::size_t kBatch = 4096;   ///< rows counted at once
constexpr const char* kByIdSort = "id";

/// Keeps the best so many; of equals the newest. Cheap for what is not kept: sorts its buffer only when that is full.
class BestHits {
public:
    explicit BestHits(std::size_t count) : count_(count) { buffer_.reserve(count + kRoom); }
    void add(float score, std::uint32_t id) {
        if (count_ == 0 || score < least_) return; // ids ascend: an equal score still beats the ones before
        buffer_.push_back({score, id});
        if (buffer_.size() == count_ + kRoom) shrink();
    }
    /// Best first.
    [[nodiscard]] const std::vector<std::pair<float, std::uint32_t>>& sorted() {
        std::sort(buffer_.begin(), buffer_.end(), std::greater<>{});
        if (buffer_.size() > count_) buffer_.resize(count_);
        return buffer_;
    }

private:
    static constexpr std::size_t kRoom = 2048;
    void shrink() {
        const auto end = buffer_.begin() + static_cast<std::ptrdiff_t>(count_);
        std::nth_element(buffer_.begin(), end, buffer_.end(), std::greater<>{});
        buffer_.resize(count_);
        least_ = std::min_element(buffer_.begin(), buffer_.end())->first;
    }
    const std::size_t count_;
    float least_ = -1;
    std::vector<std::pair<float, std::uint32_t>> buffer_;
};

/// Looks at the clock now and then.
class Deadline {
public:
    explicit Deadline(std::int64_t ms) : end_(SteadyClock::now() + std::chrono::milliseconds{ms}) {}
    void check() {
        if (++calls_ % 4096 == 0 && SteadyClock::now() > end_) throw TimeIsUp{};
    }

private:
    const SteadyClock::time_point end_;
    std::uint32_t calls_ = 0;
};

/// Where the next page begins: `r40` by relevance; sorted, the last document's id and key: `s12.6162`. Behind it `-`
/// and the mark of the question it belongs to.
struct Cursor {
    std::optional<std::size_t> offset;
    std::uint32_t id = 0;
    std::string key;
};

std::string to_hex(std::string_view bytes) {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string hex;
    for (char c : bytes) {
        hex += kDigits[static_cast<unsigned char>(c) >> 4U];
        hex += kDigits[static_cast<unsigned char>(c) & 15U];
    }
    return hex;
}

std::optional<std::string> from_hex(std::string_view hex) {
    if (hex.size() % 2 != 0) return std::nullopt;
    std::string bytes;
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        unsigned value = 0;
        const auto [end, failed] = std::from_chars(hex.data() + i, hex.data() + i + 2, value, 16);
        if (failed != std::errc{} || end != hex.data() + i + 2) return std::nullopt;
        bytes += static_cast<char>(value);
    }
    return bytes;
}

/// Tells the cursor of another search, which would lead to some place in this one.
std::string mark_of(const Request& request) {
    const auto hash = std::hash<std::string>{}(question_key(request));
    return "-" + to_hex({reinterpret_cast<const char*>(&hash), 4});
}

Result<Cursor> read_cursor(const Request& request) {
    const auto bad = fail(ErrorKind::Invalid, "search.bad_cursor");
    const std::string mark = mark_of(request);
    if (!request.cursor.ends_with(mark)) return bad;
    const std::string text = request.cursor.substr(0, request.cursor.size() - mark.size());
    if (text.size() < 2) return bad;
    std::uint32_t number = 0;
    const auto [rest, failed] = std::from_chars(text.data() + 1, text.data() + text.size(), number);
    if (failed != std::errc{}) return bad;
    Cursor cursor;
    if (text[0] == 'r' && *rest == '\0') {
        cursor.offset = number;
        return cursor;
    }
    if (text[0] != 's' || *rest != '.') return bad;
    const auto key = from_hex(std::string_view{rest + 1});
    if (!key) return bad;
    cursor.id = number;
    cursor.key = *key;
    return cursor;
}

/// Orders documents by a sort column; those without a key come last, equal keys by id.
class SortOrder {
public:
    SortOrder(const Snapshot& snapshot, std::optional<std::size_t> column, Direction direction)
        : snapshot_(snapshot), column_(column), is_descending_(direction == Direction::descending) {
        if (column_) in_file_ = snapshot.base().columns[*column_].values.size();
    }
    struct Entry {
        std::uint32_t key = 0; ///< id in the column
        std::uint32_t id = 0;
    };
    [[nodiscard]] Entry entry(std::uint32_t id) const {
        Entry entry{0, id};
        if (column_) snapshot_.for_row(*column_, snapshot_.row_of(id), [&](std::uint32_t key) { entry.key = key; });
        return entry;
    }
    [[nodiscard]] bool operator()(const Entry& a, const Entry& b) const {
        if (!column_) return is_descending_ ? a.id > b.id : a.id < b.id;
        if (a.key == b.key) return a.id < b.id;
        if (a.key == 0 || b.key == 0) return b.key == 0;
        if (a.key <= in_file_ && b.key <= in_file_) return is_descending_ ? a.key > b.key : a.key < b.key;
        return precedes(key(a), key(b), a.id, b.id);
    }
    /// True when the entry comes after a place that may be gone by now.
    [[nodiscard]] bool is_after(const Entry& entry, const Cursor& place) const {
        if (!column_) return is_descending_ ? entry.id < place.id : entry.id > place.id;
        const std::string_view mine = key(entry);
        if (mine.empty() != place.key.empty()) return mine.empty();
        return precedes(place.key, mine, place.id, entry.id);
    }
    [[nodiscard]] std::string_view key(const Entry& entry) const {
        return entry.key == 0 ? std::string_view{} : snapshot_.value(*column_, entry.key);
    }

private:
    [[nodiscard]] bool precedes(std::string_view a, std::string_view b, std::uint32_t a_id, std::uint32_t b_id) const {
        const int order = a.compare(b);
        if (order == 0) return a_id < b_id;
        return is_descending_ ? order > 0 : order < 0;
    }
    const Snapshot& snapshot_;
    const std::optional<std::size_t> column_;
    const bool is_descending_;
    std::uint32_t in_file_ = 0;
};

WalkPtr planned(const SearchJob& job, const ParsedQuery& query, Reach reach) {
    std::optional<std::size_t> field;
    if (!job.request.field.empty()) field = job.reader.snapshot->schema().find_text(job.request.field);
    const PlanContext context{job.reader.database, job.reader.snapshot, job.bits, field, query.is_accented, reach};
    return Planner{context}.plan(query);
}

class Search {
public:
    Search(const SearchJob& job, std::shared_ptr<const RowBits> rows, FacetCounter counter)
        : job_(job), rows_(std::move(rows)), counter_(std::move(counter)), deadline_(job.request.time_limit_ms) {}

    Result<Results> run() {
        TANGTHU_CHECK(read_page());
        if (job_.query.root.kind == NodeKind::nothing) {
            if (job_.query.is_wordless)
                count_facets(); // of nothing: signs alone ask for no document
            else
                list_everything();
        } else {
            look_for(Reach::exact);
            if (job_.query.is_accented && results_.total < kOnePage) widen();
        }
        for (const text::OwnedToken& token : words_of(job_.query.root))
            results_.words.push_back(token.exact);
        return std::move(results_);
    }

private:
    Result<void> read_page() {
        const Request& request = job_.request;
        page_ = request.offset;
        if (!request.cursor.empty()) {
            TANGTHU_TRY(cursor_, read_cursor(request));
            if (cursor_->offset.has_value() != request.sort.empty())
                return fail(ErrorKind::Invalid, "search.bad_cursor");
            page_ = cursor_->offset.value_or(0);
        }
        if (request.limit > kMaxPageSize || page_ > kMaxOffset || page_ + request.limit > kMaxOffset)
            return fail(ErrorKind::Invalid, "search.page_too_deep", {{"limit", std::to_string(kMaxOffset)}});
        return {};
    }

    static std::vector<text::OwnedToken> words_of(const Node& node) {
        std::vector<text::OwnedToken> words = node.tokens;
        for (const Node& kid : node.kids) {
            if (kid.kind == NodeKind::none_of) continue;
            const auto more = words_of(kid);
            words.insert(words.end(), more.begin(), more.end());
        }
        return words;
    }

    /// Without words nothing is ranked and no posting is read.
    void list_everything() {
        const Snapshot& snapshot = *job_.reader.snapshot;
        const bool by_id = job_.request.sort.empty();
        for_each_id(snapshot, rows_ ? *rows_ : snapshot.present(), [this](std::uint32_t id) {
            deadline_.check();
            ids_.push_back(id);
        });
        count_facets();
        take_sorted(by_id ? kByIdSort : job_.request.sort, by_id ? Direction::descending : job_.request.direction);
    }

    /// Look-alikes are let in where the words as written do not fill a page.
    void widen() {
        const Results narrow = results_;
        const Reach reach = narrow.total == 0 ? Reach::near_all : Reach::near_marked;
        results_ = {};
        look_for(reach);
        if (results_.total <= narrow.total)
            results_ = narrow;
        else
            results_.is_widened = true;
    }

    void look_for(Reach reach) {
        WalkPtr walk = planned(job_, job_.query, reach);
        if (rows_) {
            std::vector<WalkPtr> both;
            both.push_back(std::move(walk));
            both.push_back(walk_rows(job_.reader.snapshot, rows_));
            walk = walk_all_of(std::move(both));
        }
        const bool is_ranked = job_.request.sort.empty();
        BestHits best{is_ranked && job_.request.limit > 0 ? page_ + job_.request.limit + 1 : 0};
        ids_.clear();
        for (walk->next(); walk->id() != Walk::kEnd; walk->next()) {
            deadline_.check();
            ids_.push_back(walk->id());
            if (is_ranked) best.add(walk->score(), walk->id());
        }
        count_facets();
        if (is_ranked)
            take_best(best);
        else
            take_sorted(job_.request.sort, job_.request.direction);
    }

    /// Over all hits, or over so many of them, evenly spread, where that is said to do.
    void count_facets() {
        results_.total = ids_.size();
        if (!counter_.is_needed()) return;
        const std::size_t enough = job_.request.exact_to;
        const bool is_sampled = enough > 0 && ids_.size() > enough;
        const std::size_t count = is_sampled ? enough : ids_.size();
        std::vector<std::uint32_t> rows;
        rows.reserve(std::min(count, kBatch));
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t at = is_sampled ? i * ids_.size() / count : i;
            rows.push_back(job_.reader.snapshot->row_of(ids_[at]));
            if (rows.size() < kBatch && i + 1 < count) continue;
            counter_.add(rows);
            rows.clear();
        }
        results_.facets_are_exact = !is_sampled;
        results_.facets = counter_.take(ids_.size(), count);
    }

    void take_best(BestHits& best) {
        const auto& hits = best.sorted();
        const std::size_t end = page_ + job_.request.limit;
        for (std::size_t i = page_; i < std::min(end, hits.size()); ++i)
            results_.hits.push_back({hits[i].second, hits[i].first});
        if (hits.size() > end && job_.request.limit > 0 && end + job_.request.limit <= kMaxOffset)
            results_.next_cursor = "r" + std::to_string(end) + mark_of(job_.request);
    }

    void take_sorted(const std::string& sort, Direction direction) {
        const Snapshot& snapshot = *job_.reader.snapshot;
        std::optional<std::size_t> column;
        if (const auto number = snapshot.schema().find_sort(sort)) column = sort_column(snapshot.schema(), *number);
        const SortOrder order{snapshot, column, direction};
        std::vector<SortOrder::Entry> entries;
        entries.reserve(ids_.size());
        const bool goes_on = cursor_ && !cursor_->offset;
        for (const std::uint32_t id : ids_) {
            const SortOrder::Entry entry = order.entry(id);
            if (!goes_on || order.is_after(entry, *cursor_)) entries.push_back(entry);
        }
        const std::size_t begin = std::min(page_, entries.size());
        const std::size_t end = std::min(begin + job_.request.limit, entries.size());
        const auto at = [&](std::size_t index) { return entries.begin() + static_cast<std::ptrdiff_t>(index); };
        if (end < entries.size()) std::nth_element(entries.begin(), at(end), entries.end(), order);
        std::sort(entries.begin(), at(end), order);
        for (std::size_t i = begin; i < end; ++i)
            results_.hits.push_back({entries[i].id, 0});
        if (end == entries.size() || begin == end) return;
        const SortOrder::Entry& last = entries[end - 1];
        if (job_.request.sort.empty())
            results_.next_cursor = "r" + std::to_string(end);
        else
            results_.next_cursor = "s" + std::to_string(last.id) + "." + to_hex(order.key(last));
        results_.next_cursor += mark_of(job_.request);
    }

    const SearchJob& job_;
    const std::shared_ptr<const RowBits> rows_;
    FacetCounter counter_;
    Deadline deadline_;
    std::vector<std::uint32_t> ids_; ///< all hits
    std::optional<Cursor> cursor_;
    std::size_t page_ = 0;
    Results results_;
};

Result<void> check_names(const Schema& schema, const Request& request) {
    if (!request.field.empty() && !schema.find_text(request.field) && !schema.find_term(request.field))
        return fail(ErrorKind::Invalid, "search.unknown_field",
                    {{"name", request.field}, {"fields", schema.field_names()}});
    if (!request.sort.empty() && request.sort != kByIdSort && !schema.find_sort(request.sort))
        return fail(ErrorKind::Invalid, "search.unknown_sort", {{"name", request.sort}});
    return {};
}

} // namespace

std::uint64_t count_matches(const SearchJob& job, const ParsedQuery& query, std::uint64_t enough) {
    const WalkPtr walk = planned(job, query, Reach::exact);
    std::uint64_t count = 0;
    for (walk->next(); walk->id() != Walk::kEnd && count < enough; walk->next())
        ++count;
    return count;
}

Result<Results> run_search(const SearchJob& job) {
    const Snapshot& snapshot = *job.reader.snapshot;
    TANGTHU_CHECK(check_names(snapshot.schema(), job.request));
    TANGTHU_TRY(auto rows, filtered_rows(snapshot, job.request));
    TANGTHU_TRY(FacetCounter counter, FacetCounter::make(job.reader, job.request));
    try {
        TANGTHU_TRY(Results results, Search{job, std::move(rows), std::move(counter)}.run());
        if (job.request.suggest_correction && results.total < kFewHits && job.query.terms > 0)
            results.did_you_mean = find_correction(job, results.total);
        return results;
    } catch (const TimeIsUp&) {
        for (FacetCounters& counters : job.reader.counters) {
            for (const std::uint32_t id : counters.touched)
                counters.counts[id] = 0;
            counters.touched.clear();
        }
        return fail(ErrorKind::Unavailable, "search.too_slow");
    }
}

} // namespace tangthu::search::impl
