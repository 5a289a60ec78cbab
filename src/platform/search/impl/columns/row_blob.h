#pragma once

#include "platform/search/document.h"
#include "platform/search/schema.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tangthu::search::impl {

// Column values of changed documents, as they travel inside a commit of the Xapian database (as metadata, so that
// postings and columns change in one step) until they are folded into a new tables file.

/// Number of a facet's or sort's column.
[[nodiscard]] inline std::size_t sort_column(const Schema& schema, std::size_t sort) {
    return schema.facets.size() + sort;
}
[[nodiscard]] inline std::size_t column_count(const Schema& schema) {
    return schema.facets.size() + schema.sorts.size();
}
/// Calls with (column, value) for each value that a document brings to a column, empty ones aside.
template <class Visit>
void for_each_column_value(const Schema& schema, const Document& document, Visit&& visit) {
    for (const FieldValue& value : document.facets)
        if (value.field < schema.facets.size() && !value.value.empty()) visit(value.field, value.value);
    for (const FieldValue& value : document.sorts)
        if (value.field < schema.sorts.size() && !value.value.empty())
            visit(sort_column(schema, value.field), value.value);
}

void append_document(std::string& blob, const Schema& schema, const Document& document);
void append_removal(std::string& blob, std::uint32_t id);
/// A word that the base's list does not have.
void append_word(std::string& blob, std::string_view folded, std::string_view written);

/// What a blob holds, in its order. Views into the blob.
struct BlobVisitor {
    std::function<void(std::uint32_t id, bool is_removed)> document;
    std::function<void(std::size_t column, std::string_view value)> value; ///< of the document before
    std::function<void(std::string_view folded, std::string_view written)> word;
};
/// False when the blob is damaged.
[[nodiscard]] bool read_blob(std::string_view blob, const BlobVisitor& visitor);

} // namespace tangthu::search::impl
