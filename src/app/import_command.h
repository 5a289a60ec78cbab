#pragma once

#include "app/cli/exit_code.h"
#include "modules/catalogue/import.h"

namespace tangthu::app {

class Console;
class Library;

/// Imports with a progress bar. Errors: those of Importer::import().
[[nodiscard]] Result<catalogue::ImportReport> run_import(const Console& console, Library& library,
                                                         const catalogue::ImportOptions& options);
/// Tells what an import did. A rejected record is no failure of the command: scripts look at `rejected`.
struct ImportManner {
    bool is_dry_run = false;
};
[[nodiscard]] ExitCode print_import(const Console& console, const catalogue::ImportReport& report, ImportManner manner);

} // namespace tangthu::app
