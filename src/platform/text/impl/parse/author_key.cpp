#include "platform/text/parse.h"

#include "platform/text/tokens.h"

#include <algorithm>
#include <vector>

namespace tangthu::text {

namespace {

/// More syllables than any name has; a longer heading keeps its first ones.
constexpr std::size_t kMostSyllables = 24;

bool is_year(const Token& token) {
    return token.kind == TokenKind::number && (token.folded.size() == 4 || token.folded.size() == 3);
}

} // namespace

std::string author_key(std::string_view name) {
    std::vector<std::string> syllables;
    std::string years;
    for_each_token(name, [&](const Token& token) {
        if (is_year(token)) {
            years += years.empty() ? "|" : "-";
            years += token.folded;
        } else if (syllables.size() < kMostSyllables) {
            syllables.emplace_back(token.folded);
        }
    });
    std::sort(syllables.begin(), syllables.end());
    std::string key;
    for (const std::string& syllable : syllables) {
        if (!key.empty()) key += ' ';
        key += syllable;
    }
    return key + years;
}

} // namespace tangthu::text
