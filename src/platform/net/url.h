#pragma once

#include "platform/base/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tangthu::net {

/// Name-value pairs of a query string or form, decoded, in order. Also builds the addresses of links.
class Query {
public:
    Query() = default;
    Query(std::initializer_list<std::pair<std::string, std::string>> pairs) : pairs_(pairs) {}

    /// The first value of that name.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
    /// The first value of that name, or the empty text.
    [[nodiscard]] std::string_view get(std::string_view name) const { return find(name).value_or(std::string_view{}); }
    [[nodiscard]] std::vector<std::string_view> all(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const { return find(name).has_value(); }
    void add(std::string name, std::string value) { pairs_.emplace_back(std::move(name), std::move(value)); }
    void set(std::string_view name, std::string value); ///< replaces all of that name
    void remove(std::string_view name);
    /// Removes one pair, the others of that name stay: how a reader takes one facet value back.
    void remove(std::string_view name, std::string_view value);
    [[nodiscard]] bool empty() const { return pairs_.empty(); }
    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& pairs() const { return pairs_; }
    /// `q=D%E1%BA%BF+M%C3%A8n&page=2`, without the question mark.
    [[nodiscard]] std::string text() const;

private:
    std::vector<std::pair<std::string, std::string>> pairs_;
};

/// Percent-encodes everything but RFC 3986 unreserved characters: right for one path segment or one value.
[[nodiscard]] std::string percent_encode(std::string_view text);
/// The same for a name or value of a query string, where a blank is written `+`.
[[nodiscard]] std::string query_encode(std::string_view text);
/// A query string or an application/x-www-form-urlencoded body: `+` is a space, an empty pair is skipped, 500 pairs at
/// most. Strict: `%` and two hexadecimal digits, each text well-formed UTF-8 without control characters other than tab,
/// CR, LF. Errors: net.bad_percent (offset), net.bad_utf8 (offset), net.control_character (offset),
/// net.too_many_parameters (max).
[[nodiscard]] Result<Query> parse_query(std::string_view text);
/// Path segments, decoded one by one and as strictly, so that `%2F` stays inside its segment. `/a/b` is {a, b}; `/` is
/// {}; `/a/` is {a, ""}. Errors: net.bad_target where the path doesn't begin with `/`, net.bad_percent, net.bad_utf8,
/// net.control_character.
[[nodiscard]] Result<std::vector<std::string>> parse_path(std::string_view path);

} // namespace tangthu::net
