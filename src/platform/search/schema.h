#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tangthu::search {

/// A field of words. Its words are found without a prefix, and as `title:…` by its name or one of its aliases.
struct TextField {
    std::string name;                 ///< `title`: lower case ASCII, digits, `_`; unique over text and term fields
    std::vector<std::string> aliases; ///< other spellings in queries; compared without marks, case, spaces and `_`
    int weight = 1;                   ///< 1…20: how much a word here counts beside a word of another field
    bool adjacent = true;             ///< keep neighbours: phrases, and a boost for words standing side by side
    bool whole = false;               ///< a query that is the whole value comes first (titles)
};

/// How a value of a TermField and the word looked for are brought to one form.
enum class TermForm {
    identifier, ///< letters and digits only, lower case: ISBN, barcodes, codes
    phrase,     ///< lower case, without marks, single spaces: names of places, genres
    notation,   ///< identifier that keeps `.` and `/`, and is found by its beginning: call numbers, class numbers
};

/// A field of exact terms, matched as a whole (notation: by its beginning) and not ranked.
struct TermField {
    std::string name;
    std::vector<std::string> aliases;
    std::string prefix;
    TermForm form = TermForm::identifier;
    bool found_bare = false; ///< also found without naming the field, where the word looks like a number
};

/// A column of headings: counted beside results, used as a filter, browsed in order, offered as suggestions.
struct Facet {
    std::string name;
    bool multi_valued = false; ///< several values a document; the first is kept where false
    int suggest_weight = 0;    ///< > 0: values are offered by suggest(), times the number of documents
    /// Brings a value to bytes that sort in its order; empty: Vietnamese order, syllable by syllable (platform/text).
    std::function<std::string(std::string_view)> sort_key;
};

/// An order for results, by a key the document brings; documents without a key come last in both directions.
struct Sort {
    std::string name;
};

/// What an index holds, declared by its owner: the room itself knows no title and no author.
/// Positions in these vectors are the `field`, `facet` and `sort` numbers of a Document.
struct Schema {
    std::vector<TextField> text; ///< 13 at most
    std::vector<TermField> terms;
    std::vector<Facet> facets;
    std::vector<Sort> sorts;
    /// Raise when the owner makes documents differently: an index of another version reports itself outdated.
    int version = 1;

    /// By its name or an alias, however it is typed: `call_number`, `Call number`, `kyhieu`.
    [[nodiscard]] std::optional<std::size_t> find_text(std::string_view name) const;
    [[nodiscard]] std::optional<std::size_t> find_term(std::string_view name) const;
    [[nodiscard]] std::optional<std::size_t> find_facet(std::string_view name) const;
    [[nodiscard]] std::optional<std::size_t> find_sort(std::string_view name) const;
    /// `title, author, …`: the text fields, then those of terms.
    [[nodiscard]] std::string field_names() const;
};

} // namespace tangthu::search
