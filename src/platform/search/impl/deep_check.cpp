#include "platform/search/impl/deep_check.h"

#include "platform/search/impl/files.h"

#include <algorithm>
#include <chrono>
#include <future>
#include <sstream>
#include <thread>
#include <vector>
#include <xapian.h>

namespace tangthu::search::impl {

namespace fs = std::filesystem;

namespace {

constexpr int kPatience = 2;      ///< a table overtaken so often is read while commits wait
constexpr int kMostAttempts = 10; ///< commits of another process do not wait
constexpr std::chrono::milliseconds kAskEvery{20};

std::string damage_of(const fs::path& table) {
    std::ostringstream report;
    try {
        if (Xapian::Database::check(table.string(), 0, &report) == 0) return {};
        return "xapian: " + report.str();
    } catch (const Xapian::Error& error) {
        return error.get_description();
    }
}

/// Xapian reads a large table for many seconds and can't be told to stop. So it does that on a thread that owns all it
/// uses, only reads, and is left to itself when nobody waits for its answer any more.
std::string damage_of(const fs::path& table, const std::stop_token& stop) {
    if (!stop.stop_possible()) return damage_of(table);
    std::packaged_task<std::string()> task{[table] { return damage_of(table); }};
    auto answer = task.get_future();
    std::thread{std::move(task)}.detach();
    while (answer.wait_for(kAskEvery) != std::future_status::ready)
        if (stop.stop_requested()) return {};
    return answer.get();
}

std::vector<fs::path> tables_in(const fs::path& folder) {
    std::vector<fs::path> tables;
    std::error_code failed; // a folder that a rebuild has just removed holds nothing
    for (const auto& entry : fs::directory_iterator{folder, failed})
        if (entry.path().extension() == ".glass") tables.push_back(entry.path());
    std::sort(tables.begin(), tables.end());
    return tables;
}

} // namespace

std::string find_damage(const fs::path& xapian, std::shared_mutex& commit_gate, const std::stop_token& stop) {
    for (const fs::path& table : tables_in(xapian)) {
        for (int attempt = 1;; ++attempt) {
            std::shared_lock gate{commit_gate, std::defer_lock};
            if (attempt > kPatience) gate.lock();
            const std::string version = read_small_file(xapian / "iamglass");
            std::string damage = damage_of(table, stop);
            if (stop.stop_requested()) return {};
            if (damage.empty()) break;
            // Blocks of a commit are written over after the next one at the earliest: the version file tells it all.
            if (attempt == kMostAttempts || read_small_file(xapian / "iamglass") == version) return damage;
        }
    }
    return {};
}

} // namespace tangthu::search::impl
