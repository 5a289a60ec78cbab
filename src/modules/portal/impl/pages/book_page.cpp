#include "modules/portal/impl/html.h"
#include "modules/portal/impl/pages/class_names.h"
#include "modules/portal/impl/pages/json_ld.h"
#include "modules/portal/impl/pages/labels.h"
#include "modules/portal/impl/pages/pages.h"
#include "modules/portal/impl/pages/shelving_data.h"
#include "modules/portal/impl/records/record_facts.h"

#include <algorithm>

namespace tangthu::portal::impl {
namespace {

constexpr std::size_t kLongTitle = 150; ///< bytes; longer ones are set smaller

/// `Sách · 235 tr. · Kim Đồng, 2019`. An extent without a number ("tập", "v.") says nothing.
std::string what_it_is(const catalogue::BibSummary& bib, const Texts& texts) {
    const bool has_extent = bib.extent.find_first_of("123456789") != std::string::npos;
    std::string line;
    for (const auto& part :
         {material_type_name(bib.material_type, texts), has_extent ? bib.extent : std::string{}, imprint(bib)}) {
        if (part.empty()) {
            continue;
        }
        if (!line.empty()) {
            line += " · ";
        }
        line += part;
    }
    return line;
}

std::string author_address(const std::string& author, Language language) {
    return author.empty() ? std::string{} : address_with_filter(language, {}, "author", author);
}

Data shelving_row(const Shelving& shelving, const Texts& texts) {
    Fields row;
    put_shelving(row, shelving, texts);
    std::string note;
    if (shelving.is_closed_stack) {
        note = texts.text("portal.closed_stack");
    }
    return row.put("unit", shelving.unit)
        .put("unit_code", shelving.unit_code)
        .put("location", shelving.location)
        .put("note", note)
        .take();
}

Data described(const std::vector<DescribedField>& fields, const Texts& texts) {
    return list_of(fields, [&](const DescribedField& field) {
        Fields data;
        data.put("label", texts.text(field.label_key));
        data.put(
            "values", list_of(field.values, [](const DescribedValue& value) {
                return Fields().put("text", value.text).put("address", value.address).put("tag", value.language).take();
            }));
        return data.take();
    });
}

/// The shelf from left to right, this book in the middle.
Data shelf_row(const RecordView& view, Language language) {
    struct Place {
        const catalogue::BibSummary* bib;
        bool is_here;
    };
    std::vector<Place> places;
    for (auto it = view.before.rbegin(); it != view.before.rend(); ++it) {
        places.push_back({&*it, false});
    }
    places.push_back({&view.book.bib, true});
    for (const auto& bib : view.after) {
        places.push_back({&bib, false});
    }
    return list_of(places, [&](const Place& place) { return book_tile(*place.bib, language, place.is_here); });
}

void put_card(Fields& fields, const RecordView& view) {
    const auto& bib = view.book.bib;
    std::string mark = view.book.shelvings.empty() ? bib.class_number : view.book.shelvings.front().call_number;
    std::ranges::replace(mark, ' ', '\n');
    std::string tracing;
    int number = 1;
    for (const auto& field : view.fields) {
        if (field.label_key != "portal.field_subjects") {
            continue;
        }
        for (const auto& value : field.values) {
            tracing += (tracing.empty() ? "" : "  ") + std::to_string(number++) + ". " + value.text + ".";
        }
    }
    fields.put("card_mark", mark)
        .put("card_heading", bib.author)
        .put("card_isbn", bib.isbn.empty() ? std::string{} : "ISBN " + bib.isbn)
        .put("card_tracing", tracing);
}

struct Download {
    const char* path;
    const char* name;
};
constexpr Download kDownloads[] = {
    {"marc", "MARC 21"}, {"marcxml", "MARCXML"}, {"json", "JSON"}, {"ris", "RIS"}, {"bibtex", "BibTeX"}};

Data downloads(const catalogue::BibSummary& bib, Language language) {
    const auto base = book_part_address(language, bib.id, "download") + "/";
    return list_of(std::span(kDownloads), [&](const Download& download) {
        return Fields().put("address", base + download.path).put("name", download.name).take();
    });
}

std::string page_language(const catalogue::BibSummary& bib, Language language) {
    const auto tag = language_tag(bib.language);
    return tag == text::language_code(language) ? std::string{} : std::string(tag);
}

} // namespace

std::string full_title(const catalogue::BibSummary& bib) {
    return bib.subtitle.empty() ? bib.title : bib.title + ": " + bib.subtitle;
}

std::string imprint(const catalogue::BibSummary& bib) {
    auto text = known_or_empty(bib.publisher);
    if (bib.year) {
        text += (text.empty() ? "" : ", ") + std::to_string(*bib.year);
    }
    return text;
}

Data book_tile(const catalogue::BibSummary& bib, Language language, bool is_here) {
    return Fields()
        .put("address", book_address(language, bib))
        .put("cover", cover_address(bib))
        .put("title", bib.title)
        .put("author", bib.author)
        .put("tag", page_language(bib, language))
        .put("call", bib.class_number)
        .put("is_here", is_here)
        .take();
}

Page record_page(const RecordView& view, const PageContext& context) {
    const auto& bib = view.book.bib;
    const auto& texts = context.texts;
    const auto language = texts.language();
    const auto here = book_address(language, bib);
    Chrome chrome;
    chrome.title = full_title(bib);
    chrome.description = bib.author.empty() ? what_it_is(bib, texts) : bib.author + " · " + what_it_is(bib, texts);
    chrome.here = here;
    chrome.twin = book_address(other_language(language), bib);
    chrome.kind = "book";
    chrome.image = cover_address(bib);
    chrome.json_ld = book_json_ld(view, context);

    CitedWork work = view.work;
    work.address = context.site.public_address + here;
    Fields fields;
    put_chrome(fields, chrome, context.site, texts);
    fields.put("title", bib.title)
        .put("is_long", bib.title.size() > kLongTitle)
        .put("subtitle", bib.subtitle)
        .put("author", bib.author)
        .put("author_address", author_address(bib.author, language))
        .put("cover", cover_address(bib))
        .put("tag", page_language(bib, language))
        .put("what", what_it_is(bib, texts))
        .put("has_shelvings", !view.book.shelvings.empty())
        .put("shelvings", list_of(view.book.shelvings, [&](const Shelving& s) { return shelving_row(s, texts); }))
        .put("online", view.online_address)
        .put("fields", described(view.fields, texts))
        .put("cite_tcvn", vietnamese_reference(work))
        .put("cite_apa", apa(work, language))
        .put("cite_isbd", isbd(work))
        .put("downloads", downloads(bib, language))
        .put("marc_address", book_part_address(language, bib.id, "marc"))
        .put("has_row", !view.before.empty() || !view.after.empty())
        .put("row", shelf_row(view, language))
        .put("has_same_author", !view.same_author.empty())
        .put("same_author",
             list_of(view.same_author, [&](const catalogue::BibSummary& b) { return book_tile(b, language); }));
    if (bib.class_number.size() >= 3) {
        const auto division = bib.class_number.substr(0, 2) + "0";
        fields.put("class_address", address_with_filter(language, {}, "class", division))
            .put("class_name", division + " " + class_name(division, language));
    }
    put_card(fields, view);
    // Short enough to be typed from paper; the site leads on to the full one.
    fields.put("card_address",
               context.site.public_address + page_path(language, "book") + std::to_string(bib.id.value));
    return {"record", fields.take()};
}

Page marc_page(const MarcView& view, const PageContext& context) {
    const auto language = context.texts.language();
    const auto path = [&](Language l) { return book_part_address(l, view.bib.id, "marc"); };
    Chrome chrome;
    chrome.title = context.texts.text("portal.marc_title") + ": " + view.bib.title;
    chrome.here = path(language);
    chrome.twin = path(other_language(language));
    chrome.is_indexed = false;
    Fields fields;
    put_chrome(fields, chrome, context.site, context.texts);
    fields.put("title", view.bib.title)
        .put("language", page_language(view.bib, language))
        .put("book_address", book_address(language, view.bib))
        .put("leader", view.leader)
        .put("downloads", downloads(view.bib, language))
        .put("lines", list_of(view.lines, [](const MarcLine& line) {
                 return Fields()
                     .put("tag", line.tag)
                     .put("indicators", line.indicators)
                     .put("is_control", line.indicators.empty())
                     .put("subfields",
                          list_of(line.subfields,
                                  [](const auto& subfield) {
                                      return Fields().put("code", subfield.first).put("value", subfield.second).take();
                                  }))
                     .take();
             }));
    return {"marc", fields.take()};
}

} // namespace tangthu::portal::impl
