#include "platform/search/impl/query/plan.h"
#include "platform/search/impl/query/search.h"

#include <algorithm>
#include <cmath>
#include <queue>

namespace tangthu::search::impl {

namespace {

constexpr std::size_t kMostTyped = 200;     ///< bytes; nobody waits for suggestions to more
constexpr std::size_t kReadDocuments = 100; ///< looked at for values that hold the words inside
constexpr std::size_t kBeginnings = 8;      ///< words that a word being typed may become, inside a value

struct Candidate {
    double score = 0;
    std::size_t facet = 0;
    std::uint32_t id = 0;
    std::uint32_t count = 0;
};

/// The values in [low, high) of a column's suggestion order with the highest counts, without looking at them all:
/// best first through the tree of maxima.
class BestInRange {
public:
    BestInRange(const Column& column, std::uint32_t low, std::uint32_t high)
        : column_(column), leaves_(static_cast<std::uint32_t>(column.suggest_maxima.size() / 2)) {
        const std::uint32_t first_block = (low + kSuggestBlock - 1) / kSuggestBlock;
        const std::uint32_t last_block = high / kSuggestBlock;
        if (first_block >= last_block) {
            add_values(low, high);
            return;
        }
        add_values(low, first_block * kSuggestBlock);
        add_values(last_block * kSuggestBlock, high);
        std::uint32_t left = first_block + leaves_;
        std::uint32_t right = last_block + leaves_;
        for (; left < right; left /= 2, right /= 2) {
            if (left % 2 == 1) add_node(left++);
            if (right % 2 == 1) add_node(--right);
        }
    }
    /// The next value's id, 0 at the end.
    std::uint32_t next() {
        while (!queue_.empty()) {
            const Entry top = queue_.top();
            queue_.pop();
            if (!top.is_node) return top.number;
            if (top.number < leaves_) {
                add_node(2 * top.number);
                add_node(2 * top.number + 1);
            } else {
                const std::uint32_t begin = (top.number - leaves_) * kSuggestBlock;
                add_values(begin,
                           std::min(begin + kSuggestBlock, static_cast<std::uint32_t>(column_.suggest_order.size())));
            }
        }
        return 0;
    }

private:
    struct Entry {
        std::uint32_t best;
        bool is_node;
        std::uint32_t number;
        bool operator<(const Entry& other) const {
            if (best != other.best) return best < other.best;
            return is_node != other.is_node ? is_node < other.is_node : number > other.number;
        }
    };
    void add_node(std::uint32_t node) {
        if (column_.suggest_maxima[node] > 0) queue_.push({column_.suggest_maxima[node], true, node});
    }
    void add_values(std::uint32_t begin, std::uint32_t end) {
        for (std::uint32_t i = begin; i < end; ++i) {
            const std::uint32_t id = column_.suggest_order[i];
            queue_.push({column_.counts[id - 1], false, id});
        }
    }
    const Column& column_;
    const std::uint32_t leaves_;
    std::priority_queue<Entry> queue_;
};

class Suggester {
public:
    Suggester(Reader& reader, std::string_view typed, std::size_t limit)
        : reader_(reader), snapshot_(*reader.snapshot), limit_(std::min<std::size_t>(limit, 50)) {
        parsed_.root.tokens = text::tokens(typed.substr(0, kMostTyped));
        // Behind a space the last word is a whole one.
        is_open_ended_ = !typed.empty() && typed.back() != ' ';
        for (const text::OwnedToken& token : parsed_.root.tokens) {
            if (!key_.empty()) key_ += ' ';
            key_ += token.folded;
            if (token.exact != token.folded) parsed_.is_accented = true;
        }
        if (!is_open_ended_ && !key_.empty()) key_ += ' ';
    }

    std::vector<Suggestion> run() {
        if (key_.empty() || limit_ == 0) return {};
        for (std::size_t facet = 0; facet < snapshot_.schema().facets.size(); ++facet) {
            if (snapshot_.schema().facets[facet].suggest_weight <= 0) continue;
            from_file(facet);
            from_changes(facet);
        }
        if (found_.size() < limit_ && key_.size() >= 2) from_inside();
        std::sort(found_.begin(), found_.end(), [](const Candidate& a, const Candidate& b) {
            return a.score != b.score ? a.score > b.score : a.facet != b.facet ? a.facet < b.facet : a.id < b.id;
        });
        std::vector<Suggestion> suggestions;
        std::vector<std::string> keys;
        for (const Candidate& one : found_) {
            const std::string_view value = snapshot_.value(one.facet, one.id);
            std::string key = suggestion_key(value); // the same heading from two facets is one suggestion
            if (std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
            keys.push_back(std::move(key));
            suggestions.push_back({std::string{value}, snapshot_.schema().facets[one.facet].name, one.count});
            if (suggestions.size() == limit_) break;
        }
        return suggestions;
    }

private:
    [[nodiscard]] std::uint32_t count_of(std::size_t facet, std::uint32_t id) const {
        const Column& column = snapshot_.base().columns[facet];
        std::int64_t count = id <= column.values.size() ? column.counts[id - 1] : 0;
        if (snapshot_.changes() > 0) {
            const auto& more = snapshot_.headings(facet).more;
            if (const auto change = more.find(id); change != more.end()) count += change->second;
        }
        return count > 0 ? static_cast<std::uint32_t>(count) : 0;
    }

    /// Whether the value's words, where marks were typed, bear the same marks.
    [[nodiscard]] bool has_typed_marks(std::string_view value) const {
        if (!parsed_.is_accented) return false;
        const auto words = text::tokens(value.substr(0, 4 * kMostTyped));
        const auto& typed = parsed_.root.tokens;
        if (words.size() < typed.size()) return false;
        for (std::size_t i = 0; i < typed.size(); ++i) {
            const bool is_last = is_open_ended_ && i + 1 == typed.size();
            if (is_last ? !may_begin(typed[i].exact, words[i].exact) : words[i].exact != typed[i].exact) return false;
        }
        return true;
    }

    bool add(std::size_t facet, std::uint32_t id, double bonus) {
        const std::uint32_t count = count_of(facet, id);
        if (count == 0) return false;
        for (const Candidate& one : found_)
            if (one.facet == facet && one.id == id) return false;
        const int weight = snapshot_.schema().facets[facet].suggest_weight;
        double score = bonus + weight * (1 + std::log2(static_cast<double>(count)));
        if (has_typed_marks(snapshot_.value(facet, id))) score += 10'000;
        found_.push_back({score, facet, id, count});
        return true;
    }

    void from_file(std::size_t facet) {
        const Column& column = snapshot_.base().columns[facet];
        const auto begin = column.suggest_order.begin();
        const auto low =
            std::lower_bound(begin, column.suggest_order.end(), key_, [&](std::uint32_t id, const auto& key) {
                return suggestion_key(column.values[id - 1]) < key;
            });
        const auto high = std::partition_point(low, column.suggest_order.end(), [&](std::uint32_t id) {
            return suggestion_key(column.values[id - 1]).starts_with(key_);
        });
        BestInRange best{column, static_cast<std::uint32_t>(low - begin), static_cast<std::uint32_t>(high - begin)};
        // Typed marks decide after counts have: look at some more then.
        std::size_t wanted = parsed_.is_accented ? 8 * limit_ : limit_ + 4;
        while (wanted > 0) {
            const std::uint32_t id = best.next();
            if (id == 0) return;
            if (add(facet, id, 1'000)) --wanted;
        }
    }

    void from_changes(std::size_t facet) {
        const std::uint32_t in_file = snapshot_.base().columns[facet].values.size();
        for (std::uint32_t i = 0; i < snapshot_.extras(facet); ++i)
            if (snapshot_.extra(facet, i).suggestion_key.starts_with(key_)) add(facet, in_file + 1 + i, 1'000);
    }

    /// Values that hold the typed words in any place: through a few documents that do.
    void from_inside() {
        parsed_.root.kind = NodeKind::words;
        parsed_.root.is_open_ended = is_open_ended_;
        const auto bits = std::make_shared<const BitWeights>(snapshot_.schema());
        const PlanContext context{reader_.database,    reader_.snapshot, bits,       std::nullopt,
                                  parsed_.is_accented, Reach::exact,     kBeginnings};
        const WalkPtr walk = Planner{context}.plan(parsed_);
        std::size_t left = kReadDocuments;
        for (walk->next(); walk->id() != Walk::kEnd && left > 0; walk->next(), --left) {
            const std::uint32_t row = snapshot_.row_of(walk->id());
            for (std::size_t facet = 0; facet < snapshot_.schema().facets.size(); ++facet) {
                if (snapshot_.schema().facets[facet].suggest_weight <= 0) continue;
                snapshot_.for_row(facet, row, [&](std::uint32_t id) {
                    if (holds_typed_words(snapshot_.value(facet, id))) add(facet, id, 0);
                });
            }
            if (found_.size() >= 4 * limit_) return;
        }
    }

    [[nodiscard]] bool holds_typed_words(std::string_view value) const {
        const std::string key = ' ' + suggestion_key(value) + ' ';
        const auto& typed = parsed_.root.tokens;
        for (std::size_t i = 0; i < typed.size(); ++i) {
            std::string word = ' ' + typed[i].folded;
            if (!is_open_ended_ || i + 1 < typed.size()) word += ' ';
            if (key.find(word) == key.npos) return false;
        }
        return true;
    }

    Reader& reader_;
    const Snapshot& snapshot_;
    const std::size_t limit_;
    ParsedQuery parsed_;
    std::string key_;
    bool is_open_ended_ = true;
    std::vector<Candidate> found_;
};

} // namespace

Result<std::vector<Suggestion>> run_suggest(Reader& reader, std::string_view typed, std::size_t limit) {
    return Suggester{reader, typed, limit}.run();
}

} // namespace tangthu::search::impl
