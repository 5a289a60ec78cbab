#include "modules/catalogue/impl/index_rows.h"

#include "modules/catalogue/impl/in_list.h"
#include "platform/marc/reader.h"

#include <map>

namespace tangthu::catalogue::impl {

namespace {

IndexRow take(BibId id, std::string_view marc) {
    marc::RecordReader reader(marc, {.format = marc::Format::Iso2709, .encoding = marc::Encoding::Utf8});
    marc::Record record;
    if (reader.next(record) != marc::ReadOutcome::Record)
        throw Fault("catalogue: the stored record " + std::to_string(id.value) + " can't be read");
    return {.id = id, .extract = extract(record), .items = {}};
}

/// Adds a row of items to the record it belongs to; rows and items both ascend by record.
Result<void> add_items(db::Rows items, std::vector<IndexRow>& rows, const branches::Branches& branches) {
    TANGTHU_TRY(const auto units, branches.list_all_units());
    std::map<UnitId, std::string> codes;
    for (const auto& unit : units)
        codes.emplace(unit.id, unit.code);
    std::size_t at = 0;
    for (const auto& item : items) {
        const auto bib = item.get<BibId>(0);
        while (at < rows.size() && rows[at].id < bib)
            ++at;
        if (at == rows.size() || rows[at].id != bib) continue;
        const auto code = codes.find(item.get<UnitId>(1));
        rows[at].items.push_back({code == codes.end() ? std::string{} : code->second,
                                  item.get<std::optional<std::string>>(2).value_or(""), item.get<std::string>(3)});
    }
    return {};
}

#define CAT_ITEMS_FOR_INDEX                                                                                            \
    "SELECT i.bib_id, i.unit_id, i.barcode, h.call_number FROM cat_items i JOIN cat_holdings h ON h.id = "             \
    "i.holding_id "                                                                                                    \
    "WHERE i.condition <> 'withdrawn' AND "

} // namespace

Result<std::vector<IndexRow>> read_index_rows(db::ReadTx& tx, const branches::Branches& branches,
                                              std::span<const std::int64_t> ids) {
    static const std::string kBibs =
        "SELECT id, marc FROM cat_bibs WHERE is_suppressed = 0 AND id IN (" + in_list_placeholders() + ") ORDER BY id";
    static const std::string kItems =
        std::string{CAT_ITEMS_FOR_INDEX} + "i.bib_id IN (" + in_list_placeholders() + ") ORDER BY i.bib_id, i.id";
    std::vector<IndexRow> all;
    Result<void> outcome;
    for_each_in_list(ids, [&](std::span<const db::Param> params) {
        std::vector<IndexRow> rows;
        for (const auto& row : tx.query_with(kBibs, params))
            rows.push_back(take(row.get<BibId>(0), row.get<db::Bytes>(1).view));
        if (auto added = add_items(tx.query_with(kItems, params), rows, branches); !added) outcome = added;
        std::move(rows.begin(), rows.end(), std::back_inserter(all));
    });
    if (!outcome) return fail(outcome.error());
    return all;
}

Result<std::vector<IndexRow>> read_index_rows_after(db::ReadTx& tx, const branches::Branches& branches, BibId after,
                                                    std::uint32_t limit) {
    std::vector<IndexRow> rows;
    for (const auto& row : tx.query(
             "SELECT id, marc FROM cat_bibs WHERE is_suppressed = 0 AND id > $1 ORDER BY id LIMIT $2", after, limit))
        rows.push_back(take(row.get<BibId>(0), row.get<db::Bytes>(1).view));
    if (rows.empty()) return rows;
    TANGTHU_CHECK(add_items(
        tx.query(CAT_ITEMS_FOR_INDEX "i.bib_id > $1 AND i.bib_id <= $2 ORDER BY i.bib_id, i.id", after, rows.back().id),
        rows, branches));
    return rows;
}

} // namespace tangthu::catalogue::impl
