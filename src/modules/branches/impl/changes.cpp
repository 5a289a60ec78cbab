#include "modules/branches/impl/network.h"
#include "modules/branches/impl/network_file.h"
#include "modules/branches/impl/unit_journal.h"
#include "modules/branches/impl/unit_store.h"
#include "platform/base/json.h"
#include "platform/db/database.h"

#include <map>

namespace tangthu::branches {

namespace {

auto stale(std::string_view code, std::int64_t version) {
    return fail(ErrorKind::Stale, "branches.stale",
                {{"code", std::string{code}}, {"version", std::to_string(version)}});
}

auto code_taken(std::string_view code) {
    return fail(ErrorKind::Conflict, "branches.code_taken", {{"code", std::string{code}}});
}

Result<Unit> unit_at_version(const std::vector<Unit>& units, std::string_view code, std::int64_t version) {
    const auto* unit = impl::find_in(units, code);
    if (unit == nullptr) return fail(ErrorKind::NotFound, "branches.unit_not_found", {{"code", std::string{code}}});
    if (unit->version != version) return stale(code, unit->version);
    return *unit;
}

Unit with_draft(Unit unit, const UnitDraft& draft) {
    unit.kind = draft.kind;
    unit.name_vi = draft.name_vi;
    unit.name_en = draft.name_en;
    unit.parent = draft.parent;
    unit.administrative_unit = draft.administrative_unit;
    unit.address = draft.address;
    unit.phone = draft.phone;
    unit.is_provisional = false;
    return unit;
}

Result<void> check_file(const impl::NetworkFile& file) {
    std::vector<Unit> units;
    for (const auto& entry : file.units) {
        if (impl::find_in(units, entry.code) != nullptr) return code_taken(entry.code);
        units.push_back(impl::to_unit(entry));
    }
    for (const auto& entry : file.units) {
        TANGTHU_CHECK(impl::check_draft(impl::to_draft(entry), units));
        TANGTHU_CHECK(impl::check_hours(entry.opening_hours, entry.code));
        auto unit = impl::to_unit(entry);
        unit.valid_to.reset();
        TANGTHU_CHECK(impl::check_end(unit, {entry.valid_to.value_or(entry.valid_from), entry.successors}, units));
    }
    return {};
}

} // namespace

Result<Unit> Branches::add_unit(const UnitDraft& draft, const Actor& actor) {
    return impl_->change(draft.code, "branches.unit_added", actor,
                         [&](db::WriteTx& tx, const std::vector<Unit>& units) -> Result<UnitId> {
                             TANGTHU_CHECK(impl::check_draft(draft, units));
                             if (impl::find_in(units, draft.code) != nullptr) return code_taken(draft.code);
                             Unit unit;
                             unit.code = draft.code;
                             unit.valid_from = draft.valid_from;
                             try {
                                 return impl::insert_unit(tx, with_draft(std::move(unit), draft));
                             } catch (const db::UniqueViolation& clash) {
                                 if (!clash.is_on("code")) throw;
                                 return code_taken(draft.code); // another process was faster
                             }
                         });
}

Result<Unit> Branches::edit_unit(const UnitDraft& draft, std::int64_t version, const Actor& actor) {
    return impl_->change(draft.code, "branches.unit_edited", actor,
                         [&](db::WriteTx& tx, const std::vector<Unit>& units) -> Result<UnitId> {
                             TANGTHU_TRY(const auto unit, unit_at_version(units, draft.code, version));
                             TANGTHU_CHECK(impl::check_draft(draft, units));
                             if (draft.valid_from != unit.valid_from)
                                 return fail(ErrorKind::Invalid, "branches.first_day_stays", {{"code", draft.code}});
                             if (!impl::update_unit(tx, with_draft(unit, draft), version)) return stale(draft.code, 0);
                             return unit.id;
                         });
}

Result<Unit> Branches::close_unit(std::string_view code, const UnitEnd& end, std::int64_t version, const Actor& actor) {
    return impl_->change(code, "branches.unit_closed", actor,
                         [&](db::WriteTx& tx, const std::vector<Unit>& units) -> Result<UnitId> {
                             TANGTHU_TRY(auto unit, unit_at_version(units, code, version));
                             TANGTHU_CHECK(impl::check_end(unit, end, units));
                             unit.valid_to = end.last_day;
                             if (!impl::update_unit(tx, unit, version)) return stale(code, 0);
                             impl::insert_successors(tx, unit.id, end.successors);
                             return unit.id;
                         });
}

Result<Unit> Branches::set_opening_hours(std::string_view code, Date from, const std::vector<OpeningSpan>& spans,
                                         std::int64_t version, const Actor& actor) {
    return impl_->change(code, "branches.hours_set", actor,
                         [&](db::WriteTx& tx, const std::vector<Unit>& units) -> Result<UnitId> {
                             TANGTHU_TRY(const auto unit, unit_at_version(units, code, version));
                             TANGTHU_CHECK(impl::check_hours(spans, code));
                             if (!impl::update_unit(tx, unit, version)) return stale(code, 0);
                             impl::replace_hours(tx, unit.id, from, spans);
                             return unit.id;
                         });
}

Result<void> Branches::add_shelving_location(const ShelvingLocation& location, const Actor& actor) {
    TANGTHU_CHECK(impl_->change(location.unit, "branches.location_added", actor,
                                [&](db::WriteTx& tx, const std::vector<Unit>& units) -> Result<UnitId> {
                                    const auto* unit = impl::find_in(units, location.unit);
                                    if (unit == nullptr)
                                        return fail(ErrorKind::NotFound, "branches.unit_not_found",
                                                    {{"code", location.unit}});
                                    try {
                                        impl::insert_location(tx, unit->id, location);
                                    } catch (const db::UniqueViolation& clash) {
                                        if (!clash.is_on("unit_id, code")) throw;
                                        return fail(ErrorKind::Conflict, "branches.location_code_taken",
                                                    {{"code", location.code}, {"unit", location.unit}});
                                    }
                                    return unit->id;
                                }));
    return {};
}

Result<void> Branches::load(std::string_view json, const Actor& actor) {
    TANGTHU_TRY(const auto file, from_json<impl::NetworkFile>(json));
    TANGTHU_CHECK(check_file(file));
    const auto now = impl_->clock.now();
    TANGTHU_CHECK(impl_->database.write([&](db::WriteTx& tx) -> Result<void> {
        if (impl::has_units(tx)) return fail(ErrorKind::Conflict, "branches.not_empty");
        std::map<std::string, UnitId> ids;
        for (const auto& unit : file.administrative_units)
            impl::insert_administrative_unit(tx, impl::to_administrative_unit(unit));
        for (const auto& entry : file.units) {
            auto unit = impl::to_unit(entry);
            unit.id = ids[unit.code] = impl::insert_unit(tx, unit);
            impl::replace_hours(tx, unit.id, unit.valid_from, unit.opening_hours);
            impl::note_change(tx, "branches.unit_added", unit, actor, now);
        }
        for (const auto& location : file.shelving_locations) {
            const auto unit = ids.find(location.unit);
            if (unit == ids.end())
                return fail(ErrorKind::Invalid, "branches.unit_not_found", {{"code", location.unit}});
            impl::insert_location(tx, unit->second, location);
        }
        impl::raise_revision(tx);
        return {};
    }));
    impl_->forget();
    return {};
}

} // namespace tangthu::branches
