#include "modules/portal/impl/html.h"

#include "platform/text/normalize.h"

#include <algorithm>
#include <array>

namespace tangthu::portal::impl {
namespace {

constexpr std::size_t kLongestSlug = 60;

void append_escaped(std::string& out, std::string_view text) {
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#39;";
            break;
        default:
            if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') {
                out += c;
            }
        }
    }
}

struct LanguageTag {
    std::string_view marc;
    std::string_view tag;
};
constexpr auto kLanguageTags = std::to_array<LanguageTag>({
    {"ara", "ar"}, {"chi", "zh"}, {"cze", "cs"},  {"dut", "nl"},  {"eng", "en"}, {"fre", "fr"}, {"ger", "de"},
    {"gre", "el"}, {"hin", "hi"}, {"hmn", "hmn"}, {"hun", "hu"},  {"ind", "id"}, {"ita", "it"}, {"jpn", "ja"},
    {"khm", "km"}, {"kor", "ko"}, {"lao", "lo"},  {"lat", "la"},  {"may", "ms"}, {"pol", "pl"}, {"por", "pt"},
    {"rus", "ru"}, {"spa", "es"}, {"swe", "sv"},  {"tai", "tai"}, {"tha", "th"}, {"vie", "vi"},
});

} // namespace

std::string escape(std::string_view text) {
    std::string result;
    result.reserve(text.size() + text.size() / 8);
    append_escaped(result, text);
    return result;
}

std::string escape_with_marks(std::string_view text, std::span<const text::OwnedToken> query) {
    std::string result;
    result.reserve(text.size() + 32);
    std::size_t done = 0;
    if (!query.empty()) {
        for (const auto& range : text::mark_matches(text, query)) {
            append_escaped(result, text.substr(done, range.begin - done));
            result += "<mark>";
            append_escaped(result, text.substr(range.begin, range.end - range.begin));
            result += "</mark>";
            done = range.end;
        }
    }
    append_escaped(result, text.substr(done));
    return result;
}

std::string slug(std::string_view title) {
    std::string result;
    for (const char c : text::fold(title.substr(0, kLongestSlug * 8))) {
        const bool is_kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (is_kept) {
            result += c;
        } else if (!result.empty() && result.back() != '-') {
            result += '-';
        }
        if (result.size() > kLongestSlug) {
            const auto cut = result.rfind('-');
            result.resize(cut == std::string::npos ? kLongestSlug : cut);
            break;
        }
    }
    while (!result.empty() && result.back() == '-') {
        result.pop_back();
    }
    return result;
}

std::string_view language_tag(std::string_view marc_code) {
    const auto* found = std::ranges::find(kLanguageTags, marc_code, &LanguageTag::marc);
    return found == kLanguageTags.end() ? std::string_view{} : found->tag;
}

} // namespace tangthu::portal::impl
