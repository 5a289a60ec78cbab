#include "modules/catalogue/impl/rejects.h"

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

std::string RejectsFile::path() const { return out_.is_open() ? path_.string() : std::string{}; }

void RejectsFile::write(const RejectedLine& line) {
    if (!out_.is_open()) {
        std::filesystem::create_directories(path_.parent_path());
        out_.open(path_, std::ios::binary | std::ios::app);
    }
    out_ << to_json(line) << '\n';
    out_.flush();
    if (!out_) throw Fault("cannot write " + path_.string());
}

} // namespace tangthu::catalogue::impl
