#include "platform/journal/impl/rollup_sums.h"

#include "platform/journal/impl/entry_store.h"

#include <algorithm>

namespace tangthu::journal::impl {

namespace {

std::string year_of(const Date& day) { return iso_date(day).substr(0, 4); }

Date first_of_next_month(const Date& day) {
    return day.month == 12 ? Date{day.year + 1, 1, 1} : Date{day.year, day.month + 1, 1};
}
Date day_before(const Date& day) { return date_from_days(days_since_epoch(day) - 1); }

} // namespace

std::string month_of(const Date& day) { return iso_date(day).substr(0, 7); }

std::vector<Segment> segments(const Date& from, const Date& to) {
    std::vector<Segment> found;
    const auto take = [&](const char* grain, std::string period) {
        if (!found.empty() && found.back().grain == grain) {
            found.back().to = std::move(period);
        } else {
            found.push_back({grain, period, period});
        }
    };
    Date at = from;
    while (at <= to) {
        const Date year_end{at.year, 12, 31};
        const Date next_month = first_of_next_month(at);
        if (at.month == 1 && at.day == 1 && year_end <= to) {
            take("year", year_of(at));
            at = {at.year + 1, 1, 1};
        } else if (at.day == 1 && day_before(next_month) <= to) {
            take("month", month_of(at));
            at = next_month;
        } else {
            const Date last = std::min(day_before(next_month), to);
            found.push_back({"day", iso_date(at), iso_date(last)});
            at = date_from_days(days_since_epoch(last) + 1);
        }
    }
    return found;
}

std::vector<std::string> values_in(Dimension dimension, const StoredEntry& stored) {
    const auto& entry = stored.entry;
    switch (dimension) {
    case Dimension::age_band:
        return {entry.cohort.age_band};
    case Dimension::sex:
        return {entry.cohort.sex};
    case Dimension::occupation_group:
        return {entry.cohort.occupation_group};
    case Dimension::patron_category:
        return {entry.cohort.patron_category};
    case Dimension::commune:
        return {entry.cohort.commune};
    case Dimension::class_group:
        return {entry.copy.class_group};
    case Dimension::language:
        return {entry.copy.language};
    case Dimension::material_type:
        return {entry.copy.material_type};
    case Dimension::stack:
        return {entry.copy.stack};
    case Dimension::funding_source:
        return {entry.copy.funding_source};
    case Dimension::department:
        return {entry.department};
    case Dimension::channel:
        return {std::string{channel_name(entry.actor.channel)}};
    case Dimension::place:
        return {entry.place_id != 0 ? std::to_string(entry.place_id) : std::string{}};
    case Dimension::programme:
        return entry.programmes;
    case Dimension::kind:
        return {entry.kind};
    }
    return {};
}

bool counts(const Indicator& indicator, const StoredEntry& stored) {
    const auto has = [](const std::vector<std::string>& list, const std::string& value) {
        return std::find(list.begin(), list.end(), value) != list.end();
    };
    if (!has(indicator.kinds, stored.entry.kind)) return false;
    if (indicator.measure == Measure::distinct_readers && stored.entry.cohort.reader_token.empty()) return false;
    return std::all_of(indicator.conditions.begin(), indicator.conditions.end(), [&](const Condition& condition) {
        const auto values = values_in(condition.dimension, stored);
        return std::any_of(values.begin(), values.end(),
                           [&](const std::string& value) { return has(condition.values, value); });
    });
}

std::int64_t amount(Measure measure, const StoredEntry& stored) {
    switch (measure) {
    case Measure::quantity:
        return stored.entry.quantity;
    case Measure::value_vnd:
        return stored.entry.value_vnd;
    case Measure::entries:
    case Measure::distinct_readers:
        break;
    }
    return stored.corrects != 0 ? -1 : 1;
}

std::string stored_name(std::string_view name, int version) {
    return std::string{name} + "@" + std::to_string(version);
}

void add(Additions& additions, const Indicator& indicator, const StoredEntry& stored) {
    if (!counts(indicator, stored)) return;
    const auto more = amount(indicator.measure, stored);
    SumKey key;
    key.indicator = stored_name(indicator.name, indicator.version);
    key.unit_id = stored.entry.unit_id.value;
    const auto add_on = [&](const Date& day) {
        if (indicator.measure == Measure::distinct_readers) {
            key.grain = "month";
            key.period = month_of(day);
            additions.tokens[{key, stored.entry.cohort.reader_token}] += more;
            return;
        }
        const std::pair<const char*, std::string> periods[] = {
            {"day", iso_date(day)}, {"month", month_of(day)}, {"year", year_of(day)}};
        for (const auto& [grain, period] : periods) {
            key.grain = grain;
            key.period = period;
            additions.sums[key] += more;
        }
    };
    const auto add_value = [&](std::string_view breakdown, const std::string& value) {
        key.breakdown = breakdown;
        key.value = value;
        key.basis = enum_name(Basis::happened);
        add_on(stored.happened_on);
        key.basis = enum_name(Basis::recorded);
        add_on(stored.recorded_on);
    };
    add_value({}, {});
    for (const auto dimension : indicator.breakdowns) {
        for (const auto& value : values_in(dimension, stored))
            add_value(enum_name(dimension), value);
    }
}

} // namespace tangthu::journal::impl
