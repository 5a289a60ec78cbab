#include "platform/marc/impl/read/lines/lines.h"

#include <algorithm>
#include <string>

namespace tangthu::marc::impl {

namespace {

std::string_view without_return(std::string_view line) {
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    return line;
}

} // namespace

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\x1A") == std::string_view::npos; }

std::optional<LineWindow::Line> LineWindow::line(std::size_t from) {
    if (!window_.ensure(from + 1)) return std::nullopt;
    const std::size_t end = window_.find('\n', from, limit_);
    if (end != std::string_view::npos) {
        return Line{without_return(window_.data().substr(from, end - from)), end + 1};
    }
    if (window_.data().size() >= limit_) return std::nullopt;
    return Line{without_return(window_.data().substr(from)), window_.data().size()};
}

bool LineWindow::skip_blank_lines() {
    if (window_.offset() == 0 && window_.ensure(3) && window_.data().starts_with("\xEF\xBB\xBF")) window_.consume(3);
    while (const auto found = line(0)) {
        if (!is_blank(found->text)) return true;
        window_.consume(found->after);
    }
    return !window_.data().empty();
}

void LineWindow::take_record(Parsed& parsed, const std::function<bool(std::string_view)>& goes_on) {
    std::size_t size = 0;
    while (true) {
        const auto found = line(size);
        if (found && found->after <= limit_) {
            if (size > 0 && !goes_on(found->text)) break;
            size = found->after;
            continue;
        }
        if (!found && window_.data().size() <= size) break; // the end of the input
        // Over the limit: drop what is held, line by line from here on.
        parsed.reject("marc.record_too_long", {{"limit_bytes", std::to_string(limit_)}});
        parsed.swallow(window_, size > 0 ? size : window_.data().size());
        size = 0;
        while (const auto next = line(0)) {
            if (!goes_on(next->text)) return;
            parsed.swallow(window_, next->after);
        }
        if (window_.data().empty()) return;
    }
    if (parsed.key.empty()) {
        parsed.take(window_, size);
    } else {
        parsed.swallow(window_, size);
    }
}

void for_each_line(std::string_view text, const std::function<bool(std::string_view)>& action) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (!action(without_return(text.substr(0, end)))) return;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

} // namespace tangthu::marc::impl
