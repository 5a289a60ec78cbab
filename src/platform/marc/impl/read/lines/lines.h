#pragma once

#include "platform/marc/impl/read/byte_window.h"
#include "platform/marc/impl/read/parsed.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>

namespace tangthu::marc::impl {

/// Splits a window into lines and finds where records made of lines end.
class LineWindow {
public:
    LineWindow(ByteWindow& window, std::size_t limit) : window_(window), limit_(limit) {}

    /// The line that begins `from` bytes into the window, without its end; `after` is where the next begins.
    /// nullopt: no line begins there, or it would go over the limit.
    struct Line {
        std::string_view text;
        std::size_t after = 0;
    };
    [[nodiscard]] std::optional<Line> line(std::size_t from);
    /// Consumes lines of blanks. False: nothing else is left.
    bool skip_blank_lines();
    /// Takes whole lines as the stretch of `parsed` while `goes_on(line)`; the first one always belongs to it.
    /// A stretch over the limit is swallowed up to the first line that does not go on, and rejected.
    void take_record(Parsed& parsed, const std::function<bool(std::string_view)>& goes_on);

private:
    ByteWindow& window_;
    std::size_t limit_;
};

/// Calls with each line of a stretch.
void for_each_line(std::string_view text, const std::function<bool(std::string_view)>& action);

[[nodiscard]] bool is_blank(std::string_view text);

} // namespace tangthu::marc::impl
