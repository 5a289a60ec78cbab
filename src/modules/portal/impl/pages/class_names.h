#pragma once

#include "platform/text/messages.h"

#include <array>
#include <string>
#include <string_view>

namespace tangthu::portal::impl {

/// What stands in one of the ten Dewey main classes (digit 8: literature), in words of our own. Empty for another
/// digit.
[[nodiscard]] std::string main_class_name(int digit, text::Language language);
/// The same for a division (`890`); `800` is the division of general works here, not the whole class. Empty for what is
/// no division, or one that Dewey leaves unassigned.
[[nodiscard]] std::string class_name(std::string_view division, text::Language language);

} // namespace tangthu::portal::impl
