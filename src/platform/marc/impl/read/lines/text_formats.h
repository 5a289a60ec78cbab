#pragma once

#include "platform/marc/impl/read/byte_window.h"
#include "platform/marc/impl/read/parsed.h"
#include "platform/marc/marc8.h"
#include "platform/marc/record.h"

#include <string>
#include <string_view>

namespace tangthu::marc::impl {

/// MARCMaker text. Records are parted by blank lines or by the next `=LDR`. `{dollar}` and the names of the MARC-8
/// characters (`{acute}e`, `{0A}`) are read; a name that is not known stays as it is.
class MrkReader {
public:
    explicit MrkReader(std::size_t limit) : limit_(limit) {}
    bool next(ByteWindow& window, Record& record, Parsed& parsed);

private:
    bool field_line(std::string_view line, Record& record, Parsed& parsed);
    /// Text without MARCMaker's names; `\\` is a blank if `blanks`, `&#xHHHH;` a character if `marc8`.
    [[nodiscard]] std::string_view plain(std::string_view text, bool blanks, bool marc8, Parsed& parsed);

    std::size_t limit_;
    bool decoded_ = false; ///< names or references of the record gave characters beyond ASCII
    Marc8Decoder marc8_;
    std::string value_;
    std::string pending_;
};

/// Aleph sequential: nine digits of the system number, tag and indicators, script letter, text with `$$a`.
class AlephReader {
public:
    explicit AlephReader(std::size_t limit) : limit_(limit) {}
    bool next(ByteWindow& window, Record& record, Parsed& parsed);

private:
    std::size_t limit_;
};

/// The "line" text of yaz-marcdump: leader, a field a line, ` $a ` before each subfield, a blank line at the end.
class LineReader {
public:
    explicit LineReader(std::size_t limit) : limit_(limit) {}
    bool next(ByteWindow& window, Record& record, Parsed& parsed);

private:
    std::size_t limit_;
};

} // namespace tangthu::marc::impl
