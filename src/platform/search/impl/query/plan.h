#pragma once

#include "platform/search/impl/core.h"
#include "platform/search/impl/query/parser.h"
#include "platform/search/impl/query/walk.h"

#include <memory>
#include <string>
#include <vector>
#include <xapian.h>

namespace tangthu::search::impl {

/// How far a word may be from what was typed. A query without any mark always finds every accent, exact ones first.
enum class Reach {
    exact,       ///< the words as written, and their i/y spelling
    near_marked, ///< words that bear marks let their look-alikes in, ranked below; unmarked ones stay exact
    near_all,
};

struct PlanContext {
    const Xapian::Database& database;
    std::shared_ptr<const Snapshot> snapshot;
    std::shared_ptr<const BitWeights> bits;
    std::optional<std::size_t> default_field; ///< for words without a field of their own
    bool is_accented = false;
    Reach reach = Reach::exact;
    std::size_t most_beginnings = 64; ///< words that `word*` stands for, the commonest first
};

/// Turns a parsed query into a walk through its documents.
class Planner {
public:
    explicit Planner(const PlanContext& context) : context_(context) {}
    [[nodiscard]] WalkPtr plan(const ParsedQuery& query) const;

private:
    [[nodiscard]] WalkPtr node(const Node& node) const;
    [[nodiscard]] WalkPtr words(const Node& node) const;
    [[nodiscard]] WalkPtr word(const text::OwnedToken& token, std::uint32_t mask) const;
    [[nodiscard]] WalkPtr beginning(const text::OwnedToken& token, std::uint32_t mask) const;
    [[nodiscard]] std::vector<WalkPtr> neighbours(const Node& node, std::uint32_t mask) const;
    [[nodiscard]] WalkPtr phrase(const Node& node) const;
    [[nodiscard]] WalkPtr one_phrase(const std::vector<text::OwnedToken>& tokens, std::uint32_t mask) const;
    [[nodiscard]] WalkPtr term(std::size_t field, const std::string& value) const;
    [[nodiscard]] std::vector<WalkPtr> as_number(const std::string& typed) const;
    [[nodiscard]] WalkPtr terms_beginning(const std::string& beginning) const;
    [[nodiscard]] WalkPtr everything() const;
    [[nodiscard]] WalkPtr all_of(const Node& node) const;
    [[nodiscard]] WalkPtr leaf(const std::string& term, float factor, std::uint32_t mask) const;
    [[nodiscard]] bool reaches(const text::OwnedToken& token) const;
    [[nodiscard]] float rarity(const text::OwnedToken& token) const;
    [[nodiscard]] std::uint32_t mask_of(const Node& node) const;

    const PlanContext& context_;
};

/// Words of the index that begin so, most frequent first: folded forms and written forms.
struct FoundWord {
    std::string folded;
    std::string written;
    std::uint32_t count = 0;
};
[[nodiscard]] std::vector<FoundWord> words_beginning(const Snapshot& snapshot, const Xapian::Database& database,
                                                     const text::OwnedToken& beginning, std::size_t most);
/// All written forms of a folded word.
[[nodiscard]] std::vector<FoundWord> words_folding_to(const Snapshot& snapshot, const Xapian::Database& database,
                                                      std::string_view folded);
/// True when `full` is `partial` with marks added: duơng, dương.
[[nodiscard]] bool adds_marks(std::string_view partial, std::string_view full);
/// True when `word` may come out of going on after `typed`: its letters are there, and the tone typed so far is the
/// word's, wherever the mark will stand: toà may become toàn.
[[nodiscard]] bool may_begin(std::string_view typed, std::string_view word);

} // namespace tangthu::search::impl
