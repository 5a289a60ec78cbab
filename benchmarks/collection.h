// A synthetic collection. The same seed gives the same records. Half Vietnamese, half English-like; words drawn by
// Zipf's law from 6,500 syllables and 20,000 words, so that common words are common; titles, authors, subjects, DDC and
// 1–4 copies a record as provincial libraries have them. No real person or title.

#pragma once

#include "platform/marc/record.h"
#include "platform/text/normalize.h"
#include "platform/text/syllable.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace tangthu::bench {

using marc::Record;
using Random = std::mt19937_64;

/// Draws ranks 0 … n-1 with probability 1/(rank+1).
class Zipf {
public:
    explicit Zipf(std::size_t n) : sums_(n) {
        double sum = 0;
        for (std::size_t i = 0; i < n; ++i)
            sums_[i] = sum += 1.0 / static_cast<double>(i + 1);
    }
    std::size_t operator()(Random& random) const {
        // Own arithmetic, not <random>'s distributions: those differ between standard libraries.
        const double at = static_cast<double>(random() >> 11U) / 9007199254740992.0 * sums_.back();
        return static_cast<std::size_t>(std::lower_bound(sums_.begin(), sums_.end(), at) - sums_.begin());
    }

private:
    std::vector<double> sums_;
};

inline std::size_t below(Random& random, std::size_t n) { return static_cast<std::size_t>(random() % n); }

template <class T>
void shuffle(std::vector<T>& values, Random& random) {
    for (std::size_t i = values.size(); i > 1; --i)
        std::swap(values[i - 1], values[below(random, i)]);
}

/// Vietnamese syllables: onsets × rimes × tones that the language allows, in a seeded order.
inline std::vector<std::string> syllables(Random& random) {
    const std::vector<std::string> onsets = {"",   "b", "c",  "ch", "d",  "đ",  "g",  "gi", "h",
                                             "kh", "l", "m",  "n",  "ng", "nh", "ph", "qu", "r",
                                             "s",  "t", "th", "tr", "v",  "x",  "k",  "gh", "ngh"};
    const std::vector<std::string> rimes = {
        "a",   "ai",  "ao",  "au",  "ay",   "am",  "an",  "ang", "anh", "ac",   "ach",  "at",  "ap", "ă",
        "ăn",  "ăng", "ăc",  "ăt",  "ăm",   "ăp",  "âu",  "ây",  "ân",  "âm",   "âng",  "ât",  "âc", "âp",
        "e",   "en",  "eo",  "em",  "ec",   "et",  "ê",   "êu",  "ên",  "êm",   "ênh",  "êch", "êt", "i",
        "in",  "inh", "im",  "iu",  "ich",  "it",  "ip",  "iên", "iêu", "iêng", "iêt",  "iêc", "ia", "o",
        "oi",  "on",  "ong", "om",  "oc",   "ot",  "op",  "oa",  "oan", "oang", "oai",  "ô",   "ôi", "ôn",
        "ông", "ôm",  "ôc",  "ôt",  "ôp",   "ơ",   "ơi",  "ơn",  "ơm",  "ơt",   "u",    "ui",  "un", "ung",
        "um",  "uc",  "ut",  "uôn", "uông", "uôi", "uôc", "uôt", "uy",  "uyên", "uyêt", "ua",  "ư",  "ưu",
        "ưng", "ưc",  "ưt",  "ươn", "ương", "ươi", "ươu", "ươc", "ươt", "ưa",   "y",    "yên", "yêu"};
    const std::vector<std::string> marks = {"", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"};
    std::vector<std::string> all;
    for (const auto& onset : onsets)
        for (const auto& rime : rimes)
            for (const auto& mark : marks) {
                // The mark goes on the vowel that carries the tone: canonical() moves oa/oe/uy, NFC joins them.
                std::size_t vowel = rime.find_last_of("aeiouy\xa2\xaa\xb4\xa1\xb0\x83");
                if (vowel == std::string::npos) vowel = rime.size() - 1;
                for (std::size_t at = 1; at <= rime.size(); ++at) {
                    const auto text = tangthu::text::nfc(onset + rime.substr(0, at) + mark + rime.substr(at));
                    if (!tangthu::text::is_syllable(text)) continue;
                    all.push_back(tangthu::text::canonical(text));
                    break;
                }
            }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    shuffle(all, random);
    if (all.size() > 6500) all.resize(6500);
    return all;
}

inline std::vector<std::string> foreign_words(Random& random) {
    const std::vector<std::string> parts = {"an",  "ber", "con", "der", "el", "fin",  "gra", "his", "in",  "jo",
                                            "ker", "lit", "man", "nor", "ot", "per",  "que", "ran", "ser", "tion",
                                            "ul",  "ver", "wa",  "ex",  "ry", "ment", "al",  "ic",  "so",  "ti"};
    std::vector<std::string> words;
    for (std::size_t i = 0; i < 20'000; ++i) {
        std::string word;
        for (std::size_t n = 1 + below(random, 3); n-- > 0;)
            word += parts[below(random, parts.size())];
        words.push_back(word + (i % 7 == 0 ? "s" : ""));
    }
    return words;
}

class Collection {
public:
    explicit Collection(std::uint64_t seed)
        : random_(seed), syllables_(syllables(random_)), foreign_(foreign_words(random_)),
          syllable_rank_(syllables_.size()), compound_rank_(60'000), foreign_rank_(foreign_.size()),
          author_rank_(150'000), subject_rank_(8'000), unit_rank_(60) {
        for (std::size_t i = 0; i < 60'000; ++i)
            compounds_.emplace_back(syllable_rank_(random_), below(random_, syllables_.size()));
    }

    const Record& make(std::size_t number) {
        record_.clear();
        const bool is_vietnamese = below(random_, 2) == 0;
        const auto year = std::to_string(1955 + below(random_, 71));
        record_.set_leader("00000nam a2200000 a 4500");
        record_.add_control("001", "s" + std::to_string(number));
        record_.add_control("003", "VN-BENCH");
        record_.add_control("008",
                            "200101s" + year + "    vm            000 0 " + (is_vietnamese ? "vie" : "eng") + " d");
        const auto class_number = ddc();
        field("082", '0', '4', {{'2', "23"}, {'a', class_number}});
        const auto author = author_rank_(random_);
        field("100", '1', ' ', {{'a', author_name(author)}, {'e', "tác giả"}});
        field("245", '1', '0',
              {{'a', phrase(is_vietnamese, 3, 7) + " :"},
               {'b', phrase(is_vietnamese, 2, 6) + " /"},
               {'c', author_name(author)}});
        field("264", ' ', '1', {{'a', "Hà Nội :"}, {'b', "Nxb " + phrase(true, 1, 2) + ","}, {'c', year}});
        field("300", ' ', ' ',
              {{'a', std::to_string(60 + below(random_, 500)) + " tr. ;"},
               {'c', std::to_string(19 + below(random_, 9)) + " cm"}});
        if (below(random_, 4) == 0) field("490", '0', ' ', {{'a', phrase(is_vietnamese, 2, 3)}});
        field("520", ' ', ' ', {{'a', phrase(is_vietnamese, 10, 22)}});
        for (std::size_t n = 1 + below(random_, 3); n-- > 0;)
            field("650", ' ', '4', {{'a', subject(subject_rank_(random_))}});
        if (below(random_, 3) == 0) field("700", '1', ' ', {{'a', author_name(author_rank_(random_))}});
        for (std::size_t n = 1 + below(random_, 4); n-- > 0;)
            item(class_number);
        return record_;
    }

private:
    using Subfields = std::vector<std::pair<char, std::string>>;

    void field(const char* tag, char ind1, char ind2, const Subfields& subfields) {
        record_.add_field(tag, ind1, ind2);
        for (const auto& [code, value] : subfields)
            record_.add_subfield(code, value);
    }
    void item(const std::string& class_number) {
        field("952", ' ', ' ',
              {{'a', "DV" + std::to_string(unit_rank_(random_))},
               {'c', below(random_, 3) == 0 ? "KD" : "KM"},
               {'o', class_number + " " + static_cast<char>('A' + below(random_, 25)) +
                         std::to_string(100 + below(random_, 900))},
               {'p', "BM" + std::to_string(++barcode_)},
               {'y', "BK"}});
    }
    std::string ddc() {
        auto number = std::to_string(1000 + below(random_, 1000)).substr(1);
        if (below(random_, 2) == 0) number += "." + std::to_string(1 + below(random_, 9999));
        return number;
    }
    std::string words(bool is_vietnamese, std::size_t count) {
        std::string text;
        while (count-- > 0) {
            if (!text.empty()) text += ' ';
            if (!is_vietnamese) {
                text += foreign_[foreign_rank_(random_)];
            } else if (below(random_, 2) == 0) {
                const auto& [first, second] = compounds_[compound_rank_(random_)];
                text += syllables_[first] + ' ' + syllables_[second];
            } else {
                text += syllables_[syllable_rank_(random_)];
            }
        }
        return text;
    }
    std::string phrase(bool is_vietnamese, std::size_t least, std::size_t most) {
        auto text = words(is_vietnamese, least + below(random_, most - least + 1));
        if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
        return text;
    }
    /// The same rank is always the same name.
    std::string author_name(std::size_t rank) const {
        Random own(rank * 2654435761U + 17);
        const std::vector<std::string> families = {"Nguyễn", "Trần", "Lê",  "Phạm", "Hoàng", "Huỳnh", "Phan",  "Vũ",
                                                   "Võ",     "Đặng", "Bùi", "Đỗ",   "Hồ",    "Ngô",   "Dương", "Lý"};
        return families[below(own, families.size())] + " " + syllables_[below(own, 900)] + " " +
               syllables_[below(own, 900)];
    }
    std::string subject(std::size_t rank) const {
        Random own(rank * 40503U + 3);
        return syllables_[below(own, 1200)] + " " + syllables_[below(own, 1200)] +
               (below(own, 3) == 0 ? " " + syllables_[below(own, 1200)] : "");
    }

    Random random_;
    std::vector<std::string> syllables_;
    std::vector<std::string> foreign_;
    Zipf syllable_rank_;
    Zipf compound_rank_;
    Zipf foreign_rank_;
    Zipf author_rank_;
    Zipf subject_rank_;
    Zipf unit_rank_;
    std::vector<std::pair<std::size_t, std::size_t>> compounds_;
    std::size_t barcode_ = 0;
    Record record_;
};

} // namespace tangthu::bench
