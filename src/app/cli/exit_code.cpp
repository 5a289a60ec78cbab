#include "app/cli/exit_code.h"

#include "platform/base/disk_fault.h"
#include "platform/db/fault.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

namespace tangthu::app {

namespace {

struct KeyCode {
    std::string_view key;
    ExitCode code;
};

/// Where the kind alone says too little to a script.
constexpr std::array kByKey{
    KeyCode{"app.cannot_create_folder", ExitCode::cannot_create},
    KeyCode{"app.demo_not_empty", ExitCode::cannot_create},
    KeyCode{"app.migrations_pending", ExitCode::unavailable},
    KeyCode{"app.output_failed", ExitCode::io},
    KeyCode{"branches.not_empty", ExitCode::cannot_create},
    KeyCode{"catalogue.export_write_failed", ExitCode::io},
    KeyCode{"catalogue.import_is_folder", ExitCode::no_input},
    KeyCode{"catalogue.import_not_a_file", ExitCode::no_input},
    KeyCode{"catalogue.unknown_encoding", ExitCode::usage},
    KeyCode{"catalogue.unknown_format", ExitCode::usage},
    KeyCode{"catalogue.unknown_unit", ExitCode::usage},
    KeyCode{"db.backup_cannot_create", ExitCode::cannot_create},
    KeyCode{"db.backup_exists", ExitCode::cannot_create},
    KeyCode{"db.backup_failed", ExitCode::io},
    KeyCode{"db.cannot_connect", ExitCode::unavailable},
    KeyCode{"db.cannot_open", ExitCode::no_input},
    KeyCode{"db.empty_location", ExitCode::usage},
    KeyCode{"db.newer_database", ExitCode::unavailable},
    KeyCode{"db.restore_failed", ExitCode::io},
    KeyCode{"db.unknown_scheme", ExitCode::usage},
    KeyCode{"journal.bad_limit", ExitCode::usage},
    KeyCode{"marc.cannot_write_format", ExitCode::usage},
    KeyCode{"marc.convert_unsupported", ExitCode::usage},
    KeyCode{"marc.file_is_directory", ExitCode::no_input},
    KeyCode{"marc.file_unreadable", ExitCode::no_input},
    KeyCode{"marc.output_failed", ExitCode::io},
    KeyCode{"marc.read_failed", ExitCode::io},
    KeyCode{"net.bad_listen_address", ExitCode::usage},
    KeyCode{"net.cannot_listen", ExitCode::unavailable},
    KeyCode{"search.index_unusable", ExitCode::unavailable},
    KeyCode{"search.page_too_deep", ExitCode::usage},
    KeyCode{"search.unknown_field", ExitCode::usage},
    KeyCode{"text.read_failed", ExitCode::io},
    KeyCode{"text.unknown_encoding", ExitCode::usage},
    KeyCode{"text.write_failed", ExitCode::io},
};

ExitCode by_kind(ErrorKind kind) {
    switch (kind) {
    case ErrorKind::Invalid:
    case ErrorKind::Conflict:
    case ErrorKind::TooLarge:
    case ErrorKind::Unsupported:
        return ExitCode::data;
    case ErrorKind::NotFound:
        return ExitCode::no_input;
    case ErrorKind::Unauthenticated:
    case ErrorKind::Forbidden:
        return ExitCode::no_permission;
    case ErrorKind::Stale:
    case ErrorKind::PreconditionRequired:
    case ErrorKind::TooManyRequests:
    case ErrorKind::Unavailable:
        return ExitCode::try_again;
    }
    return ExitCode::fault;
}

ExitCode by_cause(db::FaultCause cause) {
    switch (cause) {
    case db::FaultCause::DiskFull:
    case db::FaultCause::InputOutput:
    case db::FaultCause::Corrupt:
        return ExitCode::io;
    case db::FaultCause::ConnectionLost:
        return ExitCode::unavailable;
    case db::FaultCause::Busy:
        return ExitCode::try_again;
    case db::FaultCause::ReadOnly:
        return ExitCode::no_permission;
    case db::FaultCause::Statement:
    case db::FaultCause::Constraint:
        return ExitCode::fault;
    }
    return ExitCode::fault;
}

} // namespace

ExitCode exit_code(const Error& error) {
    if (error.key.starts_with("app.usage_")) return ExitCode::usage;
    const auto* special =
        std::find_if(kByKey.begin(), kByKey.end(), [&](const auto& row) { return row.key == error.key; });
    return special == kByKey.end() ? by_kind(error.kind) : special->code;
}

ExitCode exit_code(const std::exception& fault) {
    if (const auto* broken = dynamic_cast<const db::DatabaseFault*>(&fault)) return by_cause(broken->cause());
    if (dynamic_cast<const std::filesystem::filesystem_error*>(&fault) != nullptr) return ExitCode::io;
    if (const auto* ours = dynamic_cast<const Fault*>(&fault); ours != nullptr && ours->is_temporary())
        return ExitCode::io;
    return ExitCode::fault;
}

bool is_damage(const std::exception& fault) {
    const auto* broken = dynamic_cast<const db::DatabaseFault*>(&fault);
    return broken != nullptr && broken->cause() == db::FaultCause::Corrupt;
}

bool is_disk_full(const std::exception& fault) {
    if (const auto* broken = dynamic_cast<const db::DatabaseFault*>(&fault))
        return broken->cause() == db::FaultCause::DiskFull;
    if (const auto* disk = dynamic_cast<const DiskFault*>(&fault)) return disk->is_full();
    const auto* file = dynamic_cast<const std::filesystem::filesystem_error*>(&fault);
    return file != nullptr && DiskFault::is_full(file->code().value());
}

} // namespace tangthu::app
