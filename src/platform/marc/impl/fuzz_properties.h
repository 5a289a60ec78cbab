#pragma once

#include "platform/marc/impl/sample_records.h"
#include "platform/text/normalize.h"

#include <cstdlib>

// What must hold for any bytes, for the fuzz targets of this room.
namespace tangthu::marc::impl {

/// Small, so that a few kilobytes reach it.
inline constexpr std::size_t kFuzzRecordBytes = 2048;

inline void require(bool holds) {
    if (!holds) std::abort();
}

/// Steps are numbered without gaps, stand in the input in order and hold its bytes.
inline void require_places(std::string_view input, const std::vector<ReadStep>& steps) {
    std::uint64_t at = 0;
    std::uint64_t number = 0;
    for (const ReadStep& step : steps) {
        require(step.number() == ++number);
        require(step.begin() >= at && step.size() > 0 && step.begin() + step.size() <= input.size());
        const std::string_view bytes = input.substr(step.begin(), step.size());
        require(step.good ? step.source == bytes : step.bad.bytes == bytes);
        require(step.good || step.bad.key.starts_with("marc."));
        at = step.begin() + step.size();
    }
}

/// UTF-8 in NFC, nothing that a format can't carry.
inline void require_clean(std::string_view value) {
    require(text::is_nfc(value));
    for (const char c : value)
        require((static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) || c == '\t' || c == '\n' || c == '\r');
}

inline void require_clean(const Record& record) {
    require(record.field_count() > 0 && record.leader().size() == Record::kLeaderBytes);
    for (const FieldView field : record.fields()) {
        require_clean(field.value());
        for (const auto [code, value] : field.subfields())
            require_clean(value);
    }
}

/// A record that was read can be written, and comes back the same. Guesses about letters may differ the second time
/// (text mended once can look like text to mend); the form may not.
inline void require_survives(const Record& record, Format format) {
    const std::string written = to_string(record, {.format = format});
    const auto again = read_to_end(written, {.format = format});
    require(again.size() == 1 && again[0].good);
    RepairSet repairs = again[0].origin.repairs;
    for (const Repair guess : {Repair::LegacyInUtf8, Repair::DoubleUtf8, Repair::HornLetters, Repair::LostHornU})
        if (repairs.has(guess)) return;
    require(same_content(record, again[0].record));
}

} // namespace tangthu::marc::impl
