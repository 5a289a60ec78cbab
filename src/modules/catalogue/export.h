#pragma once

#include "platform/base/result.h"

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>

namespace tangthu::db {
class Database;
}
namespace tangthu::branches {
class Branches;
}

namespace tangthu::catalogue {

enum class ExportItems {
    as_imported, ///< 952/852 as they came with the record
    current,     ///< 952 written from today's items
};

struct ExportOptions {
    std::string format = "iso2709"; ///< iso2709, marcxml, json, ndjson, mrk, line, aleph
    ExportItems items = ExportItems::as_imported;
};

struct ExportReport {
    std::uint64_t records = 0;
    std::uint64_t replaced_characters = 0; ///< that the format could not carry (line breaks where a line is a field …)
};

/// Writes every record, in the order they came in, UTF-8 NFC.
/// Errors: marc.cannot_write_format, catalogue.export_write_failed.
[[nodiscard]] Result<ExportReport> export_records(db::Database& database, const branches::Branches& branches,
                                                  const ExportOptions& options, std::ostream& out,
                                                  const std::function<void(std::uint64_t)>& on_progress = {});

} // namespace tangthu::catalogue
