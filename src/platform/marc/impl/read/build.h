#pragma once

#include "platform/marc/impl/read/parsed.h"
#include "platform/marc/record.h"

#include <string>
#include <string_view>

namespace tangthu::marc::impl {

/// Adds fields as text formats spell them, putting right what can be: tags without zeros, control fields written as
/// data fields, unusable indicators and codes.
class FieldBuilder {
public:
    FieldBuilder(Record& record, Parsed& parsed) : record_(record), parsed_(parsed) {}

    /// False, with a reason in Parsed, when the tag can't be one.
    bool control(std::string_view tag, std::string_view value);
    bool open(std::string_view tag, std::string_view ind1, std::string_view ind2);
    void subfield(std::string_view code, std::string_view value);
    /// Ends the field that open() began.
    void close();

private:
    bool settle_tag(std::string_view tag);
    char indicator(std::string_view text);

    Record& record_;
    Parsed& parsed_;
    std::string tag_;
};

/// Figures in the leader that are not true of a record in memory (3 indicators, a directory of another shape) become
/// the usual ones.
void settle_leader(Record& record, RepairSet& repairs);

} // namespace tangthu::marc::impl
