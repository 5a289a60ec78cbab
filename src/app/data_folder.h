#pragma once

#include "app/settings/settings.h"
#include "platform/base/result.h"
#include "platform/db/location.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace tangthu::app {

/// Where things lie in a data folder. Nothing here creates anything but create().
class DataFolder {
public:
    explicit DataFolder(std::filesystem::path root) : root_(std::move(root)) {}

    [[nodiscard]] const std::filesystem::path& root() const { return root_; }
    [[nodiscard]] std::filesystem::path database() const { return root_ / "tangthu.db"; }
    [[nodiscard]] std::filesystem::path index() const { return root_ / "index"; }
    [[nodiscard]] std::filesystem::path imports() const { return root_ / "imports"; }
    [[nodiscard]] std::filesystem::path settings() const { return root_ / "tangthu.toml"; }

    /// Makes the folder. Errors: app.cannot_create_folder {folder, reason}.
    [[nodiscard]] Result<void> create() const;

private:
    std::filesystem::path root_;
};

/// The database these settings mean. Errors: db.unknown_scheme, db.empty_location.
[[nodiscard]] Result<db::DatabaseLocation> database_location(const Settings& settings);

/// Said by a running server about itself, in `DIR/server.lock`; the lock on that file ends with the process, however it
/// ends.
struct RunningServer {
    std::int64_t pid = 0;
    std::string address;
};

class ServerLock {
public:
    /// Errors: app.already_serving {address}, app.cannot_create_folder.
    [[nodiscard]] static Result<ServerLock> take(const DataFolder& folder);
    /// The server that serves this folder now.
    [[nodiscard]] static std::optional<RunningServer> find_server(const DataFolder& folder);

    ServerLock(ServerLock&& other) noexcept;
    ServerLock& operator=(ServerLock&&) = delete;
    ~ServerLock();

    /// Tells others where to find the server.
    void announce(const std::string& address) const;

private:
    ServerLock(int descriptor, std::filesystem::path file) : descriptor_(descriptor), file_(std::move(file)) {}
    int descriptor_;
    std::filesystem::path file_;
};

/// For commands that a running server would be in the way of. Errors: app.server_must_stop {address, pid}.
[[nodiscard]] Result<void> require_no_server(const DataFolder& folder);

} // namespace tangthu::app
