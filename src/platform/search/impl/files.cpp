#include "platform/search/impl/files.h"

#include "platform/base/disk_fault.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace tangthu::search::impl {

namespace {

constexpr std::size_t kBufferBytes = std::size_t{1} << 18U;

[[noreturn]] void fault(const std::string& what, const std::filesystem::path& path) {
    throw DiskFault(errno, "search: " + what + " " + path.string());
}

void write_all(int file, const char* bytes, std::size_t size) {
    while (size > 0) {
        const ssize_t written = ::write(file, bytes, size);
        if (written < 0) {
            if (errno == EINTR) continue;
            throw DiskFault(errno, "search: can't write");
        }
        bytes += written;
        size -= static_cast<std::size_t>(written);
    }
}

} // namespace

MappedFile::MappedFile(const std::filesystem::path& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) fault("can't open", path);
    struct stat about{};
    if (::fstat(file, &about) != 0) {
        ::close(file);
        fault("can't look at", path);
    }
    size_ = static_cast<std::size_t>(about.st_size);
    if (size_ > 0) {
        void* address = ::mmap(nullptr, size_, PROT_READ, MAP_SHARED, file, 0);
        if (address == MAP_FAILED) {
            ::close(file);
            fault("can't map", path);
        }
        data_ = static_cast<const char*>(address);
    }
    ::close(file);
}

void MappedFile::let_go_before(std::size_t end) const {
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    if (end >= page) (void)::madvise(const_cast<char*>(data_), end / page * page, MADV_DONTNEED);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
}

MappedFile::~MappedFile() {
    if (data_ != nullptr) ::munmap(const_cast<char*>(data_), size_);
}

FileWriter::FileWriter(const std::filesystem::path& path) {
    file_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (file_ < 0) fault("can't create", path);
    buffer_.reserve(kBufferBytes);
}

FileWriter::~FileWriter() {
    if (file_ >= 0) ::close(file_);
}

void FileWriter::flush() {
    write_all(file_, buffer_.data(), buffer_.size());
    written_ += buffer_.size();
    buffer_.clear();
}

void FileWriter::write(const void* bytes, std::size_t size) {
    if (buffer_.size() + size > kBufferBytes) flush();
    if (size >= kBufferBytes) {
        write_all(file_, static_cast<const char*>(bytes), size);
        written_ += size;
    } else {
        buffer_.append(static_cast<const char*>(bytes), size);
    }
}

void FileWriter::align(std::size_t to) {
    const std::size_t beyond = position() % to;
    if (beyond != 0) buffer_.append(to - beyond, '\0');
}

void FileWriter::patch(std::uint64_t at, const void* bytes, std::size_t size) {
    flush();
    if (::pwrite(file_, bytes, size, static_cast<off_t>(at)) != static_cast<ssize_t>(size))
        throw DiskFault(errno, "search: can't write");
}

void FileWriter::close(Sync sync) {
    flush();
    if (sync == Sync::yes && ::fsync(file_) != 0) throw DiskFault(errno, "search: can't sync");
    const int file = std::exchange(file_, -1);
    if (::close(file) != 0) throw DiskFault(errno, "search: can't close");
}

void replace_file(const std::filesystem::path& path, std::string_view contents, Sync sync) {
    const std::filesystem::path beside = path.string() + ".new";
    FileWriter file{beside};
    file.write(contents);
    file.close(sync);
    std::filesystem::rename(beside, path);
    if (sync == Sync::no) return;
    const int folder = ::open(path.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        ::fsync(folder);
        ::close(folder);
    }
}

std::string read_small_file(const std::filesystem::path& path) {
    std::string contents;
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return contents;
    char buffer[4096];
    ssize_t got = 0;
    while ((got = ::read(file, buffer, sizeof buffer)) > 0 && contents.size() < (1U << 20U))
        contents.append(buffer, static_cast<std::size_t>(got));
    ::close(file);
    return contents;
}

FolderLock::FolderLock(FolderLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

FolderLock& FolderLock::operator=(FolderLock&& other) noexcept {
    std::swap(file_, other.file_);
    return *this;
}

FolderLock::~FolderLock() {
    if (file_ >= 0) ::close(file_);
}

bool FolderLock::take(const std::filesystem::path& path) {
    file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (file_ < 0) fault("can't open", path);
    if (::flock(file_, LOCK_EX | LOCK_NB) == 0) return true;
    ::close(std::exchange(file_, -1));
    return false;
}

} // namespace tangthu::search::impl
