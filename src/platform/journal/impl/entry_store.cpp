#include "platform/journal/impl/entry_store.h"

#include "platform/base/digest.h"

#include <array>
#include <limits>

namespace tangthu::journal::impl {

namespace {

constexpr std::array<std::string_view, 8> kChannels{"desk", "self_check", "mobile",       "portal",
                                                    "post", "import",     "command_line", "system"};

Channel channel_from_name(std::string_view name) {
    for (std::size_t i = 0; i < kChannels.size(); ++i) {
        if (kChannels[i] == name) return static_cast<Channel>(i);
    }
    throw db::DatabaseFault(db::FaultCause::Corrupt, "the journal holds an unknown channel");
}

std::vector<std::string> split_words(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        if (end > 0) words.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

std::int64_t id_or_zero(const db::Row& row, std::string_view column) {
    return row.get<std::optional<std::int64_t>>(column).value_or(0);
}

} // namespace

const std::string_view kEntryColumns =
    "seq, uid, happened_at, recorded_at, happened_on, recorded_on, kind, unit_id, place_id, actor, department, "
    "channel, "
    "subject_kind, subject_id, bib_id, item_id, loan_id, patron_id, reader_token, age_band, sex, occupation_group, "
    "patron_category, commune, class_group, language, material_type, stack, funding_source, quantity, value_vnd, "
    "programmes, corrects, data, tx_id";

std::string_view channel_name(Channel channel) { return kChannels.at(static_cast<std::size_t>(channel)); }

StoredEntry read_entry(const db::Row& row) {
    StoredEntry stored;
    auto& entry = stored.entry;
    stored.position.seq = row.get<std::int64_t>("seq");
    entry.uid = row.get<std::string>("uid");
    entry.happened_at = row.get<Instant>("happened_at");
    stored.recorded_at = row.get<Instant>("recorded_at");
    stored.happened_on = row.get<Date>("happened_on");
    stored.recorded_on = row.get<Date>("recorded_on");
    entry.kind = row.get<std::string>("kind");
    entry.unit_id = UnitId{id_or_zero(row, "unit_id")};
    entry.place_id = id_or_zero(row, "place_id");
    entry.actor.name = row.get<std::string>("actor");
    entry.department = row.get<std::string>("department");
    entry.actor.channel = channel_from_name(row.get<std::string_view>("channel"));
    entry.subject_kind = row.get<std::string>("subject_kind");
    entry.subject_id = id_or_zero(row, "subject_id");
    entry.bib_id = id_or_zero(row, "bib_id");
    entry.item_id = id_or_zero(row, "item_id");
    entry.loan_id = id_or_zero(row, "loan_id");
    entry.patron_id = id_or_zero(row, "patron_id");
    entry.cohort.reader_token = row.get<std::string>("reader_token");
    entry.cohort.age_band = row.get<std::string>("age_band");
    entry.cohort.sex = row.get<std::string>("sex");
    entry.cohort.occupation_group = row.get<std::string>("occupation_group");
    entry.cohort.patron_category = row.get<std::string>("patron_category");
    entry.cohort.commune = row.get<std::string>("commune");
    entry.copy.class_group = row.get<std::string>("class_group");
    entry.copy.language = row.get<std::string>("language");
    entry.copy.material_type = row.get<std::string>("material_type");
    entry.copy.stack = row.get<std::string>("stack");
    entry.copy.funding_source = row.get<std::string>("funding_source");
    entry.quantity = row.get<std::int64_t>("quantity");
    entry.value_vnd = row.get<std::int64_t>("value_vnd");
    entry.programmes = split_words(row.get<std::string_view>("programmes"));
    stored.corrects = id_or_zero(row, "corrects");
    entry.data = row.get<std::string>("data");
    stored.position.tx_id = row.get<std::int64_t>("tx_id");
    return stored;
}

std::int64_t horizon(db::ReadTx& tx) {
    if (tx.engine() == db::Engine::Sqlite) return std::numeric_limits<std::int64_t>::max();
    return *tx.find_value<std::int64_t>("SELECT (SELECT max(number) FROM journal_epoch) * 281474976710656 + "
                                        "pg_snapshot_xmin(pg_current_snapshot())::text::bigint");
}

bool role_may_empty(db::ReadTx& tx) {
    if (tx.engine() == db::Engine::Sqlite) return false;
    return tx.find_value<int>("SELECT CASE WHEN has_table_privilege('journal', 'TRUNCATE') "
                              "OR pg_has_role(relowner, 'USAGE') THEN 1 ELSE 0 END "
                              "FROM pg_class WHERE oid = 'journal'::regclass")
               .value_or(0) != 0;
}

db::Rows entries_after(db::ReadTx& tx, Position after, int limit) {
    static const std::string kSelect = "SELECT " + std::string{kEntryColumns} + " FROM journal ";
    static const std::string kSqlite = kSelect + "WHERE seq > $1 ORDER BY seq LIMIT $2";
    static const std::string kPostgres =
        kSelect + "WHERE (tx_id, seq) > ($1, $2) AND tx_id < $3 ORDER BY tx_id, seq LIMIT $4";
    if (tx.engine() == db::Engine::Sqlite) return tx.query(kSqlite, after.seq, limit);
    return tx.query(kPostgres, after.tx_id, after.seq, horizon(tx), limit);
}

db::Rows scan_entries_after(db::ReadTx& tx, Position after) {
    static const std::string kSelect = "SELECT " + std::string{kEntryColumns} + " FROM journal ";
    static const std::string kSqlite = kSelect + "WHERE seq > $1 ORDER BY seq";
    static const std::string kPostgres = kSelect + "WHERE (tx_id, seq) > ($1, $2) ORDER BY tx_id, seq";
    if (tx.engine() == db::Engine::Sqlite) return tx.scan(kSqlite, after.seq);
    return tx.scan(kPostgres, after.tx_id, after.seq);
}

std::string digest(const StoredEntry& stored) {
    std::string text;
    text.reserve(512);
    const auto add_text = [&](std::string_view value) {
        text += std::to_string(value.size());
        text += ':';
        text += value;
    };
    const auto add_number = [&](std::int64_t value) {
        text += std::to_string(value);
        text += ';';
    };
    const auto& entry = stored.entry;
    add_number(stored.position.seq);
    add_text(entry.uid);
    add_number(entry.happened_at.value_or(Instant{}).unix_ms);
    add_number(stored.recorded_at.unix_ms);
    add_text(iso_date(stored.happened_on));
    add_text(iso_date(stored.recorded_on));
    add_text(entry.kind);
    for (const auto number : {entry.unit_id.value, entry.place_id, entry.subject_id, entry.bib_id, entry.item_id,
                              entry.loan_id, entry.patron_id, entry.quantity, entry.value_vnd, stored.corrects})
        add_number(number);
    for (const std::string_view field :
         {std::string_view{entry.actor.name}, std::string_view{entry.department}, channel_name(entry.actor.channel),
          std::string_view{entry.subject_kind}, std::string_view{entry.cohort.reader_token},
          std::string_view{entry.cohort.age_band}, std::string_view{entry.cohort.sex},
          std::string_view{entry.cohort.occupation_group}, std::string_view{entry.cohort.patron_category},
          std::string_view{entry.cohort.commune}, std::string_view{entry.copy.class_group},
          std::string_view{entry.copy.language}, std::string_view{entry.copy.material_type},
          std::string_view{entry.copy.stack}, std::string_view{entry.copy.funding_source},
          std::string_view{entry.data}})
        add_text(field);
    add_number(static_cast<std::int64_t>(entry.programmes.size()));
    for (const auto& programme : entry.programmes)
        add_text(programme);
    return sha256_hex(text);
}

} // namespace tangthu::journal::impl
