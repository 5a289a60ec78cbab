#pragma once

#include "platform/base/result.h"
#include "platform/search/schema.h"
#include "platform/text/tokens.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tangthu::search::impl {

enum class NodeKind {
    nothing, ///< no words at all: every document
    words,   ///< a run of words, all to be found; side by side counts more
    phrase,  ///< words one after the other
    term,    ///< one value of a TermField
    all_of,
    any_of,
    none_of, ///< inside all_of only
};

/// A query as a tree, before it meets an index.
struct Node {
    NodeKind kind = NodeKind::nothing;
    std::vector<text::OwnedToken> tokens; ///< words, phrase
    bool is_open_ended = false;           ///< words: the last one is the beginning of a word, `thu*`
    std::optional<std::size_t> text_field;
    std::size_t term_field = 0;
    std::string value; ///< term: normalised. words: the run as typed, for numbers with spaces in them
    std::vector<Node> kids;
};

struct ParsedQuery {
    Node root;
    std::size_t terms = 0;
    bool is_accented = false;   ///< some word bears a mark: then unmarked words mean what they say
    bool has_operators = false; ///< anything but plain words
    bool is_wordless = false;   ///< something was typed, and no word is in it: `😀`, `(((`. `*` alone asks for all.
};

/// Reads a query. Never throws, linear time, any bytes; what makes no sense as an operator is a word.
/// Errors: search.query_too_long {limit}, search.too_many_terms {limit}.
[[nodiscard]] Result<ParsedQuery> parse_query(std::string_view text, const Schema& schema);

} // namespace tangthu::search::impl
