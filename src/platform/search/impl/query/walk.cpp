#include "platform/search/impl/query/walk.h"

#include "platform/search/impl/terms.h"
#include "platform/text/normalize.h"

#include <algorithm>
#include <bit>

namespace tangthu::search::impl {

BitWeights::BitWeights(const Schema& schema) {
    double most = 1;
    double sum = 1;
    for (const TextField& field : schema.text) {
        most = std::max(most, static_cast<double>(field.weight));
        sum += field.weight;
    }
    values_.resize(field_bit(schema.text.size()));
    for (std::uint32_t bits = 0; bits < values_.size(); ++bits) {
        double best = 0;
        double all = 0;
        for (std::size_t field = 0; field < schema.text.size(); ++field) {
            if ((bits & field_bit(field)) == 0) continue;
            best = std::max(best, static_cast<double>(schema.text[field].weight));
            all += schema.text[field].weight;
        }
        const double hints = ((bits & kEarlyBit) != 0 ? 0.04 : 0.0) + ((bits & kShortBit) != 0 ? 0.04 : 0.0);
        values_[bits] = static_cast<float>(0.45 + 0.40 * best / most + 0.07 * all / sum + hints);
    }
}

namespace {

class TermWalk final : public Walk {
public:
    TermWalk(const Xapian::Database& database, LeafAbout about, std::shared_ptr<const BitWeights> bits)
        : about_(std::move(about)), bits_(std::move(bits)), size_(database.get_termfreq(about_.term)),
          at_(database.postlist_begin(about_.term)) {}

    void next() override {
        if (id_ == kEnd) return;
        if (is_started_) ++at_;
        is_started_ = true;
        settle();
    }
    void skip_to(std::uint32_t id) override {
        if (id <= id_ && is_started_) return;
        is_started_ = true;
        if (at_ != end_ && *at_ < id) {
            // Lists that are walked together are often dense: a step costs less than half of a skip.
            ++at_;
            if (at_ != end_ && *at_ < id) at_.skip_to(id);
        }
        settle();
    }
    [[nodiscard]] float score() override { return about_.factor * bits_->of(at_.get_wdf() & (about_.mask | kHints)); }
    [[nodiscard]] std::uint64_t size() const override { return size_; }

private:
    static constexpr std::uint32_t kHints = kShortBit | kEarlyBit;
    void settle() {
        if (about_.mask != kAnyField)
            while (at_ != end_ && (at_.get_wdf() & about_.mask) == 0)
                ++at_;
        id_ = at_ == end_ ? kEnd : *at_;
    }
    const LeafAbout about_;
    const std::shared_ptr<const BitWeights> bits_;
    const std::uint64_t size_;
    Xapian::PostingIterator at_;
    const Xapian::PostingIterator end_;
    bool is_started_ = false;
};

class NoWalk final : public Walk {
public:
    NoWalk() { id_ = kEnd; }
    void next() override {}
    void skip_to(std::uint32_t) override {}
    [[nodiscard]] float score() override { return 0; }
    [[nodiscard]] std::uint64_t size() const override { return 0; }
};

class AllOfWalk final : public Walk {
public:
    explicit AllOfWalk(std::vector<WalkPtr> parts) : parts_(std::move(parts)) {
        std::stable_sort(parts_.begin(), parts_.end(),
                         [](const WalkPtr& a, const WalkPtr& b) { return a->size() < b->size(); });
    }
    void next() override {
        if (id_ == kEnd) return;
        parts_.front()->next();
        settle();
    }
    void skip_to(std::uint32_t id) override {
        if (id <= id_ && id_ != 0) return;
        parts_.front()->skip_to(id);
        settle();
    }
    [[nodiscard]] float score() override {
        float sum = 0;
        for (const WalkPtr& part : parts_)
            sum += part->score();
        return sum;
    }
    [[nodiscard]] std::uint64_t size() const override { return parts_.front()->size(); }

private:
    void settle() {
        std::uint32_t sought = parts_.front()->id();
        for (std::size_t agreed = 1, i = 1; agreed < parts_.size() && sought != kEnd; i = (i + 1) % parts_.size()) {
            parts_[i]->skip_to(sought);
            if (parts_[i]->id() == sought) {
                ++agreed;
            } else {
                sought = parts_[i]->id();
                agreed = 1;
            }
        }
        id_ = sought;
    }
    std::vector<WalkPtr> parts_;
};

/// Two lists: forms of one word, mostly.
class EitherWalk final : public Walk {
public:
    EitherWalk(WalkPtr a, WalkPtr b) : a_(std::move(a)), b_(std::move(b)) {}
    void next() override {
        if (a_->id() == id_) a_->next();
        if (b_->id() == id_) b_->next();
        id_ = std::min(a_->id(), b_->id());
    }
    void skip_to(std::uint32_t id) override {
        if (id <= id_ && id_ != 0) return;
        a_->skip_to(id);
        b_->skip_to(id);
        id_ = std::min(a_->id(), b_->id());
    }
    [[nodiscard]] float score() override {
        return (a_->id() == id_ ? a_->score() : 0.0F) + (b_->id() == id_ ? b_->score() : 0.0F);
    }
    [[nodiscard]] std::uint64_t size() const override { return a_->size() + b_->size(); }

private:
    WalkPtr a_;
    WalkPtr b_;
};

/// Any number of lists, in a heap by where they stand.
class AnyOfWalk final : public Walk {
public:
    explicit AnyOfWalk(std::vector<WalkPtr> parts) : parts_(std::move(parts)) {}
    void next() override {
        if (id_ != kEnd) advance(id_ + 1);
    }
    void skip_to(std::uint32_t id) override {
        if (id > id_ || id_ == 0) advance(id);
    }
    [[nodiscard]] float score() override {
        float sum = 0;
        add_score(0, sum);
        return sum;
    }
    [[nodiscard]] std::uint64_t size() const override {
        std::uint64_t sum = 0;
        for (const WalkPtr& part : parts_)
            sum += part->size();
        return sum;
    }

private:
    static bool is_behind(const WalkPtr& a, const WalkPtr& b) { return a->id() > b->id(); }
    /// All lists to `id` or beyond. Those that lag are on top of the heap: they step on, and sink.
    void advance(std::uint32_t id) {
        if (!is_heap_) {
            for (const WalkPtr& part : parts_)
                part->skip_to(id);
            std::make_heap(parts_.begin(), parts_.end(), is_behind);
            is_heap_ = true;
        }
        while (parts_.front()->id() < id) {
            std::pop_heap(parts_.begin(), parts_.end(), is_behind);
            parts_.back()->skip_to(id);
            std::push_heap(parts_.begin(), parts_.end(), is_behind);
        }
        id_ = parts_.front()->id();
    }
    void add_score(std::size_t node, float& sum) {
        if (node >= parts_.size() || parts_[node]->id() != id_) return; // nor can one below it stand here
        sum += parts_[node]->score();
        add_score(2 * node + 1, sum);
        add_score(2 * node + 2, sum);
    }
    std::vector<WalkPtr> parts_;
    bool is_heap_ = false;
};

class WithWalk final : public Walk {
public:
    WithWalk(WalkPtr main, WalkPtr extra) : main_(std::move(main)), extra_(std::move(extra)) {}
    void next() override {
        main_->next();
        id_ = main_->id();
    }
    void skip_to(std::uint32_t id) override {
        main_->skip_to(id);
        id_ = main_->id();
    }
    [[nodiscard]] float score() override {
        extra_->skip_to(id_);
        return main_->score() + (extra_->id() == id_ ? extra_->score() : 0.0F);
    }
    [[nodiscard]] std::uint64_t size() const override { return main_->size(); }

private:
    WalkPtr main_;
    WalkPtr extra_;
};

class WithoutWalk final : public Walk {
public:
    WithoutWalk(WalkPtr main, WalkPtr excluded) : main_(std::move(main)), excluded_(std::move(excluded)) {}
    void next() override {
        main_->next();
        settle();
    }
    void skip_to(std::uint32_t id) override {
        main_->skip_to(id);
        settle();
    }
    [[nodiscard]] float score() override { return main_->score(); }
    [[nodiscard]] std::uint64_t size() const override { return main_->size(); }

private:
    void settle() {
        for (; main_->id() != kEnd; main_->next()) {
            excluded_->skip_to(main_->id());
            if (excluded_->id() != main_->id()) break;
        }
        id_ = main_->id();
    }
    WalkPtr main_;
    WalkPtr excluded_;
};

class RowsWalk final : public Walk {
public:
    RowsWalk(std::shared_ptr<const Snapshot> snapshot, std::shared_ptr<const std::vector<std::uint64_t>> rows)
        : snapshot_(std::move(snapshot)), rows_(std::move(rows)) {
        for (std::uint64_t bits : *rows_)
            size_ += static_cast<unsigned>(std::popcount(bits));
    }
    void next() override {
        if (id_ != kEnd) skip_to(id_ + 1);
    }
    void skip_to(std::uint32_t id) override {
        if (id <= id_ && id_ != 0) return;
        const auto pages = snapshot_->page_rows();
        std::size_t page = id >> kPageBits;
        std::uint32_t inside = id & (kPageRows - 1);
        for (; page < pages.size(); ++page, inside = 0) {
            if (pages[page] == kNoRow) continue;
            const std::uint64_t* words = rows_->data() + pages[page] / 64;
            for (std::uint32_t word = inside / 64; word < kPageRows / 64; ++word) {
                std::uint64_t bits = words[word];
                if (word == inside / 64) bits &= ~std::uint64_t{0} << (inside % 64);
                if (bits == 0) continue;
                id_ = static_cast<std::uint32_t>(page << kPageBits) + word * 64 +
                      static_cast<std::uint32_t>(std::countr_zero(bits));
                return;
            }
        }
        id_ = kEnd;
    }
    [[nodiscard]] float score() override { return 0; }
    [[nodiscard]] std::uint64_t size() const override { return size_; }

private:
    const std::shared_ptr<const Snapshot> snapshot_;
    const std::shared_ptr<const std::vector<std::uint64_t>> rows_;
    std::uint64_t size_ = 0;
};

class PhraseWalk final : public Walk {
public:
    PhraseWalk(const Xapian::Database& database, PhraseParts parts) : database_(database), parts_(std::move(parts)) {
        for (const std::string& term : parts_.terms) {
            const std::uint64_t frequency = database.get_termfreq(term);
            size_ = std::min(size_, frequency);
            lists_.push_back(database.postlist_begin(term));
        }
        if (size_ == 0) id_ = kEnd;
    }
    void next() override {
        if (id_ != kEnd) settle(id_ + 1);
    }
    void skip_to(std::uint32_t id) override {
        if (id_ != kEnd && (id > id_ || id_ == 0)) settle(id);
    }
    [[nodiscard]] float score() override { return parts_.factor; }
    [[nodiscard]] std::uint64_t size() const override { return size_; }

private:
    void settle(std::uint32_t from) {
        for (std::size_t agreed = 0, i = 0; agreed < lists_.size(); i = (i + 1) % lists_.size()) {
            auto& list = lists_[i];
            if (list != end_ && *list < from) list.skip_to(from);
            if (list == end_) {
                id_ = kEnd;
                return;
            }
            agreed = *list == from ? agreed + 1 : 1;
            from = *list;
            if (agreed < lists_.size() || is_here(from)) continue;
            ++from;
            agreed = 0;
        }
        id_ = from;
    }
    [[nodiscard]] bool is_here(std::uint32_t id) const {
        for (const auto& list : lists_)
            if ((list.get_wdf() & parts_.mask) == 0) return false;
        if (parts_.line.empty() || size_ > kCheckedCandidates) return true;
        return lines_hold(database_.get_document(id, Xapian::DOC_ASSUME_VALID).get_data(), parts_.line, parts_.mask,
                          parts_.spelling);
    }
    const Xapian::Database database_;
    const PhraseParts parts_;
    std::vector<Xapian::PostingIterator> lists_;
    const Xapian::PostingIterator end_;
    std::uint64_t size_ = Walk::kEnd;
};

} // namespace

WalkPtr walk_term(const Xapian::Database& database, LeafAbout about, std::shared_ptr<const BitWeights> bits) {
    return std::make_unique<TermWalk>(database, std::move(about), std::move(bits));
}

WalkPtr walk_all_of(std::vector<WalkPtr> parts) {
    if (parts.empty()) return std::make_unique<NoWalk>();
    if (parts.size() == 1) return std::move(parts.front());
    return std::make_unique<AllOfWalk>(std::move(parts));
}

WalkPtr walk_any_of(std::vector<WalkPtr> parts) {
    if (parts.empty()) return std::make_unique<NoWalk>();
    if (parts.size() == 1) return std::move(parts.front());
    if (parts.size() == 2) return std::make_unique<EitherWalk>(std::move(parts[0]), std::move(parts[1]));
    return std::make_unique<AnyOfWalk>(std::move(parts));
}

WalkPtr walk_with(WalkPtr main, WalkPtr extra) { return std::make_unique<WithWalk>(std::move(main), std::move(extra)); }

WalkPtr walk_without(WalkPtr main, WalkPtr excluded) {
    return std::make_unique<WithoutWalk>(std::move(main), std::move(excluded));
}

WalkPtr walk_rows(std::shared_ptr<const Snapshot> snapshot, std::shared_ptr<const std::vector<std::uint64_t>> rows) {
    return std::make_unique<RowsWalk>(std::move(snapshot), std::move(rows));
}

WalkPtr walk_phrase(const Xapian::Database& database, PhraseParts parts) {
    return std::make_unique<PhraseWalk>(database, std::move(parts));
}

bool lines_hold(std::string_view lines, std::string_view words, std::uint32_t mask, Spelling spelling) {
    const bool is_folded = spelling == Spelling::folded;
    while (!lines.empty()) {
        const std::size_t end = std::min(lines.find('\n'), lines.size() - 1);
        const std::string_view line = lines.substr(0, end);
        lines.remove_prefix(end + 1);
        if (line.empty() || (field_bit(static_cast<std::size_t>(line[0] - 'a')) & mask) == 0) continue;
        const std::string plain = is_folded ? text::fold(line.substr(1)) : std::string{};
        const std::string_view within = is_folded ? std::string_view{plain} : line.substr(1);
        for (std::size_t at = within.find(words); at != within.npos; at = within.find(words, at + 1)) {
            const std::size_t after = at + words.size();
            if (after == within.size() || within[after] == ' ') return true;
        }
    }
    return false;
}

} // namespace tangthu::search::impl
