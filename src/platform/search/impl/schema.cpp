#include "platform/search/schema.h"

#include "platform/text/normalize.h"

#include <algorithm>

namespace tangthu::search {

namespace {

template <class List>
std::optional<std::size_t> position(const List& list, std::string_view name) {
    const auto found = std::find_if(list.begin(), list.end(), [&](const auto& entry) { return entry.name == name; });
    if (found == list.end()) return std::nullopt;
    return static_cast<std::size_t>(found - list.begin());
}

/// Names as people type them: without marks, case, spaces, hyphens and underscores.
std::string plain_name(std::string_view name) {
    std::string plain;
    for (const char c : tangthu::text::fold(name))
        if (c != '_' && c != ' ' && c != '-') plain += c;
    return plain;
}

template <class List>
std::optional<std::size_t> position_of_field(const List& list, std::string_view name) {
    const auto plain = plain_name(name);
    const auto is_it = [&](const std::string& other) { return plain_name(other) == plain; };
    const auto found = std::find_if(list.begin(), list.end(), [&](const auto& field) {
        return is_it(field.name) || std::any_of(field.aliases.begin(), field.aliases.end(), is_it);
    });
    if (found == list.end()) return std::nullopt;
    return static_cast<std::size_t>(found - list.begin());
}

} // namespace

std::optional<std::size_t> Schema::find_text(std::string_view name) const { return position_of_field(text, name); }
std::optional<std::size_t> Schema::find_term(std::string_view name) const { return position_of_field(terms, name); }
std::optional<std::size_t> Schema::find_facet(std::string_view name) const { return position(facets, name); }
std::optional<std::size_t> Schema::find_sort(std::string_view name) const { return position(sorts, name); }

std::string Schema::field_names() const {
    std::string names;
    const auto add = [&](const auto& field) { names += (names.empty() ? "" : ", ") + field.name; };
    std::for_each(text.begin(), text.end(), add);
    std::for_each(terms.begin(), terms.end(), add);
    return names;
}

} // namespace tangthu::search
