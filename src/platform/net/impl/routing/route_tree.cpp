#include "platform/net/impl/routing/route_tree.h"

#include "platform/base/result.h"

namespace tangthu::net::impl {

namespace {

/// A slash at the end is part of the address: an empty last part.
std::vector<std::string_view> split(std::string_view path) {
    std::vector<std::string_view> parts;
    path.remove_prefix(1);
    const bool has_last_slash = path.ends_with('/');
    while (!path.empty()) {
        const auto end = path.find('/');
        parts.push_back(path.substr(0, end));
        path.remove_prefix(end == std::string_view::npos ? path.size() : end + 1);
    }
    if (has_last_slash) parts.emplace_back();
    return parts;
}

} // namespace

struct RouteTree::Search {
    Method method;
    const std::vector<std::string>& segments;
    std::vector<std::string> taken = {};
    std::optional<std::size_t> route = {};
    std::vector<std::string> values = {};
    std::array<bool, kMethods> allowed = {};
};

void RouteTree::add(Method method, std::string_view path, std::size_t route) {
    if (!path.starts_with('/')) throw Fault("route template without a slash: " + std::string{path});
    Node* node = &root_;
    std::vector<std::string> names;
    bool is_closed = false;
    const auto parts = split(path);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto part = parts[i];
        const bool is_name = part.starts_with('{') && part.ends_with('}');
        const bool is_gap = part.empty() && i + 1 < parts.size();
        if (is_closed || is_gap || (!is_name && part.find_first_of("{}") != std::string_view::npos))
            throw Fault("broken route template: " + std::string{path});
        if (!is_name) {
            auto& child = node->literals[std::string{part}];
            if (!child) child = std::make_unique<Node>();
            node = child.get();
            continue;
        }
        is_closed = part.ends_with("...}");
        names.emplace_back(part.substr(1, part.size() - (is_closed ? 5 : 2)));
        auto& child = is_closed ? node->rest : node->value;
        if (!child) child = std::make_unique<Node>();
        node = child.get();
    }
    auto& slot = node->routes[static_cast<std::size_t>(method)];
    if (slot) throw Fault("route added twice: " + std::string{method_name(method)} + " " + std::string{path});
    slot = route;
    names_.resize(std::max(names_.size(), route + 1));
    names_[route] = std::move(names);
}

void RouteTree::arrive(const Node& node, Search& search) {
    for (std::size_t i = 0; i < kMethods; ++i)
        search.allowed[i] = search.allowed[i] || node.routes[i].has_value();
    const auto& mine = node.routes[static_cast<std::size_t>(search.method)];
    if (mine && !search.route) {
        search.route = mine;
        search.values = search.taken;
    }
}

void RouteTree::descend(const Node& node, std::size_t depth, Search& search) {
    if (search.route) return;
    if (depth == search.segments.size()) return arrive(node, search);
    const auto& segment = search.segments[depth];
    if (const auto found = node.literals.find(segment); found != node.literals.end())
        descend(*found->second, depth + 1, search);
    if (search.route) return;
    if (node.value && !segment.empty()) {
        search.taken.push_back(segment);
        descend(*node.value, depth + 1, search);
        search.taken.pop_back();
    }
    const bool is_mere_slash = segment.empty() && depth + 1 == search.segments.size();
    if (search.route || !node.rest || is_mere_slash) return;
    std::string rest = segment;
    for (std::size_t i = depth + 1; i < search.segments.size(); ++i)
        rest.append("/").append(search.segments[i]);
    search.taken.push_back(std::move(rest));
    arrive(*node.rest, search);
    search.taken.pop_back();
}

RouteTree::Found RouteTree::find(Method method, const std::vector<std::string>& segments) const {
    Search search{method, segments};
    descend(root_, 0, search);
    Found found;
    found.route = search.route;
    if (search.route) {
        const auto& names = names_[*search.route];
        for (std::size_t i = 0; i < names.size() && i < search.values.size(); ++i)
            found.values.emplace_back(names[i], std::move(search.values[i]));
        return found;
    }
    for (std::size_t i = 0; i < kMethods; ++i) {
        if (!search.allowed[i]) continue;
        found.allow.append(found.allow.empty() ? "" : ", ").append(method_name(static_cast<Method>(i)));
        if (static_cast<Method>(i) == Method::Get) found.allow += ", HEAD";
    }
    if (!found.allow.empty()) found.allow += ", OPTIONS";
    return found;
}

} // namespace tangthu::net::impl
