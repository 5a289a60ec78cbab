// Any bytes through tokens, keys, typing rescue and parsing.
#include "platform/text/normalize.h"
#include "platform/text/parse.h"
#include "platform/text/sort.h"
#include "platform/text/syllable.h"
#include "platform/text/tokens.h"
#include "platform/text/typing.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace tangthu::text;

void require(bool holds) {
    if (!holds) std::abort();
}

void try_tokens(std::string_view text) {
    std::size_t before = 0;
    const std::vector<OwnedToken> found = tokens(text);
    for (const OwnedToken& token : found) {
        require(token.begin >= before && token.begin < token.end && token.end <= text.size());
        require(!token.exact.empty() && token.exact.size() <= kMaxTokenBytes);
        require(is_valid_utf8(token.exact) && is_valid_utf8(token.folded));
        before = token.end;
    }
    before = 0;
    for (const TextRange range : mark_matches(text, found)) {
        require(range.begin >= before && range.begin < range.end && range.end <= text.size());
        before = range.end;
    }
    require(fold(fold(text)) == fold(text));
    require(canonical(canonical(text)) == canonical(text));
}

void try_keys(std::string_view text) {
    for (const std::string& key : {sort_key(text), roster_key(text), call_number_key(text), author_key(text)}) {
        require(is_valid_utf8(key));
        require(key.find('\0') == std::string::npos);
    }
    if (const auto read = rescue_typing(text)) require(is_valid_utf8(*read));
    for (const std::string& reading : split_glued(text.substr(0, 64)))
        require(!reading.empty());
    static_cast<void>(parse_number(text));
    if (const auto date = parse_date(text)) require(date->end <= text.size());
}

void try_all(std::string_view text) {
    try_tokens(text);
    try_keys(text);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try_all({reinterpret_cast<const char*>(data), size});
    return 0;
}
