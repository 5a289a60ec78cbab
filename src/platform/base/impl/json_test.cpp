#include "platform/base/json.h"

#include "platform/base/json_schema.h"

#include <cmath>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace tangthu {
namespace {

enum class Shelf { open, closed, register_ };
TANGTHU_DESCRIBE_ENUM(Shelf, open, closed, register_)

struct Copy {
    Text<1, 5> barcode;
    Shelf shelf = Shelf::open;
    std::optional<Date> seen_on;
    friend bool operator==(const Copy&, const Copy&) = default;
};
TANGTHU_DESCRIBE(Copy, barcode, shelf, seen_on)

struct Work {
    Id<struct WorkTag> id{1};
    std::string title;
    friend bool operator==(const Work&, const Work&) = default;
};
TANGTHU_DESCRIBE(Work, id, title)

struct Book : Work {
    Bounded<int, 1, 100, 20> limit;
    std::vector<Copy> copies;
    std::map<std::string, int> counts;
    Nullable<std::string> next;
    std::optional<bool> class_;
    double weight = 0;
    std::optional<std::uint8_t> age;
    std::optional<Instant> made_at;
    std::optional<RawJson> extra;
    friend bool operator==(const Book&, const Book&) = default;
};
TANGTHU_DESCRIBE_DERIVED(Book, (Work), limit, copies, counts, next, class_, weight, age, made_at, extra)

constexpr std::string_view kBook =
    R"({"id":7,"title":"Dế Mèn \"phiêu\" lưu ký\n\u0001","limit":20,)"
    R"("copies":[{"barcode":"VN.01","shelf":"register","seen_on":"2025-07-01"},{"barcode":"ầ","shelf":"open"}],)"
    R"("counts":{"a/b":1},"next":null,"class":true,"weight":0.25,"age":255,"made_at":"2025-07-01T00:30:00.125Z",)"
    R"("extra":{"b":[1,2.5,null,true,"x"],"a":{}}})";

/// pointer -> key of all problems of a text.
std::map<std::string, std::string> problems_of(std::string_view text) {
    std::map<std::string, std::string> found;
    const auto book = from_json<Book>(text);
    if (book) return found;
    EXPECT_EQ(book.error().key, "base.json_problems") << text;
    for (const auto& problem : book.error().problems)
        found[problem.pointer] = problem.key;
    return found;
}

std::string key_of(std::string_view text, const JsonLimits& limits = {}) {
    const auto read = from_json<RawJson>(text, limits);
    return read ? "read" : read.error().key;
}

} // namespace

TEST(Json, WritesWhatItReads) {
    const auto book = from_json<Book>(kBook);
    ASSERT_TRUE(book) << book.error().key;
    EXPECT_EQ(book->copies.at(0).shelf, Shelf::register_);
    EXPECT_EQ(book->class_, true);
    EXPECT_EQ(book->made_at, Instant{1751329800125});
    EXPECT_EQ(to_json(*book), kBook);
}

TEST(Json, TellsEverythingThatIsWrongAtOnceAndWhere) {
    const auto found = problems_of(
        R"({"id":0,"limit":101,"copies":[{"barcode":"","shelf":"red"},{"barcode":"123456","shelf":"open","colour":1},7],)"
        R"("counts":{"a/b~c":"x"},"next":5,"weight":"heavy","age":256,"made_at":"yesterday","class":null})");
    const std::map<std::string, std::string> wanted{{"/id", "base.json_out_of_range"},
                                                    {"/title", "base.json_missing"},
                                                    {"/limit", "base.json_out_of_range"},
                                                    {"/copies/0/barcode", "base.json_too_short"},
                                                    {"/copies/0/shelf", "base.json_not_one_of"},
                                                    {"/copies/1/barcode", "base.json_too_long"},
                                                    {"/copies/1/colour", "base.json_unknown"},
                                                    {"/copies/2", "base.json_wrong_type"},
                                                    {"/counts/a~1b~0c", "base.json_wrong_type"},
                                                    {"/next", "base.json_wrong_type"},
                                                    {"/weight", "base.json_wrong_type"},
                                                    {"/age", "base.json_out_of_range"},
                                                    {"/made_at", "base.bad_instant"}};
    EXPECT_EQ(found, wanted);
}

TEST(Json, ReadsWhatMayBeAbsentAsEmptyOrAsItsDefault) {
    const auto book = from_json<Book>(R"({"weight":1,"counts":{},"copies":[],"title":"a","id":1})");
    ASSERT_TRUE(book);
    EXPECT_FALSE(book->next);
    EXPECT_FALSE(book->class_);
    EXPECT_EQ(book->limit, 20);
    EXPECT_EQ(book->weight, 1.0);
    EXPECT_EQ(to_json(*book), R"({"id":1,"title":"a","limit":20,"copies":[],"counts":{},"next":null,"weight":1})");
}

TEST(Json, CountsTheLettersOfATextNotItsBytes) {
    EXPECT_TRUE((from_json<Text<5, 5>>(R"("Dế Mè")")));
    EXPECT_FALSE((from_json<Text<1, 4>>(R"("Dế Mè")")));
}

TEST(Json, RefusesATextThatNoDatabaseHolds) {
    const auto read = from_json<std::string>(R"("a\u0000b")");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().problems.at(0).key, "base.json_nul");
    EXPECT_FALSE((from_json<std::map<std::string, int>>(R"({"a\u0000b":1})")));
}

TEST(Json, RefusesBrokenTexts) {
    for (const auto* text :
         {"", " ", "{", "[1,]", "{\"a\":1,}", "[1] [2]", "nul", "'a'", "\"\xC0\xAF\"", "\"\xED\xA0\x80\"",
          R"("\ud800")", R"("\udc00\ud800")", "01", "[1]/*x*/", "\"a", "NaN", "\xEF\xBB\xBF{}"})
        EXPECT_EQ(key_of(text), "base.json_syntax") << text;
    const auto read = from_json<Book>(R"({"id": 1, "title": tru})");
    EXPECT_EQ(read.error().params.at(0).name, "offset");
    EXPECT_NE(read.error().params.at(0).value, "0");
}

TEST(Json, StaysWithinItsLimits) {
    EXPECT_EQ(key_of(std::string(33, '[') + std::string(33, ']')), "base.json_syntax");
    EXPECT_EQ(key_of(std::string(32, '[') + std::string(32, ']')), "read");
    EXPECT_EQ(key_of(std::string(1000000, '[')), "base.json_syntax");
    EXPECT_EQ(key_of("[1, 2, 3]", {.max_bytes = 8}), "base.json_too_large");
    std::string many = "[";
    for (int i = 0; i < 5000; ++i)
        many += "\"x\",";
    const auto read = from_json<std::vector<int>>(many + "1]");
    EXPECT_EQ(read.error().problems.size(), 100U);
}

TEST(Json, KeepsLargeNumbersAndRefusesLargerOnes) {
    EXPECT_EQ(from_json<std::int64_t>("-9223372036854775808").value(), std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(from_json<std::uint64_t>("18446744073709551615").value(), std::numeric_limits<std::uint64_t>::max());
    EXPECT_FALSE(from_json<std::int64_t>("9223372036854775808"));
    EXPECT_FALSE(from_json<std::uint64_t>("-1"));
    EXPECT_FALSE(from_json<int>("1.5"));
    EXPECT_FALSE(from_json<double>("1e999"));
    EXPECT_EQ(from_json<RawJson>("[1,-1e999]").error().key, "base.json_syntax");
    EXPECT_EQ(to_json(std::nan("")), "null");
}

TEST(Json, NumbersWriteAndReadBackTheSame) {
    for (const auto* text : {"-0.0", "-1e-400", "118446744073709551615", "1e-5000", "2.5e-324", "9223372036854775808.0",
                             "-922337203685446744071e-20", "0.1"}) {
        const auto once = from_json<RawJson>(text).value().text;
        EXPECT_EQ(from_json<RawJson>(once).value().text, once) << text;
        const auto number = from_json<double>(text).value();
        EXPECT_EQ(std::signbit(from_json<double>(to_json(number)).value()), std::signbit(number)) << text;
        EXPECT_EQ(from_json<double>(to_json(number)).value(), number) << text;
    }
}

TEST(Json, WritesOnlyWellFormedText) {
    EXPECT_EQ(to_json(std::string{"a\xFF\xED\xA0\x80z"}), "\"a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz\"");
    EXPECT_EQ(to_json(std::vector<bool>{true, false}), "[true,false]");
}

RC_GTEST_PROP(Json, GivesBackAnyValueItWrote, (const std::vector<std::string>& texts, std::int64_t number)) {
    Book book;
    for (const auto& text : texts) {
        auto clean = replace_invalid_utf8(text);
        std::erase(clean, '\0');
        book.counts[clean] = static_cast<int>(number % 1000);
        book.title += clean;
    }
    book.weight = static_cast<double>(number) / 3.0;
    book.made_at = Instant{number % 60000000000000};
    if (number % 2 == 0) book.next.emplace(book.title);
    const auto read = from_json<Book>(to_json(book));
    RC_ASSERT(read.has_value());
    RC_ASSERT(to_json(*read) == to_json(book));
    RC_ASSERT(*read == book);
}

RC_GTEST_PROP(Json, ReadsAnyBytesWithoutHarm, (const std::string& bytes)) {
    if (const auto read = from_json<RawJson>(bytes)) RC_ASSERT(from_json<RawJson>(read->text)->text == read->text);
    static_cast<void>(from_json<Book>(bytes));
}

TEST(JsonSchema, SaysWhatTheReaderChecks) {
    EXPECT_EQ(
        json_schema<Copy>(),
        R"({"$schema":"https://json-schema.org/draft/2020-12/schema","allOf":[{"$ref":"#/$defs/Copy"}],"$defs":{"Copy":)"
        R"({"type":"object","properties":{"barcode":{"type":"string","minLength":1,"maxLength":5},)"
        R"("shelf":{"type":"string","enum":["open","closed","register"]},"seen_on":{"type":"string","format":"date"}},)"
        R"("required":["barcode","shelf"],"additionalProperties":false}}})");
}

TEST(JsonSchema, NamesComponentsByRoomAndType) {
    EXPECT_EQ(json::component_name("tangthu::catalogue::impl::BibView"), "catalogue.BibView");
    EXPECT_EQ(json::component_name("tangthu::net::Page<tangthu::catalogue::BibView>"), "net.Page_catalogue.BibView");
    EXPECT_EQ(json::component_name(json::written_type_name<Copy>()), "Copy");
}

TEST(Described, LimitsAreInTheType) {
    EXPECT_EQ((Bounded<int, 1, 100, 20>{}.value), 20);
    EXPECT_EQ((Bounded<int, 5, 100>{}.value), 5);
    EXPECT_THROW((Bounded<int, 1, 100>{101}), Fault);
    EXPECT_EQ(enum_name(Shelf::register_), "register");
    EXPECT_EQ(enum_from_name<Shelf>("register"), Shelf::register_);
    EXPECT_EQ(enum_from_name<Shelf>("register_"), std::nullopt);
}

TEST(Utf8, FindsTheFirstByteThatIsNotText) {
    EXPECT_EQ(find_invalid_utf8("Dế Mèn phiêu lưu ký 𠀋"), std::nullopt);
    for (const auto* bad : {"12345678\x80", "\xC0\xAF", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
                            "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE1\xBA", "\xC3", "\xFE", "\xE1\xBA\x41"})
        EXPECT_TRUE(find_invalid_utf8(bad)) << bad;
    EXPECT_EQ(find_invalid_utf8("12345678ế\x80"), 11U);
    EXPECT_EQ(count_code_points("Dế Mèn"), 6U);
    EXPECT_EQ(replace_invalid_utf8("a\xE1\xBAz"), "a\xEF\xBF\xBD\xEF\xBF\xBDz");
}

} // namespace tangthu
