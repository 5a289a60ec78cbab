#pragma once

#include "platform/search/impl/columns/snapshot.h"
#include "platform/search/schema.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>
#include <xapian.h>

namespace tangthu::search::impl {

// Matching is done here, over Xapian's posting lists: every hit is wanted anyway (exact totals, facets), so Xapian's
// own matcher, made to skip most of them, costs four times as much a hit (docs/decisions: own-matching).

/// What a posting's bits are worth, 0.45…1: never so little that a lesser form of the word in a better field wins.
class BitWeights {
public:
    explicit BitWeights(const Schema& schema);
    [[nodiscard]] float of(std::uint32_t bits) const { return values_[bits < values_.size() ? bits : 0]; }

private:
    std::vector<float> values_;
};

/// Goes through the documents of a query in ascending order of id.
class Walk {
public:
    static constexpr std::uint32_t kEnd = 0xFFFFFFFFU;
    virtual ~Walk() = default;
    /// Where it stands: 0 before the first document, kEnd behind the last.
    [[nodiscard]] std::uint32_t id() const { return id_; }
    virtual void next() = 0;
    /// To the first document not below `id`; stays where it is beyond already.
    virtual void skip_to(std::uint32_t id) = 0;
    /// Of the document it stands at.
    [[nodiscard]] virtual float score() = 0;
    /// About how many documents there are.
    [[nodiscard]] virtual std::uint64_t size() const = 0;

protected:
    std::uint32_t id_ = 0;
};
using WalkPtr = std::unique_ptr<Walk>;

inline constexpr std::uint32_t kAnyField = ~0U;

/// What a leaf is made from. A factor of 0 does not count towards the score.
struct LeafAbout {
    std::string term;
    float factor = 0;
    std::uint32_t mask = kAnyField; ///< only postings with one of these bits
};
[[nodiscard]] WalkPtr walk_term(const Xapian::Database& database, LeafAbout about,
                                std::shared_ptr<const BitWeights> bits);
/// Documents in all of them; scores add up.
[[nodiscard]] WalkPtr walk_all_of(std::vector<WalkPtr> parts);
/// Documents in any of them; scores add up. Empty: no document.
[[nodiscard]] WalkPtr walk_any_of(std::vector<WalkPtr> parts);
/// Documents of the first; the second adds to scores where it has them.
[[nodiscard]] WalkPtr walk_with(WalkPtr main, WalkPtr extra);
/// Documents of the first that the second does not have.
[[nodiscard]] WalkPtr walk_without(WalkPtr main, WalkPtr excluded);
/// A set of rows; no score.
[[nodiscard]] WalkPtr walk_rows(std::shared_ptr<const Snapshot> snapshot,
                                std::shared_ptr<const std::vector<std::uint64_t>> rows);

/// How the words of a line are compared; `words` to be found folded are folded already.
enum class Spelling { as_written, folded };

/// A phrase: documents with all its neighbouring pairs, and its words as written where they bear marks; checked
/// against the document's own line of words as long as the candidates are few enough to be read.
struct PhraseParts {
    std::vector<std::string> terms; ///< all must be there
    std::string line;               ///< " word word": what to look for; empty: the pairs say it all
    std::uint32_t mask = kAnyField;
    float factor = 0;
    Spelling spelling = Spelling::as_written;
};
inline constexpr std::uint64_t kCheckedCandidates = 5'000;
[[nodiscard]] WalkPtr walk_phrase(const Xapian::Database& database, PhraseParts parts);

/// True when a line of TermMaker::lines() of one of the fields holds the words side by side.
[[nodiscard]] bool lines_hold(std::string_view lines, std::string_view words, std::uint32_t mask, Spelling spelling);

} // namespace tangthu::search::impl
