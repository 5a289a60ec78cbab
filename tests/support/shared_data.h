#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace tangthu::test {

/// The folder of shared test inputs (records, encodings, units): TANGTHU_SHARED, else ../shared/data beside the
/// checkout. Not part of the repository: a test that needs it says so with TANGTHU_NEEDS_SHARED and is skipped where it
/// is absent.
inline std::filesystem::path shared_data() {
    if (const char* set = std::getenv("TANGTHU_SHARED")) return set;
    return std::filesystem::path{TANGTHU_SOURCE_DIR} / ".." / "shared" / "data";
}

} // namespace tangthu::test

#define TANGTHU_NEEDS_SHARED(path)                                                                                     \
    if (!std::filesystem::exists(::tangthu::test::shared_data() / (path)))                                             \
    GTEST_SKIP() << "needs ../shared/data/" << (path)
