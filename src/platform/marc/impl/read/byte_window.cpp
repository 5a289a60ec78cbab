#include "platform/marc/impl/read/byte_window.h"

#include <algorithm>
#include <cstring>

namespace tangthu::marc::impl {

bool ByteWindow::more() {
    if (at_end_) return false;
    const std::size_t kept = memory_.size();
    // The unread rest moves to the front; what was consumed is gone.
    if (kept > 0 && memory_.data() != buffer_.data()) std::memmove(buffer_.data(), memory_.data(), kept);
    // Doubling keeps the moving and growing linear in the length of a long record.
    const std::size_t wanted = kept + std::max(kChunk, kept);
    if (buffer_.size() < wanted) buffer_.resize(wanted);
    const std::size_t room = std::max(kChunk, kept);
    const std::size_t got = fill_(buffer_.data() + kept, room);
    filled_ = kept + got;
    memory_ = {buffer_.data(), filled_};
    if (got == 0) at_end_ = true;
    return got != 0;
}

std::size_t ByteWindow::find(char byte, std::size_t from, std::size_t limit) {
    while (true) {
        const std::string_view seen = memory_.substr(0, std::min(limit, memory_.size()));
        if (from < seen.size()) {
            const std::size_t at = seen.find(byte, from);
            if (at != std::string_view::npos) return at;
            from = seen.size();
        }
        if (seen.size() >= limit || !more()) return std::string_view::npos;
    }
}

} // namespace tangthu::marc::impl
