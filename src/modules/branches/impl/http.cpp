#include "modules/branches/branches.h"
#include "modules/branches/routes.h"
#include "modules/branches/unit_view.h"
#include "platform/net/negotiate.h"
#include "platform/net/typed.h"

namespace tangthu::branches {

namespace {

struct UnitListParams {
    std::optional<Date> on;       ///< the day; today without it
    std::optional<bool> all;      ///< all there ever were
    std::optional<UnitKind> kind; ///< only this kind
};
TANGTHU_DESCRIBE(UnitListParams, on, all, kind)

struct UnitParams {
    std::string code;
};
TANGTHU_DESCRIBE(UnitParams, code)

/// `name` follows the language.
net::Headers varies() { return {{"Vary", "Accept-Language, Cookie"}}; }

Result<net::Answer<UnitListView>> list(const Branches& branches, const UnitListParams& params,
                                       const net::Request& request) {
    const bool wants_all = params.all.value_or(false);
    const auto day = params.on.value_or(date_in_vietnam(request.received_at));
    TANGTHU_TRY(auto units, wants_all ? branches.list_all_units() : branches.list_units(day));
    if (params.kind) std::erase_if(units, [&](const Unit& unit) { return unit.kind != *params.kind; });
    return net::Answer<UnitListView>{.value = view_of(units, net::language_of(request)), .headers = varies()};
}

} // namespace

void mount(net::Router& router, const Branches& branches) {
    net::handle<UnitListParams, UnitListView>(router,
                                              net::get("/api/v1/units", Permission::Public, "branches.route_units"),
                                              [&branches](const UnitListParams& params, const net::Request& request) {
                                                  return list(branches, params, request);
                                              });
    net::handle<UnitParams, UnitView>(
        router, net::get("/api/v1/units/{code}", Permission::Public, "branches.route_unit").fails_with({404}),
        [&branches](const UnitParams& params, const net::Request& request) -> Result<net::Answer<UnitView>> {
            TANGTHU_TRY(const auto unit, branches.get_unit(params.code));
            const auto language = net::language_of(request);
            // The tag stands for this version in this language: `name` differs between them.
            return net::Answer<UnitView>{.value = view_of(unit, language),
                                         .etag = std::to_string(unit.version) + "-" + std::string{language},
                                         .headers = varies()};
        });
}

} // namespace tangthu::branches
