#pragma once

#include "modules/portal/impl/pages/pages.h"

#include <string>

namespace tangthu::portal::impl {

/// schema.org Book (or CreativeWork) as JSON that may stand inside a script element: no `<` in it.
[[nodiscard]] std::string book_json_ld(const RecordView& view, const PageContext& context);
/// schema.org Library with its opening hours.
[[nodiscard]] std::string library_json_ld(const LibrariesView& view, const PageContext& context);

} // namespace tangthu::portal::impl
