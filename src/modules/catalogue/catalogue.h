#pragma once

#include "modules/catalogue/bib.h"
#include "modules/catalogue/find.h"
#include "platform/base/clock.h"
#include "platform/base/result.h"
#include "platform/marc/record.h"

#include <functional>
#include <iosfwd>
#include <memory>
#include <span>

namespace tangthu::db {
class Database;
}
namespace tangthu::search {
class Index;
}

namespace tangthu::catalogue {

struct CatalogueCounts {
    std::int64_t bibs = 0;  ///< not suppressed
    std::int64_t items = 0; ///< not withdrawn
};

/// A page of items across records, in id order: for `/api/v1/items`.
struct ItemQuery {
    std::string barcode; ///< exact, empty = any
    BibId bib_id;
    UnitId unit_id;
    ItemId after;
    std::uint32_t limit = 50;
};

struct BibStamp {
    BibId id;
    Instant updated_at;
};

/// The reading side of the catalogue: records, copies, searching, browsing. Import and indexing have doors of their
/// own. Every call opens its own read. Thread-safe.
class Catalogue {
public:
    Catalogue(db::Database& database, search::Index& index);
    ~Catalogue();

    /// Errors: search.query_too_long, search.too_many_terms, search.unknown_field, search.unknown_facet,
    /// search.page_too_deep.
    [[nodiscard]] Result<SearchResults> search(const SearchRequest& request) const;
    [[nodiscard]] Result<std::vector<Suggestion>> suggest(std::string_view typed, std::uint32_t limit) const;
    [[nodiscard]] Result<BrowsePage> browse(const BrowseRequest& request) const;

    /// Errors: catalogue.bib_not_found.
    [[nodiscard]] Result<Bib> get_bib(BibId id) const;
    /// The record as catalogued: UTF-8 NFC, 952/852 as imported. Errors: catalogue.bib_not_found.
    [[nodiscard]] Result<marc::Record> get_record(BibId id) const;
    /// In the order of `ids`; those that do not exist are left out.
    [[nodiscard]] Result<std::vector<BibSummary>> list_summaries(std::span<const BibId> ids) const;
    /// Latest first.
    [[nodiscard]] Result<std::vector<BibSummary>> list_newest(std::uint32_t limit, std::uint32_t offset = 0) const;
    /// The records before and after this one on the shelf (by class number, then author), nearest first on each side.
    struct Neighbours {
        std::vector<BibSummary> before;
        std::vector<BibSummary> after;
    };
    [[nodiscard]] Result<Neighbours> shelf_neighbours(BibId id, std::uint32_t each_side) const;

    /// Copies of a record, by unit, location, call number.
    [[nodiscard]] Result<std::vector<Item>> list_items(BibId id) const;
    /// Copies of several records, one record after the other; within each as above.
    [[nodiscard]] Result<std::vector<Item>> list_items(std::span<const BibId> ids) const;
    [[nodiscard]] Result<std::vector<Item>> list_items(const ItemQuery& query) const;
    [[nodiscard]] Result<CatalogueCounts> counts() const;

    /// Records that can be shown, in id order, for the sitemap.
    [[nodiscard]] Result<std::vector<BibStamp>> list_stamps(BibId after, std::uint32_t limit) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace tangthu::catalogue
