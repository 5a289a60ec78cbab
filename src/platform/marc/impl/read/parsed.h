#pragma once

#include "platform/base/error.h"
#include "platform/marc/record.h"
#include "platform/marc/repair.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tangthu::marc::impl {

/// What a format reader found at one place: a record whose text is still in the file's encoding, or a reason.
struct Parsed {
    static constexpr std::size_t kMaxKept = std::size_t{1} << 20;

    std::uint64_t offset = 0;
    std::string_view source;  ///< the stretch of the window it came from
    std::string kept;         ///< the beginning of a stretch that was longer than the window; empty: see `source`
    std::uint64_t length = 0; ///< of the whole stretch
    RepairSet repairs;
    bool high_bytes = true;    ///< false: surely ASCII throughout
    bool control_bytes = true; ///< false: surely no control characters besides the separators
    bool unicode = false;      ///< the format itself settles that text is UTF-8 (XML, JSON)
    std::string key;           ///< empty: there is a record
    std::vector<ErrorParam> params;

    void start(std::uint64_t at) {
        offset = at;
        source = {};
        kept.clear();
        length = 0;
        repairs.clear();
        high_bytes = true;
        control_bytes = true;
        unicode = false;
        key.clear();
        params.clear();
    }
    /// Takes the next `size` bytes of the window as the stretch.
    template <class Window>
    void take(Window& window, std::size_t size) {
        offset = window.offset();
        source = window.data().substr(0, size);
        length = size;
        window.consume(size);
    }
    /// Drops the next bytes of the window, adding them to the stretch: for what is too long to be held.
    template <class Window>
    void swallow(Window& window, std::size_t size) {
        if (kept.size() < kMaxKept) kept.append(window.data().substr(0, std::min(size, kMaxKept - kept.size())));
        length += size;
        window.consume(size);
    }
    void reject(std::string_view why, std::vector<ErrorParam> with = {}) {
        key = why;
        params = std::move(with);
    }
};

} // namespace tangthu::marc::impl
