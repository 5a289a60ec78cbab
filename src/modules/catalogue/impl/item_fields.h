#pragma once

#include "platform/base/date.h"
#include "platform/base/describe.h"
#include "platform/base/result.h"
#include "platform/marc/record.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tangthu::catalogue::impl {

/// A copy as a record's item field tells it, before units are known.
struct ItemDraft {
    std::string owner_unit; ///< unit code, empty = the import's --unit
    std::string unit;       ///< where it is kept; empty = the owner
    std::string location;
    std::string call_number;
    std::string barcode;
    std::string item_type;
    std::string copy_number;
    std::optional<std::int64_t> price_vnd;
    std::string acquired_on; ///< ISO, empty when absent or not a day
    std::string funding_source;
    std::string note; ///< and a price or day that could not be read, as `952$d: tháng 3`
    std::string condition = "good";
    std::string holding_summary;  ///< 852 $z / 866: what a serial's holding runs over
    bool is_holding_only = false; ///< an 852 without a barcode: says where, is not a piece
};

/// Which subfield says what. Each member is a subfield code, or several, joined by a space in their order; empty = not
/// given.
struct ItemProfile {
    std::string field = "952";
    std::string owner_unit = "a";
    std::string unit = "b";
    std::string location = "c";
    std::string call_number = "o";
    std::string barcode = "p";
    std::string item_type = "y";
    std::string copy_number = "t";
    std::string price = "g";
    std::string acquired_on = "d";
    std::string funding_source = "e";
    std::string note = "z";
    std::string lost = "1";
    std::string damaged = "4";
    std::string withdrawn = "0";
};

/// A mapping profile as a librarian writes it: what is left out is not in that library's records.
struct ItemProfileFile {
    std::string field;
    std::optional<std::string> owner_unit, unit, location, call_number, barcode, item_type, copy_number, price,
        acquired_on, funding_source, note, lost, damaged, withdrawn;
};
TANGTHU_DESCRIBE(ItemProfileFile, field, owner_unit, unit, location, call_number, barcode, item_type, copy_number,
                 price, acquired_on, funding_source, note, lost, damaged, withdrawn)
/// Errors: catalogue.bad_profile {problem}.
[[nodiscard]] Result<ItemProfile> profile_from(const ItemProfileFile& file);

/// Koha's 952 (its item subfields) and MARC 21 Holdings' 852.
[[nodiscard]] ItemProfile koha_profile();
[[nodiscard]] ItemProfile marc_holdings_profile();

/// With a profile: its field. Without: 952, and of 852 what has a number that no 952 has; holdings without pieces (852
/// without barcode) only where there is no 952.
[[nodiscard]] std::vector<ItemDraft> items_of(const marc::Record& record, const std::optional<ItemProfile>& profile);

} // namespace tangthu::catalogue::impl
