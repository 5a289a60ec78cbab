#include "modules/portal/impl/templates/sources.h"

#include "modules/portal/impl/addresses.h"

namespace tangthu::embedded {
std::vector<File> portal_templates();
std::vector<File> portal_assets();
} // namespace tangthu::embedded

namespace tangthu::portal::impl {
namespace {

constexpr std::string_view kSuffix = ".mustache";
std::string asset_address(const AssetAddresses& assets, std::string_view name) {
    const auto found = assets.find(name);
    // Built without `npm run build`: the address leads nowhere and the page stays plain.
    return found != assets.end() ? found->second : "/assets/" + std::string(name);
}

} // namespace

std::vector<embedded::File> template_files() { return embedded::portal_templates(); }
std::vector<embedded::File> asset_files() { return embedded::portal_assets(); }

std::string first_font(const AssetAddresses& assets) {
    constexpr std::string_view kName = "fonts/be-vietnam-pro-latin-400-normal";
    const auto found = assets.lower_bound(kName);
    return found != assets.end() && found->first.starts_with(kName) ? found->second : std::string{};
}

Templates make_templates(const std::vector<embedded::File>& files, const Texts& texts, const AssetAddresses& assets) {
    std::vector<TemplateSource> sources;
    for (const auto& file : files) {
        if (file.name.ends_with(kSuffix)) {
            sources.push_back({file.name.substr(0, file.name.size() - kSuffix.size()), file.bytes});
        }
    }
    const TemplateInputs inputs{
        [&texts](std::string_view key) { return texts.text(key); },
        [&texts](std::string_view page) { return page_path(texts.language(), page); },
        [&assets](std::string_view name) { return asset_address(assets, name); },
    };
    return Templates(sources, inputs);
}

} // namespace tangthu::portal::impl
