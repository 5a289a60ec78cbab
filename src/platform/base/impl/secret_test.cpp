#include "platform/base/secret.h"

#include <gmock/gmock.h>
#include <set>

namespace tangthu {
namespace {

using ::testing::StartsWith;

TEST(Password, IsKnownAgainByItsHashAlone) {
    const auto hash = hash_password("Mật khẩu dài 1", PasswordCost::least);
    EXPECT_THAT(hash, StartsWith("$argon2id$v=19$"));
    EXPECT_TRUE(verify_password(hash, "Mật khẩu dài 1"));
    EXPECT_FALSE(verify_password(hash, "mật khẩu dài 1"));
    EXPECT_FALSE(verify_password(hash, ""));
    EXPECT_NE(hash_password("Mật khẩu dài 1", PasswordCost::least), hash) << "each hash has a salt of its own";
}

TEST(Password, NothingMatchesWhatIsNoHash) {
    for (const auto* text : {"", "x", "$argon2id$", "$argon2id$v=19$m=8,t=1,p=1$AAAA$BBBB", "plain text"})
        EXPECT_FALSE(verify_password(text, text)) << text;
}

TEST(Password, AnOldHashIsToldFromTodays) {
    const auto least = hash_password("x", PasswordCost::least);
    EXPECT_FALSE(is_outdated_hash(least, PasswordCost::least));
    EXPECT_TRUE(is_outdated_hash(least, PasswordCost::usual));
    EXPECT_TRUE(is_outdated_hash("", PasswordCost::usual));
}

TEST(Secret, IsLongAndNeverTheSame) {
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i) {
        const auto token = random_token();
        EXPECT_EQ(token.size(), 43U);
        EXPECT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
                  std::string::npos);
        seen.insert(token);
        const auto password = random_password();
        EXPECT_EQ(password.size(), 19U);
        EXPECT_EQ(password.find_first_of("aeiouydwl01"), std::string::npos) << password;
        seen.insert(password);
    }
    EXPECT_EQ(seen.size(), 200U);
}

TEST(Secret, IsComparedWhole) {
    EXPECT_TRUE(is_same_secret("abc", "abc"));
    EXPECT_FALSE(is_same_secret("abc", "abd"));
    EXPECT_FALSE(is_same_secret("abc", "ab"));
    EXPECT_TRUE(is_same_secret("", ""));
}

} // namespace
} // namespace tangthu
