#pragma once

#include "platform/base/actor.h"
#include "platform/base/date.h"
#include "platform/base/describe.h"

#include <optional>
#include <string>
#include <vector>

namespace tangthu::branches {

enum class UnitKind {
    central,           ///< thư viện tỉnh
    site,              ///< cơ sở của thư viện tỉnh
    commune_library,   ///< thư viện xã, phường
    reading_room,      ///< phòng đọc, phòng phục vụ
    bookcase,          ///< tủ sách
    post_office_point, ///< điểm bưu điện – văn hóa xã
    school,
    prison,
    border_post,
    vehicle, ///< xe thư viện lưu động
    other_body
};
TANGTHU_DESCRIBE_ENUM(UnitKind, central, site, commune_library, reading_room, bookcase, post_office_point, school,
                      prison, border_post, vehicle, other_body)

/// What became of a unit that ended.
enum class SuccessionHow { merge, split, rename, close };
TANGTHU_DESCRIBE_ENUM(SuccessionHow, merge, split, rename, close)

struct Succession {
    std::string code; ///< the unit that follows
    SuccessionHow how = SuccessionHow::rename;
};
TANGTHU_DESCRIBE(Succession, code, how)

/// One opening of one weekday, local time.
struct OpeningSpan {
    int weekday = 1;    ///< 1 Monday … 7 Sunday
    std::string opens;  ///< `07:30`
    std::string closes; ///< `12:00`
};
TANGTHU_DESCRIBE(OpeningSpan, weekday, opens, closes)

/// A library unit: a place or body that holds, lends or keeps books, with the days it exists for.
/// History is never rewritten: a merged unit ends and names who follows it (domain.md 3.9).
struct Unit {
    UnitId id;
    std::string code; ///< short, unique for ever
    UnitKind kind = UnitKind::other_body;
    std::string name_vi;
    std::string name_en;
    std::string parent; ///< code; empty for the top
    Date valid_from;
    std::optional<Date> valid_to;    ///< the last day; empty while it exists
    std::string administrative_unit; ///< code as of valid_from: codes mean nothing without a day
    std::string address;
    std::string phone;
    bool is_provisional = false; ///< made by an import from a code nobody knew
    std::int64_t version = 1;
    std::vector<Succession> successors;
    std::vector<OpeningSpan> opening_hours; ///< of today; other seasons: Branches::opening_hours
};

/// What a person may say of a unit: to add one, or to change it. The code and the first day of an existing one stay.
struct UnitDraft {
    std::string code; ///< 1 to 32 letters, digits, `.`, `-`, `_`, `/`
    UnitKind kind = UnitKind::other_body;
    std::string name_vi;
    std::string name_en;
    std::string parent; ///< code; empty for the top
    Date valid_from;
    std::string administrative_unit;
    std::string address;
    std::string phone;
};
TANGTHU_DESCRIBE(UnitDraft, code, kind, name_vi, name_en, parent, valid_from, administrative_unit, address, phone)

/// The end of a unit: its last day, and who follows it.
struct UnitEnd {
    Date last_day;
    std::vector<Succession> successors; ///< empty: closed for good
};
TANGTHU_DESCRIBE(UnitEnd, last_day, successors)

/// A province, commune, ward or former district. The same official code meant different places at different times
/// (15 was Yên Bái and is Lào Cai), so ours is another.
struct AdministrativeUnit {
    std::string code;          ///< ours, unique for ever
    std::string official_code; ///< of the statistics office: only with a day
    std::string kind;          ///< province, district, commune, ward
    std::string name_vi;
    std::string name_en;
    std::string parent; ///< code
    Date valid_from;
    std::optional<Date> valid_to; ///< the last day
    std::vector<Succession> successors;
};
TANGTHU_DESCRIBE(AdministrativeUnit, code, official_code, kind, name_vi, name_en, parent, valid_from, valid_to,
                 successors)

/// A kho: where copies stand inside a unit.
struct ShelvingLocation {
    std::string code;
    std::string unit; ///< code
    std::string name_vi;
    std::string name_en;
    bool is_closed_stack = false;
};
TANGTHU_DESCRIBE(ShelvingLocation, code, unit, name_vi, name_en, is_closed_stack)

} // namespace tangthu::branches
