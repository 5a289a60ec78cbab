#pragma once

#include "platform/base/date.h"

#include <functional>
#include <memory>
#include <mutex>

namespace tangthu::portal::impl {

/// A value that costs something to make and may be a little old: made anew when asked for after its time.
/// One caller makes it, the others go on with the old one meanwhile. Thread-safe.
template <class T>
class Kept {
public:
    explicit Kept(std::int64_t keep_ms) : keep_ms_(keep_ms) {}

    /// `make` gives std::shared_ptr<const T>; null (it failed) is handed out once and not kept.
    template <class Make>
    [[nodiscard]] std::shared_ptr<const T> get(Instant now, Make make) {
        {
            const std::lock_guard lock(mutex_);
            const bool is_fresh = value_ && now.unix_ms - made_ms_ < keep_ms_ && now.unix_ms >= made_ms_;
            if (is_fresh || (value_ && is_being_made_)) {
                return value_;
            }
            is_being_made_ = true;
        }
        std::shared_ptr<const T> made;
        try {
            made = make();
        } catch (...) {
            const std::lock_guard lock(mutex_);
            is_being_made_ = false;
            throw;
        }
        const std::lock_guard lock(mutex_);
        is_being_made_ = false;
        if (made) {
            value_ = made;
            made_ms_ = now.unix_ms;
        }
        return made;
    }

    /// What was made last, however old; null before the first. Makes nothing.
    [[nodiscard]] std::shared_ptr<const T> last() const {
        const std::lock_guard lock(mutex_);
        return value_;
    }

private:
    std::int64_t keep_ms_;
    mutable std::mutex mutex_;
    std::shared_ptr<const T> value_;
    std::int64_t made_ms_ = 0;
    bool is_being_made_ = false;
};

} // namespace tangthu::portal::impl
