#include "platform/base/digest.h"

#include <array>
#include <fmt/format.h>
#include <sodium.h>

namespace tangthu {

std::string sha256_hex(std::string_view bytes) {
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    std::string text;
    text.reserve(hash.size() * 2);
    for (const auto byte : hash)
        fmt::format_to(std::back_inserter(text), "{:02x}", byte);
    return text;
}

} // namespace tangthu
