#include "modules/portal/impl/pages/labels.h"

#include "modules/portal/impl/pages/class_names.h"

#include <charconv>

namespace tangthu::portal::impl {
namespace {

std::string named(const char* prefix, std::string_view code, const Texts& texts) {
    auto name = texts.text_if_known(prefix + std::string(code));
    return name.empty() ? std::string(code) : name;
}

/// `2010` -> `2010–2019`.
std::string decade_name(std::string_view value) {
    int year = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), year);
    if (error != std::errc{} || end != value.data() + value.size()) {
        return std::string(value);
    }
    return std::to_string(year) + "–" + std::to_string(year + 9);
}

} // namespace

std::string language_name(std::string_view marc_code, const Texts& texts) {
    return named("portal.language_", marc_code, texts);
}

std::string material_type_name(std::string_view type, const Texts& texts) { return named("portal.type_", type, texts); }

std::string short_unit_name(std::string_view name, std::string_view library_name) {
    constexpr std::string_view kJoints = " –-,:";
    if (name.size() > library_name.size() && !library_name.empty() && name.starts_with(library_name)) {
        const auto rest = name.substr(library_name.size());
        // Only where a dash or comma follows: "Thư viện tỉnh" is no part of "Thư viện tỉnh Lào Cai".
        const auto begin = rest.find_first_not_of(' ');
        if (begin != std::string_view::npos &&
            (rest.substr(begin).starts_with("–") || rest[begin] == '-' || rest[begin] == ',' || rest[begin] == ':')) {
            auto tail = rest.substr(begin);
            while (!tail.empty() && (tail.starts_with("–") || kJoints.find(tail.front()) != std::string_view::npos)) {
                tail.remove_prefix(tail.starts_with("–") ? std::string_view("–").size() : 1);
            }
            name = tail.empty() ? name : tail;
        }
    }
    const auto bracket = name.find(" (");
    return std::string(name.ends_with(')') && bracket != std::string_view::npos ? name.substr(0, bracket) : name);
}

std::string unit_kind_name(std::string_view kind, const Texts& texts) {
    return texts.text_if_known("portal.unit_" + std::string(kind));
}

std::string facet_value_label(std::string_view facet, std::string_view value, const Texts& texts) {
    if (facet == "language") {
        return language_name(value, texts);
    }
    if (facet == "type") {
        return material_type_name(value, texts);
    }
    if (facet == "decade") {
        return decade_name(value);
    }
    if (facet == "class") {
        const auto name = class_name(value, texts.language());
        return name.empty() ? std::string(value) : std::string(value) + " " + name;
    }
    return std::string(value);
}

} // namespace tangthu::portal::impl
