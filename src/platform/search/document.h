#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace tangthu::search {

/// A value for one field, facet or sort; `field` is its position in the Schema. UTF-8, any normal form.
struct FieldValue {
    std::size_t field = 0;
    std::string_view value;
};

/// What is indexed for one record. The views must live until add() or replace() returns; both copy what they need.
/// Made to be reused: clear() keeps the capacity.
struct Document {
    std::int64_t id = 0;            ///< 1 … 4,294,967,294: the owner's key and the index's own number alike
    std::vector<FieldValue> texts;  ///< Schema::text; a field may repeat, values are not neighbours of each other
    std::vector<FieldValue> terms;  ///< Schema::terms
    std::vector<FieldValue> facets; ///< Schema::facets, as shown to people; empty values are skipped
    std::vector<FieldValue> sorts;  ///< Schema::sorts: bytes that compare in the wanted order

    void clear() {
        id = 0;
        texts.clear();
        terms.clear();
        facets.clear();
        sorts.clear();
    }
};

} // namespace tangthu::search
