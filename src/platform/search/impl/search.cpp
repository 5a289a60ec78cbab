#include "platform/search/impl/search.h"

#include "platform/search/impl/plan.h"
#include "platform/search/impl/rows.h"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace tangthu::search::impl {

namespace {

using Xapian::Query;
using SteadyClock = std::chrono::steady_clock;

constexpr std::uint64_t kOnePage = 20; ///< fewer hits than this: look-alikes are let in
constexpr std::uint64_t kFewHits = 3;  ///< so few: a correction is looked for
constexpr const char* kByIdSort = "id";

/// Sees the documents Xapian looks at: counts facets, and keeps them where they are to be sorted.
class Collector final : public Xapian::MatchSpy {
public:
    Collector(const Snapshot& snapshot, FacetCounter& counter, SteadyClock::time_point deadline, bool keeps_ids)
        : snapshot_(snapshot), counter_(counter), deadline_(deadline), keeps_ids_(keeps_ids) {}

    void operator()(const Xapian::Document& document, double) override { see(document.get_docid()); }
    void see(Xapian::docid id) {
        rows_.push_back(snapshot_.row_of(id));
        if (keeps_ids_) ids_.push_back(id);
        ++seen_;
        if (rows_.size() >= kBatch) flush();
    }
    void flush() {
        if (counter_.is_needed()) counter_.add(rows_);
        rows_.clear();
        if (SteadyClock::now() > deadline_) throw TimeIsUp{};
    }
    [[nodiscard]] std::uint64_t seen() const { return seen_; }
    [[nodiscard]] std::vector<std::uint32_t>& ids() { return ids_; }

private:
    static constexpr std::size_t kBatch = 4096;
    const Snapshot& snapshot_;
    FacetCounter& counter_;
    const SteadyClock::time_point deadline_;
    const bool keeps_ids_;
    std::vector<std::uint32_t> rows_;
    std::vector<std::uint32_t> ids_;
    std::uint64_t seen_ = 0;
};

/// Where the next page begins: `r40` by relevance; sorted, the last document's id and key: `s12.6162`.
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

Result<Cursor> read_cursor(const std::string& text) {
    const auto bad = fail(ErrorKind::Invalid, "search.bad_cursor");
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

/// Enquire is told to use our weights, of which it takes a copy.
Xapian::Enquire enquire_for(const SearchJob& job, const Query& query, bool is_ranked) {
    Xapian::Enquire enquire{job.reader.database};
    enquire.set_query(query);
    if (is_ranked)
        enquire.set_weighting_scheme(FieldWeight{job.bits});
    else
        enquire.set_weighting_scheme(Xapian::BoolWeight{});
    return enquire;
}

Query planned(const SearchJob& job, const ParsedQuery& query, Reach reach) {
    std::optional<std::size_t> field;
    if (!job.request.field.empty()) field = job.reader.snapshot->schema().find_text(job.request.field);
    const PlanContext context{job.reader.database, *job.reader.snapshot, job.bits, field, query.is_accented, reach};
    return Planner{context}.plan(query);
}

class Search {
public:
    Search(const SearchJob& job, std::shared_ptr<const RowBits> rows, FacetCounter counter)
        : job_(job), rows_(std::move(rows)), counter_(std::move(counter)),
          deadline_(SteadyClock::now() + std::chrono::milliseconds{job.request.time_limit_ms}) {}

    Result<Results> run() {
        TANGTHU_CHECK(read_page());
        if (job_.query.root.kind == NodeKind::nothing) {
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
            TANGTHU_TRY(cursor_, read_cursor(request.cursor));
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

    /// Without words nothing is ranked and Xapian is not needed.
    void list_everything() {
        const Snapshot& snapshot = *job_.reader.snapshot;
        const bool by_id = job_.request.sort.empty();
        Collector collector{snapshot, counter_, deadline_, true};
        for_each_id(snapshot, rows_ ? *rows_ : snapshot.present(), [&](std::uint32_t id) { collector.see(id); });
        collector.flush();
        results_.total = collector.seen();
        results_.facets = counter_.take();
        take_sorted(collector.ids(), by_id ? kByIdSort : job_.request.sort,
                    by_id ? Direction::descending : job_.request.direction);
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
        Query query = planned(job_, job_.query, reach);
        if (rows_) {
            const Query rows{(new RowSet(job_.reader.snapshot, rows_))->release()};
            query = Query(Query::OP_FILTER, query, rows);
        }
        if (job_.request.sort.empty())
            rank(query);
        else
            sort(query);
    }

    void rank(const Query& query) {
        const Request& request = job_.request;
        Collector collector{*job_.reader.snapshot, counter_, deadline_, false};
        Xapian::Enquire enquire = enquire_for(job_, query, true);
        enquire.set_docid_order(Xapian::Enquire::DESCENDING); // of equals the newest first
        if (counter_.is_needed()) enquire.add_matchspy(&collector);
        const auto all = static_cast<Xapian::doccount>(job_.reader.database.get_doccount());
        const auto exact_to = static_cast<Xapian::doccount>(std::min<std::size_t>(request.exact_to, all));
        const Xapian::doccount at_least = request.exact_to == 0 ? all : exact_to + 1;
        const Xapian::MSet found = enquire.get_mset(static_cast<Xapian::doccount>(page_),
                                                    static_cast<Xapian::doccount>(request.limit) + 1, at_least);
        collector.flush();
        const bool saw_all = at_least >= all || found.get_matches_lower_bound() < at_least;
        results_.total_is_exact = saw_all || found.get_matches_lower_bound() == found.get_matches_upper_bound();
        results_.total = found.get_matches_lower_bound();
        results_.facets_are_exact = !counter_.is_needed() || collector.seen() == results_.total;
        results_.facets = counter_.take();
        for (auto hit = found.begin(); hit != found.end() && results_.hits.size() < request.limit; ++hit)
            results_.hits.push_back({*hit, hit.get_weight()});
        const std::size_t next = page_ + request.limit;
        if (found.size() > request.limit && request.limit > 0 && next + request.limit <= kMaxOffset)
            results_.next_cursor = "r" + std::to_string(next);
    }

    void sort(const Query& query) {
        Collector collector{*job_.reader.snapshot, counter_, deadline_, true};
        Xapian::Enquire enquire = enquire_for(job_, query, false);
        enquire.add_matchspy(&collector);
        const auto all = static_cast<Xapian::doccount>(job_.reader.database.get_doccount());
        (void)enquire.get_mset(0, 1, all);
        collector.flush();
        results_.total = collector.seen();
        results_.facets = counter_.take();
        take_sorted(collector.ids(), job_.request.sort, job_.request.direction);
    }

    void take_sorted(const std::vector<std::uint32_t>& ids, const std::string& sort, Direction direction) {
        const Snapshot& snapshot = *job_.reader.snapshot;
        std::optional<std::size_t> column;
        if (const auto number = snapshot.schema().find_sort(sort)) column = sort_column(snapshot.schema(), *number);
        const SortOrder order{snapshot, column, direction};
        std::vector<SortOrder::Entry> entries;
        entries.reserve(ids.size());
        const bool goes_on = cursor_ && !cursor_->offset;
        for (const std::uint32_t id : ids) {
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
    }

    const SearchJob& job_;
    const std::shared_ptr<const RowBits> rows_;
    FacetCounter counter_;
    const SteadyClock::time_point deadline_;
    std::optional<Cursor> cursor_;
    std::size_t page_ = 0;
    Results results_;
};

Result<void> check_names(const Schema& schema, const Request& request) {
    if (!request.field.empty() && !schema.find_text(request.field) && !schema.find_term(request.field))
        return fail(ErrorKind::Invalid, "search.unknown_field", {{"name", request.field}});
    if (!request.sort.empty() && request.sort != kByIdSort && !schema.find_sort(request.sort))
        return fail(ErrorKind::Invalid, "search.unknown_sort", {{"name", request.sort}});
    return {};
}

} // namespace

std::uint64_t count_matches(const SearchJob& job, const ParsedQuery& query, std::uint64_t enough) {
    Xapian::Enquire enquire = enquire_for(job, planned(job, query, Reach::exact), false);
    return enquire.get_mset(0, 1, static_cast<Xapian::doccount>(enough)).get_matches_lower_bound();
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
