#include "modules/catalogue/impl/import/rejects.h"

#include "platform/base/disk_fault.h"
#include "platform/base/json.h"
#include "platform/text/normalize.h"

namespace tangthu::catalogue::impl {

namespace {

std::string hex(const std::string& bytes) {
    static constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text += kDigits[byte >> 4U];
        text += kDigits[byte & 15U];
    }
    return text;
}

/// What makes two lines the same one: going on with a batch names the file by its whole path, the first run need not.
std::string place_of(const RejectedLine& line) {
    return std::filesystem::path(line.file).filename().string() + '\n' + std::to_string(line.record) + '\n' +
           std::to_string(line.offset) + '\n' + line.key + '\n' + line.barcode.value_or("");
}

} // namespace

RejectsFile::RejectsFile(const std::filesystem::path& folder, const std::string& batch, const text::Messages& messages)
    : path_(folder / ("import-" + batch + "-rejects.ndjson")), messages_(messages) {}

RejectedLine RejectsFile::line_of(const ImportProblem& problem) const {
    text::MessageArgs args;
    for (const auto& param : problem.params)
        args.emplace_back(param.name, param.value);
    RejectedLine line;
    line.file = problem.file;
    line.record = problem.record_number;
    line.offset = problem.offset;
    line.key = problem.key;
    line.reason_vi = messages_.text(text::Language::vi, problem.key, args);
    line.reason_en = messages_.text(text::Language::en, problem.key, args);
    return line;
}

void RejectsFile::add_record(const ImportProblem& problem, const std::string& bytes) {
    auto line = line_of(problem);
    if (text::is_valid_utf8(bytes) && bytes.find('\0') == std::string::npos)
        line.bytes = bytes;
    else
        line.bytes_hex = hex(bytes);
    write(line);
}

void RejectsFile::add_item(const ImportProblem& problem, const std::string& barcode, const std::string& control_number,
                           const std::string& title) {
    auto line = line_of(problem);
    line.barcode = barcode;
    line.control_number = control_number;
    line.title = title;
    write(line);
}

std::string RejectsFile::path() const {
    std::error_code failed;
    return std::filesystem::exists(path_, failed) ? path_.string() : std::string{};
}

/// Takes up a file that a killed import has left: its last line may be half a line.
void RejectsFile::open() {
    std::filesystem::create_directories(path_.parent_path());
    std::uintmax_t whole = 0;
    std::ifstream before(path_, std::ios::binary);
    for (std::string text; std::getline(before, text) && !before.eof();) {
        whole += text.size() + 1;
        if (const auto line = from_json<RejectedLine>(text)) written_before_.insert(place_of(*line));
    }
    if (before.is_open()) std::filesystem::resize_file(path_, whole);
    out_.open(path_, std::ios::binary | std::ios::app);
}

void RejectsFile::write(const RejectedLine& line) {
    if (!out_.is_open()) open();
    if (written_before_.contains(place_of(line))) return;
    errno = 0;
    out_ << to_json(line) << '\n';
    out_.flush();
    if (!out_) throw DiskFault(errno != 0 ? errno : EIO, "cannot write " + path_.string());
}

} // namespace tangthu::catalogue::impl
