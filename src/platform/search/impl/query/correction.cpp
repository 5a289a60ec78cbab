#include "platform/search/impl/query/correction.h"

#include "platform/search/impl/query/plan.h"
#include "platform/search/impl/query/search.h"
#include "platform/search/impl/terms.h"
#include "platform/text/normalize.h"
#include "platform/text/syllable.h"
#include "platform/text/typing.h"

#include <algorithm>
#include <array>
#include <bit>
#include <map>

namespace tangthu::search::impl {

namespace {

constexpr std::size_t kMaxWordBytes = 32;
constexpr std::size_t kCandidates = 12; ///< readings of one word that are looked at
constexpr std::size_t kMostWords = 8;   ///< longer queries are not corrected word by word
constexpr std::size_t kMostTrials = 12; ///< whole queries that are counted
constexpr std::size_t kReadDocuments = 24;

using Words = std::vector<std::string>; ///< folded

std::uint32_t letters_of(std::string_view word) {
    std::uint32_t letters = 0;
    for (char c : word)
        letters |= 1U << (static_cast<unsigned char>(c) & 31U);
    return letters;
}

std::string joined(const Words& words) {
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

class Corrector {
public:
    Corrector(const SearchJob& job, std::uint64_t found) : job_(job), best_count_(found) {}

    std::string run() {
        if (const auto typed = text::rescue_typing(job_.request.text)) try_query(*typed);
        const bool is_plain = job_.query.root.kind == NodeKind::words && !job_.query.has_operators;
        if (best_.empty() && is_plain && job_.query.root.tokens.size() <= kMostWords) {
            split_glued();
            if (best_.empty()) correct_words();
        }
        return best_;
    }

private:
    /// Keeps a query that finds more than what was found so far.
    bool try_query(const std::string& text) {
        if (trials_++ >= kMostTrials) return false;
        const auto query = parse_query(text, job_.reader.snapshot->schema());
        if (!query) return false;
        const std::uint64_t count = count_matches(job_, *query, best_count_ + 1000);
        if (count <= best_count_) return false;
        best_count_ = count;
        best_ = text;
        return true;
    }

    [[nodiscard]] std::uint64_t frequency(std::string_view folded) const {
        const auto& database = job_.reader.database;
        return database.get_termfreq(std::string{folded}) + database.get_termfreq(folded_term(folded));
    }
    [[nodiscard]] std::uint64_t pair_frequency(std::string_view a, std::string_view b) const {
        return job_.reader.database.get_termfreq(bigram_term(a, b));
    }

    /// thuvien → thư viện
    void split_glued() {
        const auto& tokens = job_.query.root.tokens;
        Words words;
        bool has_split = false;
        for (const text::OwnedToken& token : tokens) {
            std::vector<std::string> readings = text::split_glued(token.folded, 4);
            const auto known = std::find_if(readings.begin(), readings.end(), [this](const std::string& reading) {
                const std::size_t space = reading.find(' ');
                const std::size_t second = reading.find(' ', space + 1);
                return space != reading.npos &&
                       pair_frequency(reading.substr(0, space), reading.substr(space + 1, second - space - 1)) > 0;
            });
            if (known == readings.end()) {
                words.push_back(token.folded);
                continue;
            }
            has_split = true;
            for (const text::OwnedToken& part : text::tokens(*known))
                words.push_back(part.folded);
        }
        if (has_split && words.size() <= kMaxQueryTerms) try_query(with_marks(words));
    }

    void correct_words() {
        Words words;
        for (const text::OwnedToken& token : job_.query.root.tokens)
            words.push_back(token.folded);
        bool has_unknown = false;
        for (std::size_t i = 0; i < words.size(); ++i) {
            if (frequency(words[i]) > 0) continue;
            has_unknown = true;
            const Words readings = readings_of(words, i);
            if (!readings.empty()) words[i] = readings.front();
        }
        if (has_unknown) {
            try_query(with_marks(words));
            if (!best_.empty() || words.size() == 1) return;
        }
        // Every word is known, but not in this company: one of them may be meant otherwise.
        for (std::size_t i = 0; i < words.size() && words.size() > 1 && best_count_ == 0; ++i) {
            for (const std::string& reading : readings_of(words, i)) {
                Words changed = words;
                changed[i] = reading;
                if (!stands_beside(changed, i)) continue;
                try_query(with_marks(changed));
                break;
            }
        }
    }

    [[nodiscard]] bool stands_beside(const Words& words, std::size_t i) const {
        return (i > 0 && pair_frequency(words[i - 1], words[i]) > 0) ||
               (i + 1 < words.size() && pair_frequency(words[i], words[i + 1]) > 0);
    }

    /// Words of the index that are nearly this one: those that are known beside its neighbours first, then the
    /// nearest, then the most frequent.
    [[nodiscard]] Words readings_of(const Words& words, std::size_t i) const {
        struct Reading {
            std::size_t distance;
            std::uint64_t count;
            std::string word;
        };
        const std::string& word = words[i];
        const std::size_t most = word.size() <= 4 ? 1 : 2;
        const std::uint32_t letters = letters_of(word);
        std::map<std::string, Reading> found;
        const auto consider = [&](std::string_view folded, std::uint64_t count) {
            if (folded.size() + most < word.size() || folded.size() > word.size() + most || folded == word) return;
            if (static_cast<std::size_t>(std::popcount(letters_of(folded) ^ letters)) > 2 * most) return;
            const std::size_t distance = edit_distance(word, folded, most);
            if (distance > most) return;
            Reading& reading = found.try_emplace(std::string{folded}, Reading{distance, 0, {}}).first->second;
            reading.count += count;
        };
        const Snapshot& snapshot = *job_.reader.snapshot;
        const WordList& list = snapshot.base().words;
        for (std::uint32_t at = 0; at < list.words.size(); ++at)
            consider(list.folded(at), list.counts[at]);
        for (std::size_t at = 0; at < snapshot.new_words(); ++at)
            consider(snapshot.new_word(at).first, 1);
        std::vector<Reading> readings;
        for (auto& [folded, reading] : found) {
            reading.word = folded;
            readings.push_back(std::move(reading));
        }
        std::sort(readings.begin(), readings.end(), [](const Reading& a, const Reading& b) {
            return a.distance != b.distance ? a.distance < b.distance : a.count > b.count;
        });
        if (readings.size() > 4 * kCandidates) readings.resize(4 * kCandidates);
        std::stable_partition(readings.begin(), readings.end(), [&](const Reading& reading) {
            Words changed = words;
            changed[i] = reading.word;
            return words.size() > 1 && stands_beside(changed, i);
        });
        Words best;
        for (std::size_t k = 0; k < std::min(kCandidates, readings.size()); ++k)
            best.push_back(readings[k].word);
        return best;
    }

    /// The words as documents write them: read off documents where they stand side by side, else the most frequent form
    /// of each.
    [[nodiscard]] std::string with_marks(const Words& words) const {
        std::string written = as_read(words);
        if (!written.empty()) return written;
        for (const std::string& word : words) {
            const auto forms = words_folding_to(*job_.reader.snapshot, job_.reader.database, word);
            const auto best = std::max_element(
                forms.begin(), forms.end(), [](const FoundWord& a, const FoundWord& b) { return a.count < b.count; });
            if (!written.empty()) written += ' ';
            written += best == forms.end() ? word : best->written;
        }
        return written;
    }

    [[nodiscard]] std::string as_read(const Words& words) const {
        if (words.size() < 2) return {};
        std::vector<WalkPtr> pairs;
        for (std::size_t i = 0; i + 1 < words.size(); ++i)
            pairs.push_back(
                walk_term(job_.reader.database, {bigram_term(words[i], words[i + 1]), 0, kAnyField}, job_.bits));
        const WalkPtr walk = walk_all_of(std::move(pairs));
        std::map<std::string, int> forms;
        const std::string sought = joined(words);
        std::size_t left = kReadDocuments;
        for (walk->next(); walk->id() != Walk::kEnd && left > 0; walk->next(), --left)
            collect_forms(job_.reader.database.get_document(walk->id()).get_data(), sought, words.size(), forms);
        const auto best = std::max_element(forms.begin(), forms.end(),
                                           [](const auto& a, const auto& b) { return a.second < b.second; });
        return best == forms.end() ? std::string{} : best->first;
    }

    static void collect_forms(const std::string& lines, const std::string& sought, std::size_t count,
                              std::map<std::string, int>& forms) {
        const auto tokens = text::tokens(lines); // line marks are words of one letter; they match nothing longer
        for (std::size_t i = 0; i + count <= tokens.size(); ++i) {
            std::string folded;
            std::string written;
            for (std::size_t k = 0; k < count; ++k) {
                folded += (k == 0 ? "" : " ") + tokens[i + k].folded;
                written += (k == 0 ? "" : " ") + tokens[i + k].exact;
            }
            if (folded == sought) ++forms[written];
        }
    }

    const SearchJob& job_;
    std::uint64_t best_count_;
    std::string best_;
    std::size_t trials_ = 0;
};

} // namespace

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t most) {
    if (a.size() > kMaxWordBytes || b.size() > kMaxWordBytes) return most + 1;
    std::array<std::array<std::size_t, kMaxWordBytes + 1>, 3> rows{};
    for (std::size_t j = 0; j <= b.size(); ++j)
        rows[0][j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto& row = rows[i % 3];
        const auto& above = rows[(i - 1) % 3];
        const auto& before = rows[(i + 1) % 3]; // i - 2
        row[0] = i;
        std::size_t least = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
            least = std::min(least, row[j]);
        }
        if (least > most + 1) return most + 1;
    }
    return std::min(rows[a.size() % 3][b.size()], most + 1);
}

std::string find_correction(const SearchJob& job, std::uint64_t found) { return Corrector{job, found}.run(); }

} // namespace tangthu::search::impl
