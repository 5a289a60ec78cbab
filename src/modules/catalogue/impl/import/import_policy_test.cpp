#include "modules/catalogue/impl/import/import_policy.h"

#include <gtest/gtest.h>

namespace tangthu::catalogue::impl {

TEST(ImportPolicy, ComparesARecordWithTheOneThatStandsThereNow) {
    const Identities::Known known{{"kept", {BibId{7}, "v1"}}};
    Identities identities{known};
    EXPECT_EQ(identities.meet("fresh", "v1"), Standing::New);
    EXPECT_EQ(identities.meet("fresh", "v1"), Standing::Equal);
    EXPECT_EQ(identities.meet("fresh", "v2"), Standing::Changed);
    EXPECT_EQ(identities.meet("fresh", "v1"), Standing::Changed); // back again: the last one counts
    EXPECT_EQ(identities.meet("kept", "v1"), Standing::Equal);
    EXPECT_EQ(identities.meet("kept", "v2"), Standing::Changed);
    EXPECT_EQ(identities.meet("kept", "v2"), Standing::Equal);
    EXPECT_EQ(identities.meet("kept", "v1"), Standing::Changed);
}

TEST(ImportPolicy, KnowsWhenTwoCopiesCantBearOneNumber) {
    const UnitId site{1};
    const UnitId other{2};
    const BatchId batch{1};
    const BatchId later{2};
    EXPECT_TRUE(numbers_clash({site, "A", batch}, {site, "B", later}));
    EXPECT_TRUE(numbers_clash({site, "A", batch}, {other, "A", later}));
    EXPECT_FALSE(numbers_clash({site, "A", batch}, {other, "B", batch}));
    EXPECT_FALSE(numbers_clash({site, "", batch}, {other, "", later})) << "two libraries that name no source";
    EXPECT_TRUE(numbers_clash({site, "", batch}, {other, "", batch})) << "one file says it twice";
}

TEST(ImportPolicy, DoesNotCountWhatAnUndoPutBack) {
    EXPECT_EQ(standing_version(1, {}), 1);
    EXPECT_EQ(standing_version(2, {}), 2);
    EXPECT_EQ(standing_version(3, {{3, 2}}), 1);
    EXPECT_EQ(standing_version(5, {{4, 3}, {5, 2}}), 1) << "changed twice, put back twice";
    EXPECT_EQ(standing_version(6, {{4, 3}, {5, 2}}), 6) << "changed since";
}

} // namespace tangthu::catalogue::impl
