#pragma once

#include "modules/catalogue/bib.h"
#include "modules/catalogue/impl/extract.h"
#include "platform/search/document.h"
#include "platform/search/schema.h"

#include <span>
#include <string>
#include <vector>

namespace tangthu::catalogue::impl {

/// The fields, facets and orders the catalogue is searched by. Raise its version when documents are made differently.
[[nodiscard]] search::Schema index_schema();

/// What the index knows of a copy.
struct IndexedItem {
    std::string unit_code;
    std::string barcode;
    std::string call_number;
};

/// Makes the index's document of a record. Reused from record to record; the document is good until the next make().
class DocumentMaker {
public:
    [[nodiscard]] const search::Document& make(BibId id, const Extract& extract, std::span<const IndexedItem> items);

private:
    search::Document document_;
    std::string year_;
    std::string number_;
    std::string decade_;
    std::string division_;
};

/// The DDC division of a class number: "895.922" -> "890"; empty for none.
[[nodiscard]] std::string ddc_division(std::string_view class_number);

} // namespace tangthu::catalogue::impl
