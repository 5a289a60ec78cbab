#include "modules/portal/impl/pages/hours.h"
#include "modules/portal/impl/pages/json_ld.h"
#include "modules/portal/impl/pages/labels.h"
#include "modules/portal/impl/pages/pages.h"

#include <algorithm>

namespace tangthu::portal::impl {
namespace {

void put_opening(Fields& fields, const branches::OpeningState& state, const Date& today, const Texts& texts) {
    fields.put("is_open", state.is_open)
        .put("until", spoken_time(state.until, texts.language()))
        .put("opens", opens_again(state, today, texts));
}

std::string week_line(const DayHours& day, const Texts& texts) {
    std::string line;
    for (const auto& span : day.spans) {
        line += (line.empty() ? "" : ", ") + spoken_time(span.opens, texts.language()) + "–" +
                spoken_time(span.closes, texts.language());
    }
    return line.empty() ? texts.text("portal.closed_all_day") : line;
}

Data library_data(const LibraryView& library, bool is_main, const Date& today, const Texts& texts) {
    Fields fields;
    fields.put("code", library.code)
        .put("name", library.name)
        .put("is_main", is_main)
        .put("kind", unit_kind_name(library.kind, texts))
        .put("address", library.address)
        .put("telephone", library.telephone)
        .put("has_hours", !library.week.empty())
        .put("days", list_of(library.week, [&](const DayHours& day) {
                 return Fields()
                     .put("day", weekday_name(day.weekday, texts))
                     .put("hours", week_line(day, texts))
                     .put("is_today", day.weekday == weekday_of(today))
                     .take();
             }));
    put_opening(fields, library.opening, today, texts);
    return fields.take();
}

} // namespace

Page home_page(const HomeView& view, const PageContext& context) {
    const auto& texts = context.texts;
    Chrome chrome;
    chrome.description = texts.text("portal.home_description", {{"library", context.site.library_name}});
    chrome.here = page_path(texts.language(), "home");
    chrome.twin = page_path(other_language(texts.language()), "home");
    chrome.has_top_search = false;
    Fields fields;
    put_chrome(fields, chrome, context.site, texts);
    const auto figure = [&](std::uint64_t n) { return n == 0 ? std::string{} : texts.number(n); };
    fields.put("has_libraries", !view.libraries.empty())
        .put("libraries", list_of(view.libraries,
                                  [&](const LibraryState& library) {
                                      Fields data;
                                      data.put("code", library.code).put("name", library.name);
                                      put_opening(data, library.opening, view.today, texts);
                                      return data.take();
                                  }))
        .put("has_newest", !view.newest.empty())
        .put("newest", list_of(view.newest, [&](const auto& bib) { return book_tile(bib, texts.language()); }))
        .put("bibs", texts.number(view.numbers.bibs))
        .put("items", texts.number(view.numbers.items))
        .put("library_count", figure(view.numbers.libraries))
        .put("communes", figure(view.numbers.communes));
    return {"home", fields.take()};
}

Page libraries_page(const LibrariesView& view, const PageContext& context) {
    const auto& texts = context.texts;
    Chrome chrome;
    chrome.title = texts.text("portal.libraries_title");
    chrome.description = texts.text("portal.libraries_lead");
    chrome.here = page_path(texts.language(), "libraries");
    chrome.twin = page_path(other_language(texts.language()), "libraries");
    chrome.current = "libraries";
    chrome.json_ld = library_json_ld(view, context);
    Fields fields;
    put_chrome(fields, chrome, context.site, texts);
    const auto each = [&](bool is_main) {
        return [&, is_main](const LibraryView& library) { return library_data(library, is_main, view.today, texts); };
    };
    fields.put("has_main", !view.main.empty())
        .put("main", list_of(view.main, each(true)))
        .put("has_others", !view.others.empty())
        .put("others", list_of(view.others, each(false)));
    return {"libraries", fields.take()};
}

Page new_books_page(const NewBooksView& view, const PageContext& context) {
    const auto& texts = context.texts;
    const auto at_page = [&](Language language, std::uint32_t page) {
        return page_path(language, "new") + (page > 1 ? "?page=" + std::to_string(page) : std::string{});
    };
    const auto language = texts.language();
    Chrome chrome;
    chrome.title = texts.text("portal.new_books");
    chrome.description = texts.text("portal.new_books_lead");
    chrome.here = at_page(language, view.page);
    chrome.twin = at_page(other_language(language), view.page);
    chrome.current = "new";
    chrome.is_indexed = view.page == 1;
    Fields fields;
    put_chrome(fields, chrome, context.site, texts);
    fields.put("has_books", !view.books.empty())
        .put("books", list_of(view.books, [&](const auto& bib) { return book_tile(bib, language); }))
        .put("previous", view.page > 1 ? at_page(language, view.page - 1) : std::string{})
        .put("next", view.has_more ? at_page(language, view.page + 1) : std::string{});
    return {"new_books", fields.take()};
}

Page error_page(const ErrorView& view, const PageContext& context) {
    const auto& texts = context.texts;
    const std::string base = "portal.error_" + std::to_string(view.status);
    auto title = view.is_search ? texts.text("portal.error_search_title") : texts.text_if_known(base + "_title");
    auto text = view.text.empty() ? texts.text_if_known(base + "_text") : view.text;
    const bool is_ours = view.status >= 500;
    if (title.empty()) {
        title = texts.text(is_ours ? "portal.error_500_title" : "portal.error_400_title");
    }
    if (text.empty()) {
        text = texts.text(is_ours ? "portal.error_500_text" : "portal.error_400_text");
    }
    Chrome chrome;
    chrome.title = title;
    chrome.here = page_path(texts.language(), "home");
    chrome.twin = page_path(other_language(texts.language()), "home");
    chrome.is_indexed = false;
    chrome.has_top_search = false;
    chrome.query = view.query;
    Fields fields;
    put_chrome(fields, chrome, context.site, texts);
    fields.put("status", std::to_string(view.status))
        .put("title", std::move(title))
        .put("text", std::move(text))
        .put("reference", view.reference)
        .put("again", view.again)
        .put("can_search", view.status != 429 && !is_ours);
    return {"error", fields.take()};
}

} // namespace tangthu::portal::impl
