#pragma once

#include "platform/base/result.h"
#include "platform/journal/entry.h"

#include <string>
#include <string_view>
#include <vector>

namespace tangthu::db {
class Database;
class ReadTx;
} // namespace tangthu::db

/// Indicators added up from the journal, kept in step by its cursors: any figure over ten years in milliseconds,
/// and always equal to a recount.
namespace tangthu::journal {

enum class Measure { entries, quantity, value_vnd, distinct_readers };
TANGTHU_DESCRIBE_ENUM(Measure, entries, quantity, value_vnd, distinct_readers)

enum class Dimension {
    age_band,
    sex,
    occupation_group,
    patron_category,
    commune,
    class_group,
    language,
    material_type,
    stack,
    funding_source,
    department,
    channel,
    place,
    programme, ///< an entry of two programmes counts in both
    kind
};
TANGTHU_DESCRIBE_ENUM(Dimension, age_band, sex, occupation_group, patron_category, commune, class_group, language,
                      material_type, stack, funding_source, department, channel, place, programme, kind)

/// Only entries whose dimension has one of these values.
struct Condition {
    Dimension dimension = Dimension::channel;
    std::vector<std::string> values;
};
TANGTHU_DESCRIBE(Condition, dimension, values)

/// What is counted. A changed definition takes a new version: it is then counted anew from the first entry.
struct Indicator {
    std::string name;
    int version = 1;
    Measure measure = Measure::quantity;
    std::vector<std::string> kinds; ///< of entries
    std::vector<Condition> conditions;
    std::vector<Dimension> breakdowns; ///< each on its own; the total is always kept
};
TANGTHU_DESCRIBE(Indicator, name, version, measure, kinds, conditions, breakdowns)

/// Which day an entry counts on: a late or corrected entry moves the figure of the day it happened, or of the day it
/// was noted.
enum class Basis { happened, recorded };
TANGTHU_DESCRIBE_ENUM(Basis, happened, recorded)

struct RollupProgress {
    std::int64_t entries = 0; ///< added in this call
    bool is_caught_up = false;
};

/// Takes the next entries of each indicator into its sums, at most `limit` of the journal. A new indicator, or a new
/// version, starts at the first entry: run it as a job until it is caught up. Several processes may call it at once.
RollupProgress advance_rollups(db::Database& db, const std::vector<Indicator>& indicators, int limit, Instant now);

struct FigureRequest {
    std::string indicator;
    int version = 1;
    Measure measure = Measure::quantity;
    Basis basis = Basis::happened;
    Date from;
    Date to;                   ///< inclusive
    std::vector<UnitId> units; ///< empty: all
    std::optional<Dimension> breakdown;
};

struct Figure {
    UnitId unit_id;    ///< zero for entries without a unit
    std::string value; ///< of the breakdown; empty for the total
    std::int64_t total = 0;
};

/// The figures of each unit (and value), without zeros, by unit and value. Distinct readers are counted over whole
/// months: the months that `from` and `to` lie in; over several units use count_distinct().
[[nodiscard]] std::vector<Figure> figures(db::ReadTx& tx, const FigureRequest& request);
/// Distinct readers over all the request's units together (a reader of two units counts once).
[[nodiscard]] std::int64_t count_distinct(db::ReadTx& tx, const FigureRequest& request);

/// The same from the entries themselves, slowly: what the sums must equal, and the drill-down's proof.
[[nodiscard]] std::vector<Figure> recount(db::ReadTx& tx, const Indicator& indicator, const FigureRequest& request);

} // namespace tangthu::journal
