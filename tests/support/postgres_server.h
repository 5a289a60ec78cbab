#pragma once

#include <filesystem>
#include <string>
#include <sys/types.h>

namespace tangthu::test {

/// A PostgreSQL server of this process's own, without durability, on a unix socket in a folder that goes with it.
/// The server is a child that dies with us, even when we are killed.
class PostgresServer {
public:
    /// Throws std::runtime_error with the reason when none can be started.
    PostgresServer();
    ~PostgresServer();
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;

    [[nodiscard]] std::string url(const std::string& database) const;
    /// True where initdb and postgres are installed.
    [[nodiscard]] static bool is_installed();
    /// Ends all server processes at once, as a power cut would; start() brings the server back.
    void kill_hard();
    void start();

private:
    std::filesystem::path folder_;
    pid_t pid_ = -1;
};

} // namespace tangthu::test
