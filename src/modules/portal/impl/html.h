#pragma once

#include "platform/text/tokens.h"

#include <span>
#include <string>
#include <string_view>

namespace tangthu::portal::impl {

/// Text for element content and quoted attributes, in HTML and XML alike. Control characters that XML forbids are
/// dropped: nothing a record holds can break a page or a feed.
[[nodiscard]] std::string escape(std::string_view text);

/// `text` escaped, with the words a query found inside <mark>; touching ones share one.
[[nodiscard]] std::string escape_with_marks(std::string_view text, std::span<const text::OwnedToken> query);

/// The readable tail of a record's address: folded letters and digits joined by `-`, 60 characters at most, cut at a
/// word. Empty when nothing is left (a title in Chinese, say).
[[nodiscard]] std::string slug(std::string_view title);

/// The BCP 47 tag of a MARC language code where a browser can use it (hyphens, voices); empty when unknown.
[[nodiscard]] std::string_view language_tag(std::string_view marc_code);

} // namespace tangthu::portal::impl
