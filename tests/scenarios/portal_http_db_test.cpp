#include "modules/branches/branches.h"
#include "modules/catalogue/catalogue.h"
#include "modules/catalogue/import.h"
#include "modules/catalogue/indexer.h"
#include "modules/portal/impl/feeds.h"
#include "modules/portal/impl/records/cover.h"
#include "modules/portal/portal.h"
#include "modules/portal/routes.h"
#include "platform/base/json_io.h"
#include "platform/marc/writer.h"
#include "platform/net/router.h"
#include "platform/search/index.h"
#include "platform/text/messages.h"
#include "tests/support/engines.h"
#include "tests/support/raw_sql.h"

#include <fstream>
#include <gmock/gmock.h>

namespace tangthu::portal {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// The whole way: records imported, indexed, and asked for as a browser does, through the router.
class PortalHttpTest : public test::EngineTest {
protected:
    struct Made {
        std::string number;
        std::string title;
        std::string author;
        std::string class_number = "895.9223";
        std::string barcode;
    };

    void SetUp() override {
        EngineTest::SetUp();
        if (IsSkipped()) {
            return;
        }
        auto index =
            search::Index::open(folder() / "index", catalogue::catalogue_index_schema(), search::Access::write);
        ASSERT_TRUE(index) << index.error().key;
        index_ = std::make_unique<search::Index>(*std::move(index));
        branches_ = std::make_unique<branches::Branches>(db(), clock_);
        indexer_ = std::make_unique<catalogue::Indexer>(db(), *branches_, *index_, catalogue::IndexRole::writer);
        importer_ = std::make_unique<catalogue::Importer>(db(), *branches_, *indexer_, messages_, clock_);
        catalogue_ = std::make_unique<catalogue::Catalogue>(db(), *index_);
        PortalSettings settings;
        settings.public_address = "https://thuvien.example";
        portal_ = std::make_unique<Portal>(*catalogue_, *branches_, messages_, clock_, settings);
        router_ = std::make_unique<net::Router>();
        mount(*router_, *portal_);
    }
    void TearDown() override {
        router_.reset();
        portal_.reset();
        catalogue_.reset();
        importer_.reset();
        indexer_.reset();
        branches_.reset();
        index_.reset();
        EngineTest::TearDown();
    }

    void import(const std::vector<Made>& books) {
        const auto path = folder() / "books.mrc";
        std::ofstream out(path, std::ios::binary);
        for (const auto& book : books) {
            marc::Record record;
            record.add_control("001", book.number);
            record.add_control("003", "VN-TEST");
            record.add_control("008", "181222s2009    vm                  vie d");
            record.add_field("082", '0', '4');
            record.add_subfield('a', book.class_number);
            record.add_field("100", '0');
            record.add_subfield('a', book.author);
            record.add_field("245", '1', '0');
            record.add_subfield('a', book.title);
            if (!book.barcode.empty()) {
                record.add_field("952");
                record.add_subfield('a', "CS1");
                record.add_subfield('o', book.class_number + " T450H");
                record.add_subfield('p', book.barcode);
            }
            out << marc::to_string(record);
        }
        out.close();
        catalogue::ImportOptions options;
        options.files = {path};
        options.rejects_folder = folder();
        const auto report = importer_->import(options, Actor{});
        ASSERT_TRUE(report) << report.error().key;
        ASSERT_EQ(report->created, books.size());
    }

    [[nodiscard]] net::Response get(std::string_view target) const {
        auto request = net::Request::make("GET", target, {{"Host", "127.0.0.1"}, {"Accept", "text/html"}});
        EXPECT_TRUE(request);
        return router_->handle(*std::move(request));
    }
    [[nodiscard]] std::string page(std::string_view target, int status = 200) const {
        const auto response = get(target);
        EXPECT_EQ(response.status, status) << target;
        return std::string(response.content());
    }
    [[nodiscard]] catalogue::BibSummary newest() const { return catalogue_->list_newest(1)->front(); }

    text::Messages messages_;
    std::unique_ptr<search::Index> index_;
    std::unique_ptr<branches::Branches> branches_;
    std::unique_ptr<catalogue::Indexer> indexer_;
    std::unique_ptr<catalogue::Importer> importer_;
    std::unique_ptr<catalogue::Catalogue> catalogue_;
    std::unique_ptr<Portal> portal_;
    std::unique_ptr<net::Router> router_;
};
TANGTHU_ON_BOTH_ENGINES(PortalHttpTest);

TEST_P(PortalHttpTest, EveryPageStandsOnAnEmptyLibrary) {
    ASSERT_TRUE(indexer_->ensure());
    for (const auto* address : {"/",
                                "/tim",
                                "/sach-moi",
                                "/thu-vien",
                                "/duyet/tac-gia",
                                "/duyet/chu-de",
                                "/duyet/mon-loai",
                                "/duyet/mon-loai/800",
                                "/en",
                                "/en/search",
                                "/en/new",
                                "/en/libraries",
                                "/en/browse/authors",
                                "/en/browse/subjects",
                                "/en/browse/classes",
                                "/en/browse/classes/000",
                                "/sach-moi.atom",
                                "/en/new.atom",
                                "/sitemap.xml",
                                "/sitemap/pages.xml",
                                "/robots.txt",
                                "/opensearch.xml",
                                "/en/opensearch.xml"}) {
        EXPECT_EQ(get(address).status, 200) << address;
    }
}

TEST_P(PortalHttpTest, WithoutAnIndexOnlyTheSearchIsAway) {
    EXPECT_THAT(page("/tim?q=a", 503), HasSubstr("Mục lục tạm nghỉ"));
    EXPECT_THAT(page("/"), HasSubstr("Bạn muốn đọc gì hôm nay?"));
}

TEST_P(PortalHttpTest, FindsABookTypedWithoutMarksAndShowsWhereItStands) {
    import({{"1", "Dế Mèn phiêu lưu ký", "Tô Hoài", "895.9223", "LC001"}, {"2", "Truyện Kiều", "Nguyễn Du"}});
    const auto found = page("/tim?q=de+men+phieu+luu");
    EXPECT_THAT(found, HasSubstr("<mark>Dế Mèn phiêu lưu</mark> ký"));
    EXPECT_THAT(found, HasSubstr("895.9223 T450H"));
    EXPECT_THAT(found, HasSubstr("Còn 1 bản trên giá"));
    EXPECT_THAT(found, Not(HasSubstr("Truyện Kiều")));
    EXPECT_THAT(page("/en/search?q=truyen+kieu"), HasSubstr("<mark>Truyện Kiều</mark>"));
}

TEST_P(PortalHttpTest, NarrowsByAFacetAndTakesItBack) {
    import({{"1", "Dế Mèn", "Tô Hoài"}, {"2", "Vợ nhặt", "Kim Lân"}});
    const auto narrowed = page("/tim?author=Kim+L%C3%A2n");
    EXPECT_THAT(narrowed, HasSubstr("Vợ nhặt"));
    EXPECT_THAT(narrowed, Not(HasSubstr("Dế Mèn")));
    EXPECT_THAT(narrowed, HasSubstr("class=\"chip\" href=\"/tim\""));
}

TEST_P(PortalHttpTest, ARecordHasOneAddress) {
    import({{"1", "Dế Mèn phiêu lưu ký", "Tô Hoài", "895.9223", "LC001"}});
    const auto id = std::to_string(newest().id.value);
    const auto address = "/sach/" + id + "-de-men-phieu-luu-ky";
    EXPECT_THAT(page(address), HasSubstr("<h1>Dế Mèn phiêu lưu ký</h1>"));
    EXPECT_THAT(page("/en/books/" + id + "-de-men-phieu-luu-ky"), HasSubstr("<h1 lang=\"vi\">"));
    for (const auto& other : {"/sach/" + id, "/sach/" + id + "-sai", "/sach/" + id + "-"}) {
        const auto response = get(other);
        EXPECT_EQ(response.status, 301) << other;
        EXPECT_EQ(response.headers.find("Location"), address);
    }
    EXPECT_THAT(page("/sach/" + id + "/marc"), HasSubstr("<b>$a</b>Dế Mèn phiêu lưu ký"));
    EXPECT_EQ(get("/sach/999999").status, 404);
    EXPECT_EQ(get("/sach/abc").status, 404);
}

TEST_P(PortalHttpTest, DownloadsARecordInEveryForm) {
    import({{"1", "Dế Mèn phiêu lưu ký", "Tô Hoài"}});
    const auto base = "/sach/" + std::to_string(newest().id.value) + "/tai/";
    EXPECT_THAT(page(base + "ris"), HasSubstr("TI  - Dế Mèn phiêu lưu ký\r\n"));
    EXPECT_THAT(page(base + "bibtex"), HasSubstr("author = {{Tô Hoài}}"));
    EXPECT_THAT(page(base + "marcxml"), HasSubstr("http://www.loc.gov/MARC21/slim"));
    EXPECT_TRUE(json::Document::parse(page(base + "json"), {}));
    const auto marc = get(base + "marc");
    EXPECT_EQ(marc.headers.find("Content-Type"), "application/marc");
    for (const auto format : {marc::Format::MarcXml, marc::Format::Json})
        EXPECT_EQ(get(base + std::string{marc::format_name(format)}).headers.find("Content-Type"),
                  marc::media_type(format));
    EXPECT_THAT(std::string(*marc.headers.find("Content-Disposition")), HasSubstr("de-men-phieu-luu-ky.mrc"));
    EXPECT_EQ(get(base + "exe").status, 404);
}

TEST_P(PortalHttpTest, ACitationTakesTheCallNumberAlongOrElseTheClass) {
    import({{"1", "Dế Mèn phiêu lưu ký", "Tô Hoài", "895.9223", "LC001"}});
    const auto download = [this] { return page("/sach/" + std::to_string(newest().id.value) + "/tai/ris"); };
    EXPECT_THAT(download(), HasSubstr("CN  - 895.9223 T450H\r\n"));
    import({{"2", "Truyện Kiều", "Nguyễn Du", "895.92212"}});
    EXPECT_THAT(download(), HasSubstr("CN  - 895.92212\r\n"));
}

TEST_P(PortalHttpTest, CoversAreKeptForEverByTheirVersionOnly) {
    import({{"1", "Dế Mèn", "Tô Hoài"}});
    const auto path = "/bia/" + std::to_string(newest().id.value) + ".svg";
    const auto kept = get(path + "?v=" + impl::cover_version(newest()));
    EXPECT_THAT(std::string(*kept.headers.find("Cache-Control")), HasSubstr("immutable"));
    const auto old = get(path + "?v=00000000");
    EXPECT_THAT(std::string(*old.headers.find("Cache-Control")), Not(HasSubstr("immutable")));
    EXPECT_EQ(get("/bia/x.svg").status, 404);
    EXPECT_EQ(get("/bia/99999999.svg").status, 404);
    EXPECT_EQ(get("/bia/1.png").status, 404);
}

TEST_P(PortalHttpTest, OddQueriesGetAnAnswerOrAClearNo) {
    import({{"1", "Dế Mèn", "Tô Hoài"}});
    for (const auto* query : {"%22%22%22", "%22d%E1%BA%BF", "*", "%27%20OR%201%3D1--", "%28%28%28", "AND+OR+NOT", "-",
                              "%3Cscript%3E", "title%3A", "a*b*c*"}) {
        EXPECT_EQ(get(std::string("/tim?q=") + query).status, 200) << query;
    }
    EXPECT_THAT(page("/tim?q=" + std::string(10'000, 'a'), 400), HasSubstr("Câu tìm dài quá"));
    EXPECT_THAT(page("/tim?q=%3Cscript%3Ealert(1)%3C/script%3E"), Not(HasSubstr("<script>alert")));
}

TEST_P(PortalHttpTest, FailuresArePagesInTheLanguageOfTheAddress) {
    EXPECT_THAT(page("/khong-co", 404), HasSubstr("Không có trang này"));
    EXPECT_THAT(page("/en/nowhere", 404), HasSubstr("There is no such page"));
    EXPECT_THAT(page("/duyet/mon-loai/123", 404), HasSubstr("Không có trang này"));
}

TEST_P(PortalHttpTest, SaysThatItIsBrokenWithoutTheDatabaseThatBroke) {
    import({{"1", "Quê nội", "Võ Quảng"}});
    test::run_raw_sql(db(), "ALTER TABLE cat_bibs RENAME TO gone_bibs; ALTER TABLE br_network RENAME TO gone_network;"
                            "ALTER TABLE journal RENAME TO gone_journal");
    clock_.advance_ms(300'000); // nothing kept is fresh
    for (const auto* address : {"/", "/tim?q=qu%C3%AA", "/sach/1", "/thu-vien"})
        EXPECT_THAT(page(address, 500), HasSubstr("Hệ thống gặp sự cố")) << address;
    EXPECT_THAT(page("/tim?q=%22a&b", 500), HasSubstr("href=\"/tim?q=%22a&amp;b\""));
    EXPECT_THAT(page("/en", 500), HasSubstr("<html lang=\"en\""));
    EXPECT_THAT(page("/khong-co", 404), HasSubstr("Không có trang này"));
}

TEST_P(PortalHttpTest, TryingAgainStaysOnThisSite) {
    const auto request = net::Request::make("GET", "//elsewhere.example/", {{"Accept", "text/html"}});
    ASSERT_TRUE(request);
    const auto refused = router_->error(*request, 429, Error{});
    EXPECT_THAT(std::string(refused.content()), Not(HasSubstr("elsewhere")));
    EXPECT_THAT(std::string(refused.content()), HasSubstr("Bạn tra cứu nhanh quá"));
}

TEST_P(PortalHttpTest, BrowsesInVietnameseOrder) {
    import({{"1", "a", "Đoàn Giỏi"}, {"2", "b", "Dương Hướng"}, {"3", "c", "Ăng-ghen"}, {"4", "d", "An Thư"}});
    const auto authors = page("/duyet/tac-gia");
    const auto at = [&](const char* name) { return authors.find(std::string("<span>") + name); };
    EXPECT_LT(at("An Thư"), at("Ăng-ghen"));
    EXPECT_LT(at("Ăng-ghen"), at("Dương Hướng"));
    EXPECT_LT(at("Dương Hướng"), at("Đoàn Giỏi"));
    EXPECT_NE(at("Đoàn Giỏi"), std::string::npos);
    EXPECT_THAT(page("/duyet/tac-gia?from=%C4%90"), Not(HasSubstr("<span>Dương Hướng")));
    EXPECT_THAT(page("/duyet/mon-loai/800"), HasSubstr("/tim?class=890"));
}

TEST_P(PortalHttpTest, SitemapsNameEveryRecordInBothLanguages) {
    import({{"1", "Dế Mèn", "Tô Hoài"}, {"2", "Vợ nhặt", "Kim Lân"}});
    EXPECT_THAT(page("/sitemap.xml"), HasSubstr("<loc>https://thuvien.example/sitemap/0.xml</loc>"));
    const auto map = page("/sitemap/0.xml");
    for (const auto* tail :
         {"-de-men</loc>", "-vo-nhat</loc>", "hreflang=\"en\" href=\"https://thuvien.example/en/books/"}) {
        EXPECT_THAT(map, HasSubstr(tail));
    }
    EXPECT_EQ(get("/sitemap/7.xml").status, 404);
    EXPECT_EQ(get("/sitemap/x.xml").status, 404);
}

TEST_P(PortalHttpTest, EverySitemapThatTheIndexNamesIsThere) {
    ASSERT_TRUE(db().write([](db::WriteTx& tx) -> Result<void> { // as an import that was undone leaves them
        std::ignore = tx.reserve_ids("cat_bibs", 2 * impl::kRecordsOnSitemap);
        return {};
    }));
    import({{"1", "Dế Mèn", "Tô Hoài"}});
    const auto index = page("/sitemap.xml");
    for (const auto* name : {"0", "1", "2"}) {
        const auto path = "/sitemap/" + std::string(name) + ".xml";
        EXPECT_THAT(index, HasSubstr(path));
        EXPECT_THAT(page(path), HasSubstr("<urlset"));
    }
    EXPECT_THAT(page("/sitemap/1.xml"), Not(HasSubstr("<url>")));
    EXPECT_THAT(page("/sitemap/2.xml"), HasSubstr("-de-men</loc>"));
    EXPECT_THAT(index, Not(HasSubstr("/sitemap/3.xml")));
    EXPECT_EQ(get("/sitemap/3.xml").status, 404);
}

TEST_P(PortalHttpTest, LetsACacheKeepFullAddressesOnlyWhereTheSiteHasItsOwn) {
    const Portal nameless(*catalogue_, *branches_, messages_, clock_, {});
    net::Router router;
    mount(router, nameless);
    import({{"1", "Dế Mèn", "Tô Hoài"}});
    for (const auto* path :
         {"/sach-moi.atom", "/opensearch.xml", "/robots.txt", "/sitemap.xml", "/sitemap/pages.xml", "/sitemap/0.xml"}) {
        const auto poisoned = router.handle(net::Request::make("GET", path, {{"Host", "evil.example"}}).value());
        EXPECT_EQ(poisoned.status, 200) << path;
        EXPECT_EQ(poisoned.headers.find("cache-control"), "private, no-cache") << path;
        EXPECT_EQ(get(path).headers.find("cache-control"), "public, max-age=300") << path;
        EXPECT_THAT(page(path), Not(HasSubstr("127.0.0.1"))) << path;
    }
}

TEST_P(PortalHttpTest, ShowsNeighboursOnTheShelfAndTheSameAuthor) {
    import({{"1", "Sách trước", "A", "895.9221"},
            {"2", "Sách này", "Tô Hoài", "895.9222"},
            {"3", "Sách sau", "B", "895.9223"},
            {"4", "Sách khác", "Tô Hoài", "100"}});
    const auto found = catalogue_->search({.query = "\"sách này\"", .limit = 1});
    ASSERT_TRUE(found);
    const auto record = page("/sach/" + std::to_string(found->hits.at(0).id.value) + "-sach-nay");
    const auto at = [&](const char* title) { return record.find("<span class=\"name\">" + std::string(title)); };
    EXPECT_LT(at("Sách trước"), at("Sách này"));
    EXPECT_LT(at("Sách này"), at("Sách sau"));
    EXPECT_NE(record.rfind("Sách khác"), std::string::npos);
}

} // namespace
} // namespace tangthu::portal
