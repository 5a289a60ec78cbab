#pragma once

#include "platform/db/fault.h"

#include <string_view>

namespace tangthu::db::impl {

/// Names of tables and columns go into SQL text, so only plain ones are let through.
inline void require_identifier(std::string_view name) {
    bool plain = !name.empty();
    for (const char c : name)
        plain = plain && ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_');
    if (!plain) throw DatabaseFault(FaultCause::Statement, "not a plain table or column name: " + std::string{name});
}

} // namespace tangthu::db::impl
