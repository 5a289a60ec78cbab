#include "platform/marc/repair.h"

#include <array>

namespace tangthu::marc {

namespace {

constexpr auto kKeys = std::to_array<std::string_view>({
    "marc.repair_utf8_unflagged",
    "marc.repair_decoded_marc8",
    "marc.repair_decoded_legacy",
    "marc.repair_mixed_encodings",
    "marc.repair_bad_bytes",
    "marc.repair_composed",
    "marc.repair_double_utf8",
    "marc.repair_legacy_in_utf8",
    "marc.repair_horn_letters",
    "marc.repair_lost_horn_u",
    "marc.repair_record_length",
    "marc.repair_directory",
    "marc.repair_terminators",
    "marc.repair_leader",
    "marc.repair_indicators",
    "marc.repair_subfield_code",
    "marc.repair_text_before_subfield",
    "marc.repair_typed_delimiters",
    "marc.repair_tag",
    "marc.repair_control_field",
    "marc.repair_control_characters",
});
static_assert(kKeys.size() == static_cast<std::size_t>(Repair::kCount));

} // namespace

std::string_view repair_key(Repair repair) { return kKeys.at(static_cast<std::size_t>(repair)); }

std::vector<Repair> RepairSet::list() const {
    std::vector<Repair> result;
    for (std::size_t i = 0; i < kKeys.size(); ++i) {
        if (has(static_cast<Repair>(i))) result.push_back(static_cast<Repair>(i));
    }
    return result;
}

} // namespace tangthu::marc
