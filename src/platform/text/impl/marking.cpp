#include "platform/text/syllable.h"
#include "platform/text/tokens.h"

#include <algorithm>

namespace tangthu::text {

namespace {

/// Longer queries mark by their first words only, so that the work stays bounded.
constexpr std::size_t kMostQueryWords = 64;

struct QueryWord {
    const OwnedToken* token = nullptr;
    std::vector<std::string> spellings;
    bool is_accented = false;
    bool is_prefix = false;

    [[nodiscard]] bool matches(const Token& found) const {
        const auto equals = [this](std::string_view wanted, std::string_view word) {
            return is_prefix ? word.starts_with(wanted) : word == wanted;
        };
        if (!is_accented) return equals(token->folded, found.folded);
        if (equals(token->exact, found.exact)) return true;
        if (!found.is_accented() && equals(token->folded, found.folded)) return true;
        return std::any_of(spellings.begin(), spellings.end(),
                           [&](const std::string& spelling) { return spelling == found.exact; });
    }
};

bool is_blank(std::string_view gap) {
    for (std::size_t at = 0; at < gap.size(); ++at) {
        if (gap.substr(at).starts_with("\xC2\xA0")) {
            ++at;
            continue;
        }
        if (gap[at] != ' ' && gap[at] != '\t' && gap[at] != '\n' && gap[at] != '\r') return false;
    }
    return true;
}

} // namespace

std::vector<TextRange> mark_matches(std::string_view text, std::span<const OwnedToken> query, MatchLast last) {
    std::vector<QueryWord> words;
    for (const OwnedToken& token : query.first(std::min(query.size(), kMostQueryWords))) {
        QueryWord word;
        word.token = &token;
        word.is_accented = token.exact != token.folded;
        word.is_prefix = last == MatchLast::prefix && &token == &query.back();
        if (word.is_accented) word.spellings = iy_variants(token.exact);
        words.push_back(std::move(word));
    }
    std::vector<TextRange> ranges;
    if (words.empty()) return ranges;
    for_each_token(text, [&](const Token& token) {
        if (std::none_of(words.begin(), words.end(), [&](const QueryWord& word) { return word.matches(token); }))
            return;
        if (!ranges.empty() && is_blank(text.substr(ranges.back().end, token.begin - ranges.back().end)))
            ranges.back().end = token.end;
        else
            ranges.push_back({token.begin, token.end});
    });
    return ranges;
}

} // namespace tangthu::text
