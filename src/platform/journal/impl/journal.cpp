#include "platform/journal/journal.h"

#include "platform/base/json.h"
#include "platform/base/log.h"
#include "platform/base/uid.h"
#include "platform/db/database.h"
#include "platform/journal/impl/entry_store.h"

#include <array>

namespace tangthu::journal {

namespace {

constexpr std::string_view kInsert =
    "INSERT INTO journal (uid, happened_at, recorded_at, happened_on, recorded_on, kind, unit_id, place_id, actor, "
    "department, channel, subject_kind, subject_id, bib_id, item_id, loan_id, patron_id, reader_token, age_band, sex, "
    "occupation_group, patron_category, commune, class_group, language, material_type, stack, funding_source, "
    "quantity, "
    "value_vnd, programmes, corrects, data) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, "
    "$16, "
    "$17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33) RETURNING seq, tx_id";

std::optional<std::int64_t> given(std::int64_t id) { return id != 0 ? std::optional{id} : std::nullopt; }

void require_form(const Entry& entry) {
    const auto dot = entry.kind.find('.');
    TANGTHU_ASSERT(dot != std::string::npos && dot > 0 && dot + 1 < entry.kind.size());
    TANGTHU_ASSERT(entry.item_id == 0 || entry.patron_id == 0);
    TANGTHU_ASSERT(entry.uid.empty() || is_uid(entry.uid));
    for (const auto& programme : entry.programmes)
        TANGTHU_ASSERT(!programme.empty() && programme.find(' ') == std::string::npos);
}

/// The values of one entry in the order of kInsert, with what they point to.
struct Fields {
    Fields(const Entry& entry, Instant now, std::int64_t corrects)
        : uid(entry.uid.empty() ? new_uid(now) : entry.uid), happened_at(entry.happened_at.value_or(now)) {
        for (const auto& programme : entry.programmes)
            programmes += (programmes.empty() ? "" : " ") + programme;
        values = {uid,
                  happened_at,
                  now,
                  date_in_vietnam(happened_at),
                  date_in_vietnam(now),
                  entry.kind,
                  given(entry.unit_id.value),
                  given(entry.place_id),
                  entry.actor.name,
                  entry.department,
                  impl::channel_name(entry.actor.channel),
                  entry.subject_kind,
                  given(entry.subject_id),
                  given(entry.bib_id),
                  given(entry.item_id),
                  given(entry.loan_id),
                  given(entry.patron_id),
                  entry.cohort.reader_token,
                  entry.cohort.age_band,
                  entry.cohort.sex,
                  entry.cohort.occupation_group,
                  entry.cohort.patron_category,
                  entry.cohort.commune,
                  entry.copy.class_group,
                  entry.copy.language,
                  entry.copy.material_type,
                  entry.copy.stack,
                  entry.copy.funding_source,
                  entry.quantity,
                  entry.value_vnd,
                  programmes,
                  given(corrects),
                  entry.data};
    }
    Fields(const Fields&) = delete;
    Fields& operator=(const Fields&) = delete;

    std::string uid;
    Instant happened_at;
    std::string programmes;
    std::vector<db::Param> values;
};

Appended insert(db::WriteTx& tx, const Entry& entry, Instant now, std::int64_t corrects) {
    const Fields fields{entry, now, corrects};
    auto rows = tx.query_with(kInsert, fields.values);
    TANGTHU_ASSERT(rows.next());
    return {{rows.row().get<std::int64_t>(1), rows.row().get<std::int64_t>(0)}, fields.uid, true};
}

struct Correction {
    std::string reason;
};
TANGTHU_DESCRIBE(Correction, reason)

} // namespace

Appended append(db::WriteTx& tx, const Entry& entry, Instant now) {
    require_form(entry);
    if (!entry.uid.empty()) {
        auto known = tx.query("SELECT seq, tx_id FROM journal WHERE uid = $1", entry.uid);
        if (known.next())
            return {{known.row().get<std::int64_t>(1), known.row().get<std::int64_t>(0)}, entry.uid, false};
    }
    return insert(tx, entry, now, 0);
}

Result<StoredEntry> get_entry(db::ReadTx& tx, std::int64_t seq) {
    static const std::string kSql = "SELECT " + std::string{impl::kEntryColumns} + " FROM journal WHERE seq = $1";
    auto rows = tx.query(kSql, seq);
    if (!rows.next()) return fail(ErrorKind::NotFound, "journal.entry_not_found", {{"seq", std::to_string(seq)}});
    return impl::read_entry(rows.row());
}

Result<Appended> correct(db::WriteTx& tx, std::int64_t seq, std::string_view reason, const Actor& actor, Instant now) {
    TANGTHU_TRY(const auto original, get_entry(tx, seq));
    if (original.corrects != 0)
        return fail(ErrorKind::Conflict, "journal.is_a_correction", {{"seq", std::to_string(seq)}});
    if (tx.find_value<std::int64_t>("SELECT seq FROM journal WHERE corrects = $1", seq))
        return fail(ErrorKind::Conflict, "journal.already_corrected", {{"seq", std::to_string(seq)}});
    Entry reversal = original.entry;
    reversal.uid.clear();
    reversal.actor.name =
        actor.name; // the channel stays the original's, or its figure would not go back to what it was
    reversal.quantity = -original.entry.quantity;
    reversal.value_vnd = -original.entry.value_vnd;
    reversal.data = to_json(Correction{std::string{reason}});
    try {
        return tx.nested([&]() -> Result<Appended> { return insert(tx, reversal, now, seq); });
    } catch (const db::UniqueViolation& clash) {
        if (!clash.is_on("corrects")) throw; // two corrected it at once
        return fail(ErrorKind::Conflict, "journal.already_corrected", {{"seq", std::to_string(seq)}});
    }
}

std::vector<StoredEntry> follow(db::ReadTx& tx, Position after, int limit) {
    std::vector<StoredEntry> entries;
    for (const auto& row : impl::entries_after(tx, after, limit))
        entries.push_back(impl::read_entry(row));
    return entries;
}

Position head(db::ReadTx& tx) {
    if (tx.engine() == db::Engine::Sqlite)
        return {0, tx.find_value<std::optional<std::int64_t>>("SELECT max(seq) FROM journal")->value_or(0)};
    auto rows = tx.query("SELECT tx_id, seq FROM journal WHERE tx_id < $1 ORDER BY tx_id DESC, seq DESC LIMIT 1",
                         impl::horizon(tx));
    if (!rows.next()) return {};
    return {rows.row().get<std::int64_t>(0), rows.row().get<std::int64_t>(1)};
}

Position read_cursor(db::ReadTx& tx, std::string_view name) {
    auto rows = tx.query("SELECT tx_id, seq FROM journal_cursors WHERE name = $1", name);
    if (!rows.next()) return {};
    return {rows.row().get<std::int64_t>(0), rows.row().get<std::int64_t>(1)};
}

void save_cursor(db::WriteTx& tx, std::string_view name, Position position, Instant now) {
    tx.execute(
        "INSERT INTO journal_cursors (name, tx_id, seq, moved_at) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (name) DO UPDATE SET tx_id = excluded.tx_id, seq = excluded.seq, moved_at = excluded.moved_at",
        name, position.tx_id, position.seq, now);
}

std::vector<StoredEntry> list_latest(db::ReadTx& tx, int limit) {
    static const std::string kSql =
        "SELECT " + std::string{impl::kEntryColumns} + " FROM journal ORDER BY seq DESC LIMIT $1";
    std::vector<StoredEntry> entries;
    for (const auto& row : tx.query(kSql, limit))
        entries.push_back(impl::read_entry(row));
    return entries;
}

void prepare(db::Database& db) {
    if (db.engine() == db::Engine::Sqlite) return;
    const auto outcome = db.write([](db::WriteTx& tx) -> Result<bool> {
        const auto newest = tx.find_value<std::optional<std::int64_t>>("SELECT max(tx_id) FROM journal");
        const auto next =
            *tx.find_value<std::int64_t>("SELECT (SELECT max(number) FROM journal_epoch) * 281474976710656 + "
                                         "pg_snapshot_xmax(pg_current_snapshot())::text::bigint");
        if (newest->value_or(0) < next) return false;
        tx.execute("UPDATE journal_epoch SET number = number + 1");
        return true;
    });
    if (*outcome)
        log::warning("the journal comes from another PostgreSQL cluster; its transactions are counted on from here");
}

} // namespace tangthu::journal
