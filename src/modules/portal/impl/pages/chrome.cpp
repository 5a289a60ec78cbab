#include "modules/portal/impl/pages/chrome.h"

namespace tangthu::portal::impl {

void put_chrome(Fields& fields, const Chrome& chrome, const Site& site, const Texts& texts) {
    const bool is_home = chrome.title.empty();
    fields
        .put("page_title", is_home ? site.library_name + " – " + texts.text("portal.catalogue")
                                   : chrome.title + " – " + site.library_name)
        .put("og_title", is_home ? site.library_name : chrome.title)
        .put("description", chrome.description)
        .put("canonical", site.public_address + chrome.here)
        .put("twin", chrome.twin)
        .put("twin_absolute", chrome.is_indexed ? site.public_address + chrome.twin : std::string{})
        .put("is_closed_to_robots", !chrome.is_indexed)
        .put("json_ld", chrome.json_ld)
        .put("image", chrome.image.empty() ? std::string{} : site.public_address + chrome.image)
        .put("first_font", site.first_font)
        .put("og_type", chrome.kind)
        .put("in_browse", chrome.current == "browse")
        .put("in_new", chrome.current == "new")
        .put("in_libraries", chrome.current == "libraries")
        .put("library_name", site.library_name)
        .put("library_address", site.address)
        .put("telephone", site.settings.telephone)
        .put("email", site.settings.email)
        .put("facebook", site.settings.facebook)
        .put("youtube", site.settings.youtube)
        .put("zalo", site.settings.zalo)
        .put("has_contact", !site.settings.telephone.empty() || !site.settings.email.empty() ||
                                !site.settings.facebook.empty() || !site.settings.youtube.empty() ||
                                !site.settings.zalo.empty())
        .put("has_top_search", chrome.has_top_search)
        .put("query", chrome.query);
}

} // namespace tangthu::portal::impl
