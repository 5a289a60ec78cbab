#include "modules/catalogue/impl/journal_entries.h"

#include "platform/base/describe.h"
#include "platform/base/json.h"
#include "platform/journal/journal.h"

namespace tangthu::catalogue::impl {

namespace {

/// The `data` of an entry that touches records.
struct TouchedData {
    std::string batch;
    std::vector<std::vector<std::int64_t>> bibs; ///< runs of ids: [first, last]
};
TANGTHU_DESCRIBE(TouchedData, batch, bibs)

/// The index keeps a seq alone; where that entry stands among transactions is the journal's to tell.
journal::Position position_of(db::ReadTx& tx, std::int64_t seq) {
    if (seq == 0) return {};
    const auto entry = journal::get_entry(tx, seq);
    return entry ? entry->position : journal::Position{};
}

} // namespace

IdRuns runs_of(std::span<const BibId> ascending) {
    IdRuns runs;
    for (const auto id : ascending) {
        if (!runs.empty() && runs.back().second + 1 == id.value)
            runs.back().second = id.value;
        else
            runs.emplace_back(id.value, id.value);
    }
    return runs;
}

std::int64_t append_touched(db::WriteTx& tx, std::string_view kind, const Actor& actor, const std::string& batch,
                            std::span<const BibId> ascending, Instant now) {
    TouchedData data{.batch = batch, .bibs = {}};
    for (const auto& [first, last] : runs_of(ascending))
        data.bibs.push_back({first, last});
    journal::Entry entry;
    entry.kind = kind;
    entry.actor = actor;
    entry.subject_kind = "batch";
    entry.quantity = static_cast<std::int64_t>(ascending.size());
    entry.data = to_json(data);
    return journal::append(tx, entry, now).position.seq;
}

std::vector<TouchedEntry> touched_since(db::ReadTx& tx, std::int64_t after, std::uint32_t limit,
                                        std::int64_t& reached) {
    std::vector<TouchedEntry> touched;
    for (const auto& stored : journal::follow(tx, position_of(tx, after), static_cast<int>(limit))) {
        reached = stored.position.seq;
        if (stored.entry.kind != kBibsImported && stored.entry.kind != kImportUndone) continue;
        const auto data = from_json<TouchedData>(stored.entry.data);
        if (!data)
            throw Fault("catalogue: a journal entry whose data can't be read, seq " +
                        std::to_string(stored.position.seq));
        TouchedEntry entry{.position = stored.position.seq, .batch = data->batch, .bibs = {}};
        for (const auto& run : data->bibs)
            if (run.size() == 2) entry.bibs.emplace_back(run[0], run[1]);
        touched.push_back(std::move(entry));
    }
    return touched;
}

std::int64_t journal_end(db::ReadTx& tx) { return journal::head(tx).seq; }

bool is_in_journal(db::ReadTx& tx, std::int64_t position) {
    return position == 0 || journal::get_entry(tx, position).has_value();
}

bool has_reached(db::ReadTx& tx, std::int64_t position, std::int64_t target) {
    return position_of(tx, position) >= position_of(tx, target);
}

} // namespace tangthu::catalogue::impl
