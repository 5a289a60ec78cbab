#include "tests/cli/in_process.h"

namespace tangthu::test {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

/// Commands over three records; one copy has a barcode longer than a column was once.
class CatalogueFromTheCommandLine : public InProcessTest {
protected:
    void SetUp() override {
        InProcessTest::SetUp();
        auto text = records({.count = 3, .prefix = "20153292380000000"});
        text.insert(text.find("\n\n", text.find("=001  rec1")) + 1,
                    "=952  \\\\$aY-LIB$bY-LIB$cKho Nội văn$oC697.92$pNG1$yBK\n");
        const auto outcome = tangthu({"catalogue", "import", write("ba.mrk", text)});
        ASSERT_EQ(outcome.code, 0) << outcome.err;
    }
};

TEST_F(CatalogueFromTheCommandLine, FacetsArePrintedInWordsWithCounts) {
    const auto out = tangthu({"catalogue", "search", "bản mẫu", "--facets"}).out;
    const auto lines = lines_of(out);
    const auto has = [&](const std::string& line) {
        return std::find(lines.begin(), lines.end(), line) != lines.end();
    };
    EXPECT_TRUE(has("Tác giả")) << out;
    EXPECT_TRUE(has("  Nguyễn Văn Thử  3")) << out;
    EXPECT_TRUE(has("  Tiếng Việt  3")) << out;
    EXPECT_NE(out.find("  X-THU  "), std::string::npos) << out;
    EXPECT_EQ(tangthu({"catalogue", "search", "bản mẫu"}).out.find("Tác giả"), std::string::npos);
    EXPECT_NE(tangthu({"--lang", "en", "catalogue", "search", "bản mẫu", "--facets"}).out.find("  Vietnamese  3\n"),
              std::string::npos);
}

TEST_F(CatalogueFromTheCommandLine, ShowPutsItemsInColumnsWithTheirUnits) {
    const auto out = tangthu({"catalogue", "show", "1"}).out;
    EXPECT_NE(out.find("\n  201532923800000001  X-THU  KM           895.92 M1\n"), std::string::npos) << out;
    EXPECT_NE(out.find("\n  NG1                 Y-LIB  Kho Nội văn  C697.92\n"), std::string::npos) << out;
    const auto object = json({"catalogue", "show", "1"});
    const auto* items = object.if_contains("item_list");
    ASSERT_TRUE(items != nullptr && items->is_array()) << boost::json::serialize(object);
    ASSERT_EQ(items->as_array().size(), 2U);
    EXPECT_EQ(text(items->as_array().at(0).as_object(), "unit"), "X-THU");
    EXPECT_EQ(text(object, "title"), text(json({"catalogue", "show", "1"}), "title"));
}

TEST_F(CatalogueFromTheCommandLine, AFormatThatIsOnlyReadIsRefused) {
    for (const auto& words : std::vector<std::vector<std::string>>{{"catalogue", "show", "1", "--format", "isis"},
                                                                   {"catalogue", "export", "--format", "isis"},
                                                                   {"catalogue", "export", "--format", "word"},
                                                                   {"marc", "convert", "--to", "isis", "ba.mrk"}}) {
        const auto object = problem(words, 64);
        EXPECT_EQ(text(object, "key"), "marc.cannot_write_format");
        EXPECT_NE(text(object, "detail").find("iso2709, marcxml, json"), std::string::npos);
        EXPECT_EQ(text(object, "detail").find(", isis"), std::string::npos);
    }
}

TEST_F(CatalogueFromTheCommandLine, AWordWithADashLeavesOut) {
    EXPECT_EQ(number(json({"catalogue", "search", "bản mẫu", "-rec1", "-nguyễn"}), "total"), 0);
    EXPECT_EQ(number(json({"catalogue", "search", "bản mẫu", "-khôngcó"}), "total"), 3);
}

} // namespace
} // namespace tangthu::test
