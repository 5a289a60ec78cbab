#include "platform/journal/impl/rollup_sums.h"

#include <gtest/gtest.h>
#include <random>
#include <set>

namespace tangthu::journal::impl {
namespace {

TEST(Segments, AreAsFewAsTheCalendarAllows) {
    EXPECT_EQ(segments({2025, 7, 1}, {2025, 7, 1}), (std::vector<Segment>{{"day", "2025-07-01", "2025-07-01"}}));
    EXPECT_EQ(segments({2025, 7, 1}, {2025, 7, 31}), (std::vector<Segment>{{"month", "2025-07", "2025-07"}}));
    EXPECT_EQ(segments({2016, 1, 1}, {2025, 12, 31}), (std::vector<Segment>{{"year", "2016", "2025"}}));
    EXPECT_EQ(segments({2016, 2, 10}, {2025, 3, 5}), (std::vector<Segment>{{"day", "2016-02-10", "2016-02-29"},
                                                                           {"month", "2016-03", "2016-12"},
                                                                           {"year", "2017", "2024"},
                                                                           {"month", "2025-01", "2025-02"},
                                                                           {"day", "2025-03-01", "2025-03-05"}}));
    EXPECT_TRUE(segments({2025, 7, 2}, {2025, 7, 1}).empty());
}

/// Opens a segment up into its days, by the calendar alone.
void expect_each_day_once(const Date& from, const Date& to) {
    const auto found = segments(from, to);
    EXPECT_LE(found.size(), 5U);
    for (auto day = days_since_epoch(from); day <= days_since_epoch(to); ++day) {
        const auto text = iso_date(date_from_days(day));
        int times = 0;
        for (const auto& segment : found) {
            const auto period = text.substr(0, segment.from.size());
            times += segment.from <= period && period <= segment.to ? 1 : 0;
        }
        EXPECT_EQ(times, 1) << text << " in " << iso_date(from) << "…" << iso_date(to);
    }
    for (const auto& segment : found) {
        // And no day outside: the ends of the first and last segments are those of the request.
        EXPECT_GE(segment.from, iso_date(from).substr(0, segment.from.size()));
        EXPECT_LE(segment.to, iso_date(to).substr(0, segment.to.size()));
    }
}

TEST(Segments, CoverEachDayOnce) {
    std::mt19937 random{20250701};
    for (int i = 0; i < 60; ++i) {
        const auto first = std::uniform_int_distribution<std::int64_t>{16'000, 21'000}(random);
        const auto length = std::uniform_int_distribution<std::int64_t>{0, i % 2 == 0 ? 50 : 1500}(random);
        expect_each_day_once(date_from_days(first), date_from_days(first + length));
    }
}

} // namespace
} // namespace tangthu::journal::impl
