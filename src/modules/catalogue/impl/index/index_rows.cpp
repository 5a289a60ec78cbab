#include "modules/catalogue/impl/index/index_rows.h"

#include "modules/catalogue/impl/bib_store.h"
#include "modules/catalogue/impl/item_store.h"
#include "platform/marc/reader.h"

#include <map>

namespace tangthu::catalogue::impl {

namespace {

IndexRow take(const MarcRow& stored) {
    marc::RecordReader reader(stored.marc, {.format = marc::Format::Iso2709, .encoding = marc::Encoding::Utf8});
    marc::Record record;
    if (reader.next(record) != marc::ReadOutcome::Record)
        throw Fault("catalogue: the stored record " + std::to_string(stored.id.value) + " can't be read");
    return {.id = stored.id, .extract = extract(record), .items = {}};
}

/// Records with the copies that stand at them; both ascend by record.
Result<std::vector<IndexRow>> put_together(const std::vector<MarcRow>& records, const std::vector<ItemPlace>& places,
                                           const branches::Branches& branches) {
    TANGTHU_TRY(const auto units, branches.list_all_units());
    std::map<UnitId, std::string> codes;
    for (const auto& unit : units)
        codes.emplace(unit.id, unit.code);
    std::vector<IndexRow> rows;
    rows.reserve(records.size());
    auto place = places.begin();
    for (const auto& stored : records) {
        auto& row = rows.emplace_back(take(stored));
        while (place != places.end() && place->bib_id < row.id)
            ++place;
        for (; place != places.end() && place->bib_id == row.id; ++place) {
            const auto code = codes.find(place->unit_id);
            row.items.push_back(
                {code == codes.end() ? std::string{} : code->second, place->barcode, place->call_number});
        }
    }
    return rows;
}

} // namespace

Result<std::vector<IndexRow>> read_index_rows(db::ReadTx& tx, const branches::Branches& branches,
                                              std::span<const std::int64_t> ids) {
    return put_together(list_marc(tx, ids), list_places(tx, ids), branches);
}

Result<std::vector<IndexRow>> read_index_rows_after(db::ReadTx& tx, const branches::Branches& branches, BibId after,
                                                    std::uint32_t limit) {
    const auto records = list_marc_after(tx, after, limit, Suppressed::left_out);
    if (records.empty()) return std::vector<IndexRow>{};
    return put_together(records, list_places_between(tx, after, records.back().id), branches);
}

} // namespace tangthu::catalogue::impl
