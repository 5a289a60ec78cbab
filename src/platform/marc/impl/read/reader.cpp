#include "platform/marc/reader.h"

#include "platform/marc/impl/read/build.h"
#include "platform/marc/impl/read/byte_window.h"
#include "platform/marc/impl/read/iso/isis.h"
#include "platform/marc/impl/read/iso/iso2709.h"
#include "platform/marc/impl/read/lines/text_formats.h"
#include "platform/marc/impl/read/markup/json_reader.h"
#include "platform/marc/impl/read/markup/xml_reader.h"
#include "platform/marc/impl/record_parts.h"
#include "platform/marc/impl/text/decode.h"
#include "platform/marc/impl/text/scan.h"

#include <cerrno>
#include <fcntl.h>
#include <functional>
#include <istream>
#include <system_error>
#include <unistd.h>
#include <variant>

namespace tangthu::marc {

namespace {

using AnyReader = std::variant<std::monostate, impl::Iso2709Reader, impl::IsisReader, impl::XmlReader, impl::JsonReader,
                               impl::MrkReader, impl::AlephReader, impl::LineReader>;

constexpr std::size_t kHead = 4096;

/// An open file, closed at the end of its life.
class FileHandle {
public:
    explicit FileHandle(int number) : number_(number) {}
    FileHandle(const FileHandle&) = delete;
    FileHandle& operator=(const FileHandle&) = delete;
    ~FileHandle() { ::close(number_); }
    std::size_t read(char* into, std::size_t size) {
        std::size_t done = 0;
        while (done < size) {
            const ssize_t got = ::read(number_, into + done, size - done);
            if (got > 0) {
                done += static_cast<std::size_t>(got);
            } else if (got == 0) {
                break;
            } else if (errno != EINTR) {
                failure_ = errno;
                break;
            }
        }
        return done;
    }
    /// The errno of a read that failed; 0: none did.
    [[nodiscard]] int failure() const { return failure_; }

private:
    int number_;
    int failure_ = 0;
};

} // namespace

class RecordReader::Impl {
public:
    Impl(impl::ByteWindow window, const ReadOptions& options)
        : window_(std::move(window)), limit_(options.max_record_bytes), format_(options.format),
          decoder_(options.encoding, options.find_lost_letters) {}

    ReadOutcome next(Record& record);

    Origin origin;
    BadRecord bad;
    [[nodiscard]] std::optional<Format> format() const { return format_; }
    [[nodiscard]] std::uint64_t position() const { return window_.offset(); }
    /// Asks the source whether it has failed: an errno, or 0.
    std::function<int()> failure = [] { return 0; };

private:
    /// False: nothing in the input looks like records; `bad` says so.
    bool choose_reader();
    bool read(Record& record);
    void settle(Record& record);
    void report_bad();

    impl::ByteWindow window_;
    std::size_t limit_;
    std::optional<Format> format_;
    AnyReader reader_;
    impl::TextDecoder decoder_;
    impl::Parsed parsed_;
    std::vector<std::uint32_t> marks_;
    std::uint64_t number_ = 0;
    bool ended_ = false;
};

bool RecordReader::Impl::choose_reader() {
    window_.ensure(kHead);
    const std::string_view head = window_.data().substr(0, kHead);
    const bool utf16 = head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF");
    if (!format_ && !utf16) format_ = detect_format(head);
    if (!format_ || utf16) {
        parsed_.start(0);
        parsed_.reject(utf16 ? "marc.utf16" : "marc.format_unknown");
        parsed_.take(window_, window_.data().size());
        ended_ = true;
        return false;
    }
    switch (*format_) {
    case Format::Iso2709:
        reader_.emplace<impl::Iso2709Reader>(limit_);
        break;
    case Format::Isis:
        reader_.emplace<impl::IsisReader>(limit_);
        break;
    case Format::MarcXml:
        reader_.emplace<impl::XmlReader>(limit_);
        break;
    case Format::Json:
    case Format::Ndjson:
        reader_.emplace<impl::JsonReader>(limit_);
        break;
    case Format::Mrk:
        reader_.emplace<impl::MrkReader>(limit_);
        break;
    case Format::AlephSeq:
        reader_.emplace<impl::AlephReader>(limit_);
        break;
    case Format::Line:
        reader_.emplace<impl::LineReader>(limit_);
        break;
    }
    return true;
}

bool RecordReader::Impl::read(Record& record) {
    if (auto* iso = std::get_if<impl::Iso2709Reader>(&reader_)) return iso->next(window_, record, parsed_);
    return std::visit(
        [&](auto& reader) {
            if constexpr (std::is_same_v<std::decay_t<decltype(reader)>, std::monostate>) {
                return false;
            } else {
                return reader.next(window_, record, parsed_);
            }
        },
        reader_);
}

ReadOutcome RecordReader::Impl::next(Record& record) {
    if (ended_) return ReadOutcome::End;
    if (std::holds_alternative<std::monostate>(reader_)) {
        window_.ensure(1);
        const bool blank = window_.ensure(kHead) == false &&
                           window_.data().find_first_not_of(std::string_view{" \t\r\n\0\x1A\xEF\xBB\xBF", 9}) ==
                               std::string_view::npos;
        if (blank) {
            ended_ = true;
            return ReadOutcome::End;
        }
        if (!choose_reader()) {
            ++number_;
            report_bad();
            return ReadOutcome::Bad;
        }
    }
    if (!read(record)) {
        ended_ = true;
        return ReadOutcome::End;
    }
    ++number_;
    if (parsed_.key.empty() && record.field_count() == 0) parsed_.reject("marc.no_fields");
    if (!parsed_.key.empty()) {
        report_bad();
        return ReadOutcome::Bad;
    }
    settle(record);
    return ReadOutcome::Record;
}

void RecordReader::Impl::settle(Record& record) {
    if (!std::holds_alternative<impl::Iso2709Reader>(reader_)) {
        std::size_t count = 0;
        const auto kinds = impl::find_separators(impl::RecordParts::bytes(record), marks_, count);
        parsed_.high_bytes = kinds.high;
        parsed_.control_bytes = kinds.control;
    }
    impl::settle_leader(record, parsed_.repairs);
    origin.encoding = decoder_.decode(record, parsed_);
    origin.number = number_;
    origin.offset = parsed_.offset;
    origin.source = parsed_.source;
    origin.repairs = parsed_.repairs;
}

void RecordReader::Impl::report_bad() {
    bad.number = number_;
    bad.offset = parsed_.offset;
    bad.length = parsed_.length;
    bad.key = parsed_.key;
    bad.params = parsed_.params;
    if (parsed_.kept.empty()) {
        bad.bytes.assign(parsed_.source.substr(0, impl::Parsed::kMaxKept));
    } else {
        bad.bytes = parsed_.kept;
    }
}

Result<RecordReader> RecordReader::open(const std::filesystem::path& file, ReadOptions options) {
    std::error_code error;
    if (std::filesystem::is_directory(file, error)) {
        return fail(ErrorKind::Invalid, "marc.file_is_directory", {{"file", file.string()}});
    }
    const int number = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (number < 0) {
        const int why = errno;
        return fail(why == ENOENT ? ErrorKind::NotFound : ErrorKind::Invalid,
                    why == ENOENT ? "marc.file_not_found" : "marc.file_unreadable", {{"file", file.string()}},
                    std::generic_category().message(why));
    }
    auto handle = std::make_shared<FileHandle>(number);
    ::posix_fadvise(number, 0, 0, POSIX_FADV_SEQUENTIAL);
    impl::ByteWindow window([handle](char* into, std::size_t size) { return handle->read(into, size); });
    auto impl = std::make_unique<Impl>(std::move(window), options);
    impl->failure = [handle] { return handle->failure(); };
    return RecordReader(std::move(impl));
}

RecordReader::RecordReader(std::string_view memory, ReadOptions options)
    : impl_(std::make_unique<Impl>(impl::ByteWindow(memory), options)) {}

RecordReader::RecordReader(std::istream& stream, ReadOptions options)
    : impl_(std::make_unique<Impl>(impl::ByteWindow([&stream](char* into, std::size_t size) {
                                       stream.read(into, static_cast<std::streamsize>(size));
                                       return static_cast<std::size_t>(stream.gcount());
                                   }),
                                   options)) {
    impl_->failure = [&stream] { return stream.bad() ? EIO : 0; };
}

RecordReader::RecordReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
RecordReader::RecordReader(RecordReader&&) noexcept = default;
RecordReader& RecordReader::operator=(RecordReader&&) noexcept = default;
RecordReader::~RecordReader() = default;

ReadOutcome RecordReader::next(Record& record) { return impl_->next(record); }
const Origin& RecordReader::origin() const { return impl_->origin; }
const BadRecord& RecordReader::bad() const { return impl_->bad; }
std::optional<Format> RecordReader::format() const { return impl_->format(); }
std::uint64_t RecordReader::position() const { return impl_->position(); }
Result<void> RecordReader::source_state() const {
    const int number = impl_->failure();
    if (number == 0) return {};
    return fail(ErrorKind::Unavailable, "marc.read_failed", {{"offset", std::to_string(position())}},
                std::generic_category().message(number));
}

} // namespace tangthu::marc
