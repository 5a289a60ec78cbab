#pragma once

#include "platform/net/request.h"

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tangthu::net::impl {

/// Path templates as a tree of segments. Depth of a search is bounded by the longest template, not by the path.
class RouteTree {
public:
    struct Found {
        std::optional<std::size_t> route; ///< index given to add()
        std::vector<std::pair<std::string, std::string>> values;
        std::string allow; ///< methods of this path, when there is none for this one; empty = no such path
    };

    /// Fault: a broken template, or a method twice on one template.
    void add(Method method, std::string_view path, std::size_t route);
    [[nodiscard]] Found find(Method method, const std::vector<std::string>& segments) const;

private:
    static constexpr std::size_t kMethods = 6;
    struct Node {
        std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
        std::unique_ptr<Node> value; ///< `{name}`
        std::unique_ptr<Node> rest;  ///< `{name...}`
        std::array<std::optional<std::size_t>, kMethods> routes;
    };
    struct Search;

    static void descend(const Node& node, std::size_t depth, Search& search);
    static void arrive(const Node& node, Search& search);

    Node root_;
    std::vector<std::vector<std::string>> names_; ///< of a route's values, in order
};

} // namespace tangthu::net::impl
