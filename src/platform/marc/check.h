#pragma once

#include "platform/base/error.h"
#include "platform/marc/reader.h"
#include "platform/marc/record.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace tangthu::marc {

enum class Severity {
    error,   ///< the record is unusable or breaks the format
    warning, ///< it can be used, somebody should look at it
    note,    ///< only said for the sake of completeness
};

/// One thing that is wrong with a record. `key` has a text in locales/*.json.
struct Problem {
    Severity severity = Severity::warning;
    std::string key;
    std::vector<ErrorParam> params;
};

/// Looks at the content of a record: leader, control fields, indicators, subfield codes, 008, title, ISBN and ISSN.
/// Knows MARC 21 bibliographic, authority and holdings records; of UNIMARC only what both have in common.
/// Source: MARC 21 Format for Bibliographic / Authority / Holdings Data, leader and 00X.
[[nodiscard]] std::vector<Problem> check_record(const Record& record);

/// What reading had to mend, as problems.
[[nodiscard]] std::vector<Problem> repair_problems(const Origin& origin);

/// Figures over a file. records = good + repaired + rejected.
struct CheckTotals {
    std::uint64_t records = 0;
    std::uint64_t good = 0;     ///< taken as they were
    std::uint64_t repaired = 0; ///< mended while reading
    std::uint64_t rejected = 0;
    std::uint64_t errors = 0;
    std::uint64_t warnings = 0;
    std::uint64_t notes = 0;
    std::map<std::string, std::uint64_t> by_key;
};

} // namespace tangthu::marc
