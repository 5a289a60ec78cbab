#include "modules/catalogue/impl/import/import_chunk.h"

#include "modules/catalogue/impl/bib_store.h"
#include "modules/catalogue/impl/import/import_policy.h"
#include "modules/catalogue/impl/item_store.h"

#include <algorithm>
#include <set>
#include <unordered_map>

namespace tangthu::catalogue::impl {

namespace {

/// One run over a chunk: what is known before, what is decided, what is written.
class ChunkRun {
public:
    ChunkRun(db::WriteTx& tx, std::span<const ImportedRecord> records, const ChunkContext& context, ImportUnits& units)
        : tx_(tx), records_(records), context_(context), units_(units) {}

    ChunkOutcome run() {
        look_up();
        sort_out();
        take_new_items();
        insert_bibs(tx_, new_rows_, context_.now);
        outcome_.items_created += static_cast<std::uint64_t>(insert_items(tx_, new_items_, BibsAre::brand_new));
        for (const auto& [record, id] : changed_)
            if (id.is_set()) overwrite(*record, id);
        if (context_.memory != nullptr) learn();
        std::sort(outcome_.touched.begin(), outcome_.touched.end(),
                  [](const auto& a, const auto& b) { return a.id < b.id; });
        return std::move(outcome_);
    }

private:
    void look_up() {
        std::vector<std::string_view> identities;
        std::vector<std::string_view> numbers;
        std::vector<std::string_view> barcodes;
        for (const auto& record : records_) {
            identities.push_back(record.identity);
            if (record.source.empty() && !record.control_number.empty()) numbers.push_back(record.control_number);
            for (const auto& item : record.items)
                if (!item.barcode.empty()) barcodes.push_back(item.barcode);
        }
        known_ = find_sources(tx_, identities);
        unsourced_ = find_unsourced(tx_, numbers);
        holders_ = find_barcodes(tx_, barcodes);
        if (context_.memory == nullptr) return;
        for (const auto identity : identities)
            if (const auto met = context_.memory->hashes.find(identity); met != context_.memory->hashes.end())
                known_[met->first] = KnownSource{BibId{}, met->second};
    }

    void learn() {
        for (const auto& record : records_.first(outcome_.taken)) {
            outcome_.learned.hashes[record.identity] = record.content_hash;
            if (record.source.empty() && !record.control_number.empty())
                outcome_.learned.numbers.insert(record.control_number);
        }
        outcome_.learned.barcodes = std::move(claimed_);
    }

    /// Decides for each record: new, equal or changed. Ends early where enough records are to be overwritten.
    void sort_out() {
        Identities identities{known_};
        std::vector<const ImportedRecord*> fresh;
        std::unordered_map<std::string_view, const ImportedRecord*> first_seen;
        std::vector<std::pair<const ImportedRecord*, const ImportedRecord*>> repeated;
        for (const auto& record : records_) {
            if (changed_.size() + repeated.size() >= context_.most_changes) break;
            ++outcome_.taken;
            switch (identities.meet(record.identity, record.content_hash)) {
            case Standing::New:
                ++outcome_.created;
                first_seen.emplace(record.identity, &record);
                fresh.push_back(&record);
                break;
            case Standing::Equal:
                ++outcome_.unchanged;
                break;
            case Standing::Changed:
                ++outcome_.updated;
                if (const auto first = first_seen.find(record.identity); first != first_seen.end())
                    repeated.emplace_back(&record, first->second);
                else
                    changed_.emplace_back(&record, known_.find(record.identity)->second.bib_id);
                break;
            }
        }
        const auto ids = tx_.reserve_ids("cat_bibs", static_cast<std::int64_t>(fresh.size()));
        for (std::size_t i = 0; i < fresh.size(); ++i)
            prepare_new(*fresh[i], BibId{ids[i]});
        for (const auto& [record, first] : repeated)
            changed_.emplace_back(record, new_ids_.at(first));
    }

    void prepare_new(const ImportedRecord& record, BibId id) {
        new_ids_.emplace(&record, id);
        new_records_.push_back(&record);
        new_rows_.push_back({.id = id,
                             .batch_id = context_.batch,
                             .extract = &record.extract,
                             .marc = record.marc,
                             .marc_source = record.marc_source,
                             .repairs = record.repairs,
                             .item_count = 0,
                             .identity = record.identity,
                             .source = record.source,
                             .control_number = record.control_number,
                             .content_hash = record.content_hash});
        if (!record.source.empty() || record.control_number.empty()) return;
        const auto same_number = unsourced_.find(record.control_number);
        const bool is_met = !unsourced_in_chunk_.insert(record.control_number).second ||
                            (context_.memory != nullptr && context_.memory->numbers.contains(record.control_number));
        if (same_number != unsourced_.end() || is_met)
            outcome_.problems.push_back(
                {&record,
                 "catalogue.same_number_differs",
                 {{"number", record.control_number},
                  {"bib", same_number != unsourced_.end() ? std::to_string(same_number->second.value) : ""}},
                 ""});
    }

    void take_new_items() {
        for (std::size_t i = 0; i < new_rows_.size(); ++i) {
            auto& row = new_rows_[i];
            const auto& record = *new_records_[i];
            TouchedBib touched{.id = row.id, .extract = &record.extract, .items = {}};
            for (const auto& draft : record.items) {
                auto item = with_units(draft, row.id);
                if (!draft.is_holding_only && !claim_barcode(record, item)) continue;
                if (!draft.is_holding_only) ++row.item_count;
                touched.items.push_back({units_.code_of(item.unit_id), draft.barcode, draft.call_number});
                new_items_.push_back(std::move(item));
            }
            outcome_.touched.push_back(std::move(touched));
        }
    }

    [[nodiscard]] const std::string& owner_code(const ItemDraft& draft) const {
        return draft.owner_unit.empty() ? context_.default_unit : draft.owner_unit;
    }

    ItemRow with_units(const ItemDraft& draft, BibId bib) {
        const auto& code = owner_code(draft);
        const auto owner = units_.resolve(tx_, code);
        const auto unit = draft.unit.empty() || draft.unit == code ? owner : units_.resolve(tx_, draft.unit);
        return {.bib_id = bib,
                .batch_id = context_.batch,
                .owner_unit_id = owner.id,
                .unit_id = unit.id,
                .number_unit_id = owner.number_unit_id,
                .draft = draft};
    }

    /// The first copy with a barcode keeps it.
    bool claim_barcode(const ImportedRecord& record, const ItemRow& item) {
        const auto& barcode = item.draft.barcode;
        if (barcode.empty()) return true;
        const NumberFacts mine{item.number_unit_id, record.source, context_.batch};
        bool is_taken = is_met_before(barcode, mine);
        const auto [from, to] = holders_.equal_range(barcode);
        for (auto at = from; at != to; ++at)
            is_taken =
                is_taken || numbers_clash(mine, {at->second.number_unit_id, at->second.source, at->second.batch_id});
        if (is_taken) {
            outcome_.problems.push_back({&record, "catalogue.barcode_taken", {{"barcode", barcode}}, barcode});
            return false;
        }
        holders_.emplace(barcode, BarcodeHolder{.bib_id = item.bib_id,
                                                .number_unit_id = item.number_unit_id,
                                                .source = record.source,
                                                .batch_id = context_.batch});
        if (context_.memory != nullptr) claimed_.emplace(barcode, DryRunItem{owner_code(item.draft), record.source});
        return true;
    }

    /// By an earlier chunk of this dry run.
    bool is_met_before(const std::string& barcode, const NumberFacts& mine) {
        if (context_.memory == nullptr) return false;
        const auto [from, to] = context_.memory->barcodes.equal_range(barcode);
        return std::any_of(from, to, [&](const auto& met) {
            const auto series = units_.resolve(tx_, met.second.owner_code).number_unit_id;
            return numbers_clash(mine, {series, met.second.source, context_.batch});
        });
    }

    void overwrite(const ImportedRecord& record, BibId id) {
        const auto before = find_stored(tx_, id);
        if (!before) throw Fault("catalogue: an identity without its record");
        std::vector<ItemRow> added;
        const auto present = all_items_of_bib(tx_, id);
        for (const auto& draft : record.items) {
            auto item = with_units(draft, id);
            const auto same = std::find_if(present.begin(), present.end(), [&](const Item& have) {
                return !draft.barcode.empty() && have.barcode == draft.barcode;
            });
            if (same != present.end()) {
                update_item(tx_, same->id, item);
                continue;
            }
            // A copy without a number can't be told from those already there: only barcodes are added to a known
            // record.
            if (!draft.is_holding_only && draft.barcode.empty() && !present.empty()) continue;
            if (draft.is_holding_only || claim_barcode(record, item)) added.push_back(std::move(item));
        }
        remove_empty_holdings(tx_, id);
        outcome_.items_created += static_cast<std::uint64_t>(insert_items(tx_, added, BibsAre::known));
        BibRow row{.id = id,
                   .batch_id = context_.batch,
                   .extract = &record.extract,
                   .marc = record.marc,
                   .marc_source = record.marc_source,
                   .repairs = record.repairs,
                   .item_count = static_cast<int>(count_items_of_bib(tx_, id)),
                   .identity = record.identity,
                   .source = record.source,
                   .control_number = record.control_number,
                   .content_hash = record.content_hash};
        const auto version = update_bib(tx_, row, context_.now);
        insert_change(tx_, context_.batch, id, version, *before);
        touch_again(record, id);
    }

    void touch_again(const ImportedRecord& record, BibId id) {
        TouchedBib touched{.id = id, .extract = &record.extract, .items = {}};
        for (const auto& item : items_of_bib(tx_, id))
            touched.items.push_back({units_.code_of(item.unit_id), item.barcode, item.call_number});
        const auto at =
            std::find_if(outcome_.touched.begin(), outcome_.touched.end(), [&](const auto& t) { return t.id == id; });
        if (at != outcome_.touched.end())
            *at = std::move(touched);
        else
            outcome_.touched.push_back(std::move(touched));
    }

    db::WriteTx& tx_;
    std::span<const ImportedRecord> records_;
    const ChunkContext& context_;
    ImportUnits& units_;
    ChunkOutcome outcome_;

    std::map<std::string, KnownSource, std::less<>> known_;
    std::map<std::string, BibId, std::less<>> unsourced_;
    std::set<std::string_view> unsourced_in_chunk_;
    std::multimap<std::string, BarcodeHolder, std::less<>> holders_;
    std::unordered_map<const ImportedRecord*, BibId> new_ids_;
    std::vector<const ImportedRecord*> new_records_;
    std::vector<BibRow> new_rows_; // beside new_records_
    std::vector<ItemRow> new_items_;
    std::multimap<std::string, DryRunItem, std::less<>> claimed_; ///< in a dry run
    std::vector<std::pair<const ImportedRecord*, BibId>> changed_;
};

} // namespace

ChunkOutcome store_chunk(db::WriteTx& tx, std::span<const ImportedRecord> records, const ChunkContext& context,
                         ImportUnits& units) {
    return ChunkRun(tx, records, context, units).run();
}

} // namespace tangthu::catalogue::impl
