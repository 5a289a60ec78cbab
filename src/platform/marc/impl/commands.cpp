#include "platform/marc/commands.h"

#include "platform/base/json_io.h"
#include "platform/marc/check.h"
#include "platform/marc/writer.h"

#include <iostream>
#include <optional>
#include <string>

namespace tangthu::marc {

namespace {

constexpr std::size_t kFlushAt = std::size_t{1} << 18;

text::MessageArgs message_args(const std::vector<ErrorParam>& params) {
    text::MessageArgs args;
    for (const ErrorParam& param : params)
        args.emplace_back(param.name, param.value);
    return args;
}

/// The reader of a file or of the standard input.
Result<RecordReader> open_input(const std::filesystem::path& file, const ReadOptions& options) {
    if (file == "-") return RecordReader(std::cin, options);
    return RecordReader::open(file, options);
}

std::string_view severity_name(Severity severity) {
    switch (severity) {
    case Severity::error:
        return "error";
    case Severity::warning:
        return "warning";
    case Severity::note:
        return "note";
    }
    return "error";
}

/// Writes the lines of `marc check` and keeps count.
class CheckReport {
public:
    CheckReport(const text::Messages& messages, text::Language language, std::ostream& out)
        : messages_(messages), language_(language), out_(out) {}

    void record(const Record& record, const Origin& origin) {
        ++totals_.records;
        ++(origin.repairs.empty() ? totals_.good : totals_.repaired);
        for (const auto& problem : repair_problems(origin)) {
            problem_line(origin.number, origin.offset, record.control("001"), problem);
        }
        for (const auto& problem : check_record(record)) {
            problem_line(origin.number, origin.offset, record.control("001"), problem);
        }
    }

    void bad(const BadRecord& bad) {
        ++totals_.records;
        ++totals_.rejected;
        problem_line(bad.number, bad.offset, {}, {Severity::error, bad.key, bad.params});
    }

    void totals(const std::optional<Format>& format, std::uint64_t bytes) {
        line_ = "{\"total\":true,\"format\":";
        if (format) {
            json::write_string(line_, format_name(*format));
        } else {
            line_ += "null";
        }
        number("bytes", bytes);
        number("records", totals_.records);
        number("good", totals_.good);
        number("repaired", totals_.repaired);
        number("rejected", totals_.rejected);
        number("errors", totals_.errors);
        number("warnings", totals_.warnings);
        number("notes", totals_.notes);
        line_ += ",\"by_key\":{";
        bool first = true;
        for (const auto& [key, count] : totals_.by_key) {
            if (!first) line_ += ',';
            first = false;
            json::write_string(line_, key);
            line_ += ':';
            json::write_unsigned(line_, count);
        }
        line_ += "}}\n";
        out_ << line_;
    }

    [[nodiscard]] const CheckTotals& counted() const { return totals_; }

private:
    void problem_line(std::uint64_t number_of_record, std::uint64_t offset, std::string_view control_number,
                      const Problem& problem) {
        ++totals_.by_key[problem.key];
        if (problem.severity == Severity::error) ++totals_.errors;
        if (problem.severity == Severity::warning) ++totals_.warnings;
        if (problem.severity == Severity::note) ++totals_.notes;
        line_ = "{\"record\":";
        json::write_unsigned(line_, number_of_record);
        number("offset", offset);
        if (!control_number.empty()) text("control_number", control_number);
        text("severity", severity_name(problem.severity));
        text("key", problem.key);
        text("message", messages_.text(language_, problem.key, message_args(problem.params)));
        line_ += ",\"params\":{";
        bool first = true;
        for (const ErrorParam& param : problem.params) {
            if (!first) line_ += ',';
            first = false;
            json::write_string(line_, param.name);
            line_ += ':';
            json::write_string(line_, param.value);
        }
        line_ += "}}\n";
        out_ << line_;
    }

    void number(std::string_view name, std::uint64_t value) {
        line_.append(",\"").append(name).append("\":");
        json::write_unsigned(line_, value);
    }
    void text(std::string_view name, std::string_view value) {
        line_.append(",\"").append(name).append("\":");
        json::write_string(line_, value);
    }

    const text::Messages& messages_;
    text::Language language_;
    std::ostream& out_;
    CheckTotals totals_;
    std::string line_;
};

bool can_be_written(Format format, Encoding encoding) {
    if (format == Format::Isis) return false;
    if (encoding == Encoding::Utf8) return true;
    return encoding == Encoding::Marc8 && (format == Format::Iso2709 || format == Format::Mrk);
}

} // namespace

Result<ConvertReport> convert_file(const ConvertOptions& options, std::ostream& out) {
    if (!can_be_written(options.to, options.to_encoding))
        return fail(ErrorKind::Invalid, "marc.convert_unsupported",
                    {{"format", std::string{format_name(options.to)}},
                     {"encoding", std::string{encoding_name(options.to_encoding)}}});
    TANGTHU_TRY(auto reader, open_input(options.file, options.read));
    RecordWriter writer({.format = options.to, .encoding = options.to_encoding});
    ConvertReport report;
    Record record;
    std::string buffer;
    writer.begin(buffer);
    for (ReadOutcome outcome = reader.next(record); outcome != ReadOutcome::End; outcome = reader.next(record)) {
        if (outcome == ReadOutcome::Bad) {
            ++report.rejected;
            if (options.on_bad) options.on_bad(reader.bad());
            continue;
        }
        ++report.written;
        writer.write(record, buffer);
        if (buffer.size() < kFlushAt) continue;
        out.write(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        buffer.clear();
        if (!out) break;
    }
    writer.end(buffer);
    out.write(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    out.flush();
    if (!out) return fail(ErrorKind::Unavailable, "marc.output_failed");
    report.replaced = writer.replaced_characters();
    if (auto state = reader.source_state(); !state) report.read_failure = std::move(state).error();
    return report;
}

Result<CheckTotals> check_file(const CheckOptions& options, std::ostream& out) {
    const text::Messages messages;
    TANGTHU_TRY(auto reader, open_input(options.file, options.read));
    CheckReport report(messages, options.language, out);
    Record record;
    for (ReadOutcome outcome = reader.next(record); outcome != ReadOutcome::End; outcome = reader.next(record)) {
        if (outcome == ReadOutcome::Bad) {
            report.bad(reader.bad());
        } else {
            report.record(record, reader.origin());
        }
    }
    report.totals(reader.format(), reader.position());
    out.flush();
    if (!out) return fail(ErrorKind::Unavailable, "marc.output_failed");
    TANGTHU_CHECK(reader.source_state());
    return report.counted();
}

} // namespace tangthu::marc
