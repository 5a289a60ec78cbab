#pragma once

#include "platform/base/json.h"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// JSON Schema (2020-12, the dialect of OpenAPI 3.1) of described types.
namespace tangthu::json {

template <class T>
constexpr std::string_view written_type_name() {
    std::string_view name = __PRETTY_FUNCTION__;
    name.remove_prefix(name.find("T = ") + 4);
    return name.substr(0, name.find_last_of(name.find(';') == std::string_view::npos ? ']' : ';'));
}

/// `tangthu::catalogue::impl::BibView` -> `catalogue.BibView`; other than letters, digits and points become `_`.
[[nodiscard]] std::string component_name(std::string_view type_name);

struct SchemaMember {
    std::string name;
    std::string schema; ///< JSON text
    bool is_required = false;
};

/// Schemas of described structs, each written once under its name, referred to by `$ref`.
/// A struct that is ever read (request) refuses unknown members, and its schema says so.
class SchemaSet {
public:
    explicit SchemaSet(std::string ref_prefix = "#/components/schemas/") : ref_prefix_(std::move(ref_prefix)) {}

    /// The schema of a type that is written: described structs as a `$ref`.
    template <class T>
    std::string reply() {
        return schema<T>(Direction::written);
    }
    /// The schema of a type that is read.
    template <class T>
    std::string request() {
        return schema<T>(Direction::read);
    }
    /// The members of a struct one by one, for parameters.
    template <Described T>
    std::vector<SchemaMember> members() {
        return members_of<T>(Direction::read);
    }
    /// Name -> schema text of all structs met so far.
    [[nodiscard]] const std::map<std::string, std::string>& components() const { return components_; }

private:
    enum class Direction { written, read };

    template <class T>
    std::string schema(Direction direction);
    template <class T>
    std::string number_schema();
    template <Described T>
    std::string reference(Direction direction);
    template <Described T>
    std::vector<SchemaMember> members_of(Direction direction);

    /// True once for each name and direction; a struct seen as read is not written again.
    bool begin(const std::string& name, Direction direction);
    void finish(const std::string& name, Direction direction, const std::vector<SchemaMember>& members);
    static std::string nullable(const std::string& schema);
    static std::string text_schema(std::size_t min, std::size_t max);
    static std::string enum_schema(const std::vector<std::string_view>& spellings);

    std::string ref_prefix_;
    std::map<std::string, std::string> components_;
    std::map<std::string, Direction> seen_; ///< name -> read, where it was ever read
};

template <Described T>
std::vector<SchemaMember> SchemaSet::members_of(Direction direction) {
    std::vector<SchemaMember> members;
    for_each_member<T>([&](std::string_view name, auto pointer) {
        using Member = std::remove_reference_t<decltype(std::declval<T&>().*pointer)>;
        const bool required = direction == Direction::read ? !may_be_absent<Member>() : !kIsOptional<Member>;
        members.push_back({std::string{name}, schema<Member>(direction), required});
    });
    return members;
}

template <Described T>
std::string SchemaSet::reference(Direction direction) {
    const auto name = component_name(written_type_name<T>());
    if (begin(name, direction)) finish(name, direction, members_of<T>(direction));
    std::string text = R"({"$ref":)";
    write_string(text, ref_prefix_ + name);
    return text + "}";
}

template <class T>
std::string SchemaSet::number_schema() {
    if constexpr (std::is_floating_point_v<T>) {
        return R"({"type":"number"})";
    } else if constexpr (std::is_unsigned_v<T>) {
        return R"({"type":"integer","minimum":0})";
    } else {
        return sizeof(T) == 8 ? R"({"type":"integer","format":"int64"})" : R"({"type":"integer","format":"int32"})";
    }
}

template <class T, T Min, T Max, auto Default>
std::string bounded_schema(const Bounded<T, Min, Max, Default>& initial) {
    std::string text =
        std::is_floating_point_v<T> ? R"({"type":"number","minimum":)" : R"({"type":"integer","minimum":)";
    write(text, Min);
    text += R"(,"maximum":)";
    write(text, Max);
    if constexpr (Bounded<T, Min, Max, Default>::kHasDefault) {
        text += R"(,"default":)";
        write(text, initial.value);
    }
    return text + "}";
}

template <std::size_t Min, std::size_t Max>
constexpr std::pair<std::size_t, std::size_t> limits_of(const Text<Min, Max>*) {
    return {Min, Max};
}

template <class T>
std::string SchemaSet::schema(Direction direction) {
    if constexpr (kIsOptional<T>) {
        return schema<typename T::value_type>(direction);
    } else if constexpr (kIsNullable<T>) {
        return nullable(schema<typename T::value_type>(direction));
    } else if constexpr (std::is_same_v<T, bool>) {
        return R"({"type":"boolean"})";
    } else if constexpr (Integer<T> || std::is_floating_point_v<T>) {
        return number_schema<T>();
    } else if constexpr (kIsId<T>) {
        return R"({"type":"integer","format":"int64","minimum":1})";
    } else if constexpr (kIsBounded<T>) {
        return bounded_schema(T{});
    } else if constexpr (kIsText<T>) {
        const auto [min, max] = limits_of(static_cast<const T*>(nullptr));
        return text_schema(min, max);
    } else if constexpr (DescribedEnum<T>) {
        std::vector<std::string_view> names;
        for (const auto& row : describe_impl::kEnumTable<T>)
            names.push_back(row.name);
        return enum_schema(names);
    } else if constexpr (std::is_same_v<T, RawJson>) {
        return "{}";
    } else if constexpr (TextLike<T>) {
        std::string text = R"({"type":"string")";
        if (!JsonText<T>::kFormat.empty()) text.append(R"(,"format":")").append(JsonText<T>::kFormat).append("\"");
        return text + "}";
    } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
        return R"({"type":"string"})";
    } else if constexpr (kIsVector<T>) {
        return R"({"type":"array","items":)" + schema<typename T::value_type>(direction) + "}";
    } else if constexpr (kIsMap<T>) {
        return R"({"type":"object","additionalProperties":)" + schema<typename T::mapped_type>(direction) + "}";
    } else {
        return reference<T>(direction);
    }
}

} // namespace tangthu::json

namespace tangthu {

/// One self-contained schema of a type that is read, its structs under `$defs`.
template <class T>
[[nodiscard]] std::string json_schema() {
    json::SchemaSet set("#/$defs/");
    auto root = set.request<T>();
    std::string text =
        R"({"$schema":"https://json-schema.org/draft/2020-12/schema","allOf":[)" + root + R"(],"$defs":{)";
    bool first = true;
    for (const auto& [name, schema] : set.components()) {
        if (!first) text += ',';
        first = false;
        json::write_string(text, name);
        text += ":" + schema;
    }
    return text + "}}";
}

} // namespace tangthu
