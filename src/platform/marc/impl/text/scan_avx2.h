#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace tangthu::marc::impl {

/// True where the processor has AVX2 and this build knows how to use it.
[[nodiscard]] bool has_avx2();

/// As find_separators of scan.h: returns whether there are bytes from 0x80 and control characters besides.
struct Avx2Kinds {
    bool high = false;
    bool control = false;
};
Avx2Kinds find_separators_avx2(std::string_view bytes, std::vector<std::uint32_t>& marks, std::size_t& count);

enum class QuickUtf8 {
    Plain,   ///< well formed, and nothing in it can need mending: scan_utf8 would raise no flag
    Unclear, ///< well formed or not; scan_utf8 has to look
};
/// One pass of 32 bytes a step. Source of the validation: J. Keiser, D. Lemire, "Validating UTF-8 in less than one
/// instruction per byte", 2020.
[[nodiscard]] QuickUtf8 quick_utf8_avx2(std::string_view text);

} // namespace tangthu::marc::impl
