#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tangthu::net {

/// How much one address (IPv4, or an IPv6 /64) may ask for. The defaults let a reading room of fifty people behind one
/// address browse, and hold a crawler to a fraction of a core.
struct BudgetSettings {
    double tokens_per_second = 40;
    double burst = 400;
    std::size_t max_clients = 50000;
    bool exempts_loopback = true; ///< a client on this machine that no proxy speaks for
};

/// Token buckets by client. Not thread-safe: it lives on the network thread.
class Budget {
public:
    explicit Budget(const BudgetSettings& settings);
    ~Budget();

    /// Takes `price` tokens, or says how many whole seconds to wait until they are there.
    [[nodiscard]] std::optional<int> take(std::string_view client, int price, std::int64_t now_ms);
    [[nodiscard]] std::size_t clients() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// Networks in CIDR form, `10.0.0.0/8`, `2001:db8::/32`, `192.0.2.7`.
class Networks {
public:
    explicit Networks(const std::vector<std::string>& cidrs); ///< Fault: not a network
    ~Networks();
    [[nodiscard]] bool contains(std::string_view address) const;

private:
    struct Net;
    std::vector<Net> nets_;
};

/// The client behind a chain of proxies: the last X-Forwarded-For address that is not itself a trusted proxy.
[[nodiscard]] std::string client_address(std::string_view peer, std::string_view forwarded_for,
                                         const Networks& trusted);

/// What the access log keeps of an address: IPv4 without its last byte, IPv6 its /48; empty for what is no address.
[[nodiscard]] std::string network_part(std::string_view address);

} // namespace tangthu::net
