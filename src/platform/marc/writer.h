#pragma once

#include "platform/base/result.h"
#include "platform/marc/format.h"
#include "platform/marc/marc8.h"
#include "platform/marc/record.h"

#include <cstdint>
#include <memory>
#include <string>

namespace tangthu::marc {

namespace impl {
class Page;
}

struct WriteOptions {
    Format format = Format::Iso2709; ///< Isis can't be written: it gives ISO 2709
    /// Utf8, or Marc8 for ISO 2709 and MARCMaker; leader/09 follows it.
    Encoding encoding = Encoding::Utf8;
    bool indent = true; ///< MARCXML only: line breaks and two blanks a level
};

/// Appends records to a string in one format: begin() once, write() for each record, end() once.
/// The caller empties the string whenever it likes (streams it out).
class RecordWriter {
public:
    explicit RecordWriter(WriteOptions options = {});
    RecordWriter(RecordWriter&&) noexcept;
    RecordWriter& operator=(RecordWriter&&) noexcept;
    ~RecordWriter();

    void begin(std::string& out);
    void write(const Record& record, std::string& out);
    void end(std::string& out);

    /// Characters that the format or encoding can't carry: MARC-8 gets them as &#xHHHH;, XML gets U+FFFD for control
    /// characters.
    [[nodiscard]] std::uint64_t replaced_characters() const { return replaced_; }

private:
    WriteOptions options_;
    std::unique_ptr<Marc8Encoder> marc8_;
    std::unique_ptr<impl::Page> page_;
    std::uint64_t written_ = 0;
    std::uint64_t replaced_ = 0;
};

/// One record by itself, complete (MARCXML with its namespace, JSON as one object).
[[nodiscard]] std::string to_string(const Record& record, WriteOptions options = {});

} // namespace tangthu::marc
