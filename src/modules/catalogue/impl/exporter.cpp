#include "modules/branches/branches.h"
#include "modules/catalogue/export.h"
#include "modules/catalogue/impl/bib_store.h"
#include "modules/catalogue/impl/item_store.h"
#include "platform/db/database.h"
#include "platform/marc/reader.h"
#include "platform/marc/writer.h"

#include <map>
#include <ostream>

namespace tangthu::catalogue {

namespace {

/// Records read in one transaction: an export of a million must not hold one snapshot for minutes.
constexpr std::uint32_t kRecordsAtOnce = 500;

struct ExportedRecord {
    impl::MarcRow stored;
    std::vector<Item> items;
};

void write_current_items(marc::Record& record, const std::vector<Item>& items,
                         const std::map<UnitId, std::string>& codes) {
    // What became copies goes; an 852 without a number says where, and stays.
    marc::Record rest;
    rest.set_leader(record.leader());
    for (const auto field : record.fields())
        if (field.tag() != "952" && !(field.tag() == "852" && !field.subfield('p').empty())) rest.add_copy(field);
    record = std::move(rest);
    const auto code = [&](UnitId unit) {
        const auto known = codes.find(unit);
        return known == codes.end() ? std::string{} : known->second;
    };
    for (const auto& item : items) {
        record.add_field("952");
        const auto add = [&](char subfield, const std::string& value) {
            if (!value.empty()) record.add_subfield(subfield, value);
        };
        if (item.condition == "lost") add('1', "1");
        if (item.condition == "damaged") add('4', "1");
        add('a', code(item.owner_unit_id));
        add('b', code(item.unit_id));
        add('c', item.location);
        add('d', item.acquired_on ? iso_date(*item.acquired_on) : "");
        add('e', item.funding_source);
        add('g', item.price_vnd ? std::to_string(*item.price_vnd) : "");
        add('o', item.call_number);
        add('p', item.barcode);
        add('t', item.copy_number);
        add('y', item.item_type);
        add('z', item.note);
    }
}

} // namespace

Result<ExportReport> export_records(db::Database& database, const branches::Branches& branches,
                                    const ExportOptions& options, std::ostream& out,
                                    const std::function<void(std::uint64_t)>& on_progress) {
    TANGTHU_TRY(const auto format, marc::writable_format(options.format));
    TANGTHU_TRY(const auto units, branches.list_all_units());
    std::map<UnitId, std::string> codes;
    for (const auto& unit : units)
        codes.emplace(unit.id, unit.code);

    marc::RecordWriter writer({.format = format});
    std::string text;
    writer.begin(text);
    ExportReport report;
    BibId after;
    for (;;) {
        TANGTHU_TRY(const auto records, database.read([&](db::ReadTx& tx) -> Result<std::vector<ExportedRecord>> {
            std::vector<ExportedRecord> list;
            for (auto& stored : impl::list_marc_after(tx, after, kRecordsAtOnce, impl::Suppressed::included))
                list.push_back({std::move(stored), {}});
            if (options.items == ExportItems::current)
                for (auto& record : list)
                    record.items = impl::items_of_bib(tx, record.stored.id);
            return list;
        }));
        if (records.empty()) break;
        for (const auto& exported : records) {
            marc::RecordReader reader(exported.stored.marc,
                                      {.format = marc::Format::Iso2709, .encoding = marc::Encoding::Utf8});
            marc::Record record;
            if (reader.next(record) != marc::ReadOutcome::Record)
                throw Fault("catalogue: the stored record " + std::to_string(exported.stored.id.value) +
                            " can't be read");
            if (options.items == ExportItems::current) write_current_items(record, exported.items, codes);
            writer.write(record, text);
            ++report.records;
        }
        after = records.back().stored.id;
        out << text;
        text.clear();
        if (!out) return fail(ErrorKind::Unavailable, "catalogue.export_write_failed");
        if (on_progress) on_progress(report.records);
    }
    writer.end(text);
    out << text;
    out.flush();
    if (!out) return fail(ErrorKind::Unavailable, "catalogue.export_write_failed");
    report.replaced_characters = writer.replaced_characters();
    return report;
}

} // namespace tangthu::catalogue
