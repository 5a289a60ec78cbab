#include "modules/catalogue/impl/index/index_document.h"

#include <fmt/format.h>

namespace tangthu::catalogue::impl {

namespace {

// Positions in the schema below; a Document names fields by them.
enum TextPosition : std::size_t { kTitle, kAuthor, kSubject, kSeries, kPublisher, kNote, kResponsibility };
enum TermPosition : std::size_t { kIsbn, kBarcode, kCallNumber, kClass, kLanguage, kType, kUnit, kYear };
enum FacetPosition : std::size_t {
    kAuthorFacet,
    kSubjectFacet,
    kTypeFacet,
    kLanguageFacet,
    kUnitFacet,
    kClassFacet,
    kDecadeFacet,
    kYearFacet,
    kAudienceFacet,
    kTitleFacet
};
enum SortPosition : std::size_t { kTitleSort, kAuthorSort, kYearSort, kNewestSort };

std::string bytewise(std::string_view value) { return std::string{value}; }

} // namespace

search::Schema index_schema() {
    using search::TermForm;
    search::Schema schema;
    schema.version = 2; // 1: hints also of further titles
    schema.text = {
        {.name = "title", .aliases = {"nhande", "ten"}, .weight = 6, .whole = true},
        {.name = "author", .aliases = {"tacgia"}, .weight = 4},
        {.name = "subject", .aliases = {"chude", "demuc"}, .weight = 3},
        {.name = "series", .aliases = {"tungthu"}, .weight = 2},
        {.name = "publisher", .aliases = {"nxb", "nhaxuatban"}, .weight = 1, .adjacent = false},
        {.name = "note", .aliases = {"phuchu"}, .weight = 1, .adjacent = false},
        {.name = "responsibility", .aliases = {"trachnhiem"}, .weight = 1, .adjacent = false},
    };
    schema.terms = {
        {.name = "isbn", .aliases = {"issn"}, .prefix = "XI", .form = TermForm::identifier, .found_bare = true},
        {.name = "barcode",
         .aliases = {"dkcb", "mavach"},
         .prefix = "XB",
         .form = TermForm::identifier,
         .found_bare = true},
        {.name = "call_number", .aliases = {"kyhieu", "callnumber"}, .prefix = "XC", .form = TermForm::notation},
        {.name = "class", .aliases = {"phanloai", "ddc"}, .prefix = "XD", .form = TermForm::notation},
        {.name = "language", .aliases = {"ngonngu"}, .prefix = "XL", .form = TermForm::identifier},
        {.name = "type", .aliases = {"loai"}, .prefix = "XT", .form = TermForm::identifier},
        {.name = "unit", .aliases = {"thuvien", "donvi"}, .prefix = "XU", .form = TermForm::identifier},
        {.name = "year", .aliases = {"nam", "namxuatban"}, .prefix = "XY", .form = TermForm::identifier},
    };
    schema.facets = {
        {.name = "author", .multi_valued = true, .suggest_weight = 3},
        {.name = "subject", .multi_valued = true, .suggest_weight = 1},
        {.name = "type", .sort_key = bytewise},
        {.name = "language", .sort_key = bytewise},
        {.name = "unit", .multi_valued = true, .sort_key = bytewise},
        {.name = "class", .sort_key = bytewise},
        {.name = "decade", .sort_key = bytewise},
        {.name = "year", .sort_key = bytewise},
        {.name = "audience", .sort_key = bytewise},
        {.name = "title", .suggest_weight = 4},
    };
    schema.sorts = {{.name = "title"}, {.name = "author"}, {.name = "year"}, {.name = "newest"}};
    return schema;
}

std::string ddc_division(std::string_view class_number) {
    if (class_number.size() < 3) return {};
    return std::string{class_number.substr(0, 2)} + "0";
}

const search::Document& DocumentMaker::make(BibId id, const Extract& extract, std::span<const IndexedItem> items) {
    document_.clear();
    document_.id = id.value;
    const auto add_all = [](auto& list, std::size_t position, const std::vector<std::string>& values) {
        for (const auto& value : values)
            list.push_back({position, value});
    };
    add_all(document_.texts, kTitle, extract.titles);
    add_all(document_.texts, kAuthor, extract.authors);
    add_all(document_.texts, kSubject, extract.subjects);
    add_all(document_.texts, kSeries, extract.series);
    add_all(document_.texts, kPublisher, extract.publishers);
    add_all(document_.texts, kNote, extract.notes);
    if (!extract.responsibility.empty()) document_.texts.push_back({kResponsibility, extract.responsibility});

    const auto& summary = extract.summary;
    add_all(document_.terms, kIsbn, extract.isbns);
    add_all(document_.terms, kClass, extract.classes);
    document_.terms.push_back({kLanguage, summary.language});
    document_.terms.push_back({kType, summary.material_type});
    for (const auto& item : items) {
        if (!item.barcode.empty()) document_.terms.push_back({kBarcode, item.barcode});
        if (!item.call_number.empty()) document_.terms.push_back({kCallNumber, item.call_number});
        document_.terms.push_back({kUnit, item.unit_code});
        document_.facets.push_back({kUnitFacet, item.unit_code});
    }
    year_.clear();
    decade_.clear();
    if (summary.year) {
        year_ = fmt::format("{:04}", *summary.year);
        decade_ = fmt::format("{:03}0", *summary.year / 10);
        document_.terms.push_back({kYear, year_});
        document_.sorts.push_back({kYearSort, year_});
    }
    division_ = ddc_division(summary.class_number);
    add_all(document_.facets, kAuthorFacet, extract.authors);
    add_all(document_.facets, kSubjectFacet, extract.subjects);
    document_.facets.push_back({kTypeFacet, summary.material_type});
    document_.facets.push_back({kLanguageFacet, summary.language});
    document_.facets.push_back({kClassFacet, division_});
    document_.facets.push_back({kDecadeFacet, decade_});
    document_.facets.push_back({kYearFacet, year_});
    document_.facets.push_back({kAudienceFacet, summary.audience});
    document_.facets.push_back({kTitleFacet, summary.title});
    document_.sorts.push_back({kTitleSort, extract.title_key});
    document_.sorts.push_back({kAuthorSort, extract.author_key});
    number_ = fmt::format("{:010}", document_.id); // ids ascend as records come in
    document_.sorts.push_back({kNewestSort, number_});
    return document_;
}

} // namespace tangthu::catalogue::impl
