#pragma once

#include "platform/base/json.h"
#include "platform/net/request.h"

#include <string>
#include <string_view>
#include <type_traits>

/// Path and query parameters into a described struct, by the same reader and the same checks as JSON.
namespace tangthu::net {

namespace impl {

template <class T>
struct Bare {
    using Type = T;
};
template <class T>
struct Bare<std::optional<T>> {
    using Type = T;
};
template <class T>
struct Bare<Nullable<T>> {
    using Type = T;
};
template <class T, T Min, T Max, auto Default>
struct Bare<Bounded<T, Min, Max, Default>> {
    using Type = T;
};
template <class Tag>
struct Bare<Id<Tag>> {
    using Type = std::int64_t;
};

/// True when the text can stand in JSON as it is.
[[nodiscard]] bool is_json_number(std::string_view text);
/// 1/0, true/false; anything else stays a text, and is then reported as one.
void append_flag(std::string& json, std::string_view text);

template <class T>
void append_value(std::string& json, std::string_view text) {
    using Inner = typename Bare<typename Bare<T>::Type>::Type;
    if constexpr (std::is_same_v<Inner, bool>) {
        append_flag(json, text);
    } else if constexpr (std::is_arithmetic_v<Inner>) {
        is_json_number(text) ? void(json += text) : tangthu::json::write_string(json, text);
    } else {
        tangthu::json::write_string(json, text);
    }
}

/// The values of one name: the path's, else the query's.
[[nodiscard]] std::vector<std::string_view> values_of(const Request& request, std::string_view name);

template <class T>
void append_member(std::string& json, std::string_view name, const std::vector<std::string_view>& values) {
    if constexpr (tangthu::json::kIsVector<T>) {
        tangthu::json::write_string(json, name);
        json += ":[";
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (i > 0) json += ',';
            append_value<typename T::value_type>(json, values[i]);
        }
        json += "],";
    } else if (!values.empty()) {
        tangthu::json::write_string(json, name);
        json += ':';
        append_value<T>(json, values.front());
        json += ',';
    }
}

/// Closes the object: adds the parameters that `known` doesn't have, so that the reader reports them.
void close_parameters(std::string& json, const Request& request, const std::vector<std::string_view>& known);
/// base.json_problems -> net.bad_parameters.
[[nodiscard]] Error as_parameter_error(Error error);

} // namespace impl

/// The parameters of a request. A vector takes a repeated parameter and may be absent; a flag is 1, 0, true or false;
/// an unknown parameter is an error. `lang` is always allowed.
/// Errors: net.bad_parameters, with all problems (`/limit` points at the parameter).
template <class Params>
[[nodiscard]] Result<Params> read_params(const Request& request) {
    std::string json = "{";
    std::vector<std::string_view> known;
    tangthu::json::for_each_member<Params>([&](std::string_view name, auto pointer) {
        using Member = std::remove_reference_t<decltype(std::declval<Params&>().*pointer)>;
        known.push_back(name);
        impl::append_member<Member>(json, name, impl::values_of(request, name));
    });
    impl::close_parameters(json, request, known);
    auto params = from_json<Params>(json);
    if (!params) return fail(impl::as_parameter_error(std::move(params).error()));
    return params;
}

} // namespace tangthu::net
