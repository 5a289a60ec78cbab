#include "modules/portal/impl/records/record_facts.h"

#include "modules/portal/impl/html.h"
#include "modules/portal/impl/pages/class_names.h"
#include "modules/portal/impl/pages/labels.h"
#include "platform/text/normalize.h"

#include <algorithm>

namespace tangthu::portal::impl {
namespace {

using marc::FieldView;
using marc::Record;

constexpr std::size_t kMostValues = 60; ///< of one label: a hymnal's contents need not fill the page

std::string joined(FieldView field, std::string_view codes, std::string_view separator = " ") {
    std::string text;
    for (const auto [code, value] : field.subfields()) {
        if (codes.find(code) == std::string_view::npos) {
            continue;
        }
        const auto clean = cleaned(value);
        if (clean.empty()) {
            continue;
        }
        if (!text.empty()) {
            text += separator;
        }
        text += clean;
    }
    return text;
}

/// Prose: only blanks and hanging separators go, a full stop stays.
std::string prose(std::string text) {
    while (!text.empty() && std::string_view(" \t\r\n/:;=,").find(text.back()) != std::string_view::npos) {
        text.pop_back();
    }
    return text;
}

/// Of an 856; empty for javascript: and the like, which never become a link.
std::string web_address(FieldView field) {
    auto address = cleaned(field.subfield('u'));
    const bool is_web = address.starts_with("https://") || address.starts_with("http://");
    return is_web ? address : std::string{};
}

/// Place, publisher and year as ISBD has them, without what nobody knows.
std::string imprint_line(FieldView field) {
    std::string line;
    for (const auto [code, value] : field.subfields()) {
        const auto known = known_or_empty(cleaned(value));
        if (known.empty() || std::string_view("abcefg").find(code) == std::string_view::npos) {
            continue;
        }
        if (!line.empty()) {
            line += code == 'a' ? " ; " : code == 'b' ? " : " : code == 'c' || code == 'g' ? ", " : " ";
        }
        line += known;
    }
    return line;
}

class Describer {
public:
    Describer(const Record& record, const catalogue::BibSummary& bib, const Texts& texts)
        : record_(record), bib_(bib), texts_(texts) {}

    std::vector<DescribedField> describe() {
        add_texts("portal.field_summary", {"520"}, "ab");
        add("portal.field_responsibility", {DescribedValue{bib_.responsibility, {}, own_language()}});
        add_names();
        add_texts("portal.field_other_titles", {"130", "240", "246", "247", "730", "740"}, "abnpt");
        add_texts("portal.field_edition", {"250"}, "ab");
        add_imprint();
        add_texts("portal.field_extent", {"300"}, "abce");
        add_series();
        add_contents();
        add_subjects();
        add_class();
        add_language();
        add_texts("portal.field_isbn", {"020"}, "aq");
        add_texts("portal.field_issn", {"022"}, "a");
        add_texts("portal.field_notes",
                  {"500", "501", "502", "504", "508", "511", "515", "521", "530", "534", "538", "546", "550", "586"},
                  "abcdu");
        add_links();
        return std::move(fields_);
    }

private:
    void add(const char* label, std::vector<DescribedValue> values) {
        std::erase_if(values, [](const DescribedValue& value) { return value.text.empty(); });
        if (values.size() > kMostValues) {
            values.resize(kMostValues);
        }
        if (!values.empty()) {
            fields_.push_back({label, std::move(values)});
        }
    }

    void add_texts(const char* label, std::initializer_list<std::string_view> tags, std::string_view codes) {
        std::vector<DescribedValue> values;
        for (const auto tag : tags) {
            for (const auto field : record_.fields(tag)) {
                values.push_back({prose(field.join(codes)), {}, {}});
            }
        }
        add(label, std::move(values));
    }

    /// The tag of the book's own language, for what is transcribed from it; empty when it is the page's.
    [[nodiscard]] std::string own_language() const {
        const auto tag = language_tag(bib_.language);
        return tag == text::language_code(texts_.language()) ? std::string{} : std::string(tag);
    }

    [[nodiscard]] std::string facet_address(std::string_view facet, std::string_view value) const {
        return address_with_filter(texts_.language(), {}, facet, value);
    }

    void add_names() {
        std::vector<DescribedValue> values;
        for (const auto* tag : {"100", "110", "111", "700", "710", "711"}) {
            for (const auto field : record_.fields(tag)) {
                const auto heading = name_heading(field);
                if (heading.empty()) {
                    continue;
                }
                std::string shown = heading;
                if (const auto dates = cleaned(field.subfield('d')); !dates.empty()) {
                    shown += " (" + dates + ")";
                }
                if (const auto role = cleaned(field.subfield('e')); !role.empty()) {
                    shown += ", " + role;
                }
                values.push_back({std::move(shown), facet_address("author", heading), {}});
            }
        }
        add("portal.field_names", std::move(values));
    }

    void add_imprint() {
        std::vector<DescribedValue> values;
        for (const auto* tag : {"264", "260"}) {
            for (const auto field : record_.fields(tag)) {
                values.push_back({imprint_line(field), {}, {}});
            }
        }
        add("portal.field_imprint", std::move(values));
    }

    void add_series() {
        std::vector<DescribedValue> values;
        for (const auto* tag : {"490", "440", "830"}) {
            for (const auto field : record_.fields(tag)) {
                const auto name = joined(field, "a");
                auto shown = joined(field, "av", " ; ");
                const bool is_known =
                    std::ranges::any_of(values, [&](const DescribedValue& value) { return value.text == shown; });
                if (!name.empty() && !is_known) {
                    SearchState state;
                    state.query = "\"" + name + "\"";
                    state.field = "series";
                    values.push_back({std::move(shown), search_address(texts_.language(), state), {}});
                }
            }
        }
        add("portal.field_series", std::move(values));
    }

    /// 505 is one long text with ` -- ` between its parts: a line each.
    void add_contents() {
        std::vector<DescribedValue> values;
        for (const auto field : record_.fields("505")) {
            const auto text = field.join("atrg");
            std::size_t begin = 0;
            while (begin <= text.size()) {
                const auto end = std::min(text.find("--", begin), text.size());
                values.push_back({cleaned(std::string_view(text).substr(begin, end - begin)), {}, own_language()});
                begin = end + 2;
            }
        }
        add("portal.field_contents", std::move(values));
    }

    void add_subjects() {
        std::vector<DescribedValue> values;
        for (auto& heading : subject_headings(record_)) {
            auto address = facet_address("subject", heading);
            values.push_back({std::move(heading), std::move(address), {}});
        }
        add("portal.field_subjects", std::move(values));
    }

    void add_class() {
        if (bib_.class_number.size() < 3) {
            return;
        }
        const std::string division = bib_.class_number.substr(0, 2) + "0";
        auto shown = bib_.class_number + " – " + class_name(division, texts_.language());
        add("portal.field_class", {DescribedValue{std::move(shown), facet_address("class", division), {}}});
    }

    void add_language() {
        if (!bib_.language.empty()) {
            add("portal.field_language",
                {DescribedValue{language_name(bib_.language, texts_), facet_address("language", bib_.language), {}}});
        }
    }

    void add_links() {
        std::vector<DescribedValue> values;
        for (const auto field : record_.fields("856")) {
            const auto address = web_address(field);
            if (address.empty()) {
                continue;
            }
            auto shown = joined(field, "3yz");
            values.push_back({shown.empty() ? address : shown, address, {}});
        }
        add("portal.field_online", std::move(values));
    }

    const Record& record_;
    const catalogue::BibSummary& bib_;
    const Texts& texts_;
    std::vector<DescribedField> fields_;
};

} // namespace

bool is_author_role(FieldView field) {
    if (!field.has('e') && !field.has('4')) {
        return true;
    }
    const auto code = field.subfield('4');
    if (code == "aut" || code == "cre") {
        return true;
    }
    const auto role = cleaned(field.subfield('e'));
    return role.starts_with("tác giả") || role.starts_with("author") || role.starts_with("biên soạn") ||
           role.starts_with("viết");
}

bool is_translator_role(FieldView field) {
    const auto role = text::fold(cleaned(field.subfield('e')));
    return field.subfield('4') == "trl" || role.starts_with("dich") || role.starts_with("nguoi dich") ||
           role.starts_with("translat");
}

std::vector<std::string> subject_headings(const Record& record) {
    std::vector<std::string> headings;
    const auto add = [&headings](std::string heading) {
        if (!heading.empty() && std::ranges::find(headings, heading) == headings.end()) {
            headings.push_back(std::move(heading));
        }
    };
    for (const auto* tag : {"600", "610", "611", "630", "648", "650", "651", "653", "655"}) {
        for (const auto field : record.fields(tag)) {
            if (field.tag() == "653") {
                for (const auto [code, value] : field.subfields()) {
                    if (code == 'a') {
                        add(cleaned(value));
                    }
                }
                continue;
            }
            auto heading = joined(field, "abcdfnpqt");
            for (const auto [code, value] : field.subfields()) {
                if (code == 'v' || code == 'x' || code == 'y' || code == 'z') {
                    heading += " – " + cleaned(value);
                }
            }
            add(std::move(heading));
        }
    }
    return headings;
}

std::vector<DescribedField> described_fields(const Record& record, const catalogue::BibSummary& bib,
                                             const Texts& texts) {
    return Describer(record, bib, texts).describe();
}

std::string online_address(const Record& record) {
    for (const auto field : record.fields("856")) {
        // 2: a related thing. $3: a part, such as a table of contents.
        if (field.ind2() != '2' && !field.has('3')) {
            if (auto address = web_address(field); !address.empty()) {
                return address;
            }
        }
    }
    return {};
}

MarcView marc_view(const Record& record, const catalogue::BibSummary& bib) {
    MarcView view{bib, std::string(record.leader()), {}};
    for (const auto field : record.fields()) {
        MarcLine line;
        line.tag = field.tag();
        if (field.is_control()) {
            line.subfields.emplace_back("", field.value());
        } else {
            line.indicators = {field.ind1() == ' ' ? '_' : field.ind1(), field.ind2() == ' ' ? '_' : field.ind2()};
            for (const auto [code, value] : field.subfields()) {
                line.subfields.emplace_back(std::string(1, code), value);
            }
        }
        view.lines.push_back(std::move(line));
    }
    return view;
}

} // namespace tangthu::portal::impl
