#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace tangthu::search::impl {

/// Numbers strings in the order they are first met. The strings belong to the caller; 4 bytes a slot, no nodes.
class WordHash {
public:
    /// Position of `value` in `values`, where it is added when it is new.
    std::uint32_t find_or_add(std::string_view value, std::vector<std::string_view>& values) {
        if ((values.size() + 1) * 2 > slots_.size()) grow(values);
        std::size_t slot = std::hash<std::string_view>{}(value) & (slots_.size() - 1);
        while (slots_[slot] != 0) {
            if (values[slots_[slot] - 1] == value) return slots_[slot] - 1;
            slot = (slot + 1) & (slots_.size() - 1);
        }
        values.push_back(value);
        slots_[slot] = static_cast<std::uint32_t>(values.size());
        return slots_[slot] - 1;
    }

private:
    void grow(const std::vector<std::string_view>& values) {
        slots_.assign(slots_.empty() ? 1024 : slots_.size() * 2, 0);
        for (std::uint32_t i = 0; i < values.size(); ++i) {
            std::size_t slot = std::hash<std::string_view>{}(values[i]) & (slots_.size() - 1);
            while (slots_[slot] != 0)
                slot = (slot + 1) & (slots_.size() - 1);
            slots_[slot] = i + 1;
        }
    }
    std::vector<std::uint32_t> slots_;
};

} // namespace tangthu::search::impl
