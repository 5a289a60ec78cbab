#pragma once

#include "platform/marc/impl/read/byte_window.h"
#include "platform/marc/impl/read/iso/iso_fields.h"
#include "platform/marc/impl/read/parsed.h"
#include "platform/marc/record.h"

#include <string>

namespace tangthu::marc::impl {

/// CDS/ISIS export: ISO 2709 written as text. `#` ends a field, `##` a record, `^a` begins a subfield, lines have 80
/// bytes whose ends are not counted, and neither indicators nor the 0x1E-0x1D bytes exist. Tags are the database's own
/// numbers.
class IsisReader {
public:
    explicit IsisReader(std::size_t limit) : limit_(limit) {}
    bool next(ByteWindow& window, Record& record, Parsed& parsed);

private:
    void unwrap(std::string_view stretch);
    void parse(Record& record, Parsed& parsed);

    std::size_t limit_;
    std::string text_; ///< the record without line ends; the Record looks at it
    DirectoryMender mender_;
};

} // namespace tangthu::marc::impl
