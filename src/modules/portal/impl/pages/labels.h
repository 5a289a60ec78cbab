#pragma once

#include "modules/portal/impl/texts.h"

#include <string>
#include <string_view>

namespace tangthu::portal::impl {

// Codes of the catalogue in words of the page's language; a code without a word is shown as it is.

[[nodiscard]] std::string language_name(std::string_view marc_code, const Texts& texts);
[[nodiscard]] std::string material_type_name(std::string_view type, const Texts& texts);
/// The label of a facet value, except of units: those are named by branches.
[[nodiscard]] std::string facet_value_label(std::string_view facet, std::string_view value, const Texts& texts);
/// A library's name beside others of its network: without the network's own name before it and without what stands in
/// brackets behind it. `Thư viện tỉnh Lào Cai – Cơ sở Yên Bái (Thư viện tỉnh Yên Bái cũ)` -> `Cơ sở Yên Bái`.
[[nodiscard]] std::string short_unit_name(std::string_view name, std::string_view library_name);
[[nodiscard]] std::string unit_kind_name(std::string_view kind, const Texts& texts);

} // namespace tangthu::portal::impl
