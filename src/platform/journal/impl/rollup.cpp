#include "platform/journal/rollup.h"

#include "platform/db/database.h"
#include "platform/journal/impl/entry_store.h"
#include "platform/journal/impl/rollup_sums.h"
#include "platform/journal/journal.h"

#include <algorithm>
#include <map>
#include <set>

namespace tangthu::journal {

namespace {

std::string cursor_name(const Indicator& indicator) {
    return "rollup:" + impl::stored_name(indicator.name, indicator.version);
}

/// The indicators that stand furthest back, together, and what lies before them.
struct Stretch {
    std::vector<const Indicator*> indicators;
    Position from;
    Position to;
    std::int64_t entries = 0;
    impl::Additions additions;
};

Stretch next_stretch(db::ReadTx& tx, const std::vector<Indicator>& indicators, int limit) {
    Stretch stretch;
    std::optional<Position> others; // where the next ones stand: the stretch ends there, and they go on together
    for (const auto& indicator : indicators) {
        const auto position = read_cursor(tx, cursor_name(indicator));
        if (stretch.indicators.empty() || position < stretch.from) {
            if (!stretch.indicators.empty()) others = others ? std::min(*others, stretch.from) : stretch.from;
            stretch.indicators = {&indicator};
            stretch.from = position;
        } else if (position == stretch.from) {
            stretch.indicators.push_back(&indicator);
        } else {
            others = others ? std::min(*others, position) : position;
        }
    }
    stretch.to = stretch.from;
    if (stretch.indicators.empty()) return stretch;
    for (const auto& row : impl::entries_after(tx, stretch.from, limit)) {
        const auto entry = impl::read_entry(row);
        if (others && *others < entry.position) break;
        for (const auto* indicator : stretch.indicators)
            impl::add(stretch.additions, *indicator, entry);
        stretch.to = entry.position;
        ++stretch.entries;
    }
    return stretch;
}

/// False when another process has taken the same stretch in the meantime.
bool store(db::WriteTx& tx, const Stretch& stretch, Instant now) {
    for (const auto* indicator : stretch.indicators) {
        if (read_cursor(tx, cursor_name(*indicator)) != stretch.from) return false;
    }
    for (const auto& [key, more] : stretch.additions.sums) {
        if (more == 0) continue;
        tx.execute("INSERT INTO journal_rollups (indicator, basis, breakdown, grain, period, unit_id, value, total) "
                   "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (indicator, basis, breakdown, grain, period, "
                   "unit_id, value) DO UPDATE SET total = journal_rollups.total + excluded.total",
                   key.indicator, key.basis, key.breakdown, key.grain, key.period, key.unit_id, key.value, more);
    }
    for (const auto& [key, more] : stretch.additions.tokens) {
        if (more == 0) continue;
        const auto& place = key.place;
        tx.execute("INSERT INTO journal_tokens (indicator, basis, breakdown, month, unit_id, value, token, uses) "
                   "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (indicator, basis, breakdown, month, unit_id, "
                   "value, token) DO UPDATE SET uses = journal_tokens.uses + excluded.uses",
                   place.indicator, place.basis, place.breakdown, place.period, place.unit_id, place.value, key.token,
                   more);
    }
    for (const auto* indicator : stretch.indicators)
        save_cursor(tx, cursor_name(*indicator), stretch.to, now);
    return true;
}

using PlaceAndValue = std::pair<std::int64_t, std::string>;

std::string breakdown_name(const FigureRequest& request) {
    return request.breakdown ? std::string{enum_name(*request.breakdown)} : std::string{};
}

bool wants(const FigureRequest& request, std::int64_t unit) {
    return request.units.empty() ||
           std::find(request.units.begin(), request.units.end(), UnitId{unit}) != request.units.end();
}

std::vector<Figure> as_figures(const std::map<PlaceAndValue, std::int64_t>& totals) {
    std::vector<Figure> list;
    for (const auto& [key, total] : totals) {
        if (total != 0) list.push_back({UnitId{key.first}, key.second, total});
    }
    return list;
}

using Tokens = std::map<PlaceAndValue, std::map<std::string, std::int64_t>>;

Tokens tokens_of(db::ReadTx& tx, const FigureRequest& request) {
    Tokens tokens;
    for (const auto& row :
         tx.query("SELECT unit_id, value, token, sum(uses) FROM journal_tokens WHERE indicator = $1 AND basis "
                  "= $2 AND breakdown = $3 AND month >= $4 AND month <= $5 GROUP BY unit_id, value, token",
                  impl::stored_name(request.indicator, request.version), enum_name(request.basis),
                  breakdown_name(request), impl::month_of(request.from), impl::month_of(request.to))) {
        const auto unit = row.get<std::int64_t>(0);
        if (wants(request, unit))
            tokens[{unit, row.get<std::string>(1)}][row.get<std::string>(2)] = row.get<std::int64_t>(3);
    }
    return tokens;
}

std::map<PlaceAndValue, std::int64_t> seen(const Tokens& tokens) {
    std::map<PlaceAndValue, std::int64_t> totals;
    for (const auto& [key, uses] : tokens) {
        for (const auto& [token, times] : uses)
            totals[key] += times > 0 ? 1 : 0;
    }
    return totals;
}

} // namespace

RollupProgress advance_rollups(db::Database& db, const std::vector<Indicator>& indicators, int limit, Instant now) {
    RollupProgress progress;
    while (progress.entries < limit) {
        const auto stretch = *db.read([&](db::ReadTx& tx) -> Result<Stretch> {
            return next_stretch(tx, indicators, static_cast<int>(limit - progress.entries));
        });
        if (stretch.entries == 0) {
            progress.is_caught_up = true;
            break;
        }
        const auto stored = *db.write([&](db::WriteTx& tx) -> Result<bool> { return store(tx, stretch, now); });
        if (!stored) break;
        progress.entries += stretch.entries;
    }
    return progress;
}

std::vector<Figure> figures(db::ReadTx& tx, const FigureRequest& request) {
    if (request.measure == Measure::distinct_readers) return as_figures(seen(tokens_of(tx, request)));
    std::map<PlaceAndValue, std::int64_t> totals;
    for (const auto& segment : impl::segments(request.from, request.to)) {
        for (const auto& row : tx.query("SELECT unit_id, value, sum(total) FROM journal_rollups WHERE indicator = $1 "
                                        "AND basis = $2 AND breakdown "
                                        "= $3 AND grain = $4 AND period >= $5 AND period <= $6 GROUP BY unit_id, value",
                                        impl::stored_name(request.indicator, request.version), enum_name(request.basis),
                                        breakdown_name(request), segment.grain, segment.from, segment.to)) {
            const auto unit = row.get<std::int64_t>(0);
            if (wants(request, unit)) totals[{unit, row.get<std::string>(1)}] += row.get<std::int64_t>(2);
        }
    }
    return as_figures(totals);
}

std::int64_t count_distinct(db::ReadTx& tx, const FigureRequest& request) {
    std::map<std::string, std::int64_t> uses;
    for (const auto& [key, tokens] : tokens_of(tx, request)) {
        for (const auto& [token, times] : tokens)
            uses[token] += times > 0 ? 1 : 0;
    }
    return std::count_if(uses.begin(), uses.end(), [](const auto& token) { return token.second > 0; });
}

std::vector<Figure> recount(db::ReadTx& tx, const Indicator& indicator, const FigureRequest& request) {
    const bool is_distinct = indicator.measure == Measure::distinct_readers;
    auto from = request.from;
    auto to = request.to;
    if (is_distinct) {
        from.day = 1;
        to.day = 31; // compared as a date that may not exist: nothing of the month lies behind it
    }
    std::map<PlaceAndValue, std::int64_t> totals;
    Tokens tokens;
    for (const auto& row : impl::scan_entries_after(tx, {})) {
        const auto stored = impl::read_entry(row);
        const auto day = request.basis == Basis::happened ? stored.happened_on : stored.recorded_on;
        const auto unit = stored.entry.unit_id.value;
        if (day < from || to < day || !wants(request, unit) || !impl::counts(indicator, stored)) continue;
        const auto values =
            request.breakdown ? impl::values_in(*request.breakdown, stored) : std::vector<std::string>{std::string{}};
        for (const auto& value : values) {
            const auto more = impl::amount(indicator.measure, stored);
            if (is_distinct) {
                tokens[{unit, value}][stored.entry.cohort.reader_token] += more;
            } else {
                totals[{unit, value}] += more;
            }
        }
    }
    return as_figures(is_distinct ? seen(tokens) : totals);
}

} // namespace tangthu::journal
