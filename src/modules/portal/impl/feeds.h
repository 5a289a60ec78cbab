#pragma once

#include "modules/catalogue/catalogue.h"
#include "modules/portal/impl/pages/chrome.h"
#include "modules/portal/impl/texts.h"

#include <string>
#include <vector>

/// What machines read: Atom (RFC 4287), sitemaps (sitemaps.org 0.9), robots.txt (RFC 9309), OpenSearch 1.1. Pure.
namespace tangthu::portal::impl {

struct FeedEntry {
    catalogue::BibSummary bib;
    Instant added_at;
};
[[nodiscard]] std::string atom_feed(const std::vector<FeedEntry>& entries, const Site& site, const Texts& texts);

/// Records a sitemap page holds; both languages of each, as alternates of one another.
inline constexpr std::int64_t kRecordsOnSitemap = 5'000;
struct SitemapEntry {
    catalogue::BibSummary bib;
    Instant updated_at;
};
/// `pages` sitemaps of records, `/sitemap/0.xml` …, and `/sitemap/pages.xml`.
[[nodiscard]] std::string sitemap_index(std::int64_t pages, const Site& site);
[[nodiscard]] std::string sitemap_of_books(const std::vector<SitemapEntry>& entries, const Site& site);
[[nodiscard]] std::string sitemap_of_pages(const Site& site);

[[nodiscard]] std::string robots_txt(const Site& site);
[[nodiscard]] std::string opensearch_description(const Site& site, const Texts& texts);

} // namespace tangthu::portal::impl
