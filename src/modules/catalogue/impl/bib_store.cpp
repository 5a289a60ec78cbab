#include "modules/catalogue/impl/bib_store.h"

#include "modules/catalogue/impl/in_list.h"

namespace tangthu::catalogue::impl {

namespace {

#define CAT_SUMMARY_COLUMNS                                                                                            \
    "id, title, subtitle, responsibility, author, year, place, publisher, extent, series, language, material_type, "   \
    "audience, class_number, isbn, item_count"

BibSummary read_summary(const db::Row& row) {
    BibSummary summary;
    summary.id = row.get<BibId>("id");
    summary.title = row.get<std::string>("title");
    summary.subtitle = row.get<std::string>("subtitle");
    summary.responsibility = row.get<std::string>("responsibility");
    summary.author = row.get<std::string>("author");
    summary.year = row.get<std::optional<int>>("year");
    summary.place = row.get<std::string>("place");
    summary.publisher = row.get<std::string>("publisher");
    summary.extent = row.get<std::string>("extent");
    summary.series = row.get<std::string>("series");
    summary.language = row.get<std::string>("language");
    summary.material_type = row.get<std::string>("material_type");
    summary.audience = row.get<std::string>("audience");
    summary.class_number = row.get<std::string>("class_number");
    summary.isbn = row.get<std::string>("isbn");
    summary.items = row.get<int>("item_count");
    return summary;
}

std::vector<BibSummary> read_summaries(db::Rows rows) {
    std::vector<BibSummary> list;
    for (const auto& row : rows)
        list.push_back(read_summary(row));
    return list;
}

void take_marc(db::Rows rows, std::vector<MarcRow>& list) {
    for (const auto& row : rows)
        list.push_back({row.get<BibId>(0), std::string{row.get<db::Bytes>(1).view}});
}

std::string bytes_or_none(const db::Row& row, int column) {
    const auto bytes = row.get<std::optional<db::Bytes>>(column);
    return bytes ? std::string{bytes->view} : std::string{};
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const auto space = text.find(' ');
        if (space != 0) words.emplace_back(text.substr(0, space));
        if (space == std::string_view::npos) break;
        text.remove_prefix(space + 1);
    }
    return words;
}

} // namespace

std::map<std::string, KnownSource, std::less<>> find_sources(db::ReadTx& tx,
                                                             std::span<const std::string_view> identities) {
    std::map<std::string, KnownSource, std::less<>> known;
    static const std::string kSql =
        "SELECT identity, bib_id, content_hash FROM cat_bib_sources WHERE identity IN (" + in_list_placeholders() + ")";
    for_each_in_list(identities, [&](std::span<const db::Param> params) {
        for (const auto& row : tx.query_with(kSql, params))
            known.emplace(row.get<std::string>(0), KnownSource{row.get<BibId>(1), row.get<std::string>(2)});
    });
    return known;
}

std::map<std::string, BibId, std::less<>> find_unsourced(db::ReadTx& tx,
                                                         std::span<const std::string_view> control_numbers) {
    static const std::string kSql =
        "SELECT control_number, bib_id FROM cat_bib_sources WHERE source = '' AND control_number IN (" +
        in_list_placeholders() + ")";
    std::map<std::string, BibId, std::less<>> found;
    for_each_in_list(control_numbers, [&](std::span<const db::Param> params) {
        for (const auto& row : tx.query_with(kSql, params))
            found.emplace(row.get<std::string>(0), row.get<BibId>(1));
    });
    return found;
}

void insert_bibs(db::WriteTx& tx, std::span<const BibRow> rows, Instant now) {
    if (rows.empty()) return;
    tx.copy_in("cat_bibs", {"id",         "version",       "batch_id",   "title",        "subtitle", "responsibility",
                            "author",     "year",          "place",      "publisher",    "extent",   "series",
                            "language",   "material_type", "audience",   "class_number", "isbn",     "shelf_key",
                            "item_count", "is_suppressed", "created_at", "updated_at",   "marc",     "marc_source",
                            "repairs"},
               [&](db::CopyWriter& out) {
                   for (const auto& row : rows) {
                       const auto& s = row.extract->summary;
                       const auto source =
                           row.marc_source.empty() ? std::optional<db::Bytes>{} : db::Bytes{row.marc_source};
                       out.row(row.id, 1, row.batch_id, s.title, s.subtitle, s.responsibility, s.author, s.year,
                               s.place, s.publisher, s.extent, s.series, s.language, s.material_type, s.audience,
                               s.class_number, s.isbn, shelf_key(*row.extract), row.item_count, 0, now, now,
                               db::Bytes{row.marc}, source, row.repairs);
                   }
               });
    tx.copy_in("cat_bib_sources", {"bib_id", "identity", "source", "control_number", "content_hash"},
               [&](db::CopyWriter& out) {
                   for (const auto& row : rows)
                       out.row(row.id, row.identity, row.source, row.control_number, row.content_hash);
               });
}

std::int64_t update_bib(db::WriteTx& tx, const BibRow& row, Instant now) {
    const auto& s = row.extract->summary;
    const auto source = row.marc_source.empty() ? std::optional<db::Bytes>{} : db::Bytes{row.marc_source};
    tx.execute(
        "UPDATE cat_bibs SET version = version + 1, title = $2, subtitle = $3, responsibility = $4, author = $5, year "
        "= $6, "
        "place = $7, publisher = $8, extent = $9, series = $10, language = $11, material_type = $12, audience = $13, "
        "class_number = $14, isbn = $15, shelf_key = $16, item_count = $17, updated_at = $18, marc = $19, "
        "marc_source = $20, repairs = $21 WHERE id = $1",
        row.id, s.title, s.subtitle, s.responsibility, s.author, s.year, s.place, s.publisher, s.extent, s.series,
        s.language, s.material_type, s.audience, s.class_number, s.isbn, shelf_key(*row.extract), row.item_count, now,
        db::Bytes{row.marc}, source, row.repairs);
    tx.execute("UPDATE cat_bib_sources SET content_hash = $2 WHERE bib_id = $1", row.id, row.content_hash);
    return tx.find_value<std::int64_t>("SELECT version FROM cat_bibs WHERE id = $1", row.id).value();
}

void remove_bib(db::WriteTx& tx, BibId id) {
    tx.execute("DELETE FROM cat_bib_sources WHERE bib_id = $1", id);
    tx.execute("DELETE FROM cat_bib_changes WHERE bib_id = $1", id);
    tx.execute("DELETE FROM cat_bibs WHERE id = $1", id);
}

void insert_change(db::WriteTx& tx, BatchId batch, BibId bib, std::int64_t version_after, const StoredRecord& before) {
    const auto source = before.marc_source.empty() ? std::optional<db::Bytes>{} : db::Bytes{before.marc_source};
    tx.execute("INSERT INTO cat_bib_changes (batch_id, bib_id, version_after, marc_before, hash_before, "
               "marc_source_before, repairs_before) VALUES ($1, $2, $3, $4, $5, $6, $7)",
               batch, bib, version_after, db::Bytes{before.marc}, before.content_hash, source, before.repairs);
}

std::vector<BibChange> list_changes(db::ReadTx& tx, BatchId batch, std::int64_t before, std::uint32_t limit) {
    std::vector<BibChange> changes;
    for (const auto& row : tx.query("SELECT id, bib_id, version_after, marc_before, hash_before, marc_source_before, "
                                    "repairs_before FROM cat_bib_changes WHERE batch_id = $1 "
                                    "AND ($2 = 0 OR id < $2) AND version_restored IS NULL ORDER BY id DESC LIMIT $3",
                                    batch, before, limit))
        changes.push_back({.id = row.get<std::int64_t>(0),
                           .bib_id = row.get<BibId>(1),
                           .version_after = row.get<std::int64_t>(2),
                           .marc_before = std::string{row.get<db::Bytes>(3).view},
                           .marc_source_before = bytes_or_none(row, 5),
                           .repairs_before = row.get<std::string>(6),
                           .hash_before = row.get<std::string>(4)});
    return changes;
}

std::int64_t last_version_by(db::ReadTx& tx, BatchId batch, BibId bib) {
    return tx
        .find_value<std::int64_t>("SELECT coalesce(max(version_after), 1) FROM cat_bib_changes "
                                  "WHERE batch_id = $1 AND bib_id = $2",
                                  batch, bib)
        .value_or(1);
}

void note_restored(db::WriteTx& tx, std::int64_t change, std::int64_t version) {
    tx.execute("UPDATE cat_bib_changes SET version_restored = $2 WHERE id = $1", change, version);
}

std::map<std::int64_t, std::int64_t> restored_versions(db::ReadTx& tx, BibId bib) {
    std::map<std::int64_t, std::int64_t> restored;
    for (const auto& row : tx.query("SELECT version_restored, version_after FROM cat_bib_changes "
                                    "WHERE bib_id = $1 AND version_restored IS NOT NULL",
                                    bib))
        restored.emplace(row.get<std::int64_t>(0), row.get<std::int64_t>(1));
    return restored;
}

std::vector<BibId> list_created(db::ReadTx& tx, BatchId batch, BibId after, std::uint32_t limit) {
    std::vector<BibId> ids;
    for (const auto& row :
         tx.query("SELECT id FROM cat_bibs WHERE batch_id = $1 AND id > $2 ORDER BY id LIMIT $3", batch, after, limit))
        ids.push_back(row.get<BibId>(0));
    return ids;
}

std::optional<Bib> find_bib(db::ReadTx& tx, BibId id) {
    auto rows = tx.query("SELECT " CAT_SUMMARY_COLUMNS
                         ", version, created_at, updated_at, is_suppressed, repairs FROM cat_bibs WHERE id = $1",
                         id);
    if (!rows.next()) return std::nullopt;
    const auto& row = rows.row();
    Bib bib;
    bib.summary = read_summary(row);
    bib.version = row.get<std::int64_t>("version");
    bib.created_at = row.get<Instant>("created_at");
    bib.updated_at = row.get<Instant>("updated_at");
    bib.is_suppressed = row.get<bool>("is_suppressed");
    bib.repairs = words_of(row.get<std::string_view>("repairs"));
    for (const auto& source :
         tx.query("SELECT source, control_number FROM cat_bib_sources WHERE bib_id = $1 ORDER BY id", id)) {
        bib.source = source.get<std::string>(0);
        bib.control_number = source.get<std::string>(1);
        break;
    }
    return bib;
}

std::optional<std::string> find_marc(db::ReadTx& tx, BibId id) {
    auto rows = tx.query("SELECT marc FROM cat_bibs WHERE id = $1 AND is_suppressed = 0", id);
    if (!rows.next()) return std::nullopt;
    return std::string{rows.row().get<db::Bytes>(0).view};
}

std::vector<MarcRow> list_marc(db::ReadTx& tx, std::span<const std::int64_t> ids) {
    static const std::string kSql =
        "SELECT id, marc FROM cat_bibs WHERE is_suppressed = 0 AND id IN (" + in_list_placeholders() + ") ORDER BY id";
    std::vector<MarcRow> list;
    for_each_in_list(ids, [&](std::span<const db::Param> params) { take_marc(tx.query_with(kSql, params), list); });
    return list;
}

std::vector<MarcRow> list_marc_after(db::ReadTx& tx, BibId after, std::uint32_t limit, Suppressed those) {
    std::vector<MarcRow> list;
    take_marc(tx.query("SELECT id, marc FROM cat_bibs WHERE id > $1 AND is_suppressed <= $3 ORDER BY id LIMIT $2",
                       after, limit, static_cast<int>(those)),
              list);
    return list;
}

std::optional<StoredRecord> find_stored(db::ReadTx& tx, BibId id) {
    auto rows =
        tx.query("SELECT b.marc, s.content_hash, b.version, b.batch_id, b.marc_source, b.repairs FROM cat_bibs b "
                 "JOIN cat_bib_sources s ON s.bib_id = b.id WHERE b.id = $1 ORDER BY s.id LIMIT 1",
                 id);
    if (!rows.next()) return std::nullopt;
    const auto& row = rows.row();
    return StoredRecord{.marc = std::string{row.get<db::Bytes>(0).view},
                        .marc_source = bytes_or_none(row, 4),
                        .repairs = row.get<std::string>(5),
                        .content_hash = row.get<std::string>(1),
                        .version = row.get<std::int64_t>(2),
                        .batch_id = row.get<BatchId>(3)};
}

std::vector<BibSummary> find_summaries(db::ReadTx& tx, std::span<const BibId> ids) {
    static const std::string kSql = "SELECT " CAT_SUMMARY_COLUMNS " FROM cat_bibs WHERE is_suppressed = 0 AND id IN (" +
                                    in_list_placeholders() + ")";
    std::map<BibId, BibSummary> found;
    for_each_in_list(ids, [&](std::span<const db::Param> params) {
        for (const auto& row : tx.query_with(kSql, params)) {
            auto summary = read_summary(row);
            const auto id = summary.id;
            found.emplace(id, std::move(summary));
        }
    });
    std::vector<BibSummary> list;
    list.reserve(ids.size());
    for (const auto id : ids)
        if (const auto at = found.find(id); at != found.end()) list.push_back(at->second);
    return list;
}

std::vector<BibSummary> newest(db::ReadTx& tx, std::uint32_t limit, std::uint32_t offset) {
    return read_summaries(tx.query("SELECT " CAT_SUMMARY_COLUMNS
                                   " FROM cat_bibs WHERE is_suppressed = 0 ORDER BY id DESC LIMIT $1 OFFSET $2",
                                   limit, offset));
}

Catalogue::Neighbours neighbours(db::ReadTx& tx, BibId id, std::uint32_t each_side) {
    const auto key = tx.find_value<std::string>("SELECT shelf_key FROM cat_bibs WHERE id = $1", id);
    if (!key) return {};
    return {read_summaries(tx.query("SELECT " CAT_SUMMARY_COLUMNS
                                    " FROM cat_bibs WHERE (shelf_key, id) < ($1, $2) AND is_suppressed = 0 "
                                    "ORDER BY shelf_key DESC, id DESC LIMIT $3",
                                    *key, id, each_side)),
            read_summaries(tx.query("SELECT " CAT_SUMMARY_COLUMNS
                                    " FROM cat_bibs WHERE (shelf_key, id) > ($1, $2) AND is_suppressed = 0 "
                                    "ORDER BY shelf_key, id LIMIT $3",
                                    *key, id, each_side))};
}

std::vector<BibStamp> stamps(db::ReadTx& tx, BibId after, std::uint32_t limit) {
    std::vector<BibStamp> list;
    for (const auto& row :
         tx.query("SELECT id, updated_at FROM cat_bibs WHERE id > $1 AND is_suppressed = 0 ORDER BY id LIMIT $2", after,
                  limit))
        list.push_back({row.get<BibId>(0), row.get<Instant>(1)});
    return list;
}

std::int64_t count_bibs(db::ReadTx& tx) {
    return tx.find_value<std::int64_t>("SELECT count(*) FROM cat_bibs WHERE is_suppressed = 0").value_or(0);
}

} // namespace tangthu::catalogue::impl
