#include "modules/catalogue/isbd.h"

#include "platform/text/normalize.h"

#include <algorithm>
#include <array>

namespace tangthu::catalogue {

std::string_view trim_isbd(std::string_view text) {
    const auto is_space = [&](std::size_t i) {
        return std::string_view{" \t\r\n"}.find(text[i]) != std::string_view::npos;
    };
    while (!text.empty() && is_space(0))
        text.remove_prefix(1);
    for (;;) {
        if (text.empty()) return text;
        const char last = text.back();
        if (last == ' ' || last == '\t' || last == '\r' || last == '\n' || last == '/' || last == ':' || last == ';' ||
            last == '=' || last == ',') {
            text.remove_suffix(1);
            continue;
        }
        // A full stop ends a heading, unless it ends an initial or an omission: "Nguyễn, T." and "Văn học ..." keep
        // theirs.
        if (last == '.' && text.size() >= 4 && text[text.size() - 2] != '.' && text[text.size() - 2] != ' ' &&
            text[text.size() - 3] != ' ' && text[text.size() - 3] != '.') {
            text.remove_suffix(1);
            continue;
        }
        return text;
    }
}

std::string known_or_empty(std::string_view text) {
    if (!text.starts_with('[') && !text.ends_with(']')) return std::string{text};
    constexpr std::array<std::string_view, 7> kNobodyKnows{"khong ro",       "k.d",           "k.nxb", "s.l", "s.n",
                                                           "not identified", "khong xac dinh"};
    const auto folded = text::fold(text);
    const bool is_unknown = std::any_of(kNobodyKnows.begin(), kNobodyKnows.end(),
                                        [&](auto words) { return folded.find(words) != std::string::npos; });
    return is_unknown ? std::string{} : std::string{text};
}

std::string name_heading(marc::FieldView field) {
    const auto tag = field.tag();
    const std::string_view codes = tag[1] == '0' && tag[2] == '0' ? "abcq" : (tag[2] == '1' ? "acnde" : "ab");
    std::string heading;
    for (const auto [code, value] : field.subfields()) {
        if (codes.find(code) == std::string_view::npos) continue;
        const auto clean = trim_isbd(value);
        if (clean.empty()) continue;
        if (!heading.empty()) heading += ' ';
        heading += clean;
    }
    return heading;
}

} // namespace tangthu::catalogue
