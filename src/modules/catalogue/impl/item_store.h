#pragma once

#include "modules/catalogue/bib.h"
#include "modules/catalogue/catalogue.h"
#include "modules/catalogue/impl/item_fields.h"
#include "platform/db/transaction.h"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tangthu::catalogue::impl {

/// A copy whose units are known, about to be stored.
struct ItemRow {
    BibId bib_id;
    BatchId batch_id;
    UnitId owner_unit_id;
    UnitId unit_id;
    UnitId number_unit_id;
    ItemDraft draft;
};

/// Who holds a barcode already.
struct BarcodeHolder {
    ItemId item_id;
    BibId bib_id;
    UnitId number_unit_id;
    std::string source; ///< the source of its record
    BatchId batch_id;   ///< that brought it
};

[[nodiscard]] std::multimap<std::string, BarcodeHolder, std::less<>>
find_barcodes(db::ReadTx& tx, std::span<const std::string_view> barcodes);
/// Whether the records of a call were stored in the same transaction just now (no holdings to look for) or before.
enum class BibsAre { brand_new, known };

/// Stores holdings (one for each bib, unit, location and call number among `rows`) and items; rows that are only a
/// holding make no item. Returns how many items.
std::int64_t insert_items(db::WriteTx& tx, std::span<const ItemRow> rows, BibsAre bibs);
/// Gives a stored item what a record's item field says of it now. A withdrawn one stays withdrawn: that was decided in
/// the library, and other systems' files go on naming it.
void update_item(db::WriteTx& tx, ItemId id, const ItemRow& row);
[[nodiscard]] std::int64_t remove_items_of_bib(db::WriteTx& tx, BibId bib);
/// Their holdings stay: see remove_empty_holdings().
[[nodiscard]] std::int64_t remove_items_of_batch(db::WriteTx& tx, BatchId batch, BibId bib);
/// Holdings of a record without a single copy, those that are only a statement too: who calls puts back what the record
/// says.
void remove_empty_holdings(db::WriteTx& tx, BibId bib);

[[nodiscard]] std::vector<Item> items_of_bib(db::ReadTx& tx, BibId bib);
/// Withdrawn ones, too.
[[nodiscard]] std::vector<Item> all_items_of_bib(db::ReadTx& tx, BibId bib);
/// The same of several records, in the order of their ids.
[[nodiscard]] std::vector<Item> items_of_bibs(db::ReadTx& tx, std::span<const BibId> bibs);
[[nodiscard]] std::vector<Item> find_items(db::ReadTx& tx, const ItemQuery& query);
/// The statement for what a unit keeps: unit, after, limit. Here for the test that looks at its plan.
extern const std::string_view kItemsOfUnit;
/// What the index knows of a copy.
struct ItemPlace {
    BibId bib_id;
    UnitId unit_id;
    std::string barcode;
    std::string call_number;
};
/// Copies of these records (ascending), by record; without withdrawn ones.
[[nodiscard]] std::vector<ItemPlace> list_places(db::ReadTx& tx, std::span<const std::int64_t> bibs);
/// The same of the records behind `after`, up to `last`.
[[nodiscard]] std::vector<ItemPlace> list_places_between(db::ReadTx& tx, BibId after, BibId last);
[[nodiscard]] std::int64_t count_items(db::ReadTx& tx);
[[nodiscard]] std::int64_t count_items_of_bib(db::ReadTx& tx, BibId bib);

} // namespace tangthu::catalogue::impl
