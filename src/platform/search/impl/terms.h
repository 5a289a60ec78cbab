#pragma once

#include "platform/search/document.h"
#include "platform/search/schema.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tangthu::search::impl {

// How words lie in the index. A term's "wdf" is not a count but a set of bits: which fields the word stands in, and
// two hints for ranking. So one copy of each word serves every field (docs/decisions: search-field-bits).
inline constexpr std::uint32_t kShortBit =
    1; ///< stands in the first value of a `whole` field, of at most kShortWords words
inline constexpr std::uint32_t kEarlyBit =
    2; ///< stands among the first two words of the first value of a `whole` field
inline constexpr std::uint32_t kFirstFieldBit = 4;
inline constexpr std::size_t kMaxTextFields = 13;
inline constexpr std::size_t kShortWords = 4;
inline constexpr std::size_t kMaxTermBytes = 200; ///< Xapian's own limit is 245

[[nodiscard]] constexpr std::uint32_t field_bit(std::size_t field) { return kFirstFieldBit << field; }

// Term spaces: a word as written has no prefix (words are lower case), so these can't clash with one.
inline constexpr char kFoldedPrefix = 'F'; ///< the folded form of a word that bears marks: Fduong
inline constexpr char kBigramPrefix = 'B'; ///< two neighbours, folded: Bduong ho
inline constexpr char kWholePrefix = 'W';  ///< a whole value, as written and folded: Wde men phieu luu ky

[[nodiscard]] std::string folded_term(std::string_view folded);
[[nodiscard]] std::string bigram_term(std::string_view first_folded, std::string_view second_folded);
/// From the words of a value, cut to kMaxTermBytes.
[[nodiscard]] std::string whole_term(std::string_view words);

/// The form a TermField value and a query word share; may be empty.
[[nodiscard]] std::string term_value(TermForm form, std::string_view value);
/// Prefix and value, cut to kMaxTermBytes.
[[nodiscard]] std::string field_term(const TermField& field, std::string_view normal_value);

/// One term of a document; `term` points into the maker.
struct MadeTerm {
    std::string_view term;
    std::uint32_t bits = 0; ///< the wdf
};

/// Works out the terms of documents, one after the other; keeps its buffers.
class TermMaker {
public:
    explicit TermMaker(const Schema& schema) : schema_(schema) {}

    /// Sorted by bytes, without repeats; good until the next call.
    const std::vector<MadeTerm>& make(const std::vector<FieldValue>& texts, const std::vector<FieldValue>& terms);
    /// The document's words in order, to check phrases against: a line per value of an adjacent field,
    /// its first byte 'a' + field, then the words as written, each with a space before it.
    [[nodiscard]] const std::string& lines() const { return lines_; }

private:
    struct Word {
        std::uint32_t exact_at, exact_size, folded_at, folded_size;
    };
    struct Entry {
        std::uint32_t at, size, bits;
        std::uint64_t head; ///< first eight bytes, big-endian: decides most comparisons
    };
    template <class Form>
    void add_whole(const std::vector<Word>& words, std::uint32_t bits, Form&& form);
    void add_text(std::size_t field, std::string_view value);
    void add_entry(char prefix, std::string_view a, std::string_view b, std::uint32_t bits);
    void sort_and_join();

    const Schema& schema_;
    std::string words_; ///< the words of one value
    std::vector<Word> list_;
    std::string bytes_; ///< all terms of the document
    std::vector<Entry> entries_;
    std::vector<MadeTerm> made_;
    std::string lines_;
    std::string whole_;
    std::uint32_t hinted_ = 0; ///< bits of the fields whose first value has been taken
};

} // namespace tangthu::search::impl
