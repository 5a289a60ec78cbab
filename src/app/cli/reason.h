#pragma once

#include <string_view>

namespace tangthu::app {

/// The locale key of a reason that the system or the reader of JSON gives in English, `Permission denied`; empty where
/// we have no words of our own for it.
[[nodiscard]] std::string_view reason_key(std::string_view english);

} // namespace tangthu::app
