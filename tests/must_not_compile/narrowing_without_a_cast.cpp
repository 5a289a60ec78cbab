// Rule: a value that may not fit is converted where somebody says so (-Wconversion, as an error).
// Expect: may change value
#include <cstdint>

std::int32_t narrowing_without_a_cast(std::int64_t milliseconds) {
#ifdef TANGTHU_BROKEN
    return milliseconds / 1000;
#else
    return static_cast<std::int32_t>(milliseconds / 1000);
#endif
}
