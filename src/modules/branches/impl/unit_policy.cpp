#include "modules/branches/impl/unit_policy.h"

#include "platform/text/sort.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace tangthu::branches::impl {

namespace {

constexpr std::size_t kLongestCode = 32;

bool writes_its_own_numbers(UnitKind kind) {
    switch (kind) {
    case UnitKind::reading_room:
    case UnitKind::bookcase:
    case UnitKind::post_office_point:
    case UnitKind::vehicle:
        return false;
    default:
        return true;
    }
}

bool is_code(std::string_view code) {
    if (code.empty() || code.size() > kLongestCode) return false;
    return std::all_of(code.begin(), code.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view{".-_/"}.find(c) != std::string_view::npos;
    });
}

/// `07:30`, an hour of a day that has it; `24:00` may close.
bool is_time(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return false;
    for (const std::size_t i : {0U, 1U, 3U, 4U})
        if (text[i] < '0' || text[i] > '9') return false;
    return text <= "24:00" && text[3] <= '5';
}

/// True when walking up from `parent` comes to `code`.
bool stands_below(const std::vector<Unit>& units, std::string_view code, std::string_view parent) {
    for (std::size_t steps = 0; steps <= units.size() && !parent.empty(); ++steps) {
        if (parent == code) return true;
        const auto* unit = find_in(units, parent);
        parent = unit == nullptr ? std::string_view{} : std::string_view{unit->parent};
    }
    return false;
}

} // namespace

bool exists_on(const Unit& unit, Date day) {
    return unit.valid_from <= day && (!unit.valid_to || day <= *unit.valid_to);
}

const Unit* find_in(const std::vector<Unit>& units, std::string_view code) {
    const auto at = std::find_if(units.begin(), units.end(), [&](const Unit& unit) { return unit.code == code; });
    return at == units.end() ? nullptr : &*at;
}

std::vector<Unit> in_tree_order(const std::vector<Unit>& units) {
    std::multimap<std::string, const Unit*> children;
    for (const auto& unit : units) {
        const bool is_top = unit.parent.empty() || find_in(units, unit.parent) == nullptr;
        children.emplace(is_top ? std::string{} : unit.parent, &unit);
    }
    std::vector<Unit> ordered;
    ordered.reserve(units.size());
    const auto visit = [&](const auto& self, const std::string& parent) -> void {
        std::vector<std::tuple<UnitKind, std::string, std::string, const Unit*>> level;
        const auto [from, to] = children.equal_range(parent);
        for (auto at = from; at != to; ++at)
            level.emplace_back(at->second->kind, text::sort_key(at->second->name_vi), at->second->code, at->second);
        std::sort(level.begin(), level.end());
        for (const auto& sibling : level) {
            const auto* unit = std::get<const Unit*>(sibling);
            ordered.push_back(*unit);
            self(self, unit->code);
        }
    };
    visit(visit, {});
    return ordered;
}

const Unit& number_unit_of(const std::vector<Unit>& units, const Unit& unit) {
    const Unit* at = &unit;
    for (std::size_t steps = 0; steps < units.size() && !writes_its_own_numbers(at->kind); ++steps) {
        const Unit* parent = find_in(units, at->parent);
        if (parent == nullptr) break;
        at = parent;
    }
    return *at;
}

std::vector<OpeningSpan> hours_on(std::span<const DatedHours> hours, UnitId unit, Date day) {
    std::vector<OpeningSpan> spans;
    for (const auto& dated : hours)
        if (dated.unit == unit && dated.valid_from <= day && (!dated.valid_to || day <= *dated.valid_to))
            spans.push_back(dated.span);
    return spans;
}

Result<void> check_draft(const UnitDraft& draft, const std::vector<Unit>& units) {
    const auto invalid = [&](const char* key, std::vector<ErrorParam> params = {}) {
        params.insert(params.begin(), {"code", draft.code});
        return fail(ErrorKind::Invalid, key, std::move(params));
    };
    if (!is_code(draft.code)) return invalid("branches.bad_code");
    if (draft.name_vi.empty()) return invalid("branches.name_missing");
    if (!draft.parent.empty() && find_in(units, draft.parent) == nullptr)
        return invalid("branches.parent_not_found", {{"parent", draft.parent}});
    if (stands_below(units, draft.code, draft.parent))
        return invalid("branches.parent_circle", {{"parent", draft.parent}});
    return {};
}

Result<void> check_end(const Unit& unit, const UnitEnd& end, const std::vector<Unit>& units) {
    if (unit.valid_to)
        return fail(ErrorKind::Conflict, "branches.already_closed",
                    {{"code", unit.code}, {"day", iso_date(*unit.valid_to)}});
    if (end.last_day < unit.valid_from)
        return fail(ErrorKind::Invalid, "branches.ends_before_it_begins",
                    {{"code", unit.code}, {"day", iso_date(unit.valid_from)}});
    for (const auto& next : end.successors)
        if (next.code == unit.code || find_in(units, next.code) == nullptr)
            return fail(ErrorKind::Invalid, "branches.successor_not_found",
                        {{"code", unit.code}, {"successor", next.code}});
    return {};
}

Result<void> check_hours(const std::vector<OpeningSpan>& spans, std::string_view code) {
    const auto invalid = [&](const OpeningSpan& span) {
        return fail(ErrorKind::Invalid, "branches.bad_hours",
                    {{"code", std::string{code}},
                     {"weekday", std::to_string(span.weekday)},
                     {"opens", span.opens},
                     {"closes", span.closes}});
    };
    for (const auto& span : spans) {
        if (span.weekday < 1 || span.weekday > 7 || !is_time(span.opens) || !is_time(span.closes) ||
            span.closes <= span.opens)
            return invalid(span);
        for (const auto& other : spans)
            if (&other != &span && other.weekday == span.weekday && other.opens < span.closes &&
                span.opens < other.closes)
                return invalid(span);
    }
    return {};
}

} // namespace tangthu::branches::impl
