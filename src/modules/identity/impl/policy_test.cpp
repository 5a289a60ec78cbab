#include "modules/identity/impl/policy.h"

#include <gmock/gmock.h>

namespace tangthu::identity::impl {
namespace {

using Path = std::vector<std::string>;

const std::vector<Right> kRights{{Permission::CatalogueEdit, "LC-YB"}, {Permission::CatalogueRead, ""}};

TEST(Rights, HoldAtTheirUnitAndBelow) {
    EXPECT_TRUE(allows(kRights, Permission::CatalogueEdit, Path{"LC-YB", "LC"}));
    EXPECT_TRUE(allows(kRights, Permission::CatalogueEdit, Path{"TS-PUNGLUONG", "LC-YB", "LC"}));
    EXPECT_FALSE(allows(kRights, Permission::CatalogueEdit, Path{"LC"})) << "not above it";
    EXPECT_FALSE(allows(kRights, Permission::CatalogueEdit, Path{"LC-LC", "LC"})) << "not beside it";
    EXPECT_FALSE(allows(kRights, Permission::CatalogueEdit, Path{})) << "not for the whole network";
}

TEST(Rights, OfTheWholeNetworkHoldEverywhere) {
    EXPECT_TRUE(allows(kRights, Permission::CatalogueRead, Path{}));
    EXPECT_TRUE(allows(kRights, Permission::CatalogueRead, Path{"LC-LC", "LC"}));
    EXPECT_FALSE(allows(kRights, Permission::StaffEdit, Path{"LC-YB"}));
    EXPECT_TRUE(allows_anywhere(kRights, Permission::CatalogueEdit));
    EXPECT_FALSE(allows_anywhere(kRights, Permission::StaffEdit));
}

TEST(Waiting, BeginsAfterFiveTriesAndDoubles) {
    const Instant then{1'000'000'000};
    const auto wait = [&](std::int64_t count, std::int64_t later_ms) {
        return seconds_to_wait({count, then}, Instant{then.unix_ms + later_ms});
    };
    EXPECT_EQ(wait(4, 0), 0);
    EXPECT_EQ(wait(5, 0), 5);
    EXPECT_EQ(wait(5, 4'999), 1);
    EXPECT_EQ(wait(5, 5'000), 0);
    EXPECT_EQ(wait(6, 0), 10);
    EXPECT_EQ(wait(8, 0), 40);
    EXPECT_EQ(wait(1'000'000, 0), 900) << "a quarter of an hour at most";
    EXPECT_EQ(wait(1'000'000, 3'600'001), 0) << "an hour is forgotten";
    EXPECT_EQ(wait(5, -86'400'000), 5) << "a clock set back makes nobody wait for a day";
}

TEST(PasswordRule, AsksForLengthAlone) {
    EXPECT_TRUE(check_password("mười chữ đó", "lan"));
    EXPECT_TRUE(check_password("0123456789", "lan"));
    for (const auto* weak : {"", "ngắn quá", "aaaaaaaaaaaaaa", "nguyen.thi.lan"})
        EXPECT_FALSE(check_password(weak, "nguyen.thi.lan")) << weak;
    EXPECT_TRUE(check_password("ỡ" + std::string(9, 'x'), "lan")) << "letters are counted, not bytes";
    EXPECT_FALSE(check_password("ỡỡỡỡ" + std::string(5, 'x'), "lan"));
    EXPECT_FALSE(check_password(std::string(201, 'x') + "y", "lan"));
}

TEST(PinRule, RefusesWhatIsGuessedFirst) {
    for (const auto* good : {"1357", "2580", "19450902", "9182"})
        EXPECT_TRUE(check_pin(good)) << good;
    for (const auto* bad : {"", "1", "123", "1234", "4321", "0000", "77777777", "123456789", "12a4", "१२३४", " 1357"})
        EXPECT_EQ(check_pin(bad).error().key, "identity.weak_pin") << bad;
}

TEST(AccountName, IsSmallAndPlain) {
    EXPECT_EQ(account_name("Lan.YB-2").value(), "lan.yb-2");
    for (const auto* bad : {"", "a", "lan yb", "lân", "lan@yb", "a/b"})
        EXPECT_EQ(account_name(bad).error().key, "identity.bad_name") << bad;
    EXPECT_FALSE(account_name(std::string(41, 'a')));
}

} // namespace
} // namespace tangthu::identity::impl
