#pragma once

#include "modules/identity/staff.h"
#include "platform/base/result.h"

#include <set>
#include <span>
#include <string_view>

namespace tangthu::identity::impl {

/// One permission at one unit; an empty unit is the whole network.
struct Right {
    Permission permission = Permission::Public;
    std::string unit;
};

/// `path`: the unit and all above it. An empty path asks for the whole network.
[[nodiscard]] bool allows(std::span<const Right> rights, Permission permission, std::span<const std::string> path);
[[nodiscard]] bool allows_anywhere(std::span<const Right> rights, Permission permission);

/// Wrong passwords of one account from one address.
struct Failures {
    std::int64_t count = 0;
    Instant last_at;
};

/// Seconds until the next try is looked at: none for the first five, then 5, 10, 20 … up to a quarter of an hour. An
/// hour without a try is forgotten.
[[nodiscard]] std::int64_t seconds_to_wait(const Failures& failures, Instant now);
[[nodiscard]] bool is_forgotten(const Failures& failures, Instant now);

inline constexpr std::size_t kShortestPassword = 10; ///< letters
inline constexpr std::size_t kLongestPassword = 200;

/// Long enough, not the account's own name, not one sign again and again. No rule about kinds of letters: they make
/// passwords weaker (NIST SP 800-63B, 5.1.1.2). Errors: identity.weak_password {min, max}.
[[nodiscard]] Result<void> check_password(std::string_view password, std::string_view name);

/// Four to eight digits, not one again and again, not up or down in a row. Errors: identity.weak_pin.
[[nodiscard]] Result<void> check_pin(std::string_view pin);

/// As it is kept: small letters. Errors: identity.bad_name.
[[nodiscard]] Result<std::string> account_name(std::string_view typed);

/// The roles that come with the program.
[[nodiscard]] std::vector<Role> builtin_roles();

} // namespace tangthu::identity::impl
