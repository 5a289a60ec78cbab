#pragma once

#include "platform/net/request.h"

#include <optional>
#include <span>
#include <string_view>

namespace tangthu::net {

/// The offered media type that the Accept header likes best; the earlier offer on a tie, the first without the header.
/// Nothing when none of them is acceptable (406).
[[nodiscard]] std::optional<std::string_view> negotiate_media(std::string_view accept,
                                                              std::span<const std::string_view> offered);
/// The same over a request. Errors: net.not_acceptable (offered).
[[nodiscard]] Result<std::string_view> choose_media(const Request& request, std::span<const std::string_view> offered);

/// `vi` or `en` by Accept-Language; `vi` when neither is wished for.
[[nodiscard]] std::string_view negotiate_language(std::string_view accept_language);
/// The reader's language: `?lang=`, else cookie `lang`, else Accept-Language.
[[nodiscard]] std::string_view language_of(const Request& request);

/// True where the client takes gzip.
[[nodiscard]] bool accepts_gzip(std::string_view accept_encoding);

} // namespace tangthu::net
