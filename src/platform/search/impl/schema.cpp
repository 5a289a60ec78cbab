#include "platform/search/schema.h"

#include <algorithm>

namespace tangthu::search {

namespace {

template <class List>
std::optional<std::size_t> position(const List& list, std::string_view name) {
    const auto found = std::find_if(list.begin(), list.end(), [&](const auto& entry) { return entry.name == name; });
    if (found == list.end()) return std::nullopt;
    return static_cast<std::size_t>(found - list.begin());
}

} // namespace

std::optional<std::size_t> Schema::find_text(std::string_view name) const { return position(text, name); }
std::optional<std::size_t> Schema::find_term(std::string_view name) const { return position(terms, name); }
std::optional<std::size_t> Schema::find_facet(std::string_view name) const { return position(facets, name); }
std::optional<std::size_t> Schema::find_sort(std::string_view name) const { return position(sorts, name); }

} // namespace tangthu::search
