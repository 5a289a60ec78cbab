#include "platform/base/secret.h"

#include "platform/base/error.h"

#include <array>
#include <sodium.h>

namespace tangthu {

namespace {

void require_sodium() {
    static const bool is_ready = sodium_init() >= 0;
    if (!is_ready) throw Fault("libsodium can't start: no randomness");
}

struct Effort {
    unsigned long long passes;
    std::size_t memory;
};

Effort effort_of(PasswordCost cost) {
    if (cost == PasswordCost::least) return {crypto_pwhash_argon2id_OPSLIMIT_MIN, crypto_pwhash_argon2id_MEMLIMIT_MIN};
    return {crypto_pwhash_argon2id_OPSLIMIT_INTERACTIVE, crypto_pwhash_argon2id_MEMLIMIT_INTERACTIVE};
}

} // namespace

std::string hash_password(std::string_view password, PasswordCost cost) {
    require_sodium();
    const auto [passes, memory] = effort_of(cost);
    std::array<char, crypto_pwhash_argon2id_STRBYTES> hash{};
    if (crypto_pwhash_argon2id_str(hash.data(), password.data(), password.size(), passes, memory) != 0)
        throw Fault("no memory to hash a password");
    return hash.data();
}

bool verify_password(std::string_view hash, std::string_view password) {
    require_sodium();
    const std::string text{hash}; // ends in a zero, as libsodium wants it
    return crypto_pwhash_argon2id_str_verify(text.c_str(), password.data(), password.size()) == 0;
}

bool is_outdated_hash(std::string_view hash, PasswordCost cost) {
    require_sodium();
    const auto [passes, memory] = effort_of(cost);
    return crypto_pwhash_argon2id_str_needs_rehash(std::string{hash}.c_str(), passes, memory) != 0;
}

std::string random_token() {
    require_sodium();
    std::array<unsigned char, 32> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    constexpr auto kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::array<char, sodium_base64_ENCODED_LEN(32, kVariant)> text{};
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), kVariant);
    return text.data();
}

std::string random_password() {
    require_sodium();
    constexpr std::string_view kLetters = "bcfghjkmnpqrstvxz23456789";
    std::string password;
    for (int i = 0; i < 16; ++i) {
        if (i > 0 && i % 4 == 0) password += '-';
        password += kLetters[randombytes_uniform(kLetters.size())];
    }
    return password;
}

bool is_same_secret(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

} // namespace tangthu
