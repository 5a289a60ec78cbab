#include "modules/portal/impl/feeds.h"
#include "modules/portal/impl/html.h"
#include "modules/portal/impl/portal_impl.h"
#include "modules/portal/impl/records/citation.h"
#include "modules/portal/impl/records/cover.h"
#include "modules/portal/routes.h"
#include "platform/marc/writer.h"
#include "platform/net/router.h"

#include <algorithm>
#include <charconv>

namespace tangthu::portal {
namespace {

using impl::Language;
using net::Request;
using net::Response;

constexpr std::uint32_t kFeedEntries = 30;
// Prices in the client's budget: what a page costs the machine, against one record.
constexpr int kSearchPrice = 4;
constexpr int kSitemapPrice = 40;

struct DownloadForm {
    std::string_view name;
    std::optional<marc::Format> format; ///< none: a citation, of the media type given
    std::string_view citation_type;
    std::string_view suffix;

    [[nodiscard]] std::string_view media_type() const { return format ? marc::media_type(*format) : citation_type; }
};
constexpr auto kDownloadForms = std::to_array<DownloadForm>({
    {"marc", marc::Format::Iso2709, {}, "mrc"},
    {"marcxml", marc::Format::MarcXml, {}, "xml"},
    {"json", marc::Format::Json, {}, "json"},
    {"ris", std::nullopt, "application/x-research-info-systems; charset=utf-8", "ris"},
    {"bibtex", std::nullopt, "application/x-bibtex; charset=utf-8", "bib"},
});

/// Fit for a link that stays on this site: `//host/` and `/\host/` would not.
bool is_ours(std::string_view target) {
    return target.starts_with('/') && !target.starts_with("//") && !target.starts_with("/\\") &&
           std::ranges::all_of(target, [](char c) { return c > ' ' && c < 0x7F; });
}

/// Two references: each handler keeps a copy of its own.
class PortalRoutes {
public:
    PortalRoutes(net::Router& router, const Portal::Impl& portal) : router_(router), portal_(portal) {}

    void mount() const {
        (void)portal_.source.network(now()); // error pages name the library from the first request on
        for (const auto language : {Language::vi, Language::en}) {
            mount_pages(language);
            mount_books(language);
        }
        mount_machine_files();
        portal_.assets.mount(router_);
        router_.set_error_page([*this](const Request& request, int status, const Error& error) {
            return error_page(request, status, error);
        });
    }

private:
    using PageMaker = std::function<Result<impl::Page>(const Request&, const impl::PageContext&)>;

    /// What full addresses stand in: they come from the request unless the site has one, and nobody may put theirs into
    /// what a cache gives to all.
    [[nodiscard]] net::Caching with_addresses() const {
        return portal_.settings.public_address.empty() ? net::Caching::Revalidate : net::Caching::Minutes;
    }

    [[nodiscard]] Instant now() const { return portal_.clock.now(); }

    /// A route whose answer is one page of one language.
    void add_page(Language language, const std::string& path, const char* summary, int price, PageMaker make) const {
        router_.add(net::get(path, Permission::Public, summary).costs(price).gives("text/html"),
                    [*this, language, make = std::move(make)](const Request& request) {
                        const auto site = portal_.site(language, request.origin());
                        const impl::PageContext context{portal_.texts(language), site};
                        const auto page = make(request, context);
                        return page ? html(language, *page) : router_.error(request, page.error());
                    });
    }

    [[nodiscard]] Response html(Language language, const impl::Page& page, int status = 200) const {
        return Response::html(portal_.render(language, page), status)
            .with("Content-Language", text::language_code(language));
    }

    void mount_pages(Language language) const {
        const auto path = [language](std::string_view page) { return impl::page_path(language, page); };
        add_page(language, path("home"), "portal.route_home", 1,
                 [*this, language](const Request&, const impl::PageContext& context) -> Result<impl::Page> {
                     TANGTHU_TRY(const auto view, portal_.source.home(language, now()));
                     return home_page(view, context);
                 });
        add_page(language, path("search"), "portal.route_search", kSearchPrice,
                 [*this](const Request& request, const impl::PageContext& context) -> Result<impl::Page> {
                     const auto state = impl::parse_search(request.query.pairs());
                     TANGTHU_TRY(const auto view, portal_.source.results(state, context.texts, now()));
                     return results_page(view, context);
                 });
        add_page(language, path("new"), "portal.route_new", 1,
                 [*this](const Request& request, const impl::PageContext& context) -> Result<impl::Page> {
                     TANGTHU_TRY(const auto view, portal_.source.new_books(impl::page_number(request.query.pairs())));
                     return new_books_page(view, context);
                 });
        add_page(language, path("libraries"), "portal.route_libraries", 1,
                 [*this, language](const Request&, const impl::PageContext& context) -> Result<impl::Page> {
                     TANGTHU_TRY(const auto view, portal_.source.libraries(language, now()));
                     return libraries_page(view, context);
                 });
        for (const auto* facet : {"author", "subject"}) {
            add_page(language, path(facet + std::string("s")), "portal.route_browse", 1,
                     [*this, facet](const Request& request, const impl::PageContext& context) -> Result<impl::Page> {
                         TANGTHU_TRY(const auto view, portal_.source.headings(facet, request.query.pairs()));
                         return headings_page(view, context);
                     });
        }
        add_page(language, path("classes"), "portal.route_browse", 1,
                 [*this, language](const Request&, const impl::PageContext& context) -> Result<impl::Page> {
                     TANGTHU_TRY(const auto view, portal_.source.classes(std::nullopt, language, now()));
                     return classes_page(view, context);
                 });
        add_page(language, path("classes") + "/{number}", "portal.route_browse", 1,
                 [*this, language](const Request& request, const impl::PageContext& context) -> Result<impl::Page> {
                     const auto number = request.path_value("number");
                     if (number.size() != 3 || number[0] < '0' || number[0] > '9' || !number.ends_with("00")) {
                         return fail(ErrorKind::NotFound, "net.not_found", {{"path", request.path}});
                     }
                     TANGTHU_TRY(const auto view, portal_.source.classes(number[0] - '0', language, now()));
                     return classes_page(view, context);
                 });
    }

    void mount_books(Language language) const {
        const auto base = impl::page_path(language, "book") + "{book}";
        router_.add(net::get(base, Permission::Public, "portal.route_book").gives("text/html").fails_with({301, 404}),
                    [*this, language](const Request& request) { return book(language, request); });
        add_page(language, base + "/marc", "portal.route_marc", 1,
                 [*this](const Request& request, const impl::PageContext& context) -> Result<impl::Page> {
                     TANGTHU_TRY(const auto id, book_id(request));
                     TANGTHU_TRY(const auto view, portal_.source.marc(id));
                     return marc_page(view, context);
                 });
        const auto* part = language == Language::vi ? "/tai/{form}" : "/download/{form}";
        router_.add(net::get(base + part, Permission::Public, "portal.route_download").fails_with({404}),
                    [*this, language](const Request& request) {
                        auto response = download(language, request);
                        return response ? *std::move(response) : router_.error(request, response.error());
                    });
    }

    [[nodiscard]] static Result<catalogue::BibId> book_id(const Request& request) {
        const auto path = impl::parse_book(request.path_value("book"));
        if (!path) {
            return fail(ErrorKind::NotFound, "net.not_found", {{"path", request.path}});
        }
        return path->id;
    }

    /// The page of a record; any other spelling of its address leads to the one that stays.
    [[nodiscard]] Response book(Language language, const Request& request) const {
        const auto id = book_id(request);
        if (!id) {
            return router_.error(request, id.error());
        }
        const auto view = portal_.source.record(*id, portal_.texts(language), now());
        if (!view) {
            return router_.error(request, view.error());
        }
        const auto address = impl::book_address(language, view->book.bib);
        if (request.path != address) {
            return Response::redirect(address, 301);
        }
        const auto site = portal_.site(language, request.origin());
        return html(language, record_page(*view, {portal_.texts(language), site}));
    }

    [[nodiscard]] Result<Response> download(Language language, const Request& request) const {
        TANGTHU_TRY(const auto id, book_id(request));
        const auto* form = std::ranges::find(kDownloadForms, request.path_value("form"), &DownloadForm::name);
        if (form == kDownloadForms.end()) {
            return fail(ErrorKind::NotFound, "net.not_found", {{"path", request.path}});
        }
        TANGTHU_TRY(const auto bib, portal_.catalogue.get_bib(id));
        TANGTHU_TRY(const auto record, portal_.catalogue.get_record(id));
        std::string bytes;
        if (form->format) {
            bytes = marc::to_string(record, {.format = *form->format});
        } else {
            auto work = impl::cited_work(record, bib.summary);
            TANGTHU_TRY(const auto items, portal_.catalogue.list_items(id));
            work.call_number = call_number(items, bib.summary);
            work.address =
                portal_.site(language, request.origin()).public_address + impl::book_address(language, bib.summary);
            bytes = form->name == "ris" ? impl::ris(work) : impl::bibtex(work);
        }
        auto name = impl::slug(bib.summary.title);
        name = (name.empty() ? "sach-" + std::to_string(id.value) : name) + "." + std::string(form->suffix);
        return Response::of(form->media_type(), std::move(bytes)).download(name).with("X-Robots-Tag", "noindex");
    }

    /// On the label of the first copy that has one; without such a copy, the class the work stands under.
    [[nodiscard]] static std::string call_number(const std::vector<catalogue::Item>& items,
                                                 const catalogue::BibSummary& bib) {
        const auto labelled = std::ranges::find_if(items, [](const auto& item) { return !item.call_number.empty(); });
        return labelled == items.end() ? bib.class_number : labelled->call_number;
    }

    void mount_machine_files() const {
        for (const auto language : {Language::vi, Language::en}) {
            router_.add(net::get(impl::page_path(language, "new_feed"), Permission::Public, "portal.route_feed")
                            .gives("application/atom+xml"),
                        [*this, language](const Request& request) {
                            auto response = feed(language, request);
                            return response ? *std::move(response) : router_.error(request, response.error());
                        });
            router_.add(net::get(impl::page_path(language, "opensearch"), Permission::Public, "portal.route_opensearch")
                            .gives("application/opensearchdescription+xml"),
                        [*this, language](const Request& request) {
                            return Response::of("application/opensearchdescription+xml; charset=utf-8",
                                                impl::opensearch_description(portal_.site(language, request.origin()),
                                                                             portal_.texts(language)))
                                .cached(with_addresses());
                        });
        }
        router_.add(
            net::get("/bia/{file}", Permission::Public, "portal.route_cover").gives("image/svg+xml").fails_with({404}),
            [*this](const Request& request) {
                auto response = cover(request);
                return response ? *std::move(response) : router_.error(request, response.error());
            });
        router_.add(net::get("/robots.txt", Permission::Public, "portal.route_robots").gives("text/plain"),
                    [*this](const Request& request) {
                        return Response::text(impl::robots_txt(portal_.site(Language::vi, request.origin())))
                            .cached(with_addresses());
                    });
        mount_sitemaps();
    }

    [[nodiscard]] Result<Response> feed(Language language, const Request& request) const {
        TANGTHU_TRY(const auto newest, portal_.catalogue.list_newest(kFeedEntries));
        std::vector<impl::FeedEntry> entries;
        for (const auto& bib : newest) {
            TANGTHU_TRY(const auto whole, portal_.catalogue.get_bib(bib.id));
            entries.push_back({bib, whole.created_at});
        }
        return Response::of("application/atom+xml; charset=utf-8",
                            impl::atom_feed(entries, portal_.site(language, request.origin()), portal_.texts(language)))
            .cached(with_addresses());
    }

    [[nodiscard]] Result<Response> cover(const Request& request) const {
        const auto file = request.path_value("file");
        const auto* end = file.data() + file.size();
        std::int64_t id = 0;
        const auto [rest, error] = std::from_chars(file.data(), end, id);
        if (error != std::errc{} || std::string_view(rest, static_cast<std::size_t>(end - rest)) != ".svg") {
            return fail(ErrorKind::NotFound, "net.not_found", {{"path", request.path}});
        }
        const catalogue::BibId ids[] = {catalogue::BibId(id)};
        TANGTHU_TRY(const auto found, portal_.catalogue.list_summaries(ids));
        if (found.empty()) {
            return fail(ErrorKind::NotFound, "catalogue.bib_not_found", {{"id", std::to_string(id)}});
        }
        const bool is_this_version = request.query.get("v") == impl::cover_version(found.front());
        return Response::of("image/svg+xml; charset=utf-8", impl::cover_svg(found.front()))
            .cached(is_this_version ? net::Caching::Immutable : net::Caching::Minutes);
    }

    void mount_sitemaps() const {
        router_.add(net::get("/sitemap.xml", Permission::Public, "portal.route_sitemap").gives("application/xml"),
                    [*this](const Request& request) {
                        const auto pages = sitemap_pages();
                        return pages ? xml(impl::sitemap_index(*pages, portal_.site(Language::vi, request.origin())))
                                     : router_.error(request, pages.error());
                    });
        router_.add(net::get("/sitemap/{file}", Permission::Public, "portal.route_sitemap")
                        .costs(kSitemapPrice)
                        .gives("application/xml")
                        .fails_with({404}),
                    [*this](const Request& request) {
                        auto response = sitemap(request);
                        return response ? *std::move(response) : router_.error(request, response.error());
                    });
    }

    [[nodiscard]] Response xml(std::string text) const {
        return Response::of("application/xml; charset=utf-8", std::move(text)).cached(with_addresses());
    }

    /// How many there are for records, by the highest id.
    [[nodiscard]] Result<std::int64_t> sitemap_pages() const {
        TANGTHU_TRY(const auto newest, portal_.catalogue.list_newest(1));
        const auto last = newest.empty() ? 0 : newest.front().id.value;
        return (last + impl::kRecordsOnSitemap - 1) / impl::kRecordsOnSitemap;
    }

    /// Page n holds the records with ids n·5000+1 … (n+1)·5000: no counting, no deep offset. Where an import was undone
    /// a page may hold none.
    [[nodiscard]] Result<Response> sitemap(const Request& request) const {
        const auto site = portal_.site(Language::vi, request.origin());
        const auto file = request.path_value("file");
        if (file == "pages.xml") {
            return xml(impl::sitemap_of_pages(site));
        }
        std::int64_t page = -1;
        const auto [rest, error] = std::from_chars(file.data(), file.data() + file.size(), page);
        const bool is_page =
            error == std::errc{} && page >= 0 &&
            std::string_view(rest, static_cast<std::size_t>(file.data() + file.size() - rest)) == ".xml";
        TANGTHU_TRY(const auto pages, sitemap_pages());
        if (!is_page || page >= pages) {
            return fail(ErrorKind::NotFound, "net.not_found", {{"path", request.path}});
        }
        const auto first = page * impl::kRecordsOnSitemap;
        TANGTHU_TRY(auto stamps, portal_.catalogue.list_stamps(catalogue::BibId(first), impl::kRecordsOnSitemap));
        std::erase_if(stamps, [&](const auto& stamp) { return stamp.id.value > first + impl::kRecordsOnSitemap; });
        std::vector<catalogue::BibId> ids;
        for (const auto& stamp : stamps) {
            ids.push_back(stamp.id);
        }
        TANGTHU_TRY(auto bibs, portal_.catalogue.list_summaries(ids));
        std::vector<impl::SitemapEntry> entries;
        auto stamp = stamps.begin();
        for (auto& bib : bibs) {
            stamp = std::find_if(stamp, stamps.end(), [&](const auto& other) { return other.id == bib.id; });
            if (stamp == stamps.end()) {
                break;
            }
            entries.push_back({std::move(bib), stamp->updated_at});
        }
        return xml(impl::sitemap_of_books(entries, site));
    }

    /// Failures of public addresses as pages, in the language of the address. They ask the database for nothing: it
    /// may be what failed, and refusals are written where no thread may wait.
    [[nodiscard]] std::optional<Response> error_page(const Request& request, int status, const Error& error) const {
        const bool is_english = request.path == "/en" || request.path.starts_with("/en/");
        const auto language = is_english ? Language::en : Language::vi;
        const auto& texts = portal_.texts(language);
        impl::ErrorView view;
        view.status = status;
        if (status == 400) {
            view.is_search = error.key.starts_with("search.") || error.key == "portal.query_too_long";
            if (view.is_search) {
                view.query = request.query.get("q");
            }
            text::MessageArgs args;
            for (const auto& param : error.params) {
                args.emplace_back(param.name, param.value);
            }
            view.text = texts.text_if_known(error.key).empty() ? std::string{} : texts.text(error.key, args);
        }
        if (status >= 500) {
            view.reference = request.id;
        }
        if ((status >= 500 || status == 429) && request.method == net::Method::Get && is_ours(request.target)) {
            view.again = request.target;
        }
        const auto site = portal_.site(*portal_.source.last_network(), language, request.origin());
        return html(language, impl::error_page(view, {texts, site}), status);
    }

    net::Router& router_;
    const Portal::Impl& portal_;
};

} // namespace

void mount(net::Router& router, const Portal& portal) { PortalRoutes(router, *portal.impl_).mount(); }

} // namespace tangthu::portal
