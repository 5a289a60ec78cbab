#include "modules/branches/impl/hours.h"

#include <gtest/gtest.h>

namespace tangthu::branches::impl {

namespace {

/// Vietnamese time on a day of the week of Monday 2026-11-16.
Instant at(int day, int hour, int minute) {
    const auto days = days_since_epoch({2026, 11, day});
    return {((days * 24 + hour) * 60 + minute) * 60'000 - kVietnamOffsetMs};
}

std::vector<OpeningSpan> tuesday_and_sunday(Date) {
    return {{2, "07:30", "12:00"}, {2, "13:30", "16:30"}, {7, "07:30", "12:00"}};
}

} // namespace

TEST(OpeningState, IsOpenFromTheFirstMinuteUntilTheLast) {
    EXPECT_FALSE(opening_state(tuesday_and_sunday, at(17, 7, 29)).is_open);
    EXPECT_EQ(opening_state(tuesday_and_sunday, at(17, 7, 30)).until, "12:00");
    EXPECT_TRUE(opening_state(tuesday_and_sunday, at(17, 11, 59)).is_open);
    EXPECT_FALSE(opening_state(tuesday_and_sunday, at(17, 12, 0)).is_open);
}

TEST(OpeningState, TellsWhenItOpensNext) {
    const auto at_noon = opening_state(tuesday_and_sunday, at(17, 12, 15));
    EXPECT_EQ(at_noon.opens_at, "13:30");
    EXPECT_EQ(at_noon.opens_on, (Date{2026, 11, 17}));
    const auto on_monday = opening_state(tuesday_and_sunday, at(16, 9, 0));
    EXPECT_EQ(on_monday.opens_on, (Date{2026, 11, 17}));
    EXPECT_EQ(on_monday.opens_at, "07:30");
}

TEST(OpeningState, GoesByTheHoursOfEachDay) {
    // Winter hours begin on the 18th: on Tuesday afternoon the next opening is already one of them.
    const auto seasons = [](Date day) -> std::vector<OpeningSpan> {
        if (day < Date{2026, 11, 18}) return {{2, "07:30", "12:00"}, {3, "07:30", "12:00"}};
        return {{3, "08:00", "11:30"}};
    };
    EXPECT_EQ(opening_state(seasons, at(17, 14, 0)).opens_at, "08:00");
    EXPECT_FALSE(opening_state(seasons, at(18, 7, 45)).is_open);
    EXPECT_EQ(opening_state(seasons, at(18, 11, 0)).until, "11:30");
}

TEST(OpeningState, SaysNothingWithoutHours) {
    const auto state = opening_state([](Date) { return std::vector<OpeningSpan>{}; }, at(17, 9, 0));
    EXPECT_FALSE(state.has_hours);
    EXPECT_FALSE(state.opens_on);
}

} // namespace tangthu::branches::impl
