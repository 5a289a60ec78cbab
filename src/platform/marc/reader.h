#pragma once

#include "platform/base/result.h"
#include "platform/marc/format.h"
#include "platform/marc/record.h"
#include "platform/marc/repair.h"

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tangthu::marc {

struct ReadOptions {
    std::optional<Format> format;     ///< nullopt: by content
    std::optional<Encoding> encoding; ///< nullopt: decided record by record
    /// A record that is longer is rejected, and reading goes on at the next one. Also bounds the memory a reader takes.
    std::size_t max_record_bytes = std::size_t{16} << 20;
    /// Looks in every Vietnamese text for ư that vanished without a trace (`th mục`, `ngời`): slow, and only of use
    /// where a file is known to have lost them. Soft hyphens and minus signs in its place are always mended.
    bool find_lost_letters = false;
};

enum class ReadOutcome {
    Record, ///< the record is filled; origin() tells where it came from and what was mended
    Bad,    ///< no usable record here; bad() says why; call next() again
    End,
};

/// Where the last record stood. `source` is good until the next next().
struct Origin {
    std::uint64_t number = 0;           ///< 1, 2, 3 … over good and bad records of the file
    std::uint64_t offset = 0;           ///< of its first byte in the file
    std::string_view source;            ///< its bytes as they stand in the file
    Encoding encoding = Encoding::Utf8; ///< what the text was read as
    RepairSet repairs;                  ///< empty: taken as it was
};

/// A stretch of the file that gave no record.
struct BadRecord {
    std::uint64_t number = 0;
    std::uint64_t offset = 0;
    std::uint64_t length = 0; ///< of the stretch; `bytes` may hold only its beginning
    std::string key;          ///< `marc.record_too_long` …: a text for librarians stands in locales/*.json
    std::vector<ErrorParam> params;
    std::string bytes; ///< the stretch, at most 1 MiB of it, for the rejects file
};

/// Reads records of any format, one after another, in bounded memory. Never throws on input and never gives up a file:
/// what can't be read is reported as Bad with its place and reason, and reading goes on behind it.
class RecordReader {
public:
    /// Errors: marc.file_not_found (NotFound), marc.file_unreadable, marc.file_is_directory (Invalid).
    [[nodiscard]] static Result<RecordReader> open(const std::filesystem::path& file, ReadOptions options = {});
    /// Reads bytes that stay alive and unchanged longer than the reader.
    explicit RecordReader(std::string_view memory, ReadOptions options = {});
    /// Reads a stream that lives longer than the reader.
    explicit RecordReader(std::istream& stream, ReadOptions options = {});
    RecordReader(RecordReader&&) noexcept;
    RecordReader& operator=(RecordReader&&) noexcept;
    ~RecordReader();

    /// Fills `record` with the next record. An empty input gives End at once; one without any record gives one Bad.
    [[nodiscard]] ReadOutcome next(Record& record);
    [[nodiscard]] const Origin& origin() const;
    [[nodiscard]] const BadRecord& bad() const;
    /// The format being read; nullopt before the first next() when it is found by content.
    [[nodiscard]] std::optional<Format> format() const;
    /// Bytes behind which reading goes on: for a progress bar.
    [[nodiscard]] std::uint64_t position() const;
    /// Whether End is the end of the file. Errors: marc.read_failed (Unavailable): the disk or device failed there, and
    /// what stood behind has not been seen.
    [[nodiscard]] Result<void> source_state() const;

private:
    class Impl;
    explicit RecordReader(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

} // namespace tangthu::marc
