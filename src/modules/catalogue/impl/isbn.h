#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tangthu::catalogue::impl {

/// The 13 digits of a valid ISBN-10 or -13 at the start of `text` ("978-604-…", "8935… (bìa mềm)"); nullopt when its
/// check digit is wrong. Source: ISO 2108:2017, annex C.
[[nodiscard]] std::optional<std::string> isbn13(std::string_view text);

} // namespace tangthu::catalogue::impl
