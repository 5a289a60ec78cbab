// Rule: a Result is looked at; an error nobody reads is an error nobody hears of.
// Expect: nodiscard
#include "platform/base/result.h"

namespace {
tangthu::Result<int> count() { return 3; }
} // namespace

int discarded_result() {
#ifdef TANGTHU_BROKEN
    count();
    return 0;
#else
    const auto found = count();
    return found ? *found : 0;
#endif
}
