#include "modules/portal/impl/html.h"
#include "modules/portal/impl/pages/class_names.h"
#include "modules/portal/impl/pages/pages.h"
#include "platform/net/url.h"
#include "platform/text/sort.h"

#include <array>

namespace tangthu::portal::impl {
namespace {

/// Letters that words begin with, in Vietnamese order; f j w z only begin foreign ones but have headings too.
constexpr std::array<std::string_view, 33> kLetters{"A", "Ă", "Â", "B", "C", "D", "Đ", "E", "Ê", "F", "G",
                                                    "H", "I", "J", "K", "L", "M", "N", "O", "Ô", "Ơ", "P",
                                                    "Q", "R", "S", "T", "U", "Ư", "V", "W", "X", "Y", "Z"};

std::string_view page_of(std::string_view facet) { return facet == "author" ? "authors" : "subjects"; }

std::string headings_address(Language language, std::string_view facet, std::string_view name, std::string_view value) {
    auto address = page_path(language, page_of(facet));
    if (!value.empty()) {
        address.append("?").append(name).append("=").append(net::query_encode(value));
    }
    return address;
}

void put_tabs(Fields& fields, std::string_view facet) {
    fields.put("is_author", facet == "author").put("is_subject", facet == "subject").put("is_class", facet == "class");
}

} // namespace

std::string first_letter(std::string_view heading) {
    const auto key = text::sort_key(heading);
    std::string_view found;
    for (const auto letter : kLetters) {
        if (text::sort_key(letter) <= key) {
            found = letter;
        }
    }
    // Other scripts sort after Z and have no letter here.
    const bool is_latin = !heading.empty() && (static_cast<unsigned char>(heading.front()) < 0xCA ||
                                               static_cast<unsigned char>(heading.front()) == 0xE1);
    return is_latin ? std::string(found) : std::string{};
}

Page headings_page(const BrowseView& view, const PageContext& context) {
    const auto& texts = context.texts;
    const auto language = texts.language();
    const auto title = texts.text(view.facet == "author" ? "portal.authors_title" : "portal.subjects_title");
    const std::string_view parameter = view.is_backwards ? "before" : "from";
    Chrome chrome;
    chrome.title = title;
    chrome.here = headings_address(language, view.facet, parameter, view.from);
    chrome.twin = headings_address(other_language(language), view.facet, parameter, view.from);
    chrome.current = "browse";
    chrome.is_indexed = view.from.empty();
    Fields fields;
    put_chrome(fields, chrome, context.site, texts);
    put_tabs(fields, view.facet);
    fields.put("heading", title)
        .put("letters", list_of(kLetters,
                                [&](std::string_view letter) {
                                    return Fields()
                                        .put("letter", letter)
                                        .put("address", headings_address(language, view.facet, "from", letter))
                                        .put("on", letter == view.letter)
                                        .take();
                                }))
        .put("has_headings", !view.headings.empty())
        .put("headings", list_of(view.headings,
                                 [&](const catalogue::Heading& heading) {
                                     return Fields()
                                         .put("value", heading.value)
                                         .put("count", texts.number(heading.count))
                                         .put("address", address_with_filter(language, {}, view.facet, heading.value))
                                         .take();
                                 }))
        .put("previous", view.previous_from.empty()
                             ? std::string{}
                             : headings_address(language, view.facet, "before", view.previous_from))
        .put("next",
             view.next_from.empty() ? std::string{} : headings_address(language, view.facet, "from", view.next_from));
    return {"headings", fields.take()};
}

Page classes_page(const ClassesView& view, const PageContext& context) {
    const auto& texts = context.texts;
    const auto language = texts.language();
    const auto path = [&](Language l) {
        auto address = page_path(l, "classes");
        return view.chosen_digit ? address + "/" + std::to_string(*view.chosen_digit) + "00" : address;
    };
    const auto title =
        view.chosen_digit ? main_class_name(*view.chosen_digit, language) : texts.text("portal.classes_title");
    Chrome chrome;
    chrome.title = title;
    chrome.here = path(language);
    chrome.twin = path(other_language(language));
    chrome.current = "browse";
    Fields fields;
    put_chrome(fields, chrome, context.site, texts);
    put_tabs(fields, "class");
    fields.put("heading", title)
        .put("up", view.chosen_digit.has_value())
        .put("lines", list_of(view.lines, [&](const ClassLine& line) {
                 return Fields()
                     .put("main", line.number.substr(0, 1))
                     .put("number", line.number)
                     .put("name", line.name)
                     .put("count", texts.number(line.count))
                     .put("is_search", view.chosen_digit.has_value())
                     .put("address", view.chosen_digit ? address_with_filter(language, {}, "class", line.number)
                                                       : page_path(language, "classes") + "/" + line.number)
                     .take();
             }));
    return {"classes", fields.take()};
}

} // namespace tangthu::portal::impl
