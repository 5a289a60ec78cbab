#pragma once

#include <string_view>

namespace tangthu::log {

/// A line on stderr with time and level. Messages are for operators and in English; never a reader's name or number.
void debug(std::string_view message);
void info(std::string_view message);
void warning(std::string_view message);
void error(std::string_view message);
/// debug, info, warning, error, off. Unknown names are taken as info.
void set_level(std::string_view name);

} // namespace tangthu::log
