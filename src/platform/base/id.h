#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace tangthu {

/// A row's key that can't be mixed up with another table's: `using BibId = Id<struct BibTag>;`. 0 is "not stored yet".
template <class Tag>
struct Id {
    std::int64_t value = 0;

    constexpr Id() = default;
    constexpr explicit Id(std::int64_t id) : value(id) {}
    [[nodiscard]] constexpr bool is_set() const { return value != 0; }
    friend constexpr auto operator<=>(const Id&, const Id&) = default;
};

} // namespace tangthu

template <class Tag>
struct std::hash<tangthu::Id<Tag>> {
    std::size_t operator()(const tangthu::Id<Tag>& id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};
