#include "app/cli/reason.h"

#include <array>
#include <cerrno>
#include <cstring>

namespace tangthu::app {

namespace {

struct SystemReason {
    int number;
    std::string_view key;
};
constexpr std::array kSystem{
    SystemReason{EACCES, "app.reason_no_permission"},      SystemReason{EPERM, "app.reason_no_permission"},
    SystemReason{EADDRINUSE, "app.reason_address_in_use"}, SystemReason{EADDRNOTAVAIL, "app.reason_no_such_address"},
    SystemReason{ENOENT, "app.reason_not_there"},          SystemReason{ENOTDIR, "app.reason_not_a_folder"},
    SystemReason{EISDIR, "app.reason_is_a_folder"},        SystemReason{EEXIST, "app.reason_exists"},
    SystemReason{ENOSPC, "app.reason_disk_full"},          SystemReason{EDQUOT, "app.reason_disk_full"},
    SystemReason{EROFS, "app.reason_read_only"},           SystemReason{EIO, "app.reason_disk_failed"},
};

struct OtherReason {
    std::string_view english;
    std::string_view key;
};
constexpr std::array kJson{
    OtherReason{"syntax error", "app.reason_json_syntax"},
    OtherReason{"extra data", "app.reason_json_extra"},
    OtherReason{"incomplete JSON", "app.reason_json_incomplete"},
    OtherReason{"too deep", "app.reason_json_deep"},
};

} // namespace

std::string_view reason_key(std::string_view english) {
    for (const auto& row : kSystem)
        if (english == std::strerror(row.number)) return row.key;
    for (const auto& row : kJson)
        if (english == row.english) return row.key;
    return {};
}

} // namespace tangthu::app
