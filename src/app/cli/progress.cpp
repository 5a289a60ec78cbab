#include "app/cli/progress.h"

#include "app/cli/console.h"

#include <algorithm>
#include <fmt/format.h>
#include <iostream>
#include <unistd.h>

namespace tangthu::app {

namespace {

constexpr std::chrono::milliseconds kRedraw{100};
constexpr std::chrono::seconds kLine{1};
constexpr int kBarWidth = 24;

std::string minutes(double seconds) {
    const auto whole = static_cast<std::int64_t>(seconds + 0.5);
    return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

std::string bar(double share) {
    const int full = std::clamp(static_cast<int>(share * kBarWidth), 0, kBarWidth);
    std::string out;
    for (int i = 0; i < kBarWidth; ++i)
        out += i < full ? "█" : "░";
    return out;
}

} // namespace

Progress::Progress(const Console& console, std::string_view what)
    : console_(console), what_(console.text(what)), is_terminal_(::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
    if (has_drawn_ && is_terminal_) std::cerr << '\n' << std::flush;
}

void Progress::show_counted(std::int64_t done, std::int64_t total) {
    const auto seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    draw({total > 0 ? static_cast<double>(done) / static_cast<double>(total) : 1, done, seconds});
}

void Progress::show(const Read& read) {
    const auto share =
        read.bytes_total > 0 ? static_cast<double>(read.bytes) / static_cast<double>(read.bytes_total) : 1;
    draw({share, static_cast<std::int64_t>(read.records), read.seconds});
}

void Progress::draw(const Shown& shown) {
    const auto now = std::chrono::steady_clock::now();
    const bool is_last = shown.share >= 1;
    if (console_.is_quiet() || (now < next_ && !is_last)) return;
    if (is_terminal_) {
        next_ = now + kRedraw;
    } else {
        next_ = now + kLine;
    }
    const auto rate = shown.seconds > 0 ? static_cast<double>(shown.records) / shown.seconds : 0;
    const auto left = shown.share > 0 ? shown.seconds / shown.share - shown.seconds : 0;
    const auto figures = console_.text("app.progress", {{"percent", static_cast<int>(shown.share * 100)},
                                                        {"records", shown.records},
                                                        {"rate", static_cast<std::int64_t>(rate)},
                                                        {"left", minutes(left)}});
    has_drawn_ = true;
    if (is_terminal_) {
        std::cerr << "\r\x1b[K" << what_ << ' ' << bar(shown.share) << ' ' << figures << std::flush;
    } else {
        console_.note(what_ + ": " + figures);
    }
}

} // namespace tangthu::app
