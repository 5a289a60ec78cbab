#pragma once

#include "platform/marc/format.h"
#include "platform/marc/impl/parsed.h"
#include "platform/marc/marc8.h"
#include "platform/marc/record.h"
#include "platform/text/legacy.h"

#include <optional>
#include <string>
#include <string_view>

namespace tangthu::marc::impl {

/// Turns the text of a record as it stands in the file into UTF-8, NFC, without control characters, and notes what it
/// took. ASCII and sound UTF-8 stay where they are: nothing is copied.
class TextDecoder {
public:
    TextDecoder(std::optional<Encoding> forced, bool find_lost_letters)
        : forced_(forced), find_lost_letters_(find_lost_letters) {}

    /// Returns the encoding the record was read as. leader/09 becomes `a`.
    Encoding decode(Record& record, Parsed& parsed);

private:
    [[nodiscard]] Encoding choose(const Record& record, const Parsed& parsed);
    [[nodiscard]] Encoding choose_for_invalid_utf8(const Record& record, const Parsed& parsed);
    void rewrite(Record& record, Encoding encoding, RepairSet& repairs);
    void convert(std::string_view value, Encoding encoding, RepairSet& repairs);
    void convert_utf8(std::string_view value, RepairSet& repairs);
    void convert_broken_utf8(std::string_view value, RepairSet& repairs);
    void mend_text(std::string_view value, RepairSet& repairs);
    void append_clean(std::string_view value, RepairSet& repairs);

    std::optional<Encoding> forced_;
    bool find_lost_letters_;
    Marc8Decoder marc8_;
    std::string arena_; ///< the record's text being made
    std::string value_; ///< one value being made
};

[[nodiscard]] text::LegacyEncoding to_legacy(Encoding encoding);
[[nodiscard]] std::optional<Encoding> from_legacy(text::LegacyEncoding encoding);

} // namespace tangthu::marc::impl
