#include "platform/search/impl/query/plan.h"

#include "platform/search/impl/terms.h"
#include "platform/text/normalize.h"
#include "platform/text/syllable.h"

#include <algorithm>
#include <cmath>

namespace tangthu::search::impl {

namespace {

// Worth of a word's forms beside the word as written (1); BitWeights keeps each within 0.45…1 of it, so that ranks
// hold.
constexpr float kOtherSpelling = 0.85F; // i for y
constexpr float kMoreMarks = 0.42F;     // the marks typed are there, and more
constexpr float kLookAlike = 0.18F;     // the letters only
constexpr float kNeighbours = 0.6F;
constexpr float kNumber = 20.0F;
constexpr std::size_t kMaxNotations = 20'000;
constexpr std::size_t kMaxPhraseSpellings = 4;

bool has_digit(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

namespace {

/// A Vietnamese vowel letter's row (a ă â e ê i o ô ơ u ư y) and tone; d and đ; anything else stands for itself.
struct Letter {
    char32_t base = 0; ///< without any mark
    int shape = 0;     ///< 0 plain, else which of ă â ê ô ơ ư đ
    int tone = 0;
};

Letter letter_of(char32_t c) {
    static constexpr std::u32string_view kVowels =
        U"aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ";
    static constexpr std::u32string_view kBases = U"aaaeeiooouuy";
    static constexpr int kShapes[] = {0, 1, 2, 0, 1, 0, 0, 1, 2, 0, 1, 0};
    if (c == U'đ') return {U'd', 1, 0};
    const std::size_t at = kVowels.find(c);
    if (at == kVowels.npos) return {c, 0, 0};
    return {kBases[at / 6], kShapes[at / 6], static_cast<int>(at % 6)};
}

std::u32string code_points(std::string_view utf8) {
    std::u32string points;
    for (std::size_t i = 0; i < utf8.size();) {
        const auto lead = static_cast<unsigned char>(utf8[i]);
        const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        char32_t point = lead < 0x80 ? lead : lead & (0xFFU >> (size + 1));
        for (std::size_t j = 1; j < size && i + j < utf8.size(); ++j)
            point = point << 6U | (static_cast<unsigned char>(utf8[i + j]) & 0x3FU);
        points += point;
        i += size;
    }
    return points;
}

} // namespace

bool adds_marks(std::string_view partial, std::string_view full) {
    const std::u32string less = code_points(partial);
    const std::u32string more = code_points(full);
    if (less.size() != more.size() || partial == full) return false;
    for (std::size_t i = 0; i < less.size(); ++i) {
        const Letter a = letter_of(less[i]);
        const Letter b = letter_of(more[i]);
        if (a.base != b.base || (a.shape != 0 && a.shape != b.shape) || (a.tone != 0 && a.tone != b.tone)) return false;
    }
    return true;
}

bool may_begin(std::string_view typed, std::string_view word) {
    const std::u32string begun = code_points(typed);
    const std::u32string whole = code_points(word);
    if (begun.size() > whole.size()) return false;
    int typed_tone = 0;
    int tone = 0;
    for (std::size_t i = 0; i < whole.size(); ++i) {
        const Letter there = letter_of(whole[i]);
        tone = std::max(tone, there.tone);
        if (i >= begun.size()) continue;
        const Letter here = letter_of(begun[i]);
        if (here.base != there.base || (here.shape != 0 && here.shape != there.shape)) return false;
        typed_tone = std::max(typed_tone, here.tone);
    }
    return typed_tone == 0 || typed_tone == tone;
}

// --- words of the index ---------------------------------------------------------------------------------------------

std::vector<FoundWord> words_beginning(const Snapshot& snapshot, const Xapian::Database& database,
                                       const text::OwnedToken& beginning, std::size_t most) {
    constexpr std::uint32_t kMaxScanned = 200'000;
    const bool is_marked = beginning.exact != beginning.folded;
    struct Candidate {
        std::uint32_t count;
        std::uint32_t index;
    };
    std::vector<Candidate> best; // a heap, the rarest on top
    const auto rarer = [](const Candidate& a, const Candidate& b) { return a.count > b.count; };
    const WordList& list = snapshot.base().words;
    std::uint32_t scanned = 0;
    for (std::uint32_t i = list.lower_bound(beginning.folded); i < list.words.size() && scanned < kMaxScanned;
         ++i, ++scanned) {
        if (!list.words[i].starts_with(beginning.folded)) break;
        if (best.size() == most && list.counts[i] <= best.front().count) continue;
        if (is_marked && !may_begin(beginning.exact, list.written(i))) continue;
        if (best.size() == most) {
            std::pop_heap(best.begin(), best.end(), rarer);
            best.pop_back();
        }
        best.push_back({list.counts[i], i});
        std::push_heap(best.begin(), best.end(), rarer);
    }
    std::sort_heap(best.begin(), best.end(), rarer);
    std::vector<FoundWord> found;
    for (const Candidate& one : best)
        found.push_back({std::string{list.folded(one.index)}, std::string{list.written(one.index)}, one.count});
    for (std::size_t i = 0; i < snapshot.new_words() && found.size() < 2 * most; ++i) {
        const auto& [folded, written] = snapshot.new_word(i);
        if (folded.starts_with(beginning.folded) && (!is_marked || may_begin(beginning.exact, written)))
            found.push_back({folded, written, database.get_termfreq(written)});
    }
    return found;
}

std::vector<FoundWord> words_folding_to(const Snapshot& snapshot, const Xapian::Database& database,
                                        std::string_view folded) {
    std::vector<FoundWord> found;
    const WordList& list = snapshot.base().words;
    for (std::uint32_t i = list.lower_bound(folded); i < list.words.size() && list.folded(i) == folded; ++i)
        found.push_back({std::string{folded}, std::string{list.written(i)}, list.counts[i]});
    for (std::size_t i = 0; i < snapshot.new_words(); ++i) {
        const auto& [new_folded, written] = snapshot.new_word(i);
        if (new_folded == folded) found.push_back({new_folded, written, database.get_termfreq(written)});
    }
    return found;
}

// --- queries --------------------------------------------------------------------------------------------------------

std::uint32_t Planner::mask_of(const Node& node) const {
    if (node.text_field) return field_bit(*node.text_field);
    return context_.default_field ? field_bit(*context_.default_field) : kAnyField;
}

WalkPtr Planner::leaf(const std::string& term, float factor, std::uint32_t mask) const {
    return walk_term(context_.database, {term, factor, mask}, context_.bits);
}

bool Planner::reaches(const text::OwnedToken& token) const {
    if (!context_.is_accented || context_.reach == Reach::near_all) return true;
    return context_.reach == Reach::near_marked && token.exact != token.folded;
}

float Planner::rarity(const text::OwnedToken& token) const {
    const double all = context_.database.get_doccount();
    const double with = context_.database.get_termfreq(token.exact) +
                        (reaches(token) ? context_.database.get_termfreq(folded_term(token.folded)) : 0U);
    return static_cast<float>(std::log(1.0 + (all - std::min(with, all) + 0.5) / (with + 0.5)));
}

WalkPtr Planner::word(const text::OwnedToken& token, std::uint32_t mask) const {
    const float worth = rarity(token);
    std::vector<WalkPtr> forms;
    const auto add = [&](const std::string& term, float factor) {
        if (context_.database.term_exists(term)) forms.push_back(leaf(term, worth * factor, mask));
    };
    add(token.exact, 1);
    const std::vector<std::string> spellings = text::iy_variants(token.exact);
    for (const std::string& spelling : spellings)
        add(spelling, kOtherSpelling);
    if (reaches(token)) {
        add(folded_term(token.folded), kLookAlike);
        for (const std::string& spelling : spellings)
            add(folded_term(text::fold(spelling)), kLookAlike * kOtherSpelling);
        if (token.exact != token.folded) {
            add(token.folded, kLookAlike);
            for (const FoundWord& found : words_folding_to(*context_.snapshot, context_.database, token.folded))
                if (adds_marks(token.exact, found.written)) add(found.written, kMoreMarks);
        }
    }
    if (token.exact.size() >= 4 && has_digit(token.exact))
        for (WalkPtr& number : as_number(token.exact))
            forms.push_back(std::move(number));
    return walk_any_of(std::move(forms));
}

std::vector<WalkPtr> Planner::as_number(const std::string& typed) const {
    std::vector<WalkPtr> found;
    for (const TermField& field : context_.snapshot->schema().terms) {
        if (!field.found_bare) continue;
        const std::string value = term_value(field.form, typed);
        const std::string term = field_term(field, value);
        if (!value.empty() && context_.database.term_exists(term)) found.push_back(leaf(term, kNumber, kAnyField));
    }
    return found;
}

WalkPtr Planner::beginning(const text::OwnedToken& token, std::uint32_t mask) const {
    std::vector<WalkPtr> forms;
    for (const FoundWord& found :
         words_beginning(*context_.snapshot, context_.database, token, context_.most_beginnings))
        forms.push_back(leaf(found.written, 1, mask));
    return walk_any_of(std::move(forms));
}

std::vector<WalkPtr> Planner::neighbours(const Node& node, std::uint32_t mask) const {
    std::vector<WalkPtr> pairs;
    for (std::size_t i = 0; i + 1 < node.tokens.size(); ++i) {
        const std::string pair = bigram_term(node.tokens[i].folded, node.tokens[i + 1].folded);
        const float worth = std::min(rarity(node.tokens[i]), rarity(node.tokens[i + 1]));
        if (context_.database.term_exists(pair)) pairs.push_back(leaf(pair, kNeighbours * worth, mask));
    }
    return pairs;
}

WalkPtr Planner::words(const Node& node) const {
    const std::uint32_t mask = mask_of(node);
    std::vector<WalkPtr> all;
    for (std::size_t i = 0; i < node.tokens.size(); ++i) {
        const bool is_open = node.is_open_ended && i + 1 == node.tokens.size();
        all.push_back(is_open ? beginning(node.tokens[i], mask) : word(node.tokens[i], mask));
    }
    WalkPtr query = walk_all_of(std::move(all));
    if (node.tokens.size() < 2) return query;
    for (WalkPtr& pair : neighbours(node, mask))
        query = walk_with(std::move(query), std::move(pair));
    if (!has_digit(node.value)) return query;
    std::vector<WalkPtr> numbers = as_number(node.value); // 978 604 1 12345 7: one number written in groups
    numbers.push_back(std::move(query));
    return walk_any_of(std::move(numbers));
}

WalkPtr Planner::one_phrase(const std::vector<text::OwnedToken>& tokens, std::uint32_t mask) const {
    const bool keeps_marks = context_.is_accented && context_.reach == Reach::exact;
    PhraseParts parts;
    parts.mask = mask;
    parts.spelling = keeps_marks ? Spelling::as_written : Spelling::folded;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (i + 1 < tokens.size()) parts.terms.push_back(bigram_term(tokens[i].folded, tokens[i + 1].folded));
        if (keeps_marks) parts.terms.push_back(tokens[i].exact);
        parts.line += ' ';
        parts.line += keeps_marks ? tokens[i].exact : tokens[i].folded;
        parts.factor += rarity(tokens[i]);
    }
    if (!keeps_marks && tokens.size() == 2) parts.line.clear();
    return walk_phrase(context_.database, std::move(parts));
}

WalkPtr Planner::phrase(const Node& node) const {
    std::vector<std::vector<text::OwnedToken>> spellings{node.tokens};
    for (std::size_t i = 0; i < node.tokens.size(); ++i) {
        for (const std::string& other : text::iy_variants(node.tokens[i].exact)) {
            if (spellings.size() >= kMaxPhraseSpellings) break;
            spellings.push_back(node.tokens);
            spellings.back()[i].exact = other;
            spellings.back()[i].folded = text::fold(other);
        }
    }
    std::vector<WalkPtr> any;
    for (const auto& tokens : spellings)
        any.push_back(one_phrase(tokens, mask_of(node)));
    return walk_any_of(std::move(any));
}

/// Call numbers are many and rare: their documents are gathered into a set of rows, not walked side by side.
WalkPtr Planner::terms_beginning(const std::string& beginning) const {
    auto rows = std::make_shared<std::vector<std::uint64_t>>(context_.snapshot->rows() / 64);
    std::size_t left = kMaxNotations;
    const auto end = context_.database.allterms_end(beginning);
    for (auto term = context_.database.allterms_begin(beginning); term != end && left > 0; ++term, --left) {
        const std::string name = *term;
        const auto last = context_.database.postlist_end(name);
        for (auto at = context_.database.postlist_begin(name); at != last; ++at) {
            const std::uint32_t row = context_.snapshot->row_of(*at);
            if (row != kNoRow) (*rows)[row / 64] |= std::uint64_t{1} << (row % 64);
        }
    }
    return walk_rows(context_.snapshot, std::move(rows));
}

WalkPtr Planner::term(std::size_t field, const std::string& value) const {
    const TermField& about = context_.snapshot->schema().terms[field];
    const std::string term = field_term(about, value);
    return about.form == TermForm::notation ? terms_beginning(term) : leaf(term, 1, kAnyField);
}

WalkPtr Planner::everything() const {
    return walk_rows(context_.snapshot,
                     {context_.snapshot, &context_.snapshot->present()}); // shares the snapshot's life
}

WalkPtr Planner::all_of(const Node& node) const {
    std::vector<WalkPtr> wanted;
    std::vector<WalkPtr> unwanted;
    for (const Node& kid : node.kids)
        if (kid.kind == NodeKind::none_of)
            unwanted.push_back(this->node(kid.kids.front()));
        else
            wanted.push_back(this->node(kid));
    WalkPtr query = wanted.empty() ? everything() : walk_all_of(std::move(wanted));
    return unwanted.empty() ? std::move(query) : walk_without(std::move(query), walk_any_of(std::move(unwanted)));
}

WalkPtr Planner::node(const Node& node) const {
    switch (node.kind) {
    case NodeKind::nothing:
        return everything();
    case NodeKind::words:
        return words(node);
    case NodeKind::phrase:
        return phrase(node);
    case NodeKind::term:
        return term(node.term_field, node.value);
    case NodeKind::none_of:
    case NodeKind::all_of:
        return all_of(node);
    case NodeKind::any_of:
        break;
    }
    std::vector<WalkPtr> any;
    for (const Node& kid : node.kids)
        any.push_back(this->node(kid));
    return walk_any_of(std::move(any));
}

WalkPtr Planner::plan(const ParsedQuery& query) const {
    WalkPtr planned = node(query.root);
    if (query.root.kind != NodeKind::words || query.root.is_open_ended) return planned;
    std::string whole;
    float worth = 1;
    for (const text::OwnedToken& token : query.root.tokens) {
        if (!whole.empty()) whole += ' ';
        whole += token.exact; // a query without marks is its own folded form
        worth += rarity(token);
    }
    const std::string term = whole_term(whole);
    if (!context_.database.term_exists(term)) return planned;
    return walk_with(std::move(planned), leaf(term, worth, mask_of(query.root)));
}

} // namespace tangthu::search::impl
