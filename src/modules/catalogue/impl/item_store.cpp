#include "modules/catalogue/impl/item_store.h"

#include "modules/catalogue/impl/in_list.h"

#include <algorithm>
#include <tuple>

namespace tangthu::catalogue::impl {

namespace {

#define CAT_ITEM_SELECT                                                                                                \
    "SELECT i.id, i.bib_id, i.holding_id, i.owner_unit_id, i.unit_id, h.location, h.call_number, i.barcode, "          \
    "i.item_type, i.copy_number, i.price_vnd, i.acquired_on, i.funding_source, i.note, i.condition "                   \
    "FROM cat_items i JOIN cat_holdings h ON h.id = i.holding_id "

Item read_item(const db::Row& row) {
    Item item;
    item.id = row.get<ItemId>(0);
    item.bib_id = row.get<BibId>(1);
    item.holding_id = row.get<HoldingId>(2);
    item.owner_unit_id = row.get<UnitId>(3);
    item.unit_id = row.get<UnitId>(4);
    item.location = row.get<std::string>(5);
    item.call_number = row.get<std::string>(6);
    item.barcode = row.get<std::optional<std::string>>(7).value_or("");
    item.item_type = row.get<std::string>(8);
    item.copy_number = row.get<std::string>(9);
    item.price_vnd = row.get<std::optional<std::int64_t>>(10);
    item.acquired_on = row.get<std::optional<Date>>(11);
    item.funding_source = row.get<std::string>(12);
    item.note = row.get<std::string>(13);
    item.condition = row.get<std::string>(14);
    return item;
}

std::vector<Item> read_items(db::Rows rows) {
    std::vector<Item> items;
    for (const auto& row : rows)
        items.push_back(read_item(row));
    return items;
}

using HoldingKey = std::tuple<BibId, UnitId, std::string_view, std::string_view>;

HoldingKey holding_key(const ItemRow& row) {
    return {row.bib_id, row.unit_id, row.draft.location, row.draft.call_number};
}

/// NULL for an empty text.
std::optional<std::string_view> or_null(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional<std::string_view>{text};
}

/// The holdings of `rows`, stored; those a bib has already are used again.
std::map<HoldingKey, HoldingId> ensure_holdings(db::WriteTx& tx, std::span<const ItemRow> rows, BibsAre bibs) {
    std::map<HoldingKey, HoldingId> holdings;
    std::vector<const ItemRow*> missing;
    for (const auto& row : rows) {
        const auto [at, is_new] = holdings.try_emplace(holding_key(row));
        if (!is_new) continue;
        if (bibs == BibsAre::known)
            if (const auto id = tx.find_value<HoldingId>(
                    "SELECT id FROM cat_holdings WHERE bib_id = $1 AND unit_id = $2 AND location = $3 "
                    "AND call_number = $4 LIMIT 1",
                    row.bib_id, row.unit_id, row.draft.location, row.draft.call_number)) {
                at->second = *id;
                continue;
            }
        missing.push_back(&row);
    }
    const auto ids = tx.reserve_ids("cat_holdings", static_cast<std::int64_t>(missing.size()));
    tx.copy_in("cat_holdings", {"id", "bib_id", "unit_id", "location", "call_number", "summary"},
               [&](db::CopyWriter& out) {
                   for (std::size_t i = 0; i < missing.size(); ++i) {
                       const auto& row = *missing[i];
                       out.row(ids[i], row.bib_id, row.unit_id, row.draft.location, row.draft.call_number,
                               row.draft.holding_summary);
                       holdings[holding_key(row)] = HoldingId{ids[i]};
                   }
               });
    return holdings;
}

} // namespace

std::multimap<std::string, BarcodeHolder, std::less<>> find_barcodes(db::ReadTx& tx,
                                                                     std::span<const std::string_view> barcodes) {
    static const std::string kSql = "SELECT i.barcode, i.id, i.bib_id, i.number_unit_id, s.source, i.batch_id "
                                    "FROM cat_items i "
                                    "JOIN cat_bib_sources s ON s.bib_id = i.bib_id "
                                    "WHERE i.barcode IN (" +
                                    in_list_placeholders() + ")";
    std::multimap<std::string, BarcodeHolder, std::less<>> holders;
    for_each_in_list(barcodes, [&](std::span<const db::Param> params) {
        for (const auto& row : tx.query_with(kSql, params))
            holders.emplace(row.get<std::string>(0),
                            BarcodeHolder{row.get<ItemId>(1), row.get<BibId>(2), row.get<UnitId>(3),
                                          row.get<std::string>(4), row.get<BatchId>(5)});
    });
    return holders;
}

std::int64_t insert_items(db::WriteTx& tx, std::span<const ItemRow> rows, BibsAre bibs) {
    if (rows.empty()) return 0;
    const auto holdings = ensure_holdings(tx, rows, bibs);
    return tx.copy_in("cat_items",
                      {"bib_id", "holding_id", "batch_id", "owner_unit_id", "unit_id", "number_unit_id", "barcode",
                       "item_type", "copy_number", "price_vnd", "acquired_on", "funding_source", "note", "condition"},
                      [&](db::CopyWriter& out) {
                          for (const auto& row : rows) {
                              const auto& draft = row.draft;
                              if (draft.is_holding_only) continue;
                              out.row(row.bib_id, holdings.at(holding_key(row)), row.batch_id, row.owner_unit_id,
                                      row.unit_id, row.number_unit_id, or_null(draft.barcode), draft.item_type,
                                      draft.copy_number, draft.price_vnd, or_null(draft.acquired_on),
                                      draft.funding_source, draft.note, draft.condition);
                          }
                      });
}

void update_item(db::WriteTx& tx, ItemId id, const ItemRow& row) {
    const auto holdings = ensure_holdings(tx, std::span{&row, 1}, BibsAre::known);
    const auto& draft = row.draft;
    tx.execute("UPDATE cat_items SET holding_id = $2, owner_unit_id = $3, unit_id = $4, item_type = $5, copy_number = "
               "$6, price_vnd = $7, "
               "acquired_on = $8, funding_source = $9, note = $10, "
               "condition = CASE WHEN condition = 'withdrawn' THEN condition ELSE $11 END WHERE id = $1",
               id, holdings.at(holding_key(row)), row.owner_unit_id, row.unit_id, draft.item_type, draft.copy_number,
               draft.price_vnd, or_null(draft.acquired_on), draft.funding_source, draft.note, draft.condition);
}

std::int64_t remove_items_of_bib(db::WriteTx& tx, BibId bib) {
    const auto removed = tx.execute("DELETE FROM cat_items WHERE bib_id = $1", bib);
    tx.execute("DELETE FROM cat_holdings WHERE bib_id = $1", bib);
    return removed;
}

std::int64_t remove_items_of_batch(db::WriteTx& tx, BatchId batch, BibId bib) {
    return tx.execute("DELETE FROM cat_items WHERE bib_id = $1 AND batch_id = $2", bib, batch);
}

void remove_empty_holdings(db::WriteTx& tx, BibId bib) {
    tx.execute("DELETE FROM cat_holdings WHERE bib_id = $1 AND NOT EXISTS "
               "(SELECT 1 FROM cat_items i WHERE i.holding_id = cat_holdings.id)",
               bib);
}

std::vector<Item> items_of_bib(db::ReadTx& tx, BibId bib) {
    return read_items(tx.query(CAT_ITEM_SELECT "WHERE i.bib_id = $1 AND i.condition <> 'withdrawn' "
                                               "ORDER BY i.unit_id, h.location, h.call_number, i.id",
                               bib));
}

std::vector<Item> all_items_of_bib(db::ReadTx& tx, BibId bib) {
    return read_items(tx.query(CAT_ITEM_SELECT "WHERE i.bib_id = $1 ORDER BY i.id", bib));
}

std::vector<Item> items_of_bibs(db::ReadTx& tx, std::span<const BibId> bibs) {
    static const std::string kSql = CAT_ITEM_SELECT "WHERE i.bib_id IN (" + in_list_placeholders() +
                                    ") AND i.condition <> 'withdrawn' "
                                    "ORDER BY i.bib_id, i.unit_id, h.location, h.call_number, i.id";
    std::vector<BibId> ascending(bibs.begin(), bibs.end());
    std::sort(ascending.begin(), ascending.end());
    std::vector<Item> items;
    for_each_in_list(ascending, [&](std::span<const db::Param> params) {
        for (const auto& row : tx.query_with(kSql, params))
            items.push_back(read_item(row));
    });
    return items;
}

const std::string_view kItemsOfUnit = CAT_ITEM_SELECT "WHERE i.unit_id = $1 AND i.id > $2 ORDER BY i.id LIMIT $3";

std::vector<Item> find_items(db::ReadTx& tx, const ItemQuery& query) {
    if (!query.barcode.empty())
        return read_items(tx.query(
            CAT_ITEM_SELECT "WHERE i.barcode = $1 AND ($2 = 0 OR i.unit_id = $2) AND i.id > $3 ORDER BY i.id LIMIT $4",
            query.barcode, query.unit_id, query.after, query.limit));
    if (query.bib_id.is_set())
        return read_items(tx.query(
            CAT_ITEM_SELECT "WHERE i.bib_id = $1 AND ($2 = 0 OR i.unit_id = $2) AND i.id > $3 ORDER BY i.id LIMIT $4",
            query.bib_id, query.unit_id, query.after, query.limit));
    // A statement of its own: with `$1 = 0 OR …` neither engine takes the index.
    if (query.unit_id.is_set()) return read_items(tx.query(kItemsOfUnit, query.unit_id, query.after, query.limit));
    return read_items(tx.query(CAT_ITEM_SELECT "WHERE i.id > $1 ORDER BY i.id LIMIT $2", query.after, query.limit));
}

#define CAT_PLACE_SELECT                                                                                               \
    "SELECT i.bib_id, i.unit_id, i.barcode, h.call_number FROM cat_items i JOIN cat_holdings h ON h.id = "             \
    "i.holding_id WHERE i.condition <> 'withdrawn' AND "

namespace {

void take_places(db::Rows rows, std::vector<ItemPlace>& list) {
    for (const auto& row : rows)
        list.push_back({row.get<BibId>(0), row.get<UnitId>(1), row.get<std::optional<std::string>>(2).value_or(""),
                        row.get<std::string>(3)});
}

} // namespace

std::vector<ItemPlace> list_places(db::ReadTx& tx, std::span<const std::int64_t> bibs) {
    static const std::string kSql =
        CAT_PLACE_SELECT "i.bib_id IN (" + in_list_placeholders() + ") ORDER BY i.bib_id, i.id";
    std::vector<ItemPlace> list;
    for_each_in_list(bibs, [&](std::span<const db::Param> params) { take_places(tx.query_with(kSql, params), list); });
    return list;
}

std::vector<ItemPlace> list_places_between(db::ReadTx& tx, BibId after, BibId last) {
    std::vector<ItemPlace> list;
    take_places(tx.query(CAT_PLACE_SELECT "i.bib_id > $1 AND i.bib_id <= $2 ORDER BY i.bib_id, i.id", after, last),
                list);
    return list;
}

std::int64_t count_items(db::ReadTx& tx) {
    return tx.find_value<std::int64_t>("SELECT count(*) FROM cat_items WHERE condition <> 'withdrawn'").value_or(0);
}

std::int64_t count_items_of_bib(db::ReadTx& tx, BibId bib) {
    return tx
        .find_value<std::int64_t>("SELECT count(*) FROM cat_items WHERE bib_id = $1 AND condition <> 'withdrawn'", bib)
        .value_or(0);
}

} // namespace tangthu::catalogue::impl
