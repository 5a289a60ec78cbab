#include "modules/portal/impl/feeds.h"

#include "modules/portal/impl/html.h"
#include "modules/portal/impl/pages/pages.h"

#include <fmt/format.h>

namespace tangthu::portal::impl {
namespace {

constexpr std::string_view kXmlHead = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// `<name attributes>text</name>`, nothing when the text is empty. `attributes` are our own, escaped already.
void element(std::string& out, std::string_view name, std::string_view text, std::string_view attributes = {}) {
    if (text.empty()) {
        return;
    }
    out += '<';
    out += name;
    out += attributes;
    out += '>';
    out += escape(text);
    out += "</";
    out += name;
    out += '>';
}

std::string attribute(std::string_view name, std::string_view value) {
    return fmt::format(" {}=\"{}\"", name, escape(value));
}

void link(std::string& out, std::string_view relation, std::string_view type, std::string_view address) {
    out += "<link" + attribute("rel", relation) + attribute("type", type) + attribute("href", address) + "/>";
}

constexpr std::string_view kSitemapOpen =
    R"(<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">)";

/// The two language forms of one page, each naming both.
void twins(std::string& out, const std::string& vi, const std::string& en, std::string_view changed) {
    const auto alternates = "<xhtml:link rel=\"alternate\" hreflang=\"vi\"" + attribute("href", vi) +
                            "/><xhtml:link rel=\"alternate\" hreflang=\"en\"" + attribute("href", en) + "/>";
    for (const auto& address : {vi, en}) {
        out += "<url>";
        element(out, "loc", address);
        element(out, "lastmod", changed);
        out += alternates;
        out += "</url>\n";
    }
}

} // namespace

std::string atom_feed(const std::vector<FeedEntry>& entries, const Site& site, const Texts& texts) {
    const auto language = texts.language();
    const auto here = site.public_address + page_path(language, "new_feed");
    std::string out(kXmlHead);
    out +=
        R"(<feed xmlns="http://www.w3.org/2005/Atom")" + attribute("xml:lang", text::language_code(language)) + ">\n";
    element(out, "title", texts.text("portal.feed_title", {{"library", site.library_name}}));
    element(out, "id", here);
    link(out, "self", "application/atom+xml", here);
    link(out, "alternate", "text/html", site.public_address + page_path(language, "new"));
    element(out, "updated", iso_instant(entries.empty() ? Instant{} : entries.front().added_at));
    out += "<author>";
    element(out, "name", site.library_name);
    out += "</author>\n";
    for (const auto& entry : entries) {
        const auto address = site.public_address + book_address(language, entry.bib);
        out += "<entry>";
        element(out, "title", full_title(entry.bib));
        // Without the slug, which changes when a title is put right.
        element(out, "id", site.public_address + page_path(Language::vi, "book") + std::to_string(entry.bib.id.value));
        link(out, "alternate", "text/html", address);
        element(out, "updated", iso_instant(entry.added_at));
        if (!entry.bib.author.empty()) {
            out += "<author>";
            element(out, "name", entry.bib.author);
            out += "</author>";
        }
        element(out, "summary", imprint(entry.bib));
        out += "</entry>\n";
    }
    out += "</feed>\n";
    return out;
}

std::string sitemap_index(std::int64_t pages, const Site& site) {
    std::string out(kXmlHead);
    out += R"(<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">)";
    const auto add = [&](const std::string& name) {
        out += "<sitemap>";
        element(out, "loc", site.public_address + "/sitemap/" + name + ".xml");
        out += "</sitemap>\n";
    };
    add("pages");
    for (std::int64_t page = 0; page < pages; ++page) {
        add(std::to_string(page));
    }
    out += "</sitemapindex>\n";
    return out;
}

std::string sitemap_of_books(const std::vector<SitemapEntry>& entries, const Site& site) {
    std::string out(kXmlHead);
    out.reserve(entries.size() * 800);
    out += kSitemapOpen;
    for (const auto& entry : entries) {
        twins(out, site.public_address + book_address(Language::vi, entry.bib),
              site.public_address + book_address(Language::en, entry.bib), iso_instant(entry.updated_at));
    }
    out += "</urlset>\n";
    return out;
}

std::string sitemap_of_pages(const Site& site) {
    std::string out(kXmlHead);
    out += kSitemapOpen;
    for (const auto* page : {"home", "new", "libraries", "authors", "subjects", "classes"}) {
        twins(out, site.public_address + page_path(Language::vi, page),
              site.public_address + page_path(Language::en, page), {});
    }
    for (int digit = 0; digit < 10; ++digit) {
        const auto tail = "/" + std::to_string(digit) + "00";
        twins(out, site.public_address + page_path(Language::vi, "classes") + tail,
              site.public_address + page_path(Language::en, "classes") + tail, {});
    }
    out += "</urlset>\n";
    return out;
}

std::string robots_txt(const Site& site) {
    // Searches have no end; records, browsing and the sitemaps lead everywhere.
    return "User-agent: *\n"
           "Disallow: /tim\n"
           "Disallow: /en/search\n"
           "Disallow: /sach/*/\n"
           "Disallow: /en/books/*/\n"
           "Disallow: /api/\n"
           "Disallow: /*?from=\n"
           "Disallow: /*?before=\n"
           "Sitemap: " +
           site.public_address + "/sitemap.xml\n";
}

std::string opensearch_description(const Site& site, const Texts& texts) {
    const auto search = site.public_address + page_path(texts.language(), "search") + "?q={searchTerms}";
    std::string out(kXmlHead);
    out += R"(<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">)";
    element(out, "ShortName", texts.text("portal.name"));
    element(out, "Description", texts.text("portal.opensearch_description", {{"library", site.library_name}}));
    element(out, "Language", text::language_code(texts.language()));
    element(out, "InputEncoding", "UTF-8");
    out += "<Image width=\"16\" height=\"16\" type=\"image/svg+xml\">" +
           escape(site.public_address + "/assets/favicon.svg") + "</Image>";
    out += "<Url type=\"text/html\"" + attribute("template", search) + "/>";
    out += "</OpenSearchDescription>\n";
    return out;
}

} // namespace tangthu::portal::impl
