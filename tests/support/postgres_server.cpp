#include "tests/support/postgres_server.h"

#include "platform/db/database.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace tangthu::test {

namespace {

namespace fs = std::filesystem;

/// Newest of Debian's /usr/lib/postgresql/NN/bin; empty when none is installed.
fs::path binaries() {
    std::vector<fs::path> found;
    std::error_code none;
    for (const auto& version : fs::directory_iterator("/usr/lib/postgresql", none)) {
        if (fs::exists(version.path() / "bin/initdb")) found.push_back(version.path() / "bin");
    }
    std::sort(found.begin(), found.end());
    return found.empty() ? fs::path{} : found.back();
}

/// Runs a program as the user PostgreSQL accepts: never root.
pid_t spawn(const std::vector<std::string>& command, const fs::path& log) {
    const passwd* user = geteuid() == 0 ? getpwnam("postgres") : nullptr;
    const pid_t parent = getpid();
    const pid_t child = fork();
    if (child != 0) return child;
    if (user != nullptr && (setgroups(0, nullptr) != 0 || setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0))
        _exit(126);
    prctl(PR_SET_PDEATHSIG, SIGQUIT);
    if (getppid() != parent) _exit(126);
    setsid();
    const int output = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    dup2(output, 1);
    dup2(output, 2);
    std::vector<char*> arguments;
    for (const auto& word : command)
        arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    if (chdir("/") == 0) execv(arguments[0], arguments.data());
    _exit(127);
}

} // namespace

bool PostgresServer::is_installed() {
    return !binaries().empty() && (geteuid() != 0 || getpwnam("postgres") != nullptr);
}

PostgresServer::PostgresServer() {
    if (!is_installed()) throw std::runtime_error("PostgreSQL is not installed (apt-get install postgresql-15)");
    const fs::path base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : fs::temp_directory_path();
    std::string pattern = base / "tangthu_pg_XXXXXX";
    if (mkdtemp(pattern.data()) == nullptr)
        throw std::runtime_error("no folder for a PostgreSQL server under " + base.string());
    folder_ = pattern;
    if (geteuid() == 0) {
        const passwd* user = getpwnam("postgres");
        if (chown(folder_.c_str(), user->pw_uid, user->pw_gid) != 0)
            throw std::runtime_error("cannot hand the folder to postgres");
    }
    const pid_t initdb = spawn({binaries() / "initdb", "-D", folder_ / "data", "-U", "tangthu", "-A", "trust", "-E",
                                "UTF8", "--no-locale", "--no-sync", "--no-instructions"},
                               folder_ / "log");
    int status = 0;
    waitpid(initdb, &status, 0);
    if (status != 0) throw std::runtime_error("initdb failed, see " + (folder_ / "log").string());
    start();
}

void PostgresServer::start() {
    std::vector<std::string> command{binaries() / "postgres", "-D", folder_ / "data", "-k", folder_.string()};
    for (const auto* setting : {"listen_addresses=", "fsync=off", "synchronous_commit=off", "full_page_writes=off",
                                "wal_level=minimal", "max_wal_senders=0", "shared_buffers=64MB", "max_connections=60",
                                "autovacuum=off", "jit=off", "max_parallel_workers=0"}) {
        command.emplace_back("-c");
        command.emplace_back(setting);
    }
    pid_ = spawn(command, folder_ / "log");
    for (int tries = 0; tries < 3000; ++tries) {
        if (db::Database::open({db::Engine::Postgres, url("postgres")})) return;
        if (waitpid(pid_, nullptr, WNOHANG) == pid_) break;
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
    throw std::runtime_error("the PostgreSQL server does not answer, see " + (folder_ / "log").string());
}

void PostgresServer::kill_hard() {
    if (pid_ > 0) kill(pid_, SIGQUIT);
    if (pid_ > 0) waitpid(pid_, nullptr, 0);
    pid_ = -1;
}

PostgresServer::~PostgresServer() {
    kill_hard();
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

std::string PostgresServer::url(const std::string& database) const {
    std::string host;
    for (const char c : folder_.string())
        host += c == '/' ? std::string{"%2F"} : std::string(1, c);
    return "postgresql://tangthu@" + host + "/" + database;
}

} // namespace tangthu::test
