#include "platform/search/impl/query/rows.h"

#include <algorithm>

namespace tangthu::search::impl {

namespace {

/// A byte an id: is it wanted?
using Wanted = std::vector<std::uint8_t>;

void mark(RowBits& rows, std::uint32_t row) { rows[row / 64] |= std::uint64_t{1} << (row % 64); }

template <class Number>
void mark_single(RowBits& rows, const char* ids, std::uint32_t count, const Wanted& wanted) {
    for (std::uint32_t row = 0; row < count; row += 64) {
        std::uint64_t bits = 0;
        for (std::uint32_t i = 0; i < 64; ++i) {
            Number id = 0;
            std::memcpy(&id, ids + (row + i) * sizeof(Number), sizeof(Number));
            bits |= std::uint64_t{wanted[id]} << i;
        }
        rows[row / 64] = bits;
    }
}

template <class Number>
void mark_multi(RowBits& rows, const Column& column, const Wanted& wanted) {
    std::uint32_t row = 0;
    const std::uint32_t all = column.starts.back();
    for (std::uint32_t i = 0; i < all; ++i) {
        Number id = 0;
        std::memcpy(&id, column.ids + i * sizeof(Number), sizeof(Number));
        if (wanted[id] == 0) continue;
        while (column.starts[row + 1] <= i)
            ++row;
        mark(rows, row);
    }
}

/// Rows of one column with a wanted id.
RowBits rows_with(const Snapshot& snapshot, std::size_t column, const Wanted& wanted) {
    RowBits rows(snapshot.rows() / 64);
    const Column& in_file = snapshot.base().columns[column];
    const std::uint32_t count = snapshot.base().rows;
    if (count > 0 && in_file.starts.empty()) {
        if (in_file.width == 1)
            mark_single<std::uint8_t>(rows, in_file.ids, count, wanted);
        else if (in_file.width == 2)
            mark_single<std::uint16_t>(rows, in_file.ids, count, wanted);
        else
            mark_single<std::uint32_t>(rows, in_file.ids, count, wanted);
    } else if (count > 0) {
        if (in_file.width == 1)
            mark_multi<std::uint8_t>(rows, in_file, wanted);
        else if (in_file.width == 2)
            mark_multi<std::uint16_t>(rows, in_file, wanted);
        else
            mark_multi<std::uint32_t>(rows, in_file, wanted);
    }
    for (const Snapshot::Change& change : snapshot.changed()) {
        rows[change.row / 64] &= ~(std::uint64_t{1} << (change.row % 64));
        snapshot.for_row(column, change.row, [&](std::uint32_t id) {
            if (wanted[id] != 0) mark(rows, change.row);
        });
    }
    return rows;
}

/// Room for every id; the columns of a file may hold ids up to their width in padding-free rows, 0 is "none".
Wanted nothing_wanted(const Snapshot& snapshot, std::size_t column) { return Wanted(snapshot.last_id(column) + 1); }

Wanted wanted_values(const Snapshot& snapshot, std::size_t column, const FacetFilter& filter) {
    Wanted wanted = nothing_wanted(snapshot, column);
    for (const std::string& value : filter.values)
        if (const std::uint32_t id = snapshot.find_value(column, value)) wanted[id] = 1;
    return wanted;
}

Wanted wanted_range(const Snapshot& snapshot, std::size_t column, const RangeFilter& range) {
    Wanted wanted = nothing_wanted(snapshot, column);
    const Facet& facet = snapshot.schema().facets[column];
    const std::string from = range.from.empty() ? std::string{} : facet_key(facet, range.from);
    const std::string to = range.to.empty() ? std::string{} : facet_key(facet, range.to);
    const std::uint32_t in_file = snapshot.base().columns[column].values.size();
    const std::uint32_t begin = range.from.empty() ? 0 : snapshot.lower_bound(column, from);
    const std::uint32_t end = range.to.empty() ? in_file : snapshot.upper_bound(column, to);
    for (std::uint32_t i = begin; i < end; ++i)
        wanted[i + 1] = 1;
    for (std::uint32_t i = 0; i < snapshot.extras(column); ++i) {
        const std::string& key = snapshot.extra(column, i).key;
        if ((range.from.empty() || key >= from) && (range.to.empty() || key <= to)) wanted[in_file + 1 + i] = 1;
    }
    return wanted;
}

Result<std::size_t> facet_number(const Schema& schema, const std::string& name) {
    const auto found = schema.find_facet(name);
    if (!found) return fail(ErrorKind::Invalid, "search.unknown_facet", {{"name", name}});
    return *found;
}

void keep(RowBits& rows, const RowBits& wanted) {
    for (std::size_t i = 0; i < rows.size(); ++i)
        rows[i] &= wanted[i];
}

void leave_out(RowBits& rows, const RowBits& unwanted) {
    for (std::size_t i = 0; i < rows.size(); ++i)
        rows[i] &= ~unwanted[i];
}

/// Rows lie far apart: what is needed so many rows on is asked of memory now.
constexpr std::size_t kAhead = 16;

template <class Number>
void count_single(FacetCounters& counters, const char* ids, std::span<const std::uint32_t> rows) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i + kAhead < rows.size()) __builtin_prefetch(ids + std::size_t{rows[i + kAhead]} * sizeof(Number));
        Number id = 0;
        std::memcpy(&id, ids + std::size_t{rows[i]} * sizeof(Number), sizeof(Number));
        if (id != 0 && counters.counts[id]++ == 0) counters.touched.push_back(id);
    }
}

template <class Number>
void count_multi(FacetCounters& counters, const Column& column, std::span<const std::uint32_t> rows) {
    for (std::size_t at = 0; at < rows.size(); ++at) {
        if (at + 2 * kAhead < rows.size()) __builtin_prefetch(&column.starts[rows[at + 2 * kAhead]]);
        if (at + kAhead < rows.size())
            __builtin_prefetch(column.ids + std::size_t{column.starts[rows[at + kAhead]]} * sizeof(Number));
        for (std::uint32_t i = column.starts[rows[at]]; i < column.starts[rows[at] + 1]; ++i) {
            Number id = 0;
            std::memcpy(&id, column.ids + std::size_t{i} * sizeof(Number), sizeof(Number));
            if (counters.counts[id]++ == 0) counters.touched.push_back(id);
        }
    }
}

void count_in_file(FacetCounters& counters, const Column& column, std::span<const std::uint32_t> rows) {
    if (column.starts.empty()) {
        if (column.width == 1)
            count_single<std::uint8_t>(counters, column.ids, rows);
        else if (column.width == 2)
            count_single<std::uint16_t>(counters, column.ids, rows);
        else
            count_single<std::uint32_t>(counters, column.ids, rows);
    } else {
        if (column.width == 1)
            count_multi<std::uint8_t>(counters, column, rows);
        else if (column.width == 2)
            count_multi<std::uint16_t>(counters, column, rows);
        else
            count_multi<std::uint32_t>(counters, column, rows);
    }
}

} // namespace

Result<std::shared_ptr<const RowBits>> filtered_rows(const Snapshot& snapshot, const Request& request) {
    if (request.filters.empty() && request.ranges.empty()) return std::shared_ptr<const RowBits>{};
    auto rows = std::make_shared<RowBits>(snapshot.present());
    for (const FacetFilter& filter : request.filters) {
        TANGTHU_TRY(const std::size_t column, facet_number(snapshot.schema(), filter.facet));
        const RowBits with = rows_with(snapshot, column, wanted_values(snapshot, column, filter));
        if (filter.exclude)
            leave_out(*rows, with);
        else
            keep(*rows, with);
    }
    for (const RangeFilter& range : request.ranges) {
        TANGTHU_TRY(const std::size_t column, facet_number(snapshot.schema(), range.facet));
        keep(*rows, rows_with(snapshot, column, wanted_range(snapshot, column, range)));
    }
    return std::shared_ptr<const RowBits>{std::move(rows)};
}

Result<FacetCounter> FacetCounter::make(Reader& reader, const Request& request) {
    FacetCounter counter{reader, request};
    for (const std::string& name : request.facets) {
        TANGTHU_TRY(const std::size_t facet, facet_number(reader.snapshot->schema(), name));
        if (std::find(counter.facets_.begin(), counter.facets_.end(), facet) != counter.facets_.end()) continue;
        counter.facets_.push_back(facet);
        FacetCounters& counters = reader.counters[facet];
        const std::size_t needed = reader.snapshot->last_id(facet) + 1;
        if (counters.counts.size() < needed) counters.counts.resize(needed);
    }
    return counter;
}

void FacetCounter::add(std::span<const std::uint32_t> rows) {
    const Snapshot& snapshot = *reader_.snapshot;
    std::vector<std::uint32_t> unchanged;
    std::vector<std::uint32_t> changed;
    if (snapshot.changes() > 0) {
        for (const std::uint32_t row : rows)
            (snapshot.change_at(row) != nullptr ? changed : unchanged).push_back(row);
        rows = unchanged;
    }
    for (const std::size_t facet : facets_) {
        FacetCounters& counters = reader_.counters[facet];
        count_in_file(counters, snapshot.base().columns[facet], rows);
        for (const std::uint32_t row : changed)
            snapshot.for_row(facet, row, [&](std::uint32_t id) {
                if (counters.counts[id]++ == 0) counters.touched.push_back(id);
            });
    }
}

FacetResult FacetCounter::best_of(std::size_t facet, double scale) {
    const Snapshot& snapshot = *reader_.snapshot;
    FacetCounters& counters = reader_.counters[facet];
    auto& met = counters.touched;
    const auto& counts = counters.counts;
    const auto before = [&](std::uint32_t a, std::uint32_t b) {
        return counts[a] != counts[b] ? counts[a] > counts[b] : a < b;
    };
    const auto scaled = [&](std::uint32_t id) {
        return static_cast<std::uint64_t>(static_cast<double>(counts[id]) * scale + 0.5);
    };
    FacetResult result{snapshot.schema().facets[facet].name, {}, met.size()};
    const std::size_t shown = std::min(request_.facet_limit, met.size());
    std::partial_sort(met.begin(), met.begin() + static_cast<std::ptrdiff_t>(shown), met.end(), before);
    for (std::size_t i = 0; i < shown; ++i)
        result.values.push_back({std::string{snapshot.value(facet, met[i])}, scaled(met[i])});
    for (const FacetFilter& filter : request_.filters) {
        if (filter.facet != result.name || filter.exclude) continue;
        for (const std::string& value : filter.values) {
            const bool is_shown = std::any_of(result.values.begin(), result.values.end(),
                                              [&](const FacetCount& count) { return count.value == value; });
            const std::uint32_t id = is_shown ? 0 : snapshot.find_value(facet, value);
            if (!is_shown) result.values.push_back({value, id == 0 ? 0 : scaled(id)});
        }
    }
    for (const std::uint32_t id : met)
        counters.counts[id] = 0;
    met.clear();
    return result;
}

std::vector<FacetResult> FacetCounter::take(std::uint64_t all, std::uint64_t counted) {
    const double scale = counted == 0 ? 1 : static_cast<double>(all) / static_cast<double>(counted);
    std::vector<FacetResult> results;
    for (const std::size_t facet : facets_)
        results.push_back(best_of(facet, scale));
    return results;
}

} // namespace tangthu::search::impl
