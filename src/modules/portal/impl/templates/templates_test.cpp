#include "modules/portal/impl/templates/templates.h"

#include "platform/base/error.h"

#include <gtest/gtest.h>

namespace tangthu::portal::impl {
namespace {

Templates made(std::vector<TemplateSource> sources) {
    const TemplateInputs inputs{
        [](std::string_view key) { return "<" + std::string(key) + "> hai từ"; },
        [](std::string_view page) { return "/" + std::string(page); },
        [](std::string_view name) { return "/assets/" + std::string(name); },
    };
    return Templates(sources, inputs);
}

TEST(Templates, EscapeValuesButNotTripleBraces) {
    const auto templates = made({{"a", "<p title=\"{{x}}\">{{{y}}}</p>"}});
    Fields fields;
    fields.put("x", "\"<&").put("y", "<mark>m</mark>");
    EXPECT_EQ(templates.render("a", fields.take()), "<p title=\"&quot;&lt;&amp;\"><mark>m</mark></p>");
}

TEST(Templates, PutPartialsAndTextsIn) {
    const auto templates = made({{"a", "<i>{{> b }}</i>"}, {"b", "{{t:portal.x}} {{p:home}} {{a:portal.css}}"}});
    EXPECT_EQ(templates.render("a", Fields().take()), "<i>&lt;portal.x&gt; hai từ /home /assets/portal.css</i>");
}

TEST(Templates, KeepBlanksBetweenWordsAndDropThoseBetweenLines) {
    const auto templates = made({{"a", "<p>\n  <b>một</b> hai\n  ba\n</p>\n"}});
    EXPECT_EQ(templates.render("a", Fields().take()), "<p><b>một</b> hai ba</p>");
}

TEST(Templates, TakeAnEmptyTextForAnAbsentOne) {
    const auto templates = made({{"a", "{{#x}}[{{x}}]{{/x}}{{^x}}-{{/x}}"}});
    EXPECT_EQ(templates.render("a", Fields().put("x", "").take()), "-");
    EXPECT_EQ(templates.render("a", Fields().put("x", "1").take()), "[1]");
}

TEST(Templates, RepeatListsInOrder) {
    const auto templates = made({{"a", "{{#all}}<li>{{n}}</li>{{/all}}"}});
    const std::vector<int> numbers{3, 1, 2};
    auto list = list_of(numbers, [](int n) { return Fields().put("n", std::to_string(n)).take(); });
    EXPECT_EQ(templates.render("a", Fields().put("all", std::move(list)).take()), "<li>3</li><li>1</li><li>2</li>");
}

TEST(Templates, LetNoControlCharacterOfTheDataStandForABlank) {
    const auto templates = made({{"a", "{{x}}"}});
    EXPECT_EQ(templates.render("a", Fields()
                                        .put("x", "a\x01"
                                                  "b")
                                        .take()),
              "ab");
}

TEST(Templates, RefuseWhatWouldOnlyShowAtRunTime) {
    EXPECT_THROW(made({{"a", "{{> nowhere}}"}}), Fault);
    EXPECT_THROW(made({{"a", "{{> a}}"}}), Fault);
    EXPECT_THROW(made({{"a", "{{#x}}"}}), Fault);
    EXPECT_THROW(made({{"a", "{{x"}}), Fault);
    EXPECT_THROW((void)made({{"a", "x"}}).render("b", Fields().take()), Fault);
}

} // namespace
} // namespace tangthu::portal::impl
