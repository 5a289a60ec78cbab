#pragma once

#include "modules/catalogue/bib.h"
#include "platform/marc/record.h"

#include <string>
#include <vector>

namespace tangthu::catalogue::impl {

/// What lists, rules, joins and the index need of a MARC 21 record, taken out of it once, when it is saved.
struct Extract {
    BibSummary summary;                  ///< without id and items
    std::vector<std::string> titles;     ///< 245 $abnp, and 130 240 246 247 730 740 765, series apart
    std::vector<std::string> authors;    ///< headings of 100 110 111 700 710 711 without dates and roles, each once
    std::string responsibility;          ///< 245 $c and the dates and forms of names, for searching only
    std::vector<std::string> subjects;   ///< 6XX with their subdivisions, joined by " – ", each once
    std::vector<std::string> series;     ///< 490, 830
    std::vector<std::string> publishers; ///< 260/264 $b
    std::vector<std::string> notes;      ///< 5XX
    std::vector<std::string> isbns;      ///< 020 as ISBN-13, 022 $a
    std::vector<std::string> classes;    ///< 080 082 084 090
    std::string title_key;               ///< sort key of the title without its non-filing beginning
    std::string author_key;
};

/// Never fails: what a record does not say stays empty; a record without any title gets its first text, else its 001.
[[nodiscard]] Extract extract(const marc::Record& record);

/// The order of the shelf: class number, author, title. Records without a class come last.
[[nodiscard]] std::string shelf_key(const Extract& extract);

} // namespace tangthu::catalogue::impl
