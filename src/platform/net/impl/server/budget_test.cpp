#include "platform/net/budget.h"

#include "platform/base/error.h"

#include <gtest/gtest.h>

namespace tangthu::net {

TEST(Budget, RefillsWithTimeUpToItsBurst) {
    Budget budget({.tokens_per_second = 2, .burst = 10});
    EXPECT_EQ(budget.take("203.0.113.7", 10, 0), std::nullopt);
    EXPECT_EQ(budget.take("203.0.113.7", 4, 0), 2);
    EXPECT_EQ(budget.take("203.0.113.7", 4, 1000), 1);
    EXPECT_EQ(budget.take("203.0.113.7", 4, 2000), std::nullopt);
    EXPECT_EQ(budget.take("203.0.113.7", 10, 1000000), std::nullopt);
    EXPECT_NE(budget.take("203.0.113.7", 1, 1000000), std::nullopt); // never more than the burst
}

TEST(Budget, AsksNoMoreThanABucketHolds) {
    Budget budget({.tokens_per_second = 1, .burst = 5});
    EXPECT_EQ(budget.take("203.0.113.7", 50, 0), std::nullopt);
    EXPECT_EQ(budget.take("203.0.113.7", 50, 0), 5);
}

TEST(Budget, CountsAnIpv6CustomerOnce) {
    Budget budget({.tokens_per_second = 1, .burst = 2});
    EXPECT_EQ(budget.take("2001:db8:1:2::1", 1, 0), std::nullopt);
    EXPECT_EQ(budget.take("2001:db8:1:2:ffff::9", 1, 0), std::nullopt);
    EXPECT_NE(budget.take("2001:db8:1:2:3::1", 1, 0), std::nullopt);
    EXPECT_EQ(budget.take("2001:db8:1:3::1", 1, 0), std::nullopt);
    EXPECT_EQ(budget.take("::ffff:203.0.113.7", 2, 0), std::nullopt);
    EXPECT_NE(budget.take("203.0.113.7", 1, 0), std::nullopt);
}

TEST(Budget, LetsThisMachineAskFreely) {
    Budget budget({.tokens_per_second = 1, .burst = 1});
    for (int i = 0; i < 100; ++i)
        EXPECT_EQ(budget.take("127.0.0.1", 1, 0), std::nullopt);
    EXPECT_EQ(budget.clients(), 0U);
}

TEST(Budget, RemembersABoundedCrowd) {
    Budget budget({.tokens_per_second = 1, .burst = 2, .max_clients = 100});
    for (int i = 0; i < 10000; ++i)
        static_cast<void>(budget.take("10.1." + std::to_string(i / 250) + "." + std::to_string(i % 250), 1, i));
    EXPECT_LE(budget.clients(), 100U);
}

TEST(Networks, HoldTheirAddressesAndNoOthers) {
    const Networks networks({"10.0.0.0/8", "203.0.113.64/26", "2001:db8::/33", "192.0.2.7"});
    for (const auto* inside : {"10.255.0.1", "203.0.113.127", "2001:db8:7fff::1", "192.0.2.7", "::ffff:10.0.0.1"})
        EXPECT_TRUE(networks.contains(inside)) << inside;
    for (const auto* outside : {"11.0.0.1", "203.0.113.128", "203.0.113.63", "2001:db8:8000::1", "192.0.2.8", "", "x"})
        EXPECT_FALSE(networks.contains(outside)) << outside;
    for (const auto* bad : {"10.0.0.0/33", "x/8", "10.0.0.0/", "::/129", "10.0.0.0/8x"})
        EXPECT_THROW(Networks({bad}), Fault) << bad;
}

TEST(ClientAddress, IsTheLastThatNoTrustedProxyVouchesFor) {
    const Networks trusted({"127.0.0.0/8", "10.0.0.0/8"});
    EXPECT_EQ(client_address("203.0.113.7", "198.51.100.1", trusted), "203.0.113.7");
    EXPECT_EQ(client_address("127.0.0.1", "", trusted), "127.0.0.1");
    EXPECT_EQ(client_address("127.0.0.1", "198.51.100.1", trusted), "198.51.100.1");
    EXPECT_EQ(client_address("127.0.0.1", "1.2.3.4, 198.51.100.1,10.0.0.9", trusted), "198.51.100.1");
    EXPECT_EQ(client_address("127.0.0.1", "nonsense", trusted), "127.0.0.1");
}

TEST(AccessLog, KeepsTheNetworkNotTheReader) {
    EXPECT_EQ(network_part("203.0.113.77"), "203.0.113.0");
    EXPECT_EQ(network_part("2001:db8:1:2::9"), "2001:db8:1::");
    EXPECT_EQ(network_part("nonsense"), "");
}

} // namespace tangthu::net
