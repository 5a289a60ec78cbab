#pragma once

#include "modules/portal/impl/templates/page_data.h"
#include "modules/portal/impl/texts.h"
#include "modules/portal/portal.h"

#include <string>

namespace tangthu::portal::impl {

/// What stands in the head, on top and at the foot of every page.
struct Chrome {
    std::string title;            ///< of the page, without the library's name
    std::string description;      ///< for lists of results elsewhere; empty: none
    std::string here;             ///< canonical path of this page
    std::string twin;             ///< path of the same page in the other language
    std::string current;          ///< the part of the menu that is marked: browse, new, libraries; or empty
    std::string query;            ///< what the search box holds
    bool has_top_search = true;   ///< false: the page has a search box of its own, or cannot search now
    bool is_indexed = true;       ///< false: robots are asked to stay away
    std::string json_ld;          ///< safe inside a script element (json_ld.h); empty: none
    std::string image;            ///< path of a picture for previews; empty: none
    std::string kind = "website"; ///< Open Graph type
};

/// What is the same on all pages of a moment: the library's own facts.
struct Site {
    std::string public_address; ///< scheme and host, no slash
    std::string library_name;   ///< in the page's language
    std::string address;
    std::string first_font; ///< asked for before the style sheet is read; empty: none
    PortalSettings settings;
};

/// The fields of `head`, `top` and `foot`.
void put_chrome(Fields& fields, const Chrome& chrome, const Site& site, const Texts& texts);

} // namespace tangthu::portal::impl
