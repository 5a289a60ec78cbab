#pragma once

#include "app/cli/command.h"

/// One file a noun; each gives its verbs.
namespace tangthu::app {

[[nodiscard]] std::vector<Command> branches_commands();
[[nodiscard]] std::vector<Command> catalogue_commands();
[[nodiscard]] std::vector<Command> catalogue_import_commands();
[[nodiscard]] std::vector<Command> db_commands();
[[nodiscard]] std::vector<Command> demo_commands();
[[nodiscard]] std::vector<Command> doctor_commands();
[[nodiscard]] std::vector<Command> index_commands();
[[nodiscard]] std::vector<Command> journal_commands();
[[nodiscard]] std::vector<Command> marc_commands();
[[nodiscard]] std::vector<Command> serve_commands();
[[nodiscard]] std::vector<Command> settings_commands();
[[nodiscard]] std::vector<Command> text_commands();
[[nodiscard]] std::vector<Command> staff_commands();
[[nodiscard]] std::vector<Command> version_commands();

} // namespace tangthu::app
