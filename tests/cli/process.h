#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace tangthu::test {

/// How a program ended and what it said.
struct Outcome {
    int code = -1;  ///< exit code
    int signal = 0; ///< that ended it, 0 = none
    std::string out;
    std::string err;
    std::int64_t peak_kilobytes = 0; ///< of memory, the most it had at a time
    double processor_seconds = 0;
};

struct ProcessOptions {
    std::filesystem::path folder;         ///< where it runs; empty: here
    std::string input;                    ///< its stdin
    std::vector<std::string> environment; ///< `NAME=value`, beside PATH and HOME
    std::vector<std::string> through;     ///< the command that starts it (`setpriv …`); empty: it is started itself
};

/// A program of ours that runs. Its streams go to files, so that it never waits for us to read them.
class Process {
public:
    Process(const std::vector<std::string>& words, const ProcessOptions& options);
    ~Process(); ///< kills it when it still runs
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    /// What it has said so far.
    [[nodiscard]] std::string out() const;
    [[nodiscard]] std::string err() const;
    /// Waits until the text stands in one of its streams; false when the time is over or it has ended without.
    [[nodiscard]] bool says(std::string_view text, std::chrono::seconds patience = std::chrono::seconds(60));
    /// Waits until the file is there; false when the time is over or it has ended without.
    [[nodiscard]] bool makes(const std::filesystem::path& file,
                             std::chrono::seconds patience = std::chrono::seconds(60));
    void send(int signal) const;
    [[nodiscard]] bool has_ended();
    Outcome wait();
    [[nodiscard]] pid_t pid() const { return pid_; }

private:
    void reap(int options);

    std::filesystem::path streams_;
    pid_t pid_ = -1;
    bool is_done_ = false;
    int status_ = 0;
    std::int64_t peak_kilobytes_ = 0;
    double processor_seconds_ = 0;
};

/// Runs `tangthu` to its end.
[[nodiscard]] Outcome run(const std::vector<std::string>& words, const ProcessOptions& options = {});

} // namespace tangthu::test
