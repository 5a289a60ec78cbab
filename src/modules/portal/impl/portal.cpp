#include "modules/portal/portal.h"

#include "modules/portal/impl/portal_impl.h"

namespace tangthu::portal {

Portal::Impl::Impl(const catalogue::Catalogue& from_catalogue, const branches::Branches& from_branches,
                   const text::Messages& from_messages, const Clock& the_clock, PortalSettings the_settings)
    : catalogue(from_catalogue), messages(from_messages), clock(the_clock), settings(std::move(the_settings)),
      assets("/assets/", impl::asset_files()), vi_texts(from_messages, text::Language::vi),
      en_texts(from_messages, text::Language::en),
      vi_templates(impl::make_templates(impl::template_files(), vi_texts, assets.urls())),
      en_templates(impl::make_templates(impl::template_files(), en_texts, assets.urls())),
      source(from_catalogue, from_branches) {}

impl::Site Portal::Impl::site(const impl::Network& network, text::Language language, const std::string& origin) const {
    impl::Site site;
    site.public_address = settings.public_address.empty() ? origin : settings.public_address;
    site.library_name = network.library.in(language);
    if (site.library_name.empty()) {
        site.library_name = texts(language).text("portal.name");
    }
    site.address = network.address;
    site.first_font = impl::first_font(assets.urls());
    site.settings = settings;
    if (site.settings.telephone.empty()) {
        site.settings.telephone = network.telephone;
    }
    return site;
}

Portal::Portal(const catalogue::Catalogue& catalogue, const branches::Branches& branches,
               const text::Messages& messages, const Clock& clock, PortalSettings settings)
    : impl_(std::make_unique<Impl>(catalogue, branches, messages, clock, std::move(settings))) {}
Portal::~Portal() = default;

} // namespace tangthu::portal
