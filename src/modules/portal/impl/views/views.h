#pragma once

#include "modules/branches/branches.h"
#include "modules/catalogue/find.h"
#include "modules/portal/impl/addresses.h"
#include "modules/portal/impl/records/citation.h"
#include "platform/base/date.h"
#include "platform/text/tokens.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What each page shows, as plain values: filled from the doors of other rooms (portal.cpp), from a fixture in tests.
namespace tangthu::portal::impl {

/// Where copies of a book stand: one place and call number, as many copies.
struct Shelving {
    std::string unit; ///< name of the library, in the page's language
    std::string unit_code;
    std::string location;    ///< name of the shelving location (kho)
    std::string call_number; ///< as on the label
    int copies = 0;          ///< not withdrawn
    int on_shelf = 0;
    bool is_closed_stack = false; ///< asked for with a call slip
    std::string state;            ///< why the others are not there: damaged, lost, missing; empty
    std::vector<std::string> barcodes;
};

struct Book {
    catalogue::BibSummary bib;
    std::vector<Shelving> shelvings;
};

struct LibraryState {
    std::string code;
    std::string name;
    branches::OpeningState opening;
};

struct SiteNumbers {
    std::uint64_t bibs = 0;
    std::uint64_t items = 0;
    std::uint64_t libraries = 0; ///< libraries, rooms and points
    std::uint64_t communes = 0;
};

struct HomeView {
    std::vector<LibraryState> libraries; ///< the central library's sites
    std::vector<catalogue::BibSummary> newest;
    SiteNumbers numbers;
    Date today;
};

/// One value of a facet, with its label in the page's language.
struct FacetValue {
    std::string value;
    std::string label;
    std::uint64_t count = 0;
};
struct FacetGroup {
    std::string facet;
    std::vector<FacetValue> values;
};

struct ResultsView {
    SearchState state;
    std::uint64_t total = 0;
    bool total_is_exact = true;
    bool facets_are_exact = true;
    std::vector<text::OwnedToken> words; ///< what was looked for, marked in titles
    std::vector<Book> hits;
    std::vector<FacetGroup> facets; ///< empty while the site sheds load
    std::vector<FacetValue> chosen; ///< the state's filters, labelled, in its order
    std::string did_you_mean;
};

/// A labelled field of a description; every value may lead somewhere.
struct DescribedValue {
    std::string text;
    std::string address;  ///< empty: plain text
    std::string language; ///< BCP 47, empty when it is the page's or unknown
};
struct DescribedField {
    std::string label_key; ///< `portal.field_notes`
    std::vector<DescribedValue> values;
};

struct RecordView {
    Book book;
    std::vector<DescribedField> fields;
    CitedWork work;             ///< without its address and call number
    std::string online_address; ///< of the text itself on the web; empty: there is none
    std::vector<catalogue::BibSummary> same_author;
    std::vector<catalogue::BibSummary> before; ///< on the shelf, nearest first
    std::vector<catalogue::BibSummary> after;
};

struct MarcLine {
    std::string tag;
    std::string indicators;                                     ///< `1_`, empty for control fields
    std::vector<std::pair<std::string, std::string>> subfields; ///< code (empty for control fields), value
};
struct MarcView {
    catalogue::BibSummary bib;
    std::string leader;
    std::vector<MarcLine> lines;
};

struct BrowseView {
    std::string facet; ///< author, subject
    std::string from;  ///< what the address asks for; empty: the beginning
    bool is_backwards = false;
    std::string letter; ///< the one marked in the letter bar
    std::vector<catalogue::Heading> headings;
    std::string next_from;
    std::string previous_from;
};

struct ClassLine {
    std::string number; ///< `890`
    std::string name;
    std::uint64_t count = 0;
};
struct ClassesView {
    std::optional<int> chosen_digit; ///< a main class whose divisions are shown; none: the ten main classes
    std::vector<ClassLine> lines;
};

struct NewBooksView {
    std::vector<catalogue::BibSummary> books;
    std::uint32_t page = 1;
    bool has_more = false;
};

struct OpenSpan {
    std::string opens; ///< `07:30`
    std::string closes;
};
struct DayHours {
    int weekday = 1;             ///< ISO: 1 Monday … 7 Sunday
    std::vector<OpenSpan> spans; ///< empty: closed
    bool is_today = false;
};
struct LibraryView {
    std::string code;
    std::string kind;
    std::string name;
    std::string address;
    std::string telephone;
    std::vector<DayHours> week; ///< empty when no hours are known
    branches::OpeningState opening;
};
struct LibrariesView {
    std::vector<LibraryView> main; ///< the central library and its sites
    std::vector<LibraryView> others;
    Date today;
};

} // namespace tangthu::portal::impl
