#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

namespace tangthu::db::impl {

/// A lock that is given in the order it was asked for. A long import takes the writer again and again;
/// with a plain mutex the desk beside it could wait for the whole import.
class FairLock {
public:
    void lock() {
        std::unique_lock guard{mutex_};
        const auto ticket = next_ticket_++;
        turn_.wait(guard, [&] { return now_serving_ == ticket; });
        owner_ = std::this_thread::get_id();
    }
    void unlock() {
        const std::lock_guard guard{mutex_};
        owner_ = {};
        ++now_serving_;
        turn_.notify_all();
    }
    [[nodiscard]] bool is_held_by_this_thread() {
        const std::lock_guard guard{mutex_};
        return owner_ == std::this_thread::get_id();
    }

private:
    std::mutex mutex_;
    std::condition_variable turn_;
    std::uint64_t next_ticket_ = 0;
    std::uint64_t now_serving_ = 0;
    std::thread::id owner_;
};

} // namespace tangthu::db::impl
