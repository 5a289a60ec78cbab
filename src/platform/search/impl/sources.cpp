#include "platform/search/impl/sources.h"

#include "platform/search/impl/terms.h"
#include "platform/text/normalize.h"

#include <algorithm>
#include <bit>

namespace tangthu::search::impl {

// --- weights --------------------------------------------------------------------------------------------------------

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

FieldWeight::FieldWeight(std::shared_ptr<const BitWeights> bits) : bits_(std::move(bits)) { need_stat(WDF); }

FieldWeight* FieldWeight::clone() const { return new FieldWeight(bits_); }

// --- FieldPostings --------------------------------------------------------------------------------------------------

FieldPostings::FieldPostings(std::string term, std::uint32_t mask, double factor,
                             std::shared_ptr<const BitWeights> bits)
    : term_(std::move(term)), mask_(mask), factor_(factor), bits_(std::move(bits)) {}

void FieldPostings::init(const Xapian::Database& database) {
    database_ = database;
    frequency_ = database.get_termfreq(term_);
    at_ = Xapian::PostingIterator{};
    is_started_ = false;
    set_maxweight(factor_);
}

double FieldPostings::get_weight() const {
    return factor_ * bits_->of(at_.get_wdf() & (mask_ | kShortBit | kEarlyBit));
}

void FieldPostings::settle() {
    const auto end = database_.postlist_end(term_);
    while (at_ != end && (at_.get_wdf() & mask_) == 0)
        ++at_;
}

void FieldPostings::next(double) {
    if (is_started_)
        ++at_;
    else
        at_ = database_.postlist_begin(term_);
    is_started_ = true;
    settle();
}

void FieldPostings::skip_to(Xapian::docid id, double) {
    if (!is_started_) at_ = database_.postlist_begin(term_);
    is_started_ = true;
    if (at_ != database_.postlist_end(term_) && *at_ < id) at_.skip_to(id);
    settle();
}

// --- RowSet ---------------------------------------------------------------------------------------------------------

RowSet::RowSet(std::shared_ptr<const Snapshot> snapshot, std::shared_ptr<const std::vector<std::uint64_t>> rows)
    : snapshot_(std::move(snapshot)), rows_(std::move(rows)) {
    for (std::uint64_t bits : *rows_)
        size_ += static_cast<unsigned>(std::popcount(bits));
}

void RowSet::init(const Xapian::Database&) {
    id_ = 0;
    is_over_ = false;
    set_maxweight(0);
}

void RowSet::skip_to(Xapian::docid id, double) {
    if (id_ != 0 && id <= id_) return;
    const auto pages = snapshot_->page_rows();
    std::size_t page = id >> kPageBits;
    std::uint32_t inside = id & (kPageRows - 1);
    for (; page < pages.size(); ++page, inside = 0) {
        if (pages[page] == kNoRow) continue;
        const std::uint64_t* words = rows_->data() + pages[page] / 64;
        std::uint64_t bits = words[inside / 64] & (~std::uint64_t{0} << (inside % 64));
        for (std::uint32_t word = inside / 64;;) {
            if (bits != 0) {
                id_ = static_cast<Xapian::docid>(page << kPageBits) + word * 64 +
                      static_cast<Xapian::docid>(std::countr_zero(bits));
                return;
            }
            if (++word >= kPageRows / 64) break;
            bits = words[word];
        }
    }
    is_over_ = true;
}

// --- PhrasePostings -------------------------------------------------------------------------------------------------

bool lines_hold(std::string_view lines, std::string_view words, std::uint32_t mask, bool is_folded) {
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

PhrasePostings::PhrasePostings(PhraseParts parts, std::shared_ptr<const BitWeights> bits)
    : parts_(std::move(parts)), bits_(std::move(bits)) {}

void PhrasePostings::init(const Xapian::Database& database) {
    database_ = database;
    frequency_ = database.get_doccount();
    lists_.clear();
    id_ = 0;
    std::vector<std::pair<Xapian::doccount, const std::string*>> by_size;
    for (const std::string& term : parts_.terms)
        by_size.emplace_back(database.get_termfreq(term), &term);
    std::sort(by_size.begin(), by_size.end());
    for (const auto& [size, term] : by_size) {
        frequency_ = std::min(frequency_, size);
        lists_.push_back(database.postlist_begin(*term));
    }
    is_over_ = lists_.empty() || frequency_ == 0;
    set_maxweight(parts_.factor);
}

double PhrasePostings::get_weight() const { return parts_.factor * bits_->of(lists_.front().get_wdf()); }

bool PhrasePostings::is_here() const {
    // The first list need not be a pair's; the words themselves may stand in further fields.
    for (const auto& list : lists_)
        if ((list.get_wdf() & parts_.mask) == 0) return false;
    if (parts_.line.empty() || frequency_ > kCheckedCandidates) return true;
    return lines_hold(database_.get_document(id_, Xapian::DOC_ASSUME_VALID).get_data(), parts_.line, parts_.mask,
                      parts_.is_folded);
}

void PhrasePostings::settle(Xapian::docid from) {
    const Xapian::PostingIterator end;
    while (true) {
        bool all_equal = true;
        for (auto& list : lists_) {
            if (list != end && *list < from) list.skip_to(from);
            if (list == end) {
                is_over_ = true;
                return;
            }
            if (*list > from) {
                from = *list;
                all_equal = false;
                break;
            }
        }
        if (!all_equal) continue;
        id_ = from;
        if (is_here()) return;
        ++from;
    }
}

void PhrasePostings::next(double) {
    if (!is_over_) settle(id_ + 1);
}

void PhrasePostings::skip_to(Xapian::docid id, double) {
    if (!is_over_ && id > id_) settle(id);
}

} // namespace tangthu::search::impl
