#pragma once

#include "platform/search/impl/snapshot.h"
#include "platform/search/schema.h"

#include <chrono>
#include <memory>
#include <string>
#include <vector>
#include <xapian.h>

namespace tangthu::search::impl {

/// What a posting's bits are worth, 0.45…1: never so little that a lesser form of the word in a better field wins.
class BitWeights {
public:
    explicit BitWeights(const Schema& schema);
    [[nodiscard]] double of(std::uint32_t bits) const { return values_[bits < values_.size() ? bits : 0]; }

private:
    std::vector<float> values_;
};

/// Xapian's weight of a posting: the factor the query gives to the word, times what its bits are worth. How rare a
/// word is has gone into the factor, so that all forms of one word share it.
class FieldWeight final : public Xapian::Weight {
public:
    explicit FieldWeight(std::shared_ptr<const BitWeights> bits);
    [[nodiscard]] FieldWeight* clone() const override;
    void init(double factor) override { factor_ = factor; }
    [[nodiscard]] std::string name() const override { return "tangthu::FieldWeight"; }
    [[nodiscard]] double get_sumpart(Xapian::termcount wdf, Xapian::termcount, Xapian::termcount) const override {
        return factor_ * bits_->of(wdf);
    }
    [[nodiscard]] double get_maxpart() const override { return factor_; }
    [[nodiscard]] double get_sumextra(Xapian::termcount, Xapian::termcount) const override { return 0; }
    [[nodiscard]] double get_maxextra() const override { return 0; }

private:
    std::shared_ptr<const BitWeights> bits_;
    double factor_ = 0;
};

/// Postings of a term whose bits have one of `mask`: a word in a field.
class FieldPostings final : public Xapian::PostingSource {
public:
    FieldPostings(std::string term, std::uint32_t mask, double factor, std::shared_ptr<const BitWeights> bits);
    void init(const Xapian::Database& database) override;
    [[nodiscard]] Xapian::doccount get_termfreq_min() const override { return 0; }
    [[nodiscard]] Xapian::doccount get_termfreq_est() const override { return frequency_ / 2; }
    [[nodiscard]] Xapian::doccount get_termfreq_max() const override { return frequency_; }
    [[nodiscard]] double get_weight() const override;
    void next(double min_wt) override;
    void skip_to(Xapian::docid id, double min_wt) override;
    [[nodiscard]] bool at_end() const override { return is_started_ && at_ == Xapian::PostingIterator{}; }
    [[nodiscard]] Xapian::docid get_docid() const override { return *at_; }
    [[nodiscard]] std::string get_description() const override { return "FieldPostings(" + term_ + ")"; }

private:
    void settle();
    const std::string term_;
    const std::uint32_t mask_;
    const double factor_;
    const std::shared_ptr<const BitWeights> bits_;
    Xapian::Database database_;
    Xapian::PostingIterator at_;
    Xapian::doccount frequency_ = 0;
    bool is_started_ = false;
};

/// Documents in a set of rows: facet and range filters.
class RowSet final : public Xapian::PostingSource {
public:
    RowSet(std::shared_ptr<const Snapshot> snapshot, std::shared_ptr<const std::vector<std::uint64_t>> rows);
    void init(const Xapian::Database&) override;
    [[nodiscard]] Xapian::doccount get_termfreq_min() const override { return size_; }
    [[nodiscard]] Xapian::doccount get_termfreq_est() const override { return size_; }
    [[nodiscard]] Xapian::doccount get_termfreq_max() const override { return size_; }
    void next(double min_wt) override { skip_to(id_ + 1, min_wt); }
    void skip_to(Xapian::docid id, double min_wt) override;
    [[nodiscard]] bool at_end() const override { return is_over_; }
    [[nodiscard]] Xapian::docid get_docid() const override { return id_; }
    [[nodiscard]] std::string get_description() const override { return "RowSet"; }

private:
    const std::shared_ptr<const Snapshot> snapshot_;
    const std::shared_ptr<const std::vector<std::uint64_t>> rows_;
    Xapian::doccount size_ = 0;
    Xapian::docid id_ = 0;
    bool is_over_ = false;
};

/// A phrase: documents with all its neighbouring pairs, and its words as written where they bear marks; checked
/// against the document's own line of words as long as the candidates are few enough to be read.
struct PhraseParts {
    std::vector<std::string> terms; ///< all must be there
    std::string line;               ///< " word word": what to look for; empty: the pairs say it all
    std::uint32_t mask = ~0U;       ///< fields
    double factor = 0;
    bool is_folded = false; ///< look for the line without marks
};
class PhrasePostings final : public Xapian::PostingSource {
public:
    static constexpr Xapian::doccount kCheckedCandidates = 5'000;
    PhrasePostings(PhraseParts parts, std::shared_ptr<const BitWeights> bits);
    void init(const Xapian::Database& database) override;
    [[nodiscard]] Xapian::doccount get_termfreq_min() const override { return 0; }
    [[nodiscard]] Xapian::doccount get_termfreq_est() const override { return frequency_ / 2; }
    [[nodiscard]] Xapian::doccount get_termfreq_max() const override { return frequency_; }
    [[nodiscard]] double get_weight() const override;
    void next(double min_wt) override;
    void skip_to(Xapian::docid id, double min_wt) override;
    [[nodiscard]] bool at_end() const override { return is_over_; }
    [[nodiscard]] Xapian::docid get_docid() const override { return id_; }
    [[nodiscard]] std::string get_description() const override { return "Phrase(" + parts_.line + ")"; }

private:
    void settle(Xapian::docid from);
    [[nodiscard]] bool is_here() const;
    const PhraseParts parts_;
    const std::shared_ptr<const BitWeights> bits_;
    Xapian::Database database_;
    std::vector<Xapian::PostingIterator> lists_;
    Xapian::doccount frequency_ = 0;
    Xapian::docid id_ = 0;
    bool is_over_ = false;
};

/// True when a line of TermMaker::lines() of one of the fields holds the words side by side.
[[nodiscard]] bool lines_hold(std::string_view lines, std::string_view words, std::uint32_t mask, bool is_folded);

} // namespace tangthu::search::impl
