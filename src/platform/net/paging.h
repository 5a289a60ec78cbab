#pragma once

#include "platform/base/result.h"

#include <string>
#include <string_view>

namespace tangthu::net {

/// An opaque place in a list for `next_cursor`: base64url, with a check sum over `scope`, so that a cursor of another
/// list or of another query is refused rather than misread. Not a secret: never put into it what the reader may not
/// see. `scope` names the list and all that decides its order and members (`search:title:dế mèn:author=Tô Hoài`).
[[nodiscard]] std::string make_cursor(std::string_view scope, std::string_view position);
/// The position again. Errors: net.bad_cursor.
[[nodiscard]] Result<std::string> read_cursor(std::string_view scope, std::string_view cursor);

} // namespace tangthu::net
