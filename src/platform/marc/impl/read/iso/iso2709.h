#pragma once

#include "platform/marc/impl/read/byte_window.h"
#include "platform/marc/impl/read/iso/iso_fields.h"
#include "platform/marc/impl/read/parsed.h"
#include "platform/marc/impl/text/scan.h"
#include "platform/marc/record.h"

#include <cstdint>
#include <vector>

namespace tangthu::marc::impl {

/// ISO 2709 as MARC 21 and UNIMARC use it. Records are found by their terminators; length, base address and directory
/// are hints that are believed only where the bytes agree.
class Iso2709Reader {
public:
    explicit Iso2709Reader(std::size_t max_record_bytes) : limit_(max_record_bytes) {}
    /// False at the end. Otherwise `parsed` has either a reason, or `record` looks into the window.
    bool next(ByteWindow& window, Record& record, Parsed& parsed);

private:
    [[nodiscard]] std::size_t find_frame(ByteWindow& window, std::size_t declared);
    void read_frame(ByteWindow& window, std::size_t size, std::size_t declared, Record& record, Parsed& parsed);
    /// Of a directory of the usual shape that ends where the leader says; else 0.
    [[nodiscard]] std::size_t count_usual_entries(std::string_view frame) const;
    bool parse_consistent(std::string_view frame, Record& record, Parsed& parsed);
    void parse_damaged(std::string_view frame, Record& record, Parsed& parsed);
    void resynchronise(ByteWindow& window, Parsed& parsed, std::size_t first_try);

    [[nodiscard]] std::size_t find_record_end(ByteWindow& window);

    std::size_t limit_;
    std::uint64_t no_end_before_ = 0; ///< no terminator stands between the window's beginning and this offset
    std::vector<std::uint32_t> marks_;
    std::size_t mark_count_ = 0;
    ByteKinds kinds_;
    DirectoryMender mender_;
};

/// 24 bytes that can hardly be anything but the leader of an ISO 2709 record.
[[nodiscard]] bool looks_like_leader(std::string_view bytes);

/// Puts 24 bytes into a record's leader; bytes a leader can't hold become blanks and are noted.
void take_leader(std::string_view bytes, Record& record, RepairSet& repairs);

} // namespace tangthu::marc::impl
