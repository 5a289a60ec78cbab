#pragma once

#include "platform/base/date.h"
#include "platform/base/describe.h"
#include "platform/base/id.h"
#include "platform/base/json_io.h"
#include "platform/base/utf8.h"

#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>
#include <limits>
#include <map>
#include <type_traits>
#include <vector>

/// Described values to JSON and back. What a type looks like:
///   bool, integers, double; std::string (UTF-8, no U+0000); described enum -> its spelling; Bounded, Text -> value
///   with limits; Id -> integer; Instant -> "2025-07-01T00:30:00Z"; Date -> "2025-07-01"; std::vector -> array;
///   std::map<std::string, T> -> object; std::optional -> left out when empty; Nullable -> null when empty;
///   RawJson -> itself; described struct -> object; anything with a JsonText codec -> string.
namespace tangthu {

/// Makes a type a string in JSON. Specialise with `static std::string to(const T&)`, `static Result<T>
/// from(std::string_view)` and `static constexpr std::string_view kFormat` (JSON Schema `format`, may be empty).
template <class T>
struct JsonText {};

template <>
struct JsonText<Date> {
    static constexpr std::string_view kFormat = "date";
    static std::string to(const Date& date) { return iso_date(date); }
    static Result<Date> from(std::string_view text) { return parse_iso_date(text); }
};

template <>
struct JsonText<Instant> {
    static constexpr std::string_view kFormat = "date-time";
    static std::string to(const Instant& instant) { return iso_instant_ms(instant); }
    static Result<Instant> from(std::string_view text) { return parse_iso_instant(text); }
};

namespace json {

template <class T>
concept TextLike = requires(const T& value, std::string_view text) {
    { JsonText<T>::to(value) } -> std::convertible_to<std::string>;
    JsonText<T>::from(text);
};
template <class T>
concept Described = std::is_class_v<T> && boost::describe::has_describe_members<T>::value;
template <class T>
concept Integer = std::is_integral_v<T> && !std::is_same_v<T, bool> && !std::is_same_v<T, char>;

template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;
template <class T>
inline constexpr bool kIsNullable = false;
template <class T>
inline constexpr bool kIsNullable<Nullable<T>> = true;
template <class T>
inline constexpr bool kIsVector = false;
template <class T>
inline constexpr bool kIsVector<std::vector<T>> = true;
template <class T>
inline constexpr bool kIsMap = false;
template <class T>
inline constexpr bool kIsMap<std::map<std::string, T>> = true;
template <class T>
inline constexpr bool kIsId = false;
template <class Tag>
inline constexpr bool kIsId<Id<Tag>> = true;
template <class T>
inline constexpr bool kIsBounded = false;
template <class T, T Min, T Max, auto Default>
inline constexpr bool kIsBounded<Bounded<T, Min, Max, Default>> = true;
template <class T>
inline constexpr bool kIsText = false;
template <std::size_t Min, std::size_t Max>
inline constexpr bool kIsText<Text<Min, Max>> = true;
template <class T>
inline constexpr bool kIsUnknown = false;

template <class T>
constexpr bool may_be_absent() {
    if constexpr (kIsBounded<T>) {
        return T::kHasDefault;
    } else {
        return kIsOptional<T> || kIsNullable<T>;
    }
}

/// Calls visit(name, pointer-to-member) for each described member, those of bases first.
template <Described T, class Visit>
constexpr void for_each_member(Visit&& visit) {
    using Members = boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;
    boost::mp11::mp_for_each<Members>([&](auto member) { visit(described_name(member.name), member.pointer); });
}

// --- writing ---------------------------------------------------------------------------------------------------------

template <class T>
void write(std::string& out, const T& value);

template <class T>
void write_member(std::string& out, bool& first, std::string_view name, const T& value) {
    if constexpr (kIsOptional<T>) {
        if (value) write_member(out, first, name, *value);
    } else {
        if (!first) out += ',';
        first = false;
        write_string(out, name);
        out += ':';
        write(out, value);
    }
}

template <class T>
void write_array(std::string& out, const T& values) {
    out += '[';
    bool first = true;
    for (const auto& value : values) {
        if (!first) out += ',';
        first = false;
        write<typename T::value_type>(out, value);
    }
    out += ']';
}

template <Described T>
void write_struct(std::string& out, const T& value) {
    out += '{';
    bool first = true;
    for_each_member<T>([&](std::string_view name, auto pointer) { write_member(out, first, name, value.*pointer); });
    out += '}';
}

template <class T>
void write(std::string& out, const T& value) {
    if constexpr (kIsOptional<T> || kIsNullable<T>) {
        value ? write(out, *value) : void(out += "null");
    } else if constexpr (std::is_same_v<T, bool>) {
        out += value ? "true" : "false";
    } else if constexpr (Integer<T> && std::is_signed_v<T>) {
        write_integer(out, static_cast<std::int64_t>(value));
    } else if constexpr (Integer<T>) {
        write_unsigned(out, static_cast<std::uint64_t>(value));
    } else if constexpr (std::is_floating_point_v<T>) {
        write_number(out, static_cast<double>(value));
    } else if constexpr (std::is_convertible_v<const T&, std::string_view> && !kIsText<T>) {
        write_string(out, value);
    } else if constexpr (DescribedEnum<T>) {
        write_string(out, enum_name(value));
    } else if constexpr (kIsBounded<T> || kIsText<T> || kIsId<T>) {
        write(out, value.value);
    } else if constexpr (std::is_same_v<T, RawJson>) {
        out += value.text;
    } else if constexpr (TextLike<T>) {
        write_string(out, JsonText<T>::to(value));
    } else if constexpr (kIsVector<T>) {
        write_array(out, value);
    } else if constexpr (kIsMap<T>) {
        out += '{';
        bool first = true;
        for (const auto& [name, member] : value)
            write_member(out, first, name, member);
        out += '}';
    } else if constexpr (Described<T>) {
        write_struct(out, value);
    } else {
        static_assert(kIsUnknown<T>, "describe this type (TANGTHU_DESCRIBE) or give it a JsonText codec");
    }
}

// --- reading ---------------------------------------------------------------------------------------------------------

template <class T>
void read(Reading& reading, const Node& node, T& value);

template <class T>
void read_integer(Reading& reading, const Node& node, T& value, T min, T max) {
    if constexpr (std::is_signed_v<T>) {
        if (const auto number = node.int64(); number && *number >= min && *number <= max) {
            value = static_cast<T>(*number);
            return;
        }
    } else {
        if (const auto number = node.uint64(); number && *number >= min && *number <= max) {
            value = static_cast<T>(*number);
            return;
        }
    }
    if (node.kind() != NodeKind::integer) return reading.wrong_type(node, "integer");
    reading.problem("base.json_out_of_range", {{"min", std::to_string(min)}, {"max", std::to_string(max)}});
}

template <class T>
void read_bounded(Reading& reading, const Node& node, T& value, T min, T max) {
    if constexpr (std::is_floating_point_v<T>) {
        const auto number = node.number();
        if (!number) return reading.wrong_type(node, "number");
        if (*number >= min && *number <= max) {
            value = static_cast<T>(*number);
            return;
        }
        reading.problem("base.json_out_of_range", {{"min", std::to_string(min)}, {"max", std::to_string(max)}});
    } else {
        read_integer<T>(reading, node, value, min, max);
    }
}

template <class T>
void read_vector(Reading& reading, const Node& node, std::vector<T>& values) {
    if (node.kind() != NodeKind::array) return reading.wrong_type(node, "array");
    values.clear();
    values.reserve(node.size());
    for (std::size_t i = 0; i < node.size() && !reading.is_full(); ++i) {
        const Reading::Inside inside(reading, i);
        T value{};
        read(reading, node.at(i), value);
        values.push_back(std::move(value));
    }
}

template <class T>
void read_map(Reading& reading, const Node& node, std::map<std::string, T>& values) {
    if (node.kind() != NodeKind::object) return reading.wrong_type(node, "object");
    values.clear();
    for (std::size_t i = 0; i < node.size() && !reading.is_full(); ++i) {
        const auto name = node.name_at(i);
        const Reading::Inside inside(reading, name);
        reading.check_text(name, 0, std::numeric_limits<std::size_t>::max());
        read(reading, node.member_at(i), values[std::string{name}]);
    }
}

template <Described T>
void read_struct(Reading& reading, const Node& node, T& value) {
    if (node.kind() != NodeKind::object) return reading.wrong_type(node, "object");
    std::vector<std::string_view> known;
    for_each_member<T>([&](std::string_view name, auto pointer) {
        known.push_back(name);
        auto& member = value.*pointer;
        const Reading::Inside inside(reading, name);
        if (const auto found = node.find(name)) {
            read(reading, *found, member);
        } else if (!may_be_absent<std::remove_reference_t<decltype(member)>>()) {
            reading.problem("base.json_missing");
        }
    });
    reading.refuse_unknown(node, known);
}

template <DescribedEnum T>
std::string spellings() {
    std::string list;
    for (const auto& row : describe_impl::kEnumTable<T>)
        list.append(list.empty() ? "" : ", ").append(row.name);
    return list;
}

template <class T>
void read_string_form(Reading& reading, const Node& node, T& value) {
    if (node.kind() != NodeKind::string) return reading.wrong_type(node, "string");
    const auto text = node.string();
    if constexpr (DescribedEnum<T>) {
        if (const auto found = enum_from_name<T>(text)) {
            value = *found;
        } else {
            reading.problem("base.json_not_one_of", {{"allowed", spellings<T>()}});
        }
    } else if constexpr (std::is_same_v<T, std::string>) {
        if (reading.check_text(text, 0, std::numeric_limits<std::size_t>::max())) value = text;
    } else {
        auto parsed = JsonText<T>::from(text);
        if (parsed) {
            value = *std::move(parsed);
        } else {
            reading.problem(std::move(parsed.error().key), std::move(parsed.error().params));
        }
    }
}

template <class T, T Min, T Max, auto Default>
void read_limited(Reading& reading, const Node& node, Bounded<T, Min, Max, Default>& value) {
    read_bounded<T>(reading, node, value.value, Min, Max);
}

template <std::size_t Min, std::size_t Max>
void read_limited(Reading& reading, const Node& node, Text<Min, Max>& value) {
    if (node.kind() != NodeKind::string) return reading.wrong_type(node, "string");
    if (reading.check_text(node.string(), Min, Max)) value.value = node.string();
}

template <class T>
void read(Reading& reading, const Node& node, T& value) {
    if constexpr (kIsOptional<T> || kIsNullable<T>) {
        value.reset();
        if (node.kind() != NodeKind::null) read(reading, node, value.emplace());
    } else if constexpr (std::is_same_v<T, bool>) {
        node.kind() == NodeKind::boolean ? void(value = node.boolean()) : reading.wrong_type(node, "boolean");
    } else if constexpr (Integer<T>) {
        read_integer<T>(reading, node, value, std::numeric_limits<T>::min(), std::numeric_limits<T>::max());
    } else if constexpr (std::is_floating_point_v<T>) {
        read_bounded<T>(reading, node, value, std::numeric_limits<T>::lowest(), std::numeric_limits<T>::max());
    } else if constexpr (kIsId<T>) {
        read_integer<std::int64_t>(reading, node, value.value, 1, std::numeric_limits<std::int64_t>::max());
    } else if constexpr (kIsBounded<T> || kIsText<T>) {
        read_limited(reading, node, value);
    } else if constexpr (std::is_same_v<T, RawJson>) {
        value.text = node.text();
    } else if constexpr (DescribedEnum<T> || std::is_same_v<T, std::string> || TextLike<T>) {
        read_string_form(reading, node, value);
    } else if constexpr (kIsVector<T>) {
        read_vector(reading, node, value);
    } else if constexpr (kIsMap<T>) {
        read_map(reading, node, value);
    } else if constexpr (Described<T>) {
        read_struct(reading, node, value);
    } else {
        static_assert(kIsUnknown<T>, "describe this type (TANGTHU_DESCRIBE) or give it a JsonText codec");
    }
}

} // namespace json

/// The value as compact JSON, members in the order of their description. Ill-formed UTF-8 becomes U+FFFD, NaN and
/// infinity null.
template <class T>
[[nodiscard]] std::string to_json(const T& value) {
    std::string out;
    json::write(out, value);
    return out;
}

/// Reads a value, strictly: unknown members, missing members, wrong types and broken limits are all reported at once.
/// Errors: base.json_syntax (params offset, reason), base.json_too_large, and base.json_problems, whose `problems`
/// carry a JSON pointer, a key and params each (100 at most); the params hold `count` and `pointers`. Never throws on
/// input.
template <class T>
[[nodiscard]] Result<T> from_json(std::string_view text, const JsonLimits& limits = {}) {
    TANGTHU_TRY(const auto document, json::Document::parse(text, limits));
    json::Reading reading;
    T value{};
    json::read(reading, document.root(), value);
    if (auto error = reading.error()) return fail(*std::move(error));
    return value;
}

} // namespace tangthu
