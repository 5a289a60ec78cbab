#include "platform/net/budget.h"

#include "platform/base/error.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cmath>
#include <cstring>
#include <unordered_map>

namespace tangthu::net {

namespace {

/// An address as 16 bytes: IPv4 as ::ffff:a.b.c.d, so that both kinds compare alike.
using AddressBytes = std::array<unsigned char, 16>;

std::optional<AddressBytes> parse_address(std::string_view text) {
    const std::string copy{text.substr(0, text.find('%'))};
    AddressBytes bytes{};
    if (inet_pton(AF_INET6, copy.c_str(), bytes.data()) == 1) return bytes;
    bytes = {};
    bytes[10] = bytes[11] = 0xFF;
    if (inet_pton(AF_INET, copy.c_str(), bytes.data() + 12) == 1) return bytes;
    return std::nullopt;
}

bool is_v4(const AddressBytes& bytes) {
    constexpr std::array<unsigned char, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    return std::equal(kMapped.begin(), kMapped.end(), bytes.begin());
}

bool is_loopback(const AddressBytes& bytes) {
    constexpr AddressBytes kV6{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    return bytes == kV6 || (is_v4(bytes) && bytes[12] == 127);
}

/// What counts as one client: an IPv4 address, or the /64 that one IPv6 customer gets.
AddressBytes client_key(AddressBytes bytes) {
    if (!is_v4(bytes)) std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
    return bytes;
}

struct AddressHash {
    std::size_t operator()(const AddressBytes& bytes) const {
        return std::hash<std::string_view>{}({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    }
};

struct Bucket {
    double tokens = 0;
    std::int64_t at_ms = 0;
};

} // namespace

struct Budget::Impl {
    BudgetSettings settings;
    std::unordered_map<AddressBytes, Bucket, AddressHash> buckets;

    double refilled(const Bucket& bucket, std::int64_t now_ms) const {
        const auto passed = static_cast<double>(std::max<std::int64_t>(0, now_ms - bucket.at_ms)) / 1000.0;
        return std::min(settings.burst, bucket.tokens + passed * settings.tokens_per_second);
    }

    /// Full buckets say nothing; when all are in use the table starts anew, which only ever gives tokens away.
    void make_room(std::int64_t now_ms) {
        if (buckets.size() < settings.max_clients) return;
        std::erase_if(buckets, [&](const auto& entry) { return refilled(entry.second, now_ms) >= settings.burst; });
        if (buckets.size() >= settings.max_clients) buckets.clear();
    }
};

Budget::Budget(const BudgetSettings& settings) : impl_(std::make_unique<Impl>()) { impl_->settings = settings; }
Budget::~Budget() = default;

std::optional<int> Budget::take(std::string_view client, int price, std::int64_t now_ms) {
    if (price <= 0) return std::nullopt;
    const auto address = parse_address(client).value_or(AddressBytes{});
    if (impl_->settings.exempts_loopback && is_loopback(address)) return std::nullopt;
    const auto key = client_key(address);
    auto found = impl_->buckets.find(key);
    if (found == impl_->buckets.end()) {
        impl_->make_room(now_ms);
        found = impl_->buckets.emplace(key, Bucket{impl_->settings.burst, now_ms}).first;
    }
    auto& bucket = found->second;
    bucket = {impl_->refilled(bucket, now_ms), now_ms};
    const double needed = std::min(static_cast<double>(price), impl_->settings.burst);
    if (bucket.tokens >= needed) {
        bucket.tokens -= needed;
        return std::nullopt;
    }
    const double wait = (needed - bucket.tokens) / std::max(impl_->settings.tokens_per_second, 0.001);
    return static_cast<int>(std::clamp(std::ceil(wait), 1.0, 3600.0));
}

std::size_t Budget::clients() const { return impl_->buckets.size(); }

struct Networks::Net {
    AddressBytes address{};
    unsigned bits = 128;

    bool contains(const AddressBytes& other) const {
        for (unsigned bit = 0; bit < bits; bit += 8) {
            const auto mask = bits - bit >= 8 ? 0xFFU : 0xFFU << (8 - (bits - bit)) & 0xFFU;
            if (((address[bit / 8] ^ other[bit / 8]) & mask) != 0) return false;
        }
        return true;
    }
};

Networks::Networks(const std::vector<std::string>& cidrs) {
    for (const auto& cidr : cidrs) {
        const auto slash = cidr.find('/');
        const auto address = parse_address(cidr.substr(0, slash));
        if (!address) throw Fault("not a network: " + cidr);
        Net net{*address, 128};
        if (slash != std::string::npos) {
            const auto text = cidr.substr(slash + 1);
            const bool is_number =
                !text.empty() && text.size() <= 3 && text.find_first_not_of("0123456789") == std::string::npos;
            const unsigned bits = is_number ? static_cast<unsigned>(std::stoi(text)) : 999;
            const unsigned offset = is_v4(*address) ? 96 : 0;
            if (bits + offset > 128) throw Fault("not a network: " + cidr);
            net.bits = bits + offset;
        }
        nets_.push_back(net);
    }
}

Networks::~Networks() = default;

bool Networks::contains(std::string_view address) const {
    const auto bytes = parse_address(address);
    return bytes && std::any_of(nets_.begin(), nets_.end(), [&](const Net& net) { return net.contains(*bytes); });
}

std::string client_address(std::string_view peer, std::string_view forwarded_for, const Networks& trusted) {
    std::string_view client = peer;
    while (trusted.contains(client) && !forwarded_for.empty()) {
        const auto comma = forwarded_for.rfind(',');
        auto last = comma == std::string_view::npos ? forwarded_for : forwarded_for.substr(comma + 1);
        forwarded_for = comma == std::string_view::npos ? std::string_view{} : forwarded_for.substr(0, comma);
        while (last.starts_with(' '))
            last.remove_prefix(1);
        while (last.ends_with(' '))
            last.remove_suffix(1);
        if (!parse_address(last)) break;
        client = last;
    }
    return std::string{client};
}

std::string network_part(std::string_view address) {
    auto bytes = parse_address(address);
    if (!bytes) return {};
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (is_v4(*bytes)) {
        (*bytes)[15] = 0;
        inet_ntop(AF_INET, bytes->data() + 12, text.data(), text.size());
    } else {
        std::fill(bytes->begin() + 6, bytes->end(), static_cast<unsigned char>(0));
        inet_ntop(AF_INET6, bytes->data(), text.data(), text.size());
    }
    return text.data();
}

} // namespace tangthu::net
