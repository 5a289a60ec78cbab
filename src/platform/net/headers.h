#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tangthu::net {

/// Header fields in the order they came; names compare without case. Values never hold CR, LF or NUL: set() and add()
/// drop them.
class Headers {
public:
    Headers() = default;
    Headers(std::initializer_list<std::pair<std::string_view, std::string_view>> fields);

    /// The first field of that name.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
    /// All fields of that name joined by ", " (RFC 9110, 5.3); empty when there is none.
    [[nodiscard]] std::string joined(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const { return find(name).has_value(); }
    void set(std::string_view name, std::string_view value); ///< replaces every field of that name
    void add(std::string_view name, std::string_view value);
    void set_if_absent(std::string_view name, std::string_view value);
    void remove(std::string_view name);
    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& fields() const { return fields_; }

private:
    std::vector<std::pair<std::string, std::string>> fields_;
};

/// ASCII comparison without case, as header names and tokens want it.
[[nodiscard]] bool equal_ignoring_case(std::string_view a, std::string_view b);

} // namespace tangthu::net
