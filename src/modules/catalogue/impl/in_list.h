#pragma once

#include "platform/db/param.h"

#include <algorithm>
#include <span>
#include <string>
#include <vector>

namespace tangthu::catalogue::impl {

/// `IN (…)` lists always have this many values, so that one prepared statement serves any number of them.
inline constexpr std::size_t kInListSize = 64;

/// "$1,$2,…,$64".
[[nodiscard]] inline std::string in_list_placeholders() {
    std::string text;
    for (std::size_t i = 1; i <= kInListSize; ++i) {
        if (i > 1) text += ',';
        text += '$';
        text += std::to_string(i);
    }
    return text;
}

/// Calls `use(params)` for each 64 of the values; the last list is filled up with its last value.
template <class Values, class Use>
void for_each_in_list(const Values& values, Use&& use) {
    std::vector<db::Param> params;
    for (std::size_t from = 0; from < values.size(); from += kInListSize) {
        params.clear();
        const auto count = std::min(kInListSize, values.size() - from);
        for (std::size_t i = 0; i < count; ++i)
            params.emplace_back(values[from + i]);
        while (params.size() < kInListSize)
            params.push_back(params.back());
        use(std::span<const db::Param>{params});
    }
}

} // namespace tangthu::catalogue::impl
