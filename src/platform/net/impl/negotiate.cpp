#include "platform/net/negotiate.h"

#include "platform/base/blanks.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace tangthu::net {

namespace {

/// One element of Accept, Accept-Language or Accept-Encoding with its quality in thousandths.
struct Wish {
    std::string_view name;
    int quality = 1000;
};

/// `0.8` -> 800; what can't be read counts as 1.
int quality_of(std::string_view text) {
    if (text.starts_with('1') || text.empty() || !text.starts_with('0')) return 1000;
    int value = 0;
    int scale = 100;
    for (std::size_t i = 2; i < text.size() && i < 5 && text[1] == '.'; ++i, scale /= 10) {
        if (text[i] < '0' || text[i] > '9') break;
        value += (text[i] - '0') * scale;
    }
    return value;
}

std::vector<Wish> parse_wishes(std::string_view header) {
    constexpr std::size_t kMaxWishes = 50;
    std::vector<Wish> wishes;
    while (!header.empty() && wishes.size() < kMaxWishes) {
        const auto end = std::min(header.find(','), header.size());
        auto element = header.substr(0, end);
        header.remove_prefix(std::min(end + 1, header.size()));
        Wish wish;
        wish.name = trimmed(element.substr(0, element.find(';')));
        while (element.find(';') != std::string_view::npos) {
            element.remove_prefix(element.find(';') + 1);
            const auto parameter = trimmed(element.substr(0, element.find(';')));
            if (parameter.starts_with("q=") || parameter.starts_with("Q="))
                wish.quality = quality_of(parameter.substr(2));
        }
        if (!wish.name.empty()) wishes.push_back(wish);
    }
    return wishes;
}

/// How closely a media range names a type: 3 exact, 2 `text/*`, 1 `*/*`, 0 not.
int closeness(std::string_view range, std::string_view type) {
    if (equal_ignoring_case(range, type)) return 3;
    if (range == "*/*") return 1;
    const auto slash = type.find('/');
    return range.ends_with("/*") && equal_ignoring_case(range.substr(0, range.size() - 2), type.substr(0, slash)) ? 2
                                                                                                                  : 0;
}

int quality_for(const std::vector<Wish>& wishes, std::string_view type) {
    int best = 0;
    int quality = 0;
    for (const auto& wish : wishes) {
        const int close = closeness(wish.name, type);
        if (close > best) {
            best = close;
            quality = wish.quality;
        }
    }
    return quality;
}

} // namespace

std::optional<std::string_view> negotiate_media(std::string_view accept, std::span<const std::string_view> offered) {
    const auto wishes = parse_wishes(accept);
    if (wishes.empty()) return offered.empty() ? std::nullopt : std::optional{offered.front()};
    std::optional<std::string_view> best;
    int best_quality = 0;
    for (const auto type : offered) {
        const int quality = quality_for(wishes, type.substr(0, type.find(';')));
        if (quality > best_quality) {
            best = type;
            best_quality = quality;
        }
    }
    return best;
}

Result<std::string_view> choose_media(const Request& request, std::span<const std::string_view> offered) {
    if (const auto chosen = negotiate_media(request.headers.joined("accept"), offered)) return *chosen;
    std::string list;
    for (const auto type : offered)
        list.append(list.empty() ? "" : ", ").append(type);
    return fail(ErrorKind::Unsupported, "net.not_acceptable", {{"offered", list}});
}

std::string_view negotiate_language(std::string_view accept_language) {
    constexpr std::array<std::string_view, 2> kLanguages{"vi", "en"};
    std::string_view best = kLanguages.front();
    int best_quality = 0;
    for (const auto& wish : parse_wishes(accept_language)) {
        const auto primary = wish.name.substr(0, wish.name.find('-'));
        for (const auto language : kLanguages) {
            if (!equal_ignoring_case(primary, language) || wish.quality <= best_quality) continue;
            best = language;
            best_quality = wish.quality;
        }
    }
    return best;
}

std::string_view language_of(const Request& request) {
    const auto known = [](std::string_view text) -> std::string_view {
        return text == "vi" ? std::string_view{"vi"} : text == "en" ? std::string_view{"en"} : std::string_view{};
    };
    if (const auto asked = known(request.query.get("lang")); !asked.empty()) return asked;
    if (const auto kept = known(request.cookie("lang").value_or("")); !kept.empty()) return kept;
    return negotiate_language(request.headers.find("accept-language").value_or(""));
}

bool accepts_gzip(std::string_view accept_encoding) {
    bool any = false;
    for (const auto& wish : parse_wishes(accept_encoding)) {
        if (equal_ignoring_case(wish.name, "gzip")) return wish.quality > 0;
        if (wish.name == "*") any = wish.quality > 0;
    }
    return any;
}

} // namespace tangthu::net
