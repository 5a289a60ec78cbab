#pragma once

#include "platform/marc/impl/byte_window.h"
#include "platform/marc/impl/parsed.h"
#include "platform/marc/record.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tangthu::marc::impl {

/// MARC-in-JSON: an array of records, a record a line, or records one after another; what is between them is skipped.
/// Each record is cut out first and parsed by itself.
class JsonReader {
public:
    explicit JsonReader(std::size_t limit) : limit_(limit), memory_(std::make_unique<unsigned char[]>(kMemory)) {}
    bool next(ByteWindow& window, Record& record, Parsed& parsed);

private:
    static constexpr std::size_t kMemory = std::size_t{64} << 10;

    bool find_object(ByteWindow& window, Parsed& parsed);
    std::size_t find_end(ByteWindow& window, bool& whole);
    void parse(std::string_view object, Record& record, Parsed& parsed);

    std::size_t limit_;
    std::uint64_t lines_ = 0;
    std::unique_ptr<unsigned char[]> memory_; ///< for the values of one record
};

} // namespace tangthu::marc::impl
