#pragma once

#include "platform/marc/impl/write/cursor.h"
#include "platform/marc/marc8.h"
#include "platform/marc/record.h"
#include "platform/marc/writer.h"

#include <cstdint>
#include <string>

namespace tangthu::marc::impl {

/// ISO 2709. What does not fit its figures (a record over 99,999 bytes, a field over 9,999) gets 99999 and 0000 or as
/// much as fits: readers that go by terminators, as ours, read it all the same.
void write_iso2709(const Record& record, Marc8Encoder* marc8, std::string& out, std::uint64_t& replaced);

/// A <record> element; with its namespace it stands by itself, without it belongs into a collection.
void write_marcxml(const Record& record, bool indent, bool with_namespace, Page& page, std::string& out,
                   std::uint64_t& replaced);

/// One object, no line break at the end.
void write_json(const Record& record, Page& page, std::string& out);

void write_mrk(const Record& record, Marc8Encoder* marc8, std::string& out);
void write_aleph(const Record& record, std::uint64_t number, std::string& out, std::uint64_t& replaced);
void write_line(const Record& record, Page& page, std::string& out, std::uint64_t& replaced);

} // namespace tangthu::marc::impl
