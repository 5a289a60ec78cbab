#pragma once

#include "platform/base/date.h"

#include <string>
#include <string_view>

namespace tangthu {

/// A new UUIDv7 (RFC 9562, 5.7) in lower-case text form: sorts by the millisecond it was made in.
[[nodiscard]] std::string new_uid(Instant now);
/// True for the 36-character text form of any UUID.
[[nodiscard]] bool is_uid(std::string_view text);

} // namespace tangthu
