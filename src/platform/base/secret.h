#pragma once

#include <string>
#include <string_view>

/// Passwords, and the random texts that stand for one (sessions, tokens of devices): libsodium.
namespace tangthu {

/// What one guess at a password costs whoever tries it, and us at a sign-in.
enum class PasswordCost {
    usual, ///< argon2id, two passes over 64 MiB: some 60 ms of one core (OWASP asks for 19 MiB at least)
    least, ///< for tests that sign in a thousand times
};

/// argon2id with a salt of its own, in the encoded form that names its parameters (`$argon2id$v=19$…`, 97 letters).
/// Throws a Fault where there is no memory for it.
[[nodiscard]] std::string hash_password(std::string_view password, PasswordCost cost = PasswordCost::usual);
/// False for a wrong password, and for a text that is no hash. Takes as long as making it did.
[[nodiscard]] bool verify_password(std::string_view hash, std::string_view password);
/// Made with other parameters than today's: to be made anew at the next sign-in, when the password is at hand.
[[nodiscard]] bool is_outdated_hash(std::string_view hash, PasswordCost cost = PasswordCost::usual);

/// 256 random bits in base64url, 43 letters: what a cookie or a device holds. Only its digest is stored.
[[nodiscard]] std::string random_token();
/// A password to be read off a screen and typed once, `k7mf-3xqp-hb52-ntcv` (74 bits). No two signs look alike, and
/// without vowels, d and w an input method left on (Telex, VNI) has nothing to put a mark on.
[[nodiscard]] std::string random_password();

/// Compares without telling by its time where the first difference is.
[[nodiscard]] bool is_same_secret(std::string_view a, std::string_view b);

} // namespace tangthu
