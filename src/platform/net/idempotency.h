#pragma once

#include "platform/base/date.h"
#include "platform/net/response.h"

#include <memory>
#include <string>
#include <variant>

namespace tangthu::net {

/// Where the answers to POSTs with an Idempotency-Key are kept, so that a repeated POST acts once. Thread-safe.
class Idempotency {
public:
    struct Fresh {};    ///< first time: do it, then call finish()
    struct InFlight {}; ///< the first one is still being answered (409)
    struct Mismatch {}; ///< the key was used for another request (409)
    using Verdict = std::variant<Fresh, InFlight, Mismatch, Response>;

    virtual ~Idempotency() = default;
    /// `key` is scoped by route and actor; `fingerprint` is over method, target and body.
    [[nodiscard]] virtual Verdict begin(const std::string& key, const std::string& fingerprint, Instant now) = 0;
    /// Keeps an answer below 500; another one is forgotten, so that the client may try again.
    virtual void finish(const std::string& key, const Response& response) = 0;
};

/// Kept in memory: for 24 hours, `capacity` answers at most, the oldest forgotten first.
[[nodiscard]] std::unique_ptr<Idempotency> make_memory_idempotency(std::size_t capacity = 10000);

} // namespace tangthu::net
