#include "modules/portal/impl/labels.h"

#include "modules/portal/impl/class_names.h"

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
