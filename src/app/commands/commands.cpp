#include "app/commands/commands.h"

namespace tangthu::app {

const std::vector<Command>& all_commands() {
    static const std::vector<Command> all = [] {
        std::vector<Command> list;
        for (const auto part :
             {serve_commands, demo_commands, catalogue_import_commands, catalogue_commands, branches_commands,
              marc_commands, text_commands, index_commands, db_commands, journal_commands, staff_commands,
              settings_commands, doctor_commands, version_commands}) {
            auto commands = part();
            list.insert(list.end(), commands.begin(), commands.end());
        }
        return list;
    }();
    return all;
}

} // namespace tangthu::app
