#pragma once

#include "platform/base/result.h"
#include "platform/marc/check.h"
#include "platform/marc/format.h"
#include "platform/marc/reader.h"
#include "platform/text/messages.h"

#include <cstdint>
#include <filesystem>
#include <functional>
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
    std::function<void(const BadRecord&)> on_bad; ///< a record is left out
};

struct ConvertReport {
    std::uint64_t written = 0;
    std::uint64_t rejected = 0;
    std::uint64_t replaced = 0;        ///< characters the format or encoding can't carry
    std::optional<Error> read_failure; ///< what stands in the file behind the last record has not been seen
};

/// Writes every record of the file to `out` in another format. Errors: those of RecordReader::open(),
/// marc.convert_unsupported {format, encoding}, marc.output_failed.
[[nodiscard]] Result<ConvertReport> convert_file(const ConvertOptions& options, std::ostream& out);

/// `tangthu marc check FILE`.
struct CheckOptions {
    std::filesystem::path file;
    ReadOptions read;
    text::Language language = text::Language::vi; ///< of `message`
};

/// Writes a JSON object a line for each problem: record, offset, control_number, severity, key, message, params; the
/// last line has the totals: total, format, bytes, records, good, repaired, rejected, errors, warnings, notes, by_key.
/// Errors: those of RecordReader::open(), marc.output_failed, marc.read_failed (behind the totals of what was read).
[[nodiscard]] Result<CheckTotals> check_file(const CheckOptions& options, std::ostream& out);

} // namespace tangthu::marc
