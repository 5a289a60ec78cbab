#pragma once

#include "modules/catalogue/import.h"
#include "platform/base/describe.h"
#include "platform/text/messages.h"

#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <string>

namespace tangthu::catalogue::impl {

/// One line of the rejects file: what was not taken, where it stood and why, in both languages.
struct RejectedLine {
    std::string file;
    std::uint64_t record = 0; ///< from 1
    std::uint64_t offset = 0;
    std::string key;
    std::string reason_vi;
    std::string reason_en;
    std::optional<std::string> bytes;     ///< a record's bytes, where they are UTF-8
    std::optional<std::string> bytes_hex; ///< else
    std::optional<std::string> barcode;   ///< of a rejected copy
    std::optional<std::string> control_number;
    std::optional<std::string> title;
};
TANGTHU_DESCRIBE(RejectedLine, file, record, offset, key, reason_vi, reason_en, bytes, bytes_hex, barcode,
                 control_number, title)

/// The file beside an import that keeps whatever was not taken, one JSON object a line. Made with its first line.
/// Where a batch is gone on with, what stands there already is not written again.
class RejectsFile {
public:
    RejectsFile(const std::filesystem::path& folder, const std::string& batch, const text::Messages& messages);

    void add_record(const ImportProblem& problem, const std::string& bytes);
    void add_item(const ImportProblem& problem, const std::string& barcode, const std::string& control_number,
                  const std::string& title);
    /// Empty when nothing was written, by this run or those before it.
    [[nodiscard]] std::string path() const;

private:
    [[nodiscard]] RejectedLine line_of(const ImportProblem& problem) const;
    void write(const RejectedLine& line);
    void open();

    std::filesystem::path path_;
    const text::Messages& messages_;
    std::ofstream out_;
    std::set<std::string> written_before_; ///< by a batch that was interrupted and is gone on with
};

} // namespace tangthu::catalogue::impl
