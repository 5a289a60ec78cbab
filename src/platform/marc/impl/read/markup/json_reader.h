#pragma once

#include "platform/marc/impl/read/byte_window.h"
#include "platform/marc/impl/read/parsed.h"
#include "platform/marc/record.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace tangthu::marc::impl {

/// MARC-in-JSON: an array of records, a record a line, or records one after another; what is between them is skipped.
/// Each record is cut out first and parsed by itself.
class JsonReader {
public:
    explicit JsonReader(std::size_t limit) : limit_(limit) {}
    bool next(ByteWindow& window, Record& record, Parsed& parsed);

private:
    bool find_object(ByteWindow& window, Parsed& parsed);
    std::size_t find_end(ByteWindow& window, bool& whole);
    void parse(std::string_view object, Record& record, Parsed& parsed);

    std::size_t limit_;
    std::uint64_t lines_ = 0;
};

} // namespace tangthu::marc::impl
