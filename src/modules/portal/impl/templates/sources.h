#pragma once

#include "modules/portal/impl/templates/templates.h"
#include "modules/portal/impl/texts.h"
#include "platform/base/embedded.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tangthu::portal::impl {

/// web/portal/templates/*.mustache, compiled into the binary.
[[nodiscard]] std::vector<embedded::File> template_files();
/// web/dist/portal: what `npm run build` made. Without it the pages are plain, but whole.
[[nodiscard]] std::vector<embedded::File> asset_files();

using AssetAddresses = std::map<std::string, std::string, std::less<>>;

/// Address of the font that text of every page begins in; empty when it was not built.
[[nodiscard]] std::string first_font(const AssetAddresses& assets);

/// The templates of one language with its texts, paths and the addresses of assets put in.
[[nodiscard]] Templates make_templates(const std::vector<embedded::File>& files, const Texts& texts,
                                       const AssetAddresses& assets);

} // namespace tangthu::portal::impl
