#include "app/cli/next_step.h"

#include <algorithm>
#include <array>

namespace tangthu::app {

namespace {

struct Step {
    std::string_view key;
    std::string_view command;
};

constexpr std::array kSteps{
    Step{"app.already_serving", "tangthu doctor"},
    Step{"app.cannot_create_folder", "tangthu --data ./data doctor"},
    Step{"app.demo_not_empty", "tangthu --data ./demo-data demo load"},
    Step{"app.fault_bug", "tangthu doctor"},
    Step{"app.fault_busy", "tangthu doctor"},
    Step{"app.fault_connection", "tangthu doctor"},
    Step{"app.fault_damaged", "tangthu db restore FILE"},
    Step{"app.fault_disk", "tangthu doctor"},
    Step{"app.fault_disk_full", "tangthu doctor"},
    Step{"app.fault_read_only", "tangthu doctor"},
    Step{"app.index_in_use", "tangthu doctor"},
    Step{"app.migrations_pending", "tangthu db migrate"},
    Step{"app.no_library", "tangthu demo load"},
    Step{"app.server_must_stop", "tangthu doctor"},
    Step{"app.unknown_setting", "tangthu settings sample"},
    Step{"app.bad_setting", "tangthu settings sample"},
    Step{"app.settings_syntax", "tangthu settings sample"},
    Step{"catalogue.batch_already_undone", "tangthu catalogue batches"},
    Step{"catalogue.batch_files_changed", "tangthu catalogue batches"},
    Step{"catalogue.batch_half_undone", "tangthu catalogue batches"},
    Step{"catalogue.batch_not_found", "tangthu catalogue batches"},
    Step{"catalogue.batch_not_interrupted", "tangthu catalogue batches"},
    Step{"catalogue.batch_running", "tangthu catalogue batches"},
    Step{"catalogue.bib_not_found", "tangthu catalogue search"},
    Step{"catalogue.index_behind", "tangthu index check"},
    Step{"catalogue.unknown_unit", "tangthu branches list"},
    Step{"db.backup_cannot_create", "tangthu db backup ./tangthu-backup.db"},
    Step{"db.cannot_connect", "tangthu doctor"},
    Step{"db.cannot_open", "tangthu doctor"},
    Step{"db.not_a_database", "tangthu db restore FILE"},
    Step{"db.newer_database", "tangthu version"},
    Step{"net.cannot_listen", "tangthu serve --listen 127.0.0.1:0"},
    Step{"search.index_locked", "tangthu doctor"},
    Step{"search.index_unusable", "tangthu index rebuild"},
};

} // namespace

std::string next_step(std::string_view error_key, std::string_view command) {
    const auto* known =
        std::find_if(kSteps.begin(), kSteps.end(), [&](const Step& step) { return step.key == error_key; });
    if (known != kSteps.end()) return std::string{known->command};
    if (command.empty()) return "tangthu --help";
    return "tangthu " + std::string{command} + " --help";
}

} // namespace tangthu::app
