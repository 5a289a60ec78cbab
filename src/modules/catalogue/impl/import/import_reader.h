#pragma once

#include "modules/catalogue/impl/extract.h"
#include "modules/catalogue/impl/item_fields.h"
#include "modules/catalogue/import.h"
#include "platform/marc/reader.h"

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace tangthu::catalogue::impl {

/// A record read, decoded and taken apart, ready for the database.
struct ImportedRecord {
    std::uint64_t number = 0;
    std::uint64_t offset = 0;
    Extract extract;
    std::vector<ItemDraft> items;
    std::string marc;        ///< ISO 2709, UTF-8
    std::string marc_source; ///< the bytes as they came, where repairs were made
    std::string repairs;
    std::string identity;
    std::string source;
    std::string control_number;
    std::string content_hash;
};

/// Some records of one file, in their order, and what could not be read among them.
struct ImportPortion {
    std::size_t file = 0; ///< index into the options' files
    std::vector<ImportedRecord> records;
    std::vector<marc::BadRecord> bad;
    std::uint64_t bytes_read = 0; ///< over all files, for the progress bar
    std::size_t bytes = 0;        ///< of memory, about
};

/// What the identity of a record is made of: (source, 003, 001), or its content where there is no source, 003 or 001.
void identify(const marc::Record& record, const std::string& source_option, ImportedRecord& out);

/// A record taken apart the way an import does it; `marc` and hash included.
[[nodiscard]] ImportedRecord take_apart(const marc::Record& record, const std::string& source_option,
                                        const std::optional<ItemProfile>& profile);

/// Reads the files in a thread of its own, a few portions ahead of the one who stores them.
class ImportReader {
public:
    ImportReader(std::vector<std::filesystem::path> files, marc::ReadOptions read_options, std::string source_option,
                 std::optional<ItemProfile> profile);
    ~ImportReader();
    ImportReader(const ImportReader&) = delete;
    ImportReader& operator=(const ImportReader&) = delete;

    /// The next portion; nullopt at the end of the last file. Errors: those of marc::RecordReader::open() and
    /// source_state().
    [[nodiscard]] Result<std::optional<ImportPortion>> next();

private:
    void run();
    bool read_file(std::size_t file);
    bool push(ImportPortion portion);

    std::vector<std::filesystem::path> files_;
    marc::ReadOptions read_options_;
    std::string source_option_;
    std::optional<ItemProfile> profile_;

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<ImportPortion> ready_;
    std::size_t ready_bytes_ = 0;
    std::optional<Error> error_;
    std::exception_ptr fault_;
    bool is_done_ = false;
    bool is_stopped_ = false;
    std::uint64_t bytes_before_ = 0;
    std::thread thread_;
};

} // namespace tangthu::catalogue::impl
