#pragma once

#include "platform/base/date.h"

namespace tangthu {

/// Where "now" comes from: the machine's clock in app/, a hand-set one in tests. Rules never hold one, they are handed
/// the time.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override;
};

/// For tests: stands still until told.
class ManualClock final : public Clock {
public:
    explicit ManualClock(Instant start) : now_(start) {}
    [[nodiscard]] Instant now() const override { return now_; }
    void set(Instant instant) { now_ = instant; }
    void advance_ms(std::int64_t ms) { now_.unix_ms += ms; }

private:
    Instant now_;
};

} // namespace tangthu
