#include "app/data_folder.h"

#include "platform/base/json.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace tangthu::app {

namespace {

struct LockNote {
    std::int64_t pid = 0;
    std::string address;
};
TANGTHU_DESCRIBE(LockNote, pid, address)

std::filesystem::path lock_file(const DataFolder& folder) { return folder.root() / "server.lock"; }

tl::unexpected<Error> cannot_create(const std::filesystem::path& path, const std::string& reason) {
    return fail(ErrorKind::Forbidden, "app.cannot_create_folder", {{"folder", path.string()}, {"reason", reason}});
}

LockNote read_note(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::stringstream text;
    text << in.rdbuf();
    auto note = from_json<LockNote>(text.str());
    return note ? *note : LockNote{};
}

} // namespace

Result<void> DataFolder::create() const {
    std::error_code failed;
    std::filesystem::create_directories(root_, failed);
    if (failed) return cannot_create(root_, failed.message());
    return {};
}

Result<db::DatabaseLocation> database_location(const Settings& settings) {
    if (settings.database.empty())
        return db::DatabaseLocation{db::Engine::Sqlite, DataFolder(settings.data).database().string()};
    return db::DatabaseLocation::parse(settings.database);
}

Result<ServerLock> ServerLock::take(const DataFolder& folder) {
    const auto file = lock_file(folder);
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (descriptor < 0) return cannot_create(folder.root(), std::strerror(errno));
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        ::close(descriptor);
        return fail(ErrorKind::Unavailable, "app.already_serving",
                    {{"folder", folder.root().string()}, {"address", read_note(file).address}});
    }
    return ServerLock(descriptor, file);
}

std::optional<RunningServer> ServerLock::find_server(const DataFolder& folder) {
    const auto file = lock_file(folder);
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return std::nullopt;
    const bool is_free = ::flock(descriptor, LOCK_SH | LOCK_NB) == 0;
    ::close(descriptor);
    if (is_free) return std::nullopt;
    auto note = read_note(file);
    return RunningServer{note.pid, std::move(note.address)};
}

Result<void> require_no_server(const DataFolder& folder) {
    const auto server = ServerLock::find_server(folder);
    if (!server) return {};
    return fail(ErrorKind::Unavailable, "app.server_must_stop",
                {{"address", server->address}, {"pid", std::to_string(server->pid)}});
}

ServerLock::ServerLock(ServerLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), file_(std::move(other.file_)) {}

ServerLock::~ServerLock() {
    if (descriptor_ < 0) return;
    // The file stays: taking it away would let two servers lock two files of one name.
    if (::ftruncate(descriptor_, 0) != 0) std::strerror(errno); // only the note is lost
    ::close(descriptor_);
}

void ServerLock::announce(const std::string& address) const {
    const auto note = to_json(LockNote{::getpid(), address});
    if (::ftruncate(descriptor_, 0) != 0 ||
        ::pwrite(descriptor_, note.data(), note.size(), 0) != static_cast<ssize_t>(note.size()))
        throw Fault("can't write " + file_.string());
}

} // namespace tangthu::app
