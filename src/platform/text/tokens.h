#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace tangthu::text {

/// A longer token keeps its first bytes (cut between characters). Xapian's limit for a term is 245 bytes.
inline constexpr std::size_t kMaxTokenBytes = 64;

enum class TokenKind {
    word,      ///< letters, perhaps with digits: `thư`, `b40`, `c++`
    number,    ///< digits alone: `2024`; leading zeros stay
    isbn,      ///< ISBN 10/13 written in groups, as its digits: `9786041000001`
    ideograph, ///< one Han, kana or private-use (Nôm) character
};

/// One syllable of a text. The views are good until the sink returns.
struct Token {
    std::string_view exact;  ///< canonical() and lower case
    std::string_view folded; ///< fold()
    std::size_t begin = 0;   ///< first byte in the source text
    std::size_t end = 0;     ///< one past the last byte in the source text
    TokenKind kind = TokenKind::word;

    /// False when the token is written without any mark: such a query word matches every accent.
    [[nodiscard]] bool is_accented() const { return exact != folded; }
};

/// A callable `void(const Token&)` by reference; the caller keeps it alive for the call.
class TokenSink {
public:
    template <class Callable, class = std::enable_if_t<!std::is_same_v<std::decay_t<Callable>, TokenSink>>>
    TokenSink(Callable&& callable)
        : object_(const_cast<void*>(static_cast<const void*>(&callable))), call_([](void* object, const Token& token) {
              (*static_cast<std::remove_reference_t<Callable>*>(object))(token);
          }) {}
    void operator()(const Token& token) const { call_(object_, token); }

private:
    void* object_;
    void (*call_)(void*, const Token&);
};

/// Cuts a text into syllables: runs of letters, marks and digits; hyphen, apostrophe, dot and all else separate.
/// Any bytes are fine (malformed UTF-8 separates); no allocation; linear in the text.
void for_each_token(std::string_view text, TokenSink sink);

/// A token that owns its text, for queries and tests.
struct OwnedToken {
    std::string exact;
    std::string folded;
    std::size_t begin = 0;
    std::size_t end = 0;
    TokenKind kind = TokenKind::word;
    friend bool operator==(const OwnedToken&, const OwnedToken&) = default;
};
[[nodiscard]] std::vector<OwnedToken> tokens(std::string_view text);

/// Bytes [begin, end) of a text.
struct TextRange {
    std::size_t begin = 0;
    std::size_t end = 0;
    friend bool operator==(const TextRange&, const TextRange&) = default;
};

enum class MatchLast { whole_word, prefix };

/// Where the words of a query stand in a text, for marking a result: in order, touching ones (only white space
/// between) joined. An accented query word marks the same accents, its i/y spelling and unaccented text; an unaccented
/// one marks every accent. `prefix` lets the last query word match the beginning of a word (suggestions).
[[nodiscard]] std::vector<TextRange> mark_matches(std::string_view text, std::span<const OwnedToken> query,
                                                  MatchLast last = MatchLast::whole_word);

} // namespace tangthu::text
