#pragma once

#include <filesystem>
#include <shared_mutex>
#include <stop_token>
#include <string>

namespace tangthu::search::impl {

/// Reads every block of the Xapian tables in a folder, beside commits. What is wrong with them; empty when nothing is,
/// or when it was stopped, which it answers at once. `commit_gate` is only taken, for one table at a time, where
/// commits keep overtaking it.
[[nodiscard]] std::string find_damage(const std::filesystem::path& xapian, std::shared_mutex& commit_gate,
                                      const std::stop_token& stop);

} // namespace tangthu::search::impl
