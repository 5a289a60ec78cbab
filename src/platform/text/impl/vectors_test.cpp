// The vectors of tests/vectors/text.json, which web/shared/text runs too. Numbers of cases are those of the list in
// README.md ("The 24 cases").
#include "platform/text/normalize.h"
#include "platform/text/sort.h"
#include "platform/text/syllable.h"
#include "platform/text/tokens.h"
#include "platform/text/typing.h"

#include <boost/json.hpp>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

namespace tangthu::text {

namespace json = boost::json;

namespace {

const json::object& vectors() {
    static const json::object all = [] {
        std::ifstream file{TANGTHU_SOURCE_DIR "/tests/vectors/text.json"};
        std::stringstream bytes;
        bytes << file.rdbuf();
        return json::parse(bytes.str()).as_object();
    }();
    return all;
}

std::string string_of(const json::value& value) { return std::string{value.as_string()}; }

std::vector<std::string> strings_of(const json::value& value) {
    std::vector<std::string> all;
    for (const json::value& one : value.as_array())
        all.push_back(string_of(one));
    return all;
}

/// Runs `check(entry)` over a section, naming the entry when it fails; an empty section is a mistake.
template <class Check>
void for_each_vector(std::string_view section, Check&& check) {
    const json::array& entries = vectors().at(section).as_array();
    ASSERT_FALSE(entries.empty());
    for (const json::value& entry : entries) {
        SCOPED_TRACE(json::serialize(entry));
        check(entry);
    }
}

void expect_ascending(const std::vector<std::string>& list, std::string (*key)(std::string_view)) {
    for (std::size_t at = 1; at < list.size(); ++at)
        EXPECT_LT(key(list[at - 1]), key(list[at])) << list[at - 1] << " before " << list[at];
}

} // namespace

TEST(TextVectors, CanonicalPutsTonesInPlace) {
    for_each_vector("canonical", [](const json::value& entry) {
        const std::string out = canonical(string_of(entry.at("in")));
        EXPECT_EQ(out, string_of(entry.at("out")));
        EXPECT_EQ(canonical(out), out);
        EXPECT_TRUE(is_nfc(out));
    });
}

TEST(TextVectors, LowerMapsLetterByLetter) {
    for_each_vector("lower", [](const json::value& entry) {
        EXPECT_EQ(lower(string_of(entry.at("in"))), string_of(entry.at("out")));
    });
}

TEST(TextVectors, FoldTakesMarksOff) {
    for_each_vector("fold", [](const json::value& entry) {
        const std::string out = fold(string_of(entry.at("in")));
        EXPECT_EQ(out, string_of(entry.at("out")));
        EXPECT_EQ(fold(out), out);
    });
}

TEST(TextVectors, TokensAreSyllables) {
    for_each_vector("tokens", [](const json::value& entry) {
        const std::string in = string_of(entry.at("in"));
        std::vector<std::string> exact;
        std::vector<std::string> folded;
        std::vector<TextRange> ranges;
        for (const OwnedToken& token : tokens(in)) {
            exact.push_back(token.exact);
            folded.push_back(token.folded);
            ranges.push_back({token.begin, token.end});
        }
        EXPECT_EQ(exact, strings_of(entry.at("exact")));
        EXPECT_EQ(folded, strings_of(entry.at("folded")));
        if (const json::value* wanted = entry.as_object().if_contains("ranges")) {
            ASSERT_EQ(ranges.size(), wanted->as_array().size());
            for (std::size_t at = 0; at < ranges.size(); ++at) {
                const json::array& range = wanted->as_array()[at].as_array();
                EXPECT_EQ(ranges[at],
                          (TextRange{range[0].to_number<std::size_t>(), range[1].to_number<std::size_t>()}));
            }
        }
    });
}

TEST(TextVectors, MarksMatchedWords) {
    for_each_vector("marks", [](const json::value& entry) {
        const std::string in = string_of(entry.at("in"));
        const auto query = tokens(string_of(entry.at("query")));
        std::vector<std::string> marked;
        const auto last = entry.as_object().contains("prefix") ? MatchLast::prefix : MatchLast::whole_word;
        for (const TextRange range : mark_matches(in, query, last))
            marked.push_back(in.substr(range.begin, range.end - range.begin));
        EXPECT_EQ(marked, strings_of(entry.at("out")));
    });
}

TEST(TextVectors, KnowsSyllables) {
    const json::object& lists = vectors().at("syllables").as_object();
    for (const auto& word : strings_of(lists.at("valid")))
        EXPECT_TRUE(is_syllable(word)) << word;
    for (const auto& word : strings_of(lists.at("invalid")))
        EXPECT_FALSE(is_syllable(word)) << word;
    for (const auto& word : strings_of(lists.at("unmarked_valid")))
        EXPECT_TRUE(is_unmarked_syllable(word)) << word;
    for (const auto& word : strings_of(lists.at("unmarked_invalid")))
        EXPECT_FALSE(is_unmarked_syllable(word)) << word;
}

TEST(TextVectors, ExchangesIAndY) {
    for_each_vector("iy", [](const json::value& entry) {
        EXPECT_EQ(iy_variants(string_of(entry.at("in"))), strings_of(entry.at("out")));
    });
}

TEST(TextVectors, SplitsGluedWords) {
    for_each_vector("glued", [](const json::value& entry) {
        const auto readings = split_glued(string_of(entry.at("in")));
        if (entry.at("out").is_null())
            EXPECT_EQ(readings, std::vector<std::string>{});
        else
            EXPECT_EQ(readings.empty() ? "" : readings[0], string_of(entry.at("out")));
    });
}

TEST(TextVectors, RescuesTyping) {
    const auto text_or_null = [](const json::value& value) {
        return value.is_null() ? std::nullopt : std::optional{string_of(value)};
    };
    for_each_vector("telex", [&](const json::value& entry) {
        EXPECT_EQ(rescue_telex(string_of(entry.at("in"))), text_or_null(entry.at("out")));
    });
    for_each_vector("vni_typing", [&](const json::value& entry) {
        EXPECT_EQ(rescue_vni_typing(string_of(entry.at("in"))), text_or_null(entry.at("out")));
    });
    for_each_vector("telex_keys", [&](const json::value& entry) {
        EXPECT_EQ(telex_keys(string_of(entry.at("in"))), string_of(entry.at("out")));
    });
}

TEST(TextVectors, SortsSyllableBySyllable) {
    for_each_vector("order",
                    [](const json::value& entry) { expect_ascending(strings_of(entry.at("list")), sort_key); });
    for_each_vector("sort_keys", [](const json::value& entry) {
        EXPECT_EQ(sort_key(string_of(entry.at("in"))), string_of(entry.at("out")));
    });
}

TEST(TextVectors, SortsPeopleByGivenName) {
    for_each_vector("roster",
                    [](const json::value& entry) { expect_ascending(strings_of(entry.at("list")), roster_key); });
}

TEST(TextVectors, SortsCallNumbers) {
    for_each_vector("call_numbers",
                    [](const json::value& entry) { expect_ascending(strings_of(entry.at("list")), call_number_key); });
    for_each_vector("same_call_number", [](const json::value& entry) {
        const auto list = strings_of(entry);
        for (const auto& one : list)
            EXPECT_EQ(call_number_key(one), call_number_key(list[0])) << one;
    });
}

} // namespace tangthu::text
