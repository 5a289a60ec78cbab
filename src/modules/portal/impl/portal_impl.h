#pragma once

#include "modules/portal/impl/templates/sources.h"
#include "modules/portal/impl/views/view_source.h"
#include "modules/portal/portal.h"
#include "platform/net/assets.h"

namespace tangthu::portal {

struct Portal::Impl {
    const catalogue::Catalogue& catalogue;
    const text::Messages& messages;
    const Clock& clock;
    PortalSettings settings;
    net::Assets assets;
    impl::Texts vi_texts;
    impl::Texts en_texts;
    impl::Templates vi_templates;
    impl::Templates en_templates;
    mutable impl::ViewSource source;

    Impl(const catalogue::Catalogue& from_catalogue, const branches::Branches& from_branches,
         const text::Messages& from_messages, const Clock& the_clock, PortalSettings the_settings);

    [[nodiscard]] const impl::Texts& texts(text::Language language) const {
        return language == text::Language::vi ? vi_texts : en_texts;
    }
    [[nodiscard]] std::string render(text::Language language, const impl::Page& page) const {
        return (language == text::Language::vi ? vi_templates : en_templates).render(page.name, page.data);
    }
    /// `origin` is where the reader came in; the configured address goes before it.
    [[nodiscard]] impl::Site site(text::Language language, const std::string& origin) const {
        return site(*source.network(clock.now()), language, origin);
    }
    [[nodiscard]] impl::Site site(const impl::Network& network, text::Language language,
                                  const std::string& origin) const;
};

} // namespace tangthu::portal
