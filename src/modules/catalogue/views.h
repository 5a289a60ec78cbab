#pragma once

#include "modules/catalogue/bib.h"
#include "modules/catalogue/find.h"
#include "modules/catalogue/import.h"
#include "platform/base/describe.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// The catalogue as other programs see it: one description for `/api/v1` and for `tangthu catalogue … --json`.
namespace tangthu::marc {
class Record;
}

namespace tangthu::catalogue {

/// A record in a list of records.
struct BibLineView {
    BibId id;
    std::string title;
    std::string subtitle;
    std::string responsibility;
    std::string author;
    Nullable<int> year;
    std::string publisher;
    std::string place;
    std::string extent;
    std::string series;
    std::string language;      ///< MARC code, `vie`
    std::string material_type; ///< book, serial, map …
    std::string audience;      ///< `child` or empty
    std::string class_;        ///< DDC number
    std::string isbn;
    int items = 0; ///< copies that are not withdrawn
};
TANGTHU_DESCRIBE(BibLineView, id, title, subtitle, responsibility, author, year, publisher, place, extent, series,
                 language, material_type, audience, class_, isbn, items)

struct FacetValueView {
    std::string value;
    std::uint64_t count = 0;
};
TANGTHU_DESCRIBE(FacetValueView, value, count)

/// `/api/v1/search`. `facets` is empty unless asked for; `next_cursor` is null on the last page.
struct SearchView {
    std::uint64_t total = 0;
    bool total_is_exact = true; ///< false: there are at least so many
    std::vector<BibLineView> hits;
    std::map<std::string, std::vector<FacetValueView>> facets;
    bool facets_are_exact = true; ///< false: there are at least so many of each
    Nullable<std::string> did_you_mean;
    Nullable<std::string> next_cursor;
};
TANGTHU_DESCRIBE(SearchView, total, total_is_exact, hits, facets, facets_are_exact, did_you_mean, next_cursor)

struct SuggestionView {
    std::string text;
    std::string kind; ///< title, author, subject
    std::uint64_t count = 0;
};
TANGTHU_DESCRIBE(SuggestionView, text, kind, count)

struct SuggestView {
    std::vector<SuggestionView> suggestions;
};
TANGTHU_DESCRIBE(SuggestView, suggestions)

struct BibListView {
    std::vector<BibLineView> bibs;
    Nullable<std::string> next_cursor;
};
TANGTHU_DESCRIBE(BibListView, bibs, next_cursor)

/// One record whole. `marc` is MARC-in-JSON.
struct BibView : BibLineView {
    std::int64_t version = 1;
    std::string source;
    std::string control_number; ///< MARC 001
    Instant created_at;
    Instant updated_at;
    std::vector<std::string> repairs; ///< keys of the repairs made to its bytes at import
    RawJson marc;
};
TANGTHU_DESCRIBE_DERIVED(BibView, (BibLineView), version, source, control_number, created_at, updated_at, repairs, marc)

struct ItemView {
    ItemId id;
    BibId bib;
    std::string owner_unit; ///< code
    std::string unit;       ///< code of where it is kept now
    std::string location;
    std::string call_number;
    std::string barcode;
    std::string item_type;
    std::string copy_number;
    Nullable<std::int64_t> price_vnd;
    Nullable<Date> acquired_on;
    std::string funding_source;
    std::string note;
    std::string condition;
};
TANGTHU_DESCRIBE(ItemView, id, bib, owner_unit, unit, location, call_number, barcode, item_type, copy_number, price_vnd,
                 acquired_on, funding_source, note, condition)

struct ItemListView {
    std::vector<ItemView> items;
    Nullable<std::string> next_cursor;
};
TANGTHU_DESCRIBE(ItemListView, items, next_cursor)

struct ImportProblemView {
    std::string file;
    std::uint64_t offset = 0;
    std::uint64_t record = 0; ///< its number in the file, from 1
    std::string key;
    std::map<std::string, std::string> params;
    std::string text; ///< in the asker's language
};
TANGTHU_DESCRIBE(ImportProblemView, file, offset, record, key, params, text)

/// What an import did: read = created + updated + unchanged + rejected.
struct ImportView {
    std::string batch;
    std::uint64_t read = 0;
    std::uint64_t created = 0;
    std::uint64_t updated = 0;
    std::uint64_t unchanged = 0;
    std::uint64_t rejected = 0;
    std::uint64_t items_created = 0;
    std::uint64_t items_rejected = 0;
    double seconds = 0;
    double records_per_second = 0;
    Nullable<std::string> rejects_file; ///< null when nothing was rejected
    std::vector<std::string> provisional_units;
    std::vector<ImportProblemView> problems; ///< the first hundred
};
TANGTHU_DESCRIBE(ImportView, batch, read, created, updated, unchanged, rejected, items_created, items_rejected, seconds,
                 records_per_second, rejects_file, provisional_units, problems)

TANGTHU_DESCRIBE_ENUM(BatchState, running, done, interrupted, undone, half_undone)
TANGTHU_DESCRIBE_ENUM(SortOrder, relevance, title, author, year_desc, year_asc, newest)

struct BatchView {
    std::string batch;
    BatchState state = BatchState::running;
    std::string source;
    std::string files;
    Instant started_at;
    Nullable<Instant> finished_at;
    std::uint64_t read = 0;
    std::uint64_t created = 0;
    std::uint64_t updated = 0;
    std::uint64_t unchanged = 0;
    std::uint64_t rejected = 0;
    std::uint64_t items_created = 0;
    std::uint64_t items_rejected = 0;
    Nullable<std::string> rejects_file;
};
TANGTHU_DESCRIBE(BatchView, batch, state, source, files, started_at, finished_at, read, created, updated, unchanged,
                 rejected, items_created, items_rejected, rejects_file)

struct BatchListView {
    std::vector<BatchView> batches;
};
TANGTHU_DESCRIBE(BatchListView, batches)

struct UndoView {
    std::string batch;
    std::uint64_t bibs_removed = 0;
    std::uint64_t bibs_restored = 0;
    std::uint64_t items_removed = 0;
    std::uint64_t kept = 0; ///< changed by someone since: left as they are
};
TANGTHU_DESCRIBE(UndoView, batch, bibs_removed, bibs_restored, items_removed, kept)

/// The text of a key with its params, in the asker's language.
using Texts = std::function<std::string(std::string_view key, const std::vector<ErrorParam>& params)>;
/// The code of a unit; empty when it is not known.
using UnitCodes = std::function<std::string(UnitId)>;

[[nodiscard]] BibLineView view_of(const BibSummary& summary);
[[nodiscard]] SearchView view_of(const SearchResults& results);
[[nodiscard]] SuggestView view_of(const std::vector<Suggestion>& suggestions);
[[nodiscard]] BibView view_of(const Bib& bib, const marc::Record& record);
[[nodiscard]] ItemView view_of(const Item& item, const UnitCodes& code_of);
[[nodiscard]] ImportView view_of(const ImportReport& report, const Texts& texts);
[[nodiscard]] BatchView view_of(const Batch& batch);
[[nodiscard]] UndoView view_of(const UndoReport& report);

} // namespace tangthu::catalogue
