#include "modules/portal/impl/html.h"
#include "modules/portal/impl/pages/labels.h"
#include "modules/portal/impl/pages/pages.h"
#include "modules/portal/impl/pages/shelving_data.h"

#include <algorithm>

namespace tangthu::portal::impl {
namespace {

std::string counted(std::uint64_t count, bool is_exact, const Texts& texts) {
    return texts.number(count) + (is_exact ? "" : "+");
}

std::string facet_title(const std::string& facet, const Texts& texts) { return texts.text("portal.facet_" + facet); }

/// The tally over the hits, with the query in it.
std::string heading(const ResultsView& view, const Texts& texts) {
    const bool has_query = !view.state.query.empty();
    if (view.total == 0) {
        return has_query ? texts.text("portal.nothing_for", {{"query", view.state.query}})
                         : texts.text("portal.nothing_at_all");
    }
    const text::MessageArgs args{{"count", static_cast<std::int64_t>(view.total)},
                                 {"shown", counted(view.total, view.total_is_exact, texts)},
                                 {"query", view.state.query}};
    return texts.text(has_query ? "portal.found_for" : "portal.found", args);
}

class ResultsPage {
public:
    ResultsPage(const ResultsView& view, const PageContext& context)
        : view_(view), context_(context), texts_(context.texts), language_(context.texts.language()) {}

    Page make() {
        put_head();
        put_form();
        put_chosen();
        fields_.put("heading", heading(view_, texts_))
            .put("has_hits", !view_.hits.empty())
            .put("first", std::to_string((view_.state.page - 1) * kHitsOnPage + 1))
            .put("hits", list_of(view_.hits, [this](const Book& book) { return hit(book); }));
        put_did_you_mean();
        put_facets();
        put_sorts();
        put_paging();
        put_ways_out();
        return {"results", fields_.take()};
    }

private:
    [[nodiscard]] std::string address(const SearchState& state) const { return search_address(language_, state); }

    void put_head() {
        const auto& state = view_.state;
        Chrome chrome;
        chrome.title = title();
        chrome.here = address(state);
        chrome.twin = search_address(other_language(language_), state);
        chrome.query = state.query;
        chrome.has_top_search = false;
        chrome.is_indexed = false;
        put_chrome(fields_, chrome, context_.site, texts_);
    }

    /// What was asked for; without words, by what it was narrowed.
    [[nodiscard]] std::string title() const {
        if (!view_.state.query.empty()) {
            return texts_.text("portal.results_title", {{"query", view_.state.query}});
        }
        std::string labels;
        for (const auto& value : view_.chosen) {
            labels += (labels.empty() ? "" : ", ") + value.label;
        }
        return labels.empty() ? texts_.text("portal.all_books") : labels;
    }

    void put_form() {
        fields_.put("search_fields", list_of(search_fields(), [this](const std::string& field) {
                        return Fields()
                            .put("value", field)
                            .put("label", texts_.text("portal.in_" + field))
                            .put("on", field == view_.state.field)
                            .take();
                    }));
    }

    Data hit(const Book& book) const {
        const auto& bib = book.bib;
        const auto tag = language_tag(bib.language);
        Fields fields;
        fields.put("address", book_address(language_, bib))
            .put("cover", cover_address(bib))
            .put("title", escape_with_marks(full_title(bib), view_.words))
            .put("author", escape_with_marks(bib.author, view_.words))
            .put("made", imprint(bib))
            .put("tag", tag == text::language_code(language_) ? std::string_view{} : tag);
        if (book.shelvings.empty()) {
            return fields.put("shelving", false).take();
        }
        // The first line names the best place; the others are a number.
        const auto best = std::ranges::max_element(book.shelvings, {}, &Shelving::on_shelf);
        Fields shelving;
        put_shelving(shelving, *best, texts_);
        const auto others = book.shelvings.size() - 1;
        shelving.put("more", others == 0 ? std::string{} : texts_.counted("portal.more_places", others));
        return fields.put("shelving", shelving.take()).take();
    }

    void put_chosen() {
        const auto& state = view_.state;
        std::vector<std::string> addresses;
        auto chosen = list_of(view_.chosen, [this](const FacetValue& value) {
            const auto at = static_cast<std::size_t>(&value - view_.chosen.data());
            const auto& facet = view_.state.filters[at].facet;
            return Fields()
                .put("facet", facet_title(facet, texts_))
                .put("label", value.label)
                .put("address", address_without_filter(language_, view_.state, facet, value.value))
                .take();
        });
        if (state.year_from || state.year_to) {
            auto open = state;
            open.year_from.reset();
            open.year_to.reset();
            open.page = 1;
            const auto shown = [](const std::optional<int>& year) { return year ? std::to_string(*year) : "…"; };
            chosen.push_back(Fields()
                                 .put("facet", texts_.text("portal.years"))
                                 .put("label", shown(state.year_from) + "–" + shown(state.year_to))
                                 .put("address", address(open))
                                 .take());
        }
        fields_.put("has_chosen", state.is_narrowed())
            .put("chosen", std::move(chosen))
            .put("filter_count", state.is_narrowed() ? std::to_string(state.filter_count()) : std::string{});
    }

    void put_did_you_mean() {
        auto meant = view_.state;
        meant.query = view_.did_you_mean;
        meant.page = 1;
        fields_.put("did_you_mean", view_.did_you_mean).put("meant_address", address(meant));
    }

    void put_facets() {
        const auto& state = view_.state;
        fields_.put("has_facets", !view_.facets.empty() && (view_.total > 0 || state.is_narrowed()))
            .put("facets", list_of(view_.facets, [&](const FacetGroup& group) {
                     return Fields()
                         .put("name", facet_title(group.facet, texts_))
                         .put("values",
                              list_of(group.values, [&](const FacetValue& value) { return facet_line(group, value); }))
                         .take();
                 }));
        const auto year = [](const std::optional<int>& y) { return y ? std::to_string(*y) : std::string{}; };
        fields_.put("year_from", year(state.year_from)).put("year_to", year(state.year_to)).put("kept", kept());
    }

    Data facet_line(const FacetGroup& group, const FacetValue& value) const {
        const bool is_on = view_.state.has_filter(group.facet, value.value);
        auto target = is_on ? address_without_filter(language_, view_.state, group.facet, value.value)
                            : address_with_filter(language_, view_.state, group.facet, value.value);
        return Fields()
            .put("label", value.label)
            .put("count", counted(value.count, view_.facets_are_exact, texts_))
            .put("on", is_on)
            // All filters in use: the value leads to itself, and the page says why (the chips).
            .put("address", target.empty() ? address(view_.state) : std::move(target))
            .take();
    }

    /// The state as hidden fields for the form of years.
    Data kept() const {
        const auto& state = view_.state;
        Parameters parameters;
        parameters.emplace_back("q", state.query);
        parameters.emplace_back("in", state.field);
        for (const auto& filter : state.filters) {
            parameters.emplace_back(filter.facet, filter.value);
        }
        parameters.emplace_back(
            "sort", state.sort == catalogue::SortOrder::relevance ? std::string{} : std::string(sort_name(state.sort)));
        std::erase_if(parameters, [](const auto& parameter) { return parameter.second.empty(); });
        return list_of(parameters, [](const auto& parameter) {
            return Fields().put("name", parameter.first).put("value", parameter.second).take();
        });
    }

    void put_sorts() {
        fields_.put("sort_label", texts_.text("portal.sort_" + std::string(sort_name(view_.state.sort))))
            .put("sorts", list_of(sort_orders(), [this](catalogue::SortOrder order) {
                     auto state = view_.state;
                     state.sort = order;
                     state.page = 1;
                     return Fields()
                         .put("address", address(state))
                         .put("label", texts_.text("portal.sort_" + std::string(sort_name(order))))
                         .put("on", order == view_.state.sort)
                         .take();
                 }));
    }

    void put_paging() {
        const auto& state = view_.state;
        const auto pages = (view_.total + kHitsOnPage - 1) / kHitsOnPage;
        const auto at_page = [&](std::uint32_t page) {
            auto other = state;
            other.page = page;
            return address(other);
        };
        const bool has_next = state.page < pages && state.page < kDeepestPage;
        const text::MessageArgs args{{"page", texts_.number(state.page)},
                                     {"pages", counted(pages, view_.total_is_exact, texts_)}};
        fields_.put("has_pages", pages > 1)
            .put("previous", state.page > 1 ? at_page(state.page - 1) : std::string{})
            .put("next", has_next ? at_page(state.page + 1) : std::string{})
            .put("page_label", texts_.text("portal.page_of", args))
            .put("is_deep", state.page == kDeepestPage && state.page < pages);
    }

    /// Where nothing was found: the same search without its filters, and in every field.
    void put_ways_out() {
        SearchState widened;
        widened.query = view_.state.query;
        widened.field = view_.state.field;
        SearchState everywhere;
        everywhere.query = view_.state.query;
        fields_.put("is_narrowed", view_.state.is_narrowed())
            .put("widened", address(widened))
            .put("in_field", !view_.state.field.empty())
            .put("everywhere", address(everywhere));
    }

    const ResultsView& view_;
    const PageContext& context_;
    const Texts& texts_;
    Language language_;
    Fields fields_;
};

} // namespace

Page results_page(const ResultsView& view, const PageContext& context) { return ResultsPage(view, context).make(); }

} // namespace tangthu::portal::impl
