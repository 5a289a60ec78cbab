#include "modules/portal/impl/records/citation.h"

#include "modules/portal/impl/html.h"
#include "modules/portal/impl/records/record_facts.h"
#include "platform/text/normalize.h"

#include <algorithm>
#include <array>

namespace tangthu::portal::impl {
namespace {

void append_part(std::string& text, std::string_view joint, std::string_view part) {
    if (part.empty()) {
        return;
    }
    if (!text.empty()) {
        text += joint;
    }
    text += part;
}

bool ends_sentence(std::string_view text) {
    return !text.empty() && std::string_view(".?!").find(text.back()) != std::string_view::npos;
}

/// A sentence of a reference: `text.` unless it ends like one already.
std::string sentence(std::string text) {
    if (!text.empty() && !ends_sentence(text)) {
        text += '.';
    }
    return text;
}

std::string joined_names(const std::vector<std::string>& names, std::string_view last_joint) {
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        append_part(text, i + 1 == names.size() ? last_joint : std::string_view(", "), names[i]);
    }
    return text;
}

std::string title_line(const CitedWork& work) {
    std::string text = work.title;
    append_part(text, ": ", work.subtitle);
    return text;
}

/// `Hugo, Victor` -> `Victor Hugo`; names without a comma are in reading order already.
std::string reading_order(const std::string& heading) {
    const auto comma = heading.find(", ");
    return comma == std::string::npos ? heading : heading.substr(comma + 2) + " " + heading.substr(0, comma);
}

std::string one_line(std::string_view value) {
    std::string text(value);
    std::ranges::replace_if(text, [](char c) { return c == '\r' || c == '\n' || c == '\t'; }, ' ');
    return text;
}

struct RisType {
    std::string_view material;
    std::string_view ris;
    std::string_view bibtex;
};
constexpr auto kTypes = std::to_array<RisType>({
    {"book", "BOOK", "book"},
    {"braille", "BOOK", "book"},
    {"serial", "JFULL", "misc"},
    {"map", "MAP", "misc"},
    {"score", "MUSIC", "misc"},
    {"recording", "SOUND", "misc"},
    {"video", "VIDEO", "misc"},
    {"picture", "ART", "misc"},
    {"electronic", "EBOOK", "book"},
    {"manuscript", "MANSCPT", "unpublished"},
});

const RisType& type_of(const CitedWork& work) {
    const auto* found = std::ranges::find(kTypes, work.material_type, &RisType::material);
    static constexpr RisType kOther{"", "GEN", "misc"};
    return found == kTypes.end() ? kOther : *found;
}

std::string bibtex_escaped(std::string_view value) {
    std::string text;
    for (const char c : one_line(value)) {
        switch (c) {
        case '{':
        case '}':
        case '%':
        case '&':
        case '#':
        case '_':
        case '$':
            text += '\\';
            text += c;
            break;
        case '\\':
            text += "\\textbackslash ";
            break;
        case '~':
            text += "\\textasciitilde ";
            break;
        case '^':
            text += "\\textasciicircum ";
            break;
        default:
            text += c;
        }
    }
    return text;
}

std::string bibtex_names(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names) {
        const bool is_turned = name.find(',') != std::string::npos;
        append_part(text, " and ", is_turned ? bibtex_escaped(name) : "{" + bibtex_escaped(name) + "}");
    }
    return text;
}

std::string bibtex_key(const CitedWork& work) {
    std::string key;
    if (!work.authors.empty()) {
        key = slug(work.authors.front());
        std::erase(key, '-');
        key.resize(std::min<std::size_t>(key.size(), 20));
    }
    return (key.empty() ? "tangthu" : key) + (work.year ? std::to_string(*work.year) : "") + "-" + work.id;
}

} // namespace

CitedWork cited_work(const marc::Record& record, const catalogue::BibSummary& bib) {
    CitedWork work;
    work.id = std::to_string(bib.id.value);
    work.material_type = bib.material_type;
    work.title = bib.title;
    work.subtitle = bib.subtitle;
    work.responsibility = bib.responsibility;
    for (const auto field : record.fields("1XX")) {
        if (auto name = name_heading(field); !name.empty() && field.tag() != "130") {
            work.authors.push_back(std::move(name));
        }
    }
    for (const auto* tag : {"700", "710", "711"}) {
        for (const auto field : record.fields(tag)) {
            auto name = name_heading(field);
            const bool is_known = std::ranges::find(work.authors, name) != work.authors.end();
            if (name.empty() || is_known || field.has('t')) {
                continue;
            }
            auto& names = is_author_role(field)       ? work.authors
                          : is_translator_role(field) ? work.translators
                                                      : work.contributors;
            names.push_back(std::move(name));
        }
    }
    if (work.authors.empty() && !bib.author.empty() && work.contributors.empty() && work.translators.empty()) {
        work.authors.push_back(bib.author);
    }
    work.edition = cleaned(record.text("250", 'a'));
    work.place = known_or_empty(bib.place);
    work.publisher = known_or_empty(bib.publisher);
    work.year = bib.year;
    for (const auto* tag : {"264", "260"}) {
        if (work.date.empty()) {
            work.date = known_or_empty(cleaned(record.text(tag, 'c')));
        }
    }
    if (work.date.empty() && bib.year) {
        work.date = std::to_string(*bib.year);
    }
    if (const auto field = record.first("300")) {
        work.extent = cleaned(field->join("abce"));
    }
    work.series = bib.series;
    work.language = language_tag(bib.language);
    work.isbn = bib.isbn;
    work.issn = cleaned(record.text("022", 'a'));
    work.abstract = cleaned(record.text("520", 'a'));
    work.subjects = subject_headings(record);
    return work;
}

std::string isbd(const CitedWork& work) {
    std::string title = work.title;
    append_part(title, " : ", work.subtitle);
    append_part(title, " / ", work.responsibility);
    std::string imprint = work.place;
    append_part(imprint, " : ", work.publisher);
    append_part(imprint, ", ", work.date);
    std::string text = title;
    constexpr std::string_view kArea = ". – ";
    for (const auto& area : {work.edition, imprint, work.extent, work.series.empty() ? "" : "(" + work.series + ")"}) {
        if (area.empty()) {
            continue;
        }
        if (ends_sentence(text) && text.back() == '.') {
            text.pop_back();
        }
        append_part(text, kArea, area);
    }
    return sentence(text);
}

std::string apa(const CitedWork& work, text::Language language) {
    const std::string_view joint = language == text::Language::vi ? " và " : " & ";
    const std::string year = "(" + (work.year ? std::to_string(*work.year) : "n.d.") + ")";
    std::string title = title_line(work);
    if (!work.edition.empty()) {
        title += " (" + work.edition + ")";
    }
    std::string text = work.authors.empty()
                           ? sentence(title) + " " + year + "."
                           : sentence(joined_names(work.authors, joint)) + " " + year + ". " + sentence(title);
    if (!work.publisher.empty()) {
        text += " " + sentence(work.publisher);
    }
    return text;
}

std::string vietnamese_reference(const CitedWork& work) {
    std::vector<std::string> names;
    for (const auto& author : work.authors) {
        names.push_back(reading_order(author));
    }
    std::string text = joined_names(names, ", ");
    const std::string year = work.year ? " (" + std::to_string(*work.year) + ")" : "";
    if (names.empty()) {
        text = title_line(work) + year;
    } else {
        text += year + ", " + title_line(work);
    }
    append_part(text, ", ", work.edition);
    if (!work.publisher.empty()) {
        const auto folded = text::fold(work.publisher);
        const bool is_named = folded.starts_with("nxb") || folded.find("nha xuat ban") != std::string::npos ||
                              folded.find("press") != std::string::npos || folded.find("publish") != std::string::npos;
        append_part(text, ", ", (is_named || work.language != "vi" ? "" : "Nxb ") + work.publisher);
    }
    append_part(text, ", ", work.place);
    return sentence(text);
}

std::string ris(const CitedWork& work) {
    std::string text;
    const auto line = [&text](std::string_view tag, std::string_view value) {
        if (!value.empty()) {
            text.append(tag).append("  - ").append(one_line(value)).append("\r\n");
        }
    };
    line("TY", type_of(work).ris);
    for (const auto& author : work.authors) {
        line("AU", author);
    }
    for (const auto& name : work.contributors) {
        line("A2", name);
    }
    for (const auto& name : work.translators) {
        line("A4", name);
    }
    line("TI", title_line(work));
    line("PY", work.year ? std::to_string(*work.year) : std::string{});
    line("ET", work.edition);
    line("CY", work.place);
    line("PB", work.publisher);
    line("T2", work.series);
    line("SN", work.isbn.empty() ? work.issn : work.isbn);
    line("SP", work.extent);
    line("LA", work.language);
    line("CN", work.call_number);
    for (const auto& subject : work.subjects) {
        line("KW", subject);
    }
    line("AB", work.abstract);
    line("UR", work.address);
    text += "ER  - \r\n";
    return text;
}

std::string bibtex(const CitedWork& work) {
    std::string text = "@" + std::string(type_of(work).bibtex) + "{" + bibtex_key(work) + ",\n";
    const auto line = [&text](std::string_view name, std::string value) {
        if (!value.empty()) {
            text.append("  ").append(name).append(" = {").append(value).append("},\n");
        }
    };
    line("author", bibtex_names(work.authors));
    line("editor", work.authors.empty() ? bibtex_names(work.contributors) : std::string{});
    line("translator", bibtex_names(work.translators));
    line("title", "{" + bibtex_escaped(title_line(work)) + "}");
    line("edition", bibtex_escaped(work.edition));
    line("address", bibtex_escaped(work.place));
    line("publisher", bibtex_escaped(work.publisher));
    line("year", work.year ? std::to_string(*work.year) : std::string{});
    line("series", bibtex_escaped(work.series));
    line("isbn", work.isbn);
    line("issn", bibtex_escaped(work.issn));
    line("language", work.language);
    line("url", work.address);
    text += "}\n";
    return text;
}

} // namespace tangthu::portal::impl
