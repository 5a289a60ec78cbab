#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace tangthu::search::impl {

/// A file mapped for reading; its pages belong to the system's cache, not to the heap.
class MappedFile {
public:
    MappedFile() = default;
    /// Throws Fault when the file can't be opened or mapped.
    explicit MappedFile(const std::filesystem::path& path);
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;
    ~MappedFile();
    [[nodiscard]] std::string_view bytes() const { return {data_, size_}; }
    /// Bytes before `end` will not be looked at again for a while: they need not stay in this process's memory.
    void let_go_before(std::size_t end) const;

private:
    const char* data_ = nullptr;
    std::size_t size_ = 0;
};

/// Whether a file that was written must outlive a loss of power; if not, the system writes it when it sees fit.
enum class Sync { no, yes };

/// Buffered writing that notices every failure. Throws Fault (disk full, …).
class FileWriter {
public:
    explicit FileWriter(const std::filesystem::path& path);
    FileWriter(const FileWriter&) = delete;
    FileWriter& operator=(const FileWriter&) = delete;
    ~FileWriter();
    void write(const void* bytes, std::size_t size);
    void write(std::string_view bytes) { write(bytes.data(), bytes.size()); }
    void align(std::size_t to);
    [[nodiscard]] std::uint64_t position() const { return written_ + buffer_.size(); }
    /// Puts bytes over earlier ones; only after everything else is written.
    void patch(std::uint64_t at, const void* bytes, std::size_t size);
    void close(Sync sync);

private:
    void flush();
    int file_ = -1;
    std::uint64_t written_ = 0;
    std::string buffer_;
};

/// Puts a small file in place in one step: a reader sees the old or the new one. Throws Fault.
void replace_file(const std::filesystem::path& path, std::string_view contents, Sync sync);
/// Empty when there is none.
[[nodiscard]] std::string read_small_file(const std::filesystem::path& path);

/// The folder's lock: one writing process. Released by the destructor, and by the system when the process ends.
class FolderLock {
public:
    FolderLock() = default;
    FolderLock(FolderLock&& other) noexcept;
    FolderLock& operator=(FolderLock&& other) noexcept;
    ~FolderLock();
    /// False when another process (or another FolderLock) holds it. Throws Fault when the file can't be made.
    [[nodiscard]] bool take(const std::filesystem::path& path);

private:
    int file_ = -1;
};

} // namespace tangthu::search::impl
