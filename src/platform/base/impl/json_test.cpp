#include "platform/base/json.h"

#include <gtest/gtest.h>

namespace tangthu {
namespace {

enum class Shelf { open, closed, register_ };
TANGTHU_DESCRIBE_ENUM(Shelf, open, closed, register_)

struct Copy {
    Text<1, 5> barcode;
    Shelf shelf = Shelf::open;
    std::optional<Date> seen_on;
};
TANGTHU_DESCRIBE(Copy, barcode, shelf, seen_on)

struct Book {
    Id<struct BookTag> id;
    std::string title;
    Bounded<int, 1, 100, 20> limit;
    std::vector<Copy> copies;
    std::map<std::string, int> counts;
    Nullable<std::string> next;
    std::optional<bool> class_;
};
TANGTHU_DESCRIBE(Book, id, title, limit, copies, counts, next, class_)

constexpr std::string_view kBook =
    R"({"id":7,"title":"Dế Mèn phiêu lưu ký","limit":20,"copies":[{"barcode":"VN.01","shelf":"register","seen_on":"2025-07-01"}],)"
    R"("counts":{"a":1},"next":null,"class":true})";

} // namespace

TEST(Json, WritesWhatItReads) {
    const auto book = from_json<Book>(kBook);
    ASSERT_TRUE(book) << book.error().key;
    EXPECT_EQ(book->copies.at(0).shelf, Shelf::register_);
    EXPECT_EQ(to_json(*book), kBook);
}

} // namespace tangthu
