// Sizes that no search by fuzzing reaches: an algorithm gone quadratic would take minutes here, a linear one takes
// seconds even under sanitizers.
#include "platform/text/legacy.h"
#include "platform/text/normalize.h"
#include "platform/text/parse.h"
#include "platform/text/sort.h"
#include "platform/text/syllable.h"
#include "platform/text/tokens.h"
#include "platform/text/typing.h"

#include <ctime>
#include <gtest/gtest.h>

namespace tangthu::text {

TEST(TextBounds, HugeInputsEndSoon) {
    const std::clock_t begin = std::clock(); // processor time: a busy machine is no fault of ours
    std::string marks = "a";
    std::string horns;
    std::string digits;
    for (int count = 0; count < 100'000; ++count)
        marks += "\u0301\u0323";
    for (int count = 0; count < 20'000; ++count) {
        horns += "\u01A3";
        digits += "978-";
    }
    for (const std::string& text :
         {std::string(100'000, 'a'), marks, horns, digits, std::string(100'000, '\xAD'), std::string(50'000, 'w')}) {
        EXPECT_LE(tokens(text).size(), text.size());
        EXPECT_LE(sort_key(text).size(), 4 * kMaxSortedBytes);
        EXPECT_LE(fold(text).size(), 3 * text.size());
        EXPECT_LE(canonical(text).size(), 3 * text.size());
        EXPECT_EQ(rescue_typing(text), std::nullopt);
        EXPECT_TRUE(split_glued(text).empty());
        EXPECT_FALSE(detect_encoding(text).empty());
        (void)repair_text(repair_utf8(text).text);
        EXPECT_FALSE(parse_date(text));
    }
    EXPECT_LT(std::clock() - begin, 60 * CLOCKS_PER_SEC);
}

TEST(TextBounds, EndlessMarksStayStable) {
    std::string marks = "a";
    for (int count = 0; count < 100; ++count)
        marks += "\u0301\u0323";
    const std::string once = nfc(marks);
    EXPECT_EQ(nfc(once), once);
    EXPECT_TRUE(is_nfc(once));
    EXPECT_EQ(fold(fold(marks)), fold(marks));
}

} // namespace tangthu::text
