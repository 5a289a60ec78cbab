#pragma once

#include "platform/marc/record.h"

#include <string>
#include <string_view>

// Records are punctuated for cards (ISBD): what stands between two elements belongs to neither.
namespace tangthu::catalogue {

/// Without blanks around it and the punctuation that leads to the next element; a full stop stays behind an initial or
/// an omission: "Hà Nội :" -> "Hà Nội", "Nguyễn, T." stays.
[[nodiscard]] std::string_view trim_isbd(std::string_view text);

/// Empty for a statement in brackets that nobody knows (`[S.l.]`, `[không rõ nhà xuất bản]`), else the text.
[[nodiscard]] std::string known_or_empty(std::string_view text);

/// A heading of 1XX or 7XX as a person reads it: "Nguyễn, Trãi, 1380-1442, tác giả" -> "Nguyễn, Trãi".
[[nodiscard]] std::string name_heading(marc::FieldView field);

} // namespace tangthu::catalogue
