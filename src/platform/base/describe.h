#pragma once

#include "platform/base/result.h"

#include <array>
#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/describe/enumerators.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Describes a struct once, beside its definition and in its namespace: `TANGTHU_DESCRIBE(BibView, id, title, author)`.
/// JSON, its checks, OpenAPI and the client's types follow from it (platform/base/json.h). At most 52 members.
/// A member whose JSON name is a C++ keyword carries a trailing underscore: `class_` is spelled "class".
#define TANGTHU_DESCRIBE(Type, ...) BOOST_DESCRIBE_STRUCT(Type, (), (__VA_ARGS__))

/// The same for a struct with bases: `TANGTHU_DESCRIBE_DERIVED(BibDetail, (BibView), subjects, items)`.
#define TANGTHU_DESCRIBE_DERIVED(Type, Bases, ...) BOOST_DESCRIBE_STRUCT(Type, Bases, (__VA_ARGS__))

/// Describes an enum; its enumerators are written exactly as they are spelled in JSON: `TANGTHU_DESCRIBE_ENUM(Kind,
/// central, commune)`.
#define TANGTHU_DESCRIBE_ENUM(Enum, ...) BOOST_DESCRIBE_ENUM(Enum, __VA_ARGS__)

namespace tangthu {

/// The JSON name of a described member or enumerator: as written, without one trailing underscore.
[[nodiscard]] constexpr std::string_view described_name(std::string_view written) {
    if (written.size() > 1 && written.back() == '_') written.remove_suffix(1);
    return written;
}

namespace describe_impl {

template <class Enum, template <class...> class List, class... Entry>
constexpr auto enum_table(List<Entry...>) {
    struct Row {
        Enum value;
        std::string_view name;
    };
    return std::array<Row, sizeof...(Entry)>{Row{Entry::value, described_name(Entry::name)}...};
}

template <class Enum>
inline constexpr auto kEnumTable = enum_table<Enum>(boost::describe::describe_enumerators<Enum>{});

} // namespace describe_impl

template <class Enum>
concept DescribedEnum = boost::describe::has_describe_enumerators<Enum>::value;

/// How a described enumerator is spelled; empty for a value that has no enumerator.
template <DescribedEnum Enum>
[[nodiscard]] constexpr std::string_view enum_name(Enum value) {
    for (const auto& row : describe_impl::kEnumTable<Enum>)
        if (row.value == value) return row.name;
    return {};
}

/// The enumerator of that spelling.
template <DescribedEnum Enum>
[[nodiscard]] constexpr std::optional<Enum> enum_from_name(std::string_view name) {
    for (const auto& row : describe_impl::kEnumTable<Enum>)
        if (row.name == name) return row.value;
    return std::nullopt;
}

/// Marks a Bounded without a default: its JSON member must be present.
struct NoDefault {};

/// A number with its limits in the type: `Bounded<int, 1, 100>`. With a fourth argument the member may be absent from
/// input and then has that value: `Bounded<int, 1, 100, 20> limit;`.
template <class T, T Min, T Max, auto Default = NoDefault{}>
struct Bounded {
    static constexpr bool kHasDefault = !std::is_same_v<std::remove_const_t<decltype(Default)>, NoDefault>;
    static constexpr T initial() {
        if constexpr (kHasDefault) {
            static_assert(Default >= Min && Default <= Max);
            return static_cast<T>(Default);
        } else {
            return Min;
        }
    }

    T value = initial();

    constexpr Bounded() = default;
    /// A value outside the limits is a bug of the caller: Fault. Input is checked by from_json and from_query.
    constexpr Bounded(T number) : value(number) { TANGTHU_ASSERT(number >= Min && number <= Max); }
    constexpr operator T() const { return value; }
};

/// A UTF-8 text with its length limits, in code points, in the type: `Text<1, 200>`.
/// Input is checked by from_json and from_query; a text made in the program is taken as it is.
template <std::size_t Min, std::size_t Max>
struct Text {
    std::string value;

    Text() = default;
    Text(std::string text) : value(std::move(text)) {}
    Text(const char* text) : value(text) {}
    operator const std::string&() const { return value; }
    operator std::string_view() const { return value; }
    [[nodiscard]] bool empty() const { return value.empty(); }
    friend bool operator==(const Text& a, const Text& b) { return a.value == b.value; }
};

/// An optional that is written as `null` when empty. A plain std::optional is left out when empty.
/// Both read an absent member and `null` as empty.
template <class T>
struct Nullable : std::optional<T> {
    using std::optional<T>::optional;
    using std::optional<T>::operator=;
    friend bool operator==(const Nullable& a, const Nullable& b) {
        return static_cast<const std::optional<T>&>(a) == static_cast<const std::optional<T>&>(b);
    }
};

/// Any JSON value, carried as its text: for payloads that this program only stores and hands on. Default: null.
struct RawJson {
    std::string text = "null";
    friend bool operator==(const RawJson&, const RawJson&) = default;
};

} // namespace tangthu
