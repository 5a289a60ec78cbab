#include "modules/portal/impl/html.h"

#include <gtest/gtest.h>

namespace tangthu::portal::impl {
namespace {

TEST(Escape, LeavesNothingThatCouldOpenATagOrEndAnAttribute) {
    EXPECT_EQ(escape(R"(<script>alert("1")</script> & 'x')"),
              "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;");
}

TEST(Escape, DropsControlCharactersButKeepsLineBreaks) {
    EXPECT_EQ(escape(std::string_view("a\x01\x1f"
                                      "b\x00"
                                      "c\nd\te",
                                      10)),
              "abc\nd\te");
}

TEST(Escape, LeavesVietnameseAsItIs) {
    EXPECT_EQ(escape("Ẩm thực – Tây Bắc: “Ễnh ương”"), "Ẩm thực – Tây Bắc: “Ễnh ương”");
}

std::string marked(std::string_view title, std::string_view query) {
    return escape_with_marks(title, text::tokens(query));
}

TEST(Marks, JoinWordsThatTouch) {
    EXPECT_EQ(marked("Dế Mèn phiêu lưu ký", "de men"), "<mark>Dế Mèn</mark> phiêu lưu ký");
}

TEST(Marks, EscapeInsideAndOutside) {
    EXPECT_EQ(marked("<b>Dế & Mèn</b>", "dế"), "&lt;b&gt;<mark>Dế</mark> &amp; Mèn&lt;/b&gt;");
    EXPECT_EQ(marked("<i>", "i"), "&lt;<mark>i</mark>&gt;");
}

TEST(Marks, NothingWithoutAQuery) { EXPECT_EQ(escape_with_marks("Dế <Mèn>", {}), "Dế &lt;Mèn&gt;"); }

TEST(Slug, IsFoldedAndJoined) {
    EXPECT_EQ(slug("Dế Mèn phiêu lưu ký"), "de-men-phieu-luu-ky");
    EXPECT_EQ(slug("  C++: lập trình (tập 1) "), "c-lap-trinh-tap-1");
}

TEST(Slug, IsCutAtAWord) {
    const auto long_slug = slug("Mười vạn câu hỏi vì sao: thế giới động vật, phần loài bò sát và lưỡng cư ở Việt Nam");
    EXPECT_LE(long_slug.size(), 60U);
    EXPECT_EQ(long_slug, "muoi-van-cau-hoi-vi-sao-the-gioi-dong-vat-phan-loai-bo-sat");
    EXPECT_EQ(slug(std::string(500, 'a')).size(), 60U);
}

TEST(Slug, MayBeEmpty) {
    EXPECT_EQ(slug("紅樓夢"), "");
    EXPECT_EQ(slug("…"), "");
}

TEST(LanguageTag, IsEmptyForUnknownCodes) {
    EXPECT_EQ(language_tag("fre"), "fr");
    EXPECT_EQ(language_tag("xyz"), "");
    EXPECT_EQ(language_tag(""), "");
}

} // namespace
} // namespace tangthu::portal::impl
