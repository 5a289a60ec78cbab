#include "modules/catalogue/impl/import/import_reader.h"

#include "platform/base/digest.h"
#include "platform/marc/writer.h"

#include <utility>

namespace tangthu::catalogue::impl {

namespace {

constexpr std::size_t kPortionRecords = 64;
constexpr std::size_t kPortionBytes = std::size_t{1} << 20;
constexpr std::size_t kPortionsAhead = 16;
constexpr std::size_t kBytesAhead = std::size_t{32} << 20;

std::string repair_words(const marc::RepairSet& repairs) {
    std::string words;
    for (const auto repair : repairs.list()) {
        if (!words.empty()) words += ' ';
        words += marc::repair_key(repair);
    }
    return words;
}

} // namespace

void identify(const marc::Record& record, const std::string& source_option, ImportedRecord& out) {
    const auto number = record.control("001");
    const auto organisation = record.control("003");
    out.control_number = number;
    out.source = source_option.empty() ? std::string{organisation} : source_option;
    if (number.empty() || out.source.empty()) {
        if (source_option.empty()) out.source.clear();
        out.identity = out.source + "#" + out.content_hash;
    } else {
        out.identity = out.source;
        (out.identity += '\x1f') += organisation;
        (out.identity += '\x1f') += number;
    }
}

ImportedRecord take_apart(const marc::Record& record, const std::string& source_option,
                          const std::optional<ItemProfile>& profile) {
    ImportedRecord out;
    out.extract = extract(record);
    out.items = items_of(record, profile);
    out.marc = marc::to_string(record, {.format = marc::Format::Iso2709});
    // 128 of the 256 bits are enough to tell records apart, and keep the index on them small.
    out.content_hash = sha256_hex(out.marc).substr(0, 32);
    identify(record, source_option, out);
    return out;
}

ImportReader::ImportReader(std::vector<std::filesystem::path> files, marc::ReadOptions read_options,
                           std::string source_option, std::optional<ItemProfile> profile)
    : files_(std::move(files)), read_options_(read_options), source_option_(std::move(source_option)),
      profile_(std::move(profile)), thread_([this] { run(); }) {}

ImportReader::~ImportReader() {
    {
        const std::lock_guard lock(mutex_);
        is_stopped_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

Result<std::optional<ImportPortion>> ImportReader::next() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !ready_.empty() || is_done_; });
    if (!ready_.empty()) {
        auto portion = std::move(ready_.front());
        ready_.pop_front();
        ready_bytes_ -= portion.bytes;
        lock.unlock();
        changed_.notify_all();
        return std::optional{std::move(portion)};
    }
    if (fault_) std::rethrow_exception(fault_);
    if (error_) return fail(*error_);
    return std::optional<ImportPortion>{};
}

void ImportReader::run() {
    try {
        for (std::size_t file = 0; file < files_.size(); ++file)
            if (!read_file(file)) break;
    } catch (...) {
        const std::lock_guard lock(mutex_);
        fault_ = std::current_exception();
    }
    {
        const std::lock_guard lock(mutex_);
        is_done_ = true;
    }
    changed_.notify_all();
}

/// False when reading is to end.
bool ImportReader::read_file(std::size_t file) {
    auto reader = marc::RecordReader::open(files_[file], read_options_);
    if (!reader) {
        const std::lock_guard lock(mutex_);
        error_ = std::move(reader).error();
        return false;
    }
    marc::Record record;
    ImportPortion portion{.file = file};
    for (;;) {
        const auto outcome = reader->next(record);
        if (outcome == marc::ReadOutcome::End) break;
        if (outcome == marc::ReadOutcome::Bad) {
            portion.bad.push_back(reader->bad());
            portion.bytes += reader->bad().bytes.size();
        } else {
            const auto& origin = reader->origin();
            auto imported = take_apart(record, source_option_, profile_);
            imported.number = origin.number;
            imported.offset = origin.offset;
            if (!origin.repairs.empty()) {
                imported.repairs = repair_words(origin.repairs);
                imported.marc_source = origin.source;
            }
            portion.bytes += imported.marc.size() + imported.marc_source.size();
            portion.records.push_back(std::move(imported));
        }
        if (portion.records.size() + portion.bad.size() >= kPortionRecords || portion.bytes >= kPortionBytes) {
            portion.bytes_read = bytes_before_ + reader->position();
            if (!push(std::exchange(portion, ImportPortion{.file = file}))) return false;
        }
    }
    bytes_before_ += reader->position();
    portion.bytes_read = bytes_before_;
    if (!push(std::move(portion))) return false;
    if (auto state = reader->source_state(); !state) {
        state.error().params.push_back({"file", files_[file].string()});
        const std::lock_guard lock(mutex_);
        error_ = std::move(state).error();
        return false;
    }
    return true;
}

bool ImportReader::push(ImportPortion portion) {
    std::unique_lock lock(mutex_);
    const auto has_room = [&] { return ready_.size() < kPortionsAhead && ready_bytes_ < kBytesAhead; };
    changed_.wait(lock, [&] { return has_room() || is_stopped_; });
    if (is_stopped_) return false;
    ready_bytes_ += portion.bytes;
    ready_.push_back(std::move(portion));
    lock.unlock();
    changed_.notify_all();
    return true;
}

} // namespace tangthu::catalogue::impl
