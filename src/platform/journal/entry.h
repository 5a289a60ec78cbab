#pragma once

#include "platform/base/actor.h"
#include "platform/base/date.h"
#include "platform/base/describe.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tangthu::journal {

/// Who was served, as counted for good: never a name, never a number.
struct Cohort {
    std::string age_band;
    std::string sex;
    std::string occupation_group;
    std::string patron_category;
    std::string commune;
    /// Distinct readers of a year are counted by this; made from a key that is destroyed when the person is forgotten.
    std::string reader_token;
};

/// What the copy was when it happened.
struct CopyClass {
    std::string class_group; ///< môn loại
    std::string language;
    std::string material_type;
    std::string stack; ///< kho
    std::string funding_source;
};

/// One act that counts. Fields left at their defaults are "does not apply".
struct Entry {
    std::string kind; ///< `room.what_was_done`: circulation.checked_out
    std::string
        uid; ///< UUIDv7 of a device or client: a second append of the same uid changes nothing. Empty: a new one
    std::optional<Instant> happened_at; ///< when it differs from now: an off-line device, a late entry
    UnitId unit_id;
    std::int64_t place_id = 0; ///< a stop, a point
    Actor actor;
    std::string department;   ///< phòng
    std::string subject_kind; ///< what subject_id counts: `unit`, `batch`, `shipment`
    std::int64_t subject_id = 0;
    std::int64_t bib_id = 0;
    std::int64_t item_id = 0;   ///< never together with patron_id: who had what is the loan's business
    std::int64_t loan_id = 0;   ///< leads to a row that can be erased
    std::int64_t patron_id = 0; ///< for acts about the reader alone: a card, a fee
    Cohort cohort;
    CopyClass copy;
    std::int64_t quantity = 1;
    std::int64_t value_vnd = 0;
    std::vector<std::string> programmes; ///< codes without spaces
    std::string data = "{}";             ///< a described struct as JSON
};

/// A place in the order in which readers see the journal. On PostgreSQL that is the order of transactions, not of seq.
struct Position {
    std::int64_t tx_id = 0;
    std::int64_t seq = 0;
    friend constexpr auto operator<=>(const Position&, const Position&) = default;
};

struct Appended {
    Position position;
    std::string uid;
    bool is_new = true; ///< false: this uid was in the journal before
};

/// An entry as it is kept.
struct StoredEntry {
    Position position;
    Instant recorded_at;
    Date happened_on;
    Date recorded_on;
    std::int64_t corrects = 0; ///< seq of the entry it reverses
    Entry entry;               ///< its uid and happened_at are set; of its actor only name and channel are kept
};

} // namespace tangthu::journal
