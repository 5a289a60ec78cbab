#include "platform/base/json_schema.h"

#include <algorithm>

namespace tangthu::json {

namespace {

void erase_all(std::string& text, std::string_view part) {
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at))
        text.erase(at, part.size());
}

} // namespace

std::string component_name(std::string_view type_name) {
    std::string name{type_name};
    erase_all(name, "tangthu::");
    erase_all(name, "impl::");
    erase_all(name, "{anonymous}::");           // g++
    erase_all(name, "(anonymous namespace)::"); // clang
    std::string clean;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const char c = name[i];
        const bool keeps = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (name.compare(i, 2, "::") == 0) {
            clean += '.';
            ++i;
        } else if (keeps) {
            clean += c;
        } else if (!clean.empty() && clean.back() != '_' && i + 1 < name.size()) {
            clean += '_';
        }
    }
    return clean;
}

bool SchemaSet::begin(const std::string& name, Direction direction) {
    const auto [at, is_new] = seen_.try_emplace(name, direction);
    if (is_new) return true;
    if (at->second == Direction::read || direction == Direction::written) return false;
    at->second = Direction::read;
    return true;
}

void SchemaSet::finish(const std::string& name, Direction direction, const std::vector<SchemaMember>& members) {
    std::string text = R"({"type":"object","properties":{)";
    std::string required;
    bool first = true;
    for (const auto& member : members) {
        if (!first) text += ',';
        first = false;
        write_string(text, member.name);
        text += ":" + member.schema;
        if (!member.is_required) continue;
        if (!required.empty()) required += ',';
        write_string(required, member.name);
    }
    text += "}";
    if (!required.empty()) text += R"(,"required":[)" + required + "]";
    if (direction == Direction::read) text += R"(,"additionalProperties":false)";
    components_[name] = text + "}";
}

std::string SchemaSet::nullable(const std::string& schema) {
    constexpr std::string_view kTyped = R"({"type":")";
    const auto end = schema.find('"', kTyped.size());
    if (!schema.starts_with(kTyped) || schema.find("\"enum\"") != std::string::npos || end == std::string::npos)
        return R"({"anyOf":[)" + schema + R"(,{"type":"null"}]})";
    return R"({"type":[")" + schema.substr(kTyped.size(), end - kTyped.size()) + R"(","null"])" +
           schema.substr(end + 1);
}

std::string SchemaSet::text_schema(std::size_t min, std::size_t max) {
    return R"({"type":"string","minLength":)" + std::to_string(min) + R"(,"maxLength":)" + std::to_string(max) + "}";
}

std::string SchemaSet::enum_schema(const std::vector<std::string_view>& spellings) {
    std::string text = R"({"type":"string","enum":)";
    write_array(text, spellings);
    return text + "}";
}

} // namespace tangthu::json
