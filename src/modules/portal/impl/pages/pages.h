#pragma once

#include "modules/portal/impl/pages/chrome.h"
#include "modules/portal/impl/templates/page_data.h"
#include "modules/portal/impl/texts.h"
#include "modules/portal/impl/views/views.h"

#include <string>

/// From a view to the data of its template: pure, no doors, no clock.
namespace tangthu::portal::impl {

struct PageContext {
    const Texts& texts;
    const Site& site;
};

/// A template and what it shows.
struct Page {
    std::string name;
    Data data;
};

[[nodiscard]] Page home_page(const HomeView& view, const PageContext& context);
[[nodiscard]] Page results_page(const ResultsView& view, const PageContext& context);
[[nodiscard]] Page record_page(const RecordView& view, const PageContext& context);
[[nodiscard]] Page marc_page(const MarcView& view, const PageContext& context);
[[nodiscard]] Page headings_page(const BrowseView& view, const PageContext& context);
/// The letter of the bar a heading stands under: `Ỏ…` under O. Empty for one before A or in another script.
[[nodiscard]] std::string first_letter(std::string_view heading);
[[nodiscard]] Page classes_page(const ClassesView& view, const PageContext& context);
[[nodiscard]] Page new_books_page(const NewBooksView& view, const PageContext& context);
[[nodiscard]] Page libraries_page(const LibrariesView& view, const PageContext& context);

/// 404 and its like. `path` is what was asked for; the texts are `portal.error_STATUS_title` and `_text`.
struct ErrorView {
    int status = 404;
    std::string text;       ///< in place of portal.error_STATUS_text; empty: that one
    std::string reference;  ///< number under which the log has it; empty: none
    std::string query{};    ///< what was looked for, to be put right; empty: nothing
    std::string again{};    ///< the address to try once more; empty: it would fail again
    bool is_search = false; ///< it is the search itself that was refused
};
[[nodiscard]] Page error_page(const ErrorView& view, const PageContext& context);

/// A cover with title and author under it: for rows and shelves.
[[nodiscard]] Data book_tile(const catalogue::BibSummary& bib, Language language, bool is_here = false);
[[nodiscard]] std::string cover_address(const catalogue::BibSummary& bib);
/// `Nhan đề: phụ đề`, as one line.
[[nodiscard]] std::string full_title(const catalogue::BibSummary& bib);
/// `tiểu thuyết`-less line of facts: publisher, year.
[[nodiscard]] std::string imprint(const catalogue::BibSummary& bib);

} // namespace tangthu::portal::impl
