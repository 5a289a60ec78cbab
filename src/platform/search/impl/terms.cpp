#include "platform/search/impl/terms.h"

#include "platform/search/impl/head_of.h"
#include "platform/text/normalize.h"
#include "platform/text/tokens.h"

#include <algorithm>

namespace tangthu::search::impl {

namespace {

std::size_t cut_between_characters(std::string_view text, std::size_t limit) {
    if (text.size() <= limit) return text.size();
    while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0U) == 0x80U)
        --limit;
    return limit;
}

bool is_kept(TermForm form, unsigned char c) {
    if (c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')) return true;
    return form == TermForm::notation && (c == '.' || c == '/');
}

} // namespace

std::string folded_term(std::string_view folded) { return kFoldedPrefix + std::string{folded}; }

std::string bigram_term(std::string_view first_folded, std::string_view second_folded) {
    std::string term(1, kBigramPrefix);
    term += first_folded;
    term += ' ';
    term += second_folded;
    return term;
}

std::string whole_term(std::string_view words) {
    return kWholePrefix + std::string{words.substr(0, cut_between_characters(words, kMaxTermBytes))};
}

std::string term_value(TermForm form, std::string_view value) {
    const std::string folded = text::fold(value);
    std::string kept;
    for (char c : folded) {
        if (form == TermForm::phrase) {
            const bool is_space = static_cast<unsigned char>(c) <= ' ';
            if (!is_space)
                kept += c;
            else if (!kept.empty() && kept.back() != ' ')
                kept += ' ';
        } else if (is_kept(form, static_cast<unsigned char>(c))) {
            kept += c;
        }
    }
    if (!kept.empty() && kept.back() == ' ') kept.pop_back();
    return kept;
}

std::string field_term(const TermField& field, std::string_view normal_value) {
    std::string term = field.prefix;
    term += normal_value.substr(0, cut_between_characters(normal_value, kMaxTermBytes));
    return term;
}

void TermMaker::add_entry(char prefix, std::string_view a, std::string_view b, std::uint32_t bits) {
    const std::size_t at = bytes_.size();
    if (prefix != 0) bytes_ += prefix;
    bytes_ += a;
    if (!b.empty()) {
        bytes_ += ' ';
        bytes_ += b;
    }
    const std::size_t size = bytes_.size() - at;
    entries_.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(size), bits,
                        head_of(std::string_view{bytes_}.substr(at))});
}

template <class Form>
void TermMaker::add_whole(const std::vector<Word>& words, std::uint32_t bits, Form&& form) {
    whole_.clear();
    for (const Word& word : words) {
        if (!whole_.empty()) whole_ += ' ';
        whole_ += form(word);
    }
    add_entry(kWholePrefix, std::string_view{whole_}.substr(0, cut_between_characters(whole_, kMaxTermBytes)), {},
              bits);
}

void TermMaker::add_text(std::size_t field, std::string_view value) {
    const TextField& about = schema_.text[field];
    words_.clear();
    list_.clear();
    text::for_each_token(value, [this](const text::Token& token) {
        Word word{};
        word.exact_at = static_cast<std::uint32_t>(words_.size());
        word.exact_size = static_cast<std::uint32_t>(token.exact.size());
        words_ += token.exact;
        word.folded_at = word.exact_at;
        word.folded_size = word.exact_size;
        if (token.is_accented()) {
            word.folded_at = static_cast<std::uint32_t>(words_.size());
            word.folded_size = static_cast<std::uint32_t>(token.folded.size());
            words_ += token.folded;
        }
        list_.push_back(word);
    });
    if (list_.empty()) return;
    const std::string_view all = words_;
    const auto exact = [&](const Word& word) { return all.substr(word.exact_at, word.exact_size); };
    const auto folded = [&](const Word& word) { return all.substr(word.folded_at, word.folded_size); };
    std::uint32_t bits = field_bit(field);
    // The hints are of the first value, the title of the book in hand; others (a uniform title) count as the field
    // only.
    const bool is_hinted = about.whole && (hinted_ & bits) == 0;
    hinted_ |= bits;
    if (is_hinted && list_.size() <= kShortWords) bits |= kShortBit;
    for (std::size_t i = 0; i < list_.size(); ++i) {
        const Word& word = list_[i];
        const std::uint32_t here = bits | (is_hinted && i < 2 ? kEarlyBit : 0U);
        add_entry(0, exact(word), {}, here);
        if (word.folded_at != word.exact_at) add_entry(kFoldedPrefix, folded(word), {}, here);
        if (about.adjacent && i + 1 < list_.size()) add_entry(kBigramPrefix, folded(word), folded(list_[i + 1]), here);
    }
    if (about.adjacent) {
        lines_ += static_cast<char>('a' + field);
        for (const Word& word : list_) {
            lines_ += ' ';
            lines_ += exact(word);
        }
        lines_ += '\n';
    }
    if (about.whole) {
        add_whole(list_, bits, [&](const Word& word) { return exact(word); });
        if (std::any_of(list_.begin(), list_.end(), [](const Word& w) { return w.folded_at != w.exact_at; }))
            add_whole(list_, bits, [&](const Word& word) { return folded(word); });
    }
}

void TermMaker::sort_and_join() {
    const char* bytes = bytes_.data();
    const auto view = [bytes](const Entry& entry) { return std::string_view{bytes + entry.at, entry.size}; };
    std::sort(entries_.begin(), entries_.end(),
              [&](const Entry& a, const Entry& b) { return a.head != b.head ? a.head < b.head : view(a) < view(b); });
    made_.clear();
    for (const Entry& entry : entries_) {
        if (!made_.empty() && made_.back().term == view(entry))
            made_.back().bits |= entry.bits;
        else
            made_.push_back({view(entry), entry.bits});
    }
}

const std::vector<MadeTerm>& TermMaker::make(const std::vector<FieldValue>& texts,
                                             const std::vector<FieldValue>& terms) {
    bytes_.clear();
    entries_.clear();
    lines_.clear();
    hinted_ = 0;
    for (const FieldValue& text : texts)
        if (text.field < schema_.text.size()) add_text(text.field, text.value);
    for (const FieldValue& value : terms) {
        if (value.field >= schema_.terms.size()) continue;
        const TermField& about = schema_.terms[value.field];
        const std::string normal = term_value(about.form, value.value);
        if (!normal.empty()) add_entry(0, field_term(about, normal), {}, 1);
    }
    sort_and_join();
    return made_;
}

} // namespace tangthu::search::impl
