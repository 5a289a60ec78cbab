#pragma once

#include "platform/marc/format.h"
#include "platform/marc/reader.h"
#include "platform/text/messages.h"

#include <filesystem>
#include <iosfwd>
#include <optional>

namespace tangthu::marc {

/// `tangthu marc convert --to F [--from F] [--encoding E] [--to-encoding utf-8|marc-8] FILE`; FILE `-` is the standard
/// input.
struct ConvertOptions {
    std::filesystem::path file;
    Format to = Format::Iso2709;
    Encoding to_encoding = Encoding::Utf8;
    ReadOptions read;
    text::Language language = text::Language::vi; ///< of what goes to `err`
};

/// Writes every record of the file to `out` in another format. Records that can't be read are told on `err`, with a
/// summary. Returns a sysexits code: 0; 64 a format or encoding that can't be written; 65 some records were left out;
/// 66 no such file; 74 `out` can't be written or the file not be read to
/// its end.
[[nodiscard]] int convert_file(const ConvertOptions& options, std::ostream& out, std::ostream& err);

/// `tangthu marc check FILE`.
struct CheckOptions {
    std::filesystem::path file;
    ReadOptions read;
    text::Language language = text::Language::vi;
};

/// Writes a JSON object a line for each problem: record, offset, control_number, severity, key, message, params; the
/// last line has the totals: total, format, bytes, records, good, repaired, rejected, errors, warnings, notes, by_key.
/// Returns 0, 65 when there were errors, 66 no such file, 74 `out` can't be written or the file not be read
/// to its end.
[[nodiscard]] int check_file(const CheckOptions& options, std::ostream& out, std::ostream& err);

} // namespace tangthu::marc
