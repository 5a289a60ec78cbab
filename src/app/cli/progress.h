#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace tangthu::app {

class Console;

/// How far a long work is, on stderr: a bar that renews itself on a terminal, a line a second elsewhere, nothing with
/// --quiet.
class Progress {
public:
    /// `what` is the locale key of what is going on.
    Progress(const Console& console, std::string_view what);
    ~Progress(); ///< leaves the terminal's line
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// Of a work that counts records.
    void show_counted(std::int64_t done, std::int64_t total);
    /// Of a work that knows its bytes and counts records beside them.
    struct Read {
        std::uint64_t bytes = 0;
        std::uint64_t bytes_total = 0;
        std::uint64_t records = 0;
        double seconds = 0;
    };
    void show(const Read& read);

private:
    struct Shown {
        double share = 0; ///< 0…1
        std::int64_t records = 0;
        double seconds = 0;
    };
    void draw(const Shown& shown);

    const Console& console_;
    std::string what_;
    bool is_terminal_;
    bool has_drawn_ = false;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point next_ = start_;
};

} // namespace tangthu::app
