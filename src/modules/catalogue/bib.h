#pragma once

#include "platform/base/actor.h"
#include "platform/base/date.h"
#include "platform/base/id.h"

#include <optional>
#include <string>
#include <vector>

namespace tangthu::catalogue {

using BibId = Id<struct BibTag>;
using HoldingId = Id<struct HoldingTag>;
using ItemId = Id<struct ItemTag>;
using BatchId = Id<struct BatchTag>;

/// What a list line says of a bibliographic record; taken out of its MARC when the record is saved.
struct BibSummary {
    BibId id;
    std::string title;          ///< 245 $a$n$p, ISBD punctuation at its end removed
    std::string subtitle;       ///< 245 $b
    std::string responsibility; ///< 245 $c
    std::string author;         ///< 100/110/111, else the first 700/710, as a person reads it
    std::optional<int> year;    ///< 008 date 1, else the first year in 264/260 $c
    std::string publisher;      ///< 264 _1/260 $b
    std::string place;          ///< 264 _1/260 $a
    std::string extent;         ///< 300 $a
    std::string series;         ///< 490/830 $a $v
    std::string language;       ///< MARC language code, `vie`; empty when unknown
    std::string material_type;  ///< book, serial, map, score, recording, video, picture, kit, electronic, braille,
                                ///< manuscript, other
    std::string audience;       ///< `child` where 008 says so, else empty
    std::string class_number;   ///< the DDC number of 082/090/952 $o, digits and point only; empty when none
    std::string isbn;           ///< the first valid 020 $a, as 13 digits
    int items = 0;              ///< copies that are not withdrawn
};

/// One record as kept: the line above plus its standing.
struct Bib {
    BibSummary summary;
    std::int64_t version = 1;   ///< goes up by one at each change; the ETag
    std::string source;         ///< where it came from: `--source`, else 003, else empty
    std::string control_number; ///< MARC 001 as imported
    Instant created_at;
    Instant updated_at;
    bool is_suppressed = false;
    std::vector<std::string> repairs; ///< keys of the repairs made to its bytes at import (`marc.repaired_tcvn3`)
};

/// A group of items of a bib that stand together: one unit, one shelving location, one call number.
struct Holding {
    HoldingId id;
    BibId bib_id;
    UnitId unit_id;
    std::string location;    ///< shelving location code (kho)
    std::string call_number; ///< as printed on the label
    std::string summary;     ///< 866 $a / 852 $z, for serials
};

/// One physical piece with a barcode.
struct Item {
    ItemId id;
    BibId bib_id;
    HoldingId holding_id;
    UnitId owner_unit_id;
    UnitId unit_id; ///< where it is kept now
    std::string location;
    std::string call_number;
    std::string barcode; ///< as printed; unique within the owner's site; empty when it has none
    std::string item_type;
    std::string copy_number;
    std::optional<std::int64_t> price_vnd;
    std::optional<Date> acquired_on;
    std::string funding_source;
    std::string note;
    std::string condition; ///< good, damaged, lost, missing, withdrawn
};

} // namespace tangthu::catalogue
