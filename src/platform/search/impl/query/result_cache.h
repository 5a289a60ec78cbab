#pragma once

#include "platform/search/impl/core.h"
#include "platform/search/query.h"

#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace tangthu::search::impl {

/// What is asked and in which order it is told: all pages of a result share it.
[[nodiscard]] std::string question_key(const Request& request);

/// Everything of a request that its results depend on, as one key.
[[nodiscard]] std::string request_key(const Request& request);

/// Results of searches that took a while, until the next commit: common words are asked for again and again, and the
/// commoner a word the longer its list. Thread-safe.
class ResultCache {
public:
    static constexpr std::size_t kMostKept = 1024;

    /// Kept results of the same request on the same commit.
    [[nodiscard]] std::shared_ptr<const Results> find(const std::string& key, const IndexState& state);
    void keep(const std::string& key, const IndexState& state, std::shared_ptr<const Results> results);

private:
    struct Kept {
        std::string key;
        std::shared_ptr<const Results> results;
    };
    std::mutex mutex_;
    IndexState state_;     ///< of everything kept
    std::list<Kept> kept_; ///< last used first
    std::unordered_map<std::string_view, std::list<Kept>::iterator> by_key_;
};

} // namespace tangthu::search::impl
