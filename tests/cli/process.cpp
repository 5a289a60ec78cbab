#include "tests/cli/process.h"

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <spawn.h>
#include <sstream>
#include <stdexcept>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace tangthu::test {

namespace {

std::string contents(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

std::filesystem::path make_folder() {
    auto pattern = (std::filesystem::temp_directory_path() / "tangthu-process-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
    return pattern;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> list;
    for (auto& text : texts)
        list.push_back(text.data());
    list.push_back(nullptr);
    return list;
}

std::vector<std::string> environment_of(const ProcessOptions& options) {
    std::vector<std::string> list;
    // The sanitizers' options and the coverage's place go on to the program under test.
    for (const auto* name : {"PATH", "HOME", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "GCOV_PREFIX"})
        if (const char* value = std::getenv(name)) list.push_back(std::string{name} + "=" + value);
    list.insert(list.end(), options.environment.begin(), options.environment.end());
    return list;
}

} // namespace

Process::Process(const std::vector<std::string>& words, const ProcessOptions& options) : streams_(make_folder()) {
    std::ofstream(streams_ / "in", std::ios::binary) << options.input;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    const int write = O_WRONLY | O_CREAT | O_TRUNC;
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, (streams_ / "in").c_str(), O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, (streams_ / "out").c_str(), write, 0644);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, (streams_ / "err").c_str(), write, 0644);
    if (!options.folder.empty()) posix_spawn_file_actions_addchdir_np(&actions, options.folder.c_str());
    auto all = options.through;
    all.emplace_back(TANGTHU_PROGRAM);
    all.insert(all.end(), words.begin(), words.end());
    auto environment = environment_of(options);
    const int failed =
        posix_spawnp(&pid_, all.front().c_str(), &actions, nullptr, pointers(all).data(), pointers(environment).data());
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) throw std::runtime_error("can't start " + all.front());
}

Process::~Process() {
    if (!is_done_) {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, &status_, 0);
    }
    std::error_code ignored;
    std::filesystem::remove_all(streams_, ignored);
}

std::string Process::out() const { return contents(streams_ / "out"); }
std::string Process::err() const { return contents(streams_ / "err"); }

void Process::reap(int options) {
    rusage used{};
    if (is_done_ || ::wait4(pid_, &status_, options, &used) != pid_) return;
    is_done_ = true;
    peak_kilobytes_ = used.ru_maxrss;
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    processor_seconds_ = seconds(used.ru_utime) + seconds(used.ru_stime);
}

bool Process::has_ended() {
    reap(WNOHANG);
    return is_done_;
}

bool Process::makes(const std::filesystem::path& file, std::chrono::seconds patience) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    std::error_code ignored;
    while (!std::filesystem::exists(file, ignored)) {
        if (has_ended() || std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::sleep_for(std::chrono::microseconds(200)); // what is waited for may be gone in milliseconds
    }
    return true;
}

bool Process::says(std::string_view text, std::chrono::seconds patience) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    for (;;) {
        const bool ended = has_ended();
        if (out().find(text) != std::string::npos || err().find(text) != std::string::npos) return true;
        if (ended || std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
}

void Process::send(int signal) const { ::kill(pid_, signal); }

Outcome Process::wait() {
    reap(0);
    Outcome outcome{
        .out = out(), .err = err(), .peak_kilobytes = peak_kilobytes_, .processor_seconds = processor_seconds_};
    if (WIFEXITED(status_)) outcome.code = WEXITSTATUS(status_);
    if (WIFSIGNALED(status_)) outcome.signal = WTERMSIG(status_);
    return outcome;
}

Outcome run(const std::vector<std::string>& words, const ProcessOptions& options) {
    return Process(words, options).wait();
}

} // namespace tangthu::test
