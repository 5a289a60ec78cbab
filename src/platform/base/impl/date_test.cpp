#include "platform/base/date.h"

#include "platform/base/digest.h"
#include "platform/base/uid.h"

#include <gtest/gtest.h>

namespace tangthu {

TEST(Date, TurnsOverAtMidnightInVietnam) {
    EXPECT_EQ(iso_date(date_in_vietnam({1751302799000})), "2025-06-30"); // 23:59:59 in Hà Nội
    EXPECT_EQ(iso_date(date_in_vietnam({1751302800000})), "2025-07-01");
}

TEST(Date, RefusesADayThatDoesNotExist) {
    EXPECT_TRUE(parse_iso_date("2024-02-29"));
    for (const auto* text : {"2025-02-29", "2025-13-01", "25-01-01", "2025/01/01", "2025-01-1x", ""})
        EXPECT_FALSE(parse_iso_date(text)) << text;
}

TEST(Date, CountsDaysBothWays) {
    for (const std::int64_t day : {-719162LL, -1LL, 0LL, 20270LL})
        EXPECT_EQ(days_since_epoch(date_from_days(day)), day);
}

TEST(Instant, IsReadWithItsOffset) {
    EXPECT_EQ(parse_iso_instant("2025-07-01T07:30:00+07:00"), Instant{1751329800000});
    EXPECT_EQ(parse_iso_instant("2025-07-01T00:30:00.1259Z"), Instant{1751329800125});
    EXPECT_EQ(parse_iso_instant("1969-12-31T23:59:59.5Z"), Instant{-500});
    EXPECT_EQ(iso_instant_ms({-500}), "1969-12-31T23:59:59.500Z");
    EXPECT_EQ(iso_instant_ms({1751329800000}), "2025-07-01T00:30:00Z");
    for (const auto* text :
         {"2025-07-01T07:30:00", "2025-07-01 07:30:00Z", "2025-07-01T24:00:00Z", "2025-07-01T07:30:60Z",
          "2025-02-30T07:30:00Z", "2025-07-01T07:30:00.Z", "2025-07-01T07:30:00+0700", "2025-07-01T07:30:00+07:60",
          "2025-07-01T07:30:00Zx", "", "2025-07-01T07:30:00."})
        EXPECT_FALSE(parse_iso_instant(text)) << text;
}

TEST(Uid, SortsByTheMillisecondItWasMadeIn) {
    const auto earlier = new_uid({1751302800000});
    const auto later = new_uid({1751302800001});
    EXPECT_TRUE(is_uid(earlier));
    EXPECT_EQ(earlier[14], '7');
    EXPECT_LT(earlier.substr(0, 13), later.substr(0, 13));
}

TEST(Digest, IsSha256) {
    EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

} // namespace tangthu
