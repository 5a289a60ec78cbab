#pragma once

#include "platform/base/error.h"

namespace tangthu::app {

/// What the program ends with, as sysexits.h has it: scripts tell by it what to do next.
enum class ExitCode {
    ok = 0,
    usage = 64,         ///< the command is not one we know, or is written wrongly
    data = 65,          ///< the input is there and is bad
    no_input = 66,      ///< what the command is about is not there
    unavailable = 69,   ///< something the command needs does not answer
    fault = 70,         ///< a bug of ours
    cannot_create = 73, ///< the place to write to can't be used
    io = 74,            ///< the disk failed, or is full
    try_again = 75,     ///< busy: the same command will do later
    no_permission = 77,
};

[[nodiscard]] ExitCode exit_code(const Error& error);
[[nodiscard]] ExitCode exit_code(const std::exception& fault);
/// True where room on the disk is all that is missing.
[[nodiscard]] bool is_disk_full(const std::exception& fault);

/// True where the file of the database is damaged, or is none.
[[nodiscard]] bool is_damage(const std::exception& fault);

} // namespace tangthu::app
