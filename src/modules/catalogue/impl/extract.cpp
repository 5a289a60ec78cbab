#include "modules/catalogue/impl/extract.h"

#include "modules/catalogue/impl/isbn.h"
#include "modules/catalogue/isbd.h"
#include "platform/text/sort.h"

#include <algorithm>
#include <charconv>

namespace tangthu::catalogue::impl {

namespace {

using marc::FieldView;
using marc::Record;

void add_once(std::vector<std::string>& list, std::string_view value) {
    if (value.empty() || std::find(list.begin(), list.end(), value) != list.end()) return;
    list.emplace_back(value);
}

/// Subfields `codes` in their order, each without the punctuation at its end.
std::string joined(FieldView field, std::string_view codes, std::string_view separator = " ") {
    std::string text;
    for (const auto [code, value] : field.subfields()) {
        if (codes.find(code) == std::string_view::npos) continue;
        const auto clean = trim_isbd(value);
        if (clean.empty()) continue;
        if (!text.empty()) text += separator;
        text += clean;
    }
    return text;
}

std::optional<int> year_in(std::string_view text) {
    for (std::size_t i = 0; i + 4 <= text.size(); ++i) {
        const bool digit_before = i > 0 && text[i - 1] >= '0' && text[i - 1] <= '9';
        const bool digit_after = i + 4 < text.size() && text[i + 4] >= '0' && text[i + 4] <= '9';
        int year = 0;
        const auto [end, error] = std::from_chars(text.data() + i, text.data() + i + 4, year);
        if (error == std::errc{} && end == text.data() + i + 4 && !digit_before && !digit_after && year >= 1000 &&
            year <= 2100)
            return year;
    }
    return std::nullopt;
}

std::optional<int> year_of(const Record& record) {
    const auto fixed = record.control("008");
    if (fixed.size() >= 11) {
        if (const auto year = year_in(fixed.substr(7, 4))) return year;
    }
    for (const auto* tag : {"264", "260"})
        for (const auto field : record.fields(tag))
            if (const auto year = year_in(field.subfield('c'))) return year;
    return std::nullopt;
}

std::string language_of(const Record& record) {
    const auto usable = [](std::string_view code) {
        return code.size() == 3 && code != "und" && code != "zxx" && code != "mul" &&
               std::all_of(code.begin(), code.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    };
    const auto fixed = record.control("008");
    if (fixed.size() >= 38 && usable(fixed.substr(35, 3))) return std::string{fixed.substr(35, 3)};
    const auto coded = record.text("041", 'a');
    return usable(coded.substr(0, 3)) ? std::string{coded.substr(0, 3)} : std::string{};
}

/// MARC 21 leader/06 and /07, 007/00-01, 008/23 (form of item).
std::string material_type_of(const Record& record) {
    const char type = record.leader()[6];
    const char level = record.leader()[7];
    const auto physical = record.control("007");
    const auto fixed = record.control("008");
    const char form = fixed.size() > 23 ? fixed[23] : ' ';
    if (physical.starts_with("fb") || form == 'f') return "braille";
    switch (type) {
    case 'a':
        return level == 's' || level == 'b' || level == 'i' ? "serial"
                                                            : (form == 'o' || form == 's' ? "electronic" : "book");
    case 'c':
    case 'd':
        return "score";
    case 'e':
    case 'f':
        return "map";
    case 'g':
        return "video";
    case 'i':
    case 'j':
        return "recording";
    case 'k':
        return "picture";
    case 'm':
        return "electronic";
    case 'o':
    case 'p':
        return "kit";
    case 't':
        return "manuscript";
    default:
        return "other";
    }
}

/// The digits of a DDC number: "895.922/34" -> "895.92234", "KPV 12" -> "".
std::string ddc_number(std::string_view text) {
    std::string number;
    for (const char c : text) {
        if (c >= '0' && c <= '9')
            number += c;
        else if (c == '.' && number.size() == 3)
            number += c;
        else if (c == '/' || c == '\'')
            continue;
        else
            break;
    }
    const auto point = number.find('.');
    if (number.size() < 3 || (point == std::string::npos && number.size() != 3)) return {};
    if (number.back() == '.') number.pop_back();
    return number;
}

void take_titles(const Record& record, Extract& out) {
    if (const auto field = record.first("245")) {
        out.summary.title = joined(*field, "anp", ". ");
        out.summary.subtitle = joined(*field, "b");
        out.summary.responsibility = joined(*field, "c");
        const int skip = field->ind2() >= '1' && field->ind2() <= '9' ? field->ind2() - '0' : 0;
        out.title_key = text::sort_key(text::skip_nonfiling(out.summary.title, skip));
    }
    if (out.summary.title.empty()) {
        for (const auto field : record.fields()) {
            if (field.is_control()) continue;
            out.summary.title = joined(field, "a");
            if (!out.summary.title.empty()) break;
        }
        if (out.summary.title.empty()) out.summary.title = record.control("001");
        out.title_key = text::sort_key(out.summary.title);
    }
    add_once(out.titles, out.summary.title + (out.summary.subtitle.empty() ? "" : " " + out.summary.subtitle));
    for (const auto* tag : {"130", "240", "246", "247", "730", "740"})
        for (const auto field : record.fields(tag))
            add_once(out.titles, joined(field, "abnpt"));
    for (const auto field : record.fields("765"))
        add_once(out.titles, joined(field, "t"));
    for (const auto field : record.fields("880"))
        if (field.subfield('6').starts_with("245")) add_once(out.titles, joined(field, "abnp"));
}

void take_names(const Record& record, Extract& out) {
    for (const auto* tag : {"100", "110", "111", "700", "710", "711"}) {
        for (const auto field : record.fields(tag)) {
            // A 700 with a title is a work contained or related, its author still helped to make this one.
            const auto heading = name_heading(field);
            add_once(out.authors, heading);
            if (out.summary.author.empty()) out.summary.author = heading;
            for (const char code : {'q', 't'})
                if (field.has(code)) (out.responsibility += ' ') += field.subfield(code);
        }
    }
    for (const auto field : record.fields("880"))
        if (field.subfield('6').starts_with("1") || field.subfield('6').starts_with("7"))
            (out.responsibility += ' ') += joined(field, "abc");
    (out.responsibility += ' ') += out.summary.responsibility;
    if (!out.summary.author.empty()) out.author_key = text::sort_key(out.summary.author);
}

void take_subjects(const Record& record, Extract& out) {
    for (const auto* tag : {"600", "610", "611", "630", "648", "650", "651", "653", "655"}) {
        for (const auto field : record.fields(tag)) {
            if (tag[1] == '5' && tag[2] == '3') {
                for (const auto [code, value] : field.subfields())
                    if (code == 'a') add_once(out.subjects, trim_isbd(value));
                continue;
            }
            std::string heading = joined(field, "abcdfnpqt");
            for (const auto [code, value] : field.subfields())
                if (code == 'v' || code == 'x' || code == 'y' || code == 'z') (heading += " – ") += trim_isbd(value);
            add_once(out.subjects, heading);
        }
    }
}

void take_imprint(const Record& record, Extract& out) {
    for (const auto* tag : {"264", "260"}) {
        for (const auto field : record.fields(tag)) {
            if (tag[2] == '4' && field.ind2() != '1' && field.ind2() != ' ') continue;
            const auto publisher = known_or_empty(joined(field, "b", "; "));
            add_once(out.publishers, publisher);
            if (out.summary.publisher.empty()) out.summary.publisher = publisher;
            if (out.summary.place.empty()) out.summary.place = known_or_empty(joined(field, "a", "; "));
        }
    }
    if (const auto field = record.first("300")) out.summary.extent = joined(*field, "a", ", ");
    for (const auto* tag : {"490", "440", "830"})
        for (const auto field : record.fields(tag))
            add_once(out.series, joined(field, "av", " ; "));
    if (!out.series.empty()) out.summary.series = out.series.front();
}

void take_numbers(const Record& record, Extract& out) {
    for (const auto field : record.fields("020"))
        for (const auto [code, value] : field.subfields())
            if (code == 'a' || code == 'z')
                if (const auto isbn = isbn13(value)) {
                    if (code == 'a' && out.summary.isbn.empty()) out.summary.isbn = *isbn;
                    add_once(out.isbns, *isbn);
                }
    for (const auto field : record.fields("022"))
        add_once(out.isbns, trim_isbd(field.subfield('a')));
    for (const auto* tag : {"082", "080", "084", "090"}) {
        for (const auto field : record.fields(tag)) {
            const auto number = trim_isbd(field.subfield('a'));
            add_once(out.classes, number);
            if (out.summary.class_number.empty() && tag[1] != '8') out.summary.class_number = ddc_number(number);
            if (out.summary.class_number.empty() && tag[2] == '2') out.summary.class_number = ddc_number(number);
        }
    }
    if (out.summary.class_number.empty())
        if (const auto field = record.first("952")) out.summary.class_number = ddc_number(field->subfield('o'));
}

} // namespace

Extract extract(const marc::Record& record) {
    Extract out;
    take_titles(record, out);
    take_names(record, out);
    take_subjects(record, out);
    take_imprint(record, out);
    take_numbers(record, out);
    for (const auto field : record.fields("5XX"))
        add_once(out.notes, joined(field, "abcdtrgu"));
    out.summary.year = year_of(record);
    out.summary.language = language_of(record);
    out.summary.material_type = material_type_of(record);
    const auto fixed = record.control("008");
    if (fixed.size() > 22 && (fixed[22] == 'j' || fixed[22] == 'a' || fixed[22] == 'b' || fixed[22] == 'c'))
        out.summary.audience = "child";
    return out;
}

std::string shelf_key(const Extract& extract) {
    std::string key = extract.summary.class_number.empty() ? "~" : extract.summary.class_number;
    (key += ' ') += std::string_view{extract.author_key}.substr(0, 24);
    (key += ' ') += std::string_view{extract.title_key}.substr(0, 24);
    return key;
}

} // namespace tangthu::catalogue::impl
