#include "platform/net/idempotency.h"

#include <deque>
#include <mutex>
#include <unordered_map>

namespace tangthu::net {

namespace {

constexpr std::int64_t kKeptMs = 24LL * 60 * 60 * 1000;

class MemoryIdempotency final : public Idempotency {
public:
    explicit MemoryIdempotency(std::size_t capacity) : capacity_(capacity) {}

    Verdict begin(const std::string& key, const std::string& fingerprint, Instant now) override {
        const std::lock_guard lock(mutex_);
        forget_old(now);
        const auto [at, is_new] = entries_.try_emplace(key, Entry{fingerprint, now, std::nullopt});
        if (is_new) {
            order_.push_back(key);
            return Fresh{};
        }
        if (at->second.fingerprint != fingerprint) return Mismatch{};
        if (!at->second.response) return InFlight{};
        return *at->second.response;
    }

    void finish(const std::string& key, const Response& response) override {
        const std::lock_guard lock(mutex_);
        const auto found = entries_.find(key);
        if (found == entries_.end()) return;
        if (response.status >= 500) {
            entries_.erase(found);
        } else {
            found->second.response = response;
        }
    }

private:
    struct Entry {
        std::string fingerprint;
        Instant begun;
        std::optional<Response> response;
    };

    void forget_old(Instant now) {
        while (!order_.empty()) {
            const auto oldest = entries_.find(order_.front());
            const bool is_kept = oldest != entries_.end() && order_.size() <= capacity_ &&
                                 now.unix_ms - oldest->second.begun.unix_ms <= kKeptMs;
            if (is_kept) return;
            if (oldest != entries_.end()) entries_.erase(oldest);
            order_.pop_front();
        }
    }

    std::mutex mutex_;
    std::size_t capacity_;
    std::unordered_map<std::string, Entry> entries_;
    std::deque<std::string> order_; ///< keys by age; may name a key that is gone
};

} // namespace

std::unique_ptr<Idempotency> make_memory_idempotency(std::size_t capacity) {
    return std::make_unique<MemoryIdempotency>(capacity);
}

} // namespace tangthu::net
