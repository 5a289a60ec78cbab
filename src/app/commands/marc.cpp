#include "app/commands/commands.h"
#include "app/context.h"
#include "platform/marc/commands.h"

#include <iostream>

namespace tangthu::app {

namespace {

Result<std::optional<marc::Format>> format_of(const Arguments& arguments, std::string_view option) {
    const auto name = arguments.find(option);
    if (!name) return std::optional<marc::Format>{};
    const auto format = marc::format_from_name(*name);
    if (!format) return fail(ErrorKind::Invalid, "catalogue.unknown_format", {{"format", *name}});
    return format;
}

Result<std::optional<marc::Encoding>> encoding_of(const Arguments& arguments, std::string_view option) {
    const auto name = arguments.find(option);
    if (!name) return std::optional<marc::Encoding>{};
    const auto encoding = marc::encoding_from_name(*name);
    if (!encoding) return fail(ErrorKind::Invalid, "catalogue.unknown_encoding", {{"encoding", *name}});
    return encoding;
}

Result<marc::ReadOptions> read_options(const Arguments& arguments) {
    marc::ReadOptions options;
    TANGTHU_TRY(options.format, format_of(arguments, "--from"));
    TANGTHU_TRY(options.encoding, encoding_of(arguments, "--encoding"));
    return options;
}

/// UTF-8 goes into every format, MARC-8 into some: convert_file() knows which.
Result<marc::Encoding> encoding_to_write(const Arguments& arguments, marc::Format to) {
    const auto name = arguments.find("--to-encoding");
    const auto encoding = name ? marc::encoding_from_name(*name) : marc::Encoding::Utf8;
    if (encoding) return *encoding;
    return fail(ErrorKind::Invalid, "marc.convert_unsupported",
                {{"format", std::string{marc::format_name(to)}}, {"encoding", *name}});
}

/// What is said of each record: more of them are only counted.
constexpr std::size_t kMostProblems = 100;

/// Tells which records were left out: a line each, at once; with --json as problems of one error at the end.
class Rejections {
public:
    explicit Rejections(const Console& console) : console_(console) {}

    void add(const marc::BadRecord& bad) {
        if (console_.is_json()) {
            if (problems_.size() < kMostProblems)
                problems_.push_back({"/" + std::to_string(bad.number), bad.key, bad.params});
            return;
        }
        console_.note(console_.text(
            "marc.rejected", {{"number", static_cast<std::int64_t>(bad.number)},
                              {"offset", static_cast<std::int64_t>(bad.offset)},
                              {"reason", text_of(console_.messages(), console_.language(), bad.key, bad.params)}}));
    }

    [[nodiscard]] Error as_error(const marc::ConvertReport& report) const {
        Error error{ErrorKind::Invalid,
                    "marc.convert_rejected",
                    {{"written", std::to_string(report.written)}, {"rejected", std::to_string(report.rejected)}},
                    {}};
        error.problems = problems_;
        return error;
    }

private:
    const Console& console_;
    std::vector<Problem> problems_;
};

void tell_replaced(const Console& console, const marc::ConvertOptions& options, std::uint64_t count) {
    const auto number = static_cast<std::int64_t>(count);
    if (options.to_encoding == marc::Encoding::Marc8)
        return console.note(console.text("marc.convert_referenced", {{"count", number}}));
    console.note(console.text("marc.convert_replaced",
                              {{"count", number}, {"format", std::string{marc::format_name(options.to)}}}));
}

Result<ExitCode> convert(Context& context, const Arguments& arguments) {
    const auto& console = context.console();
    TANGTHU_TRY(const auto to, marc::writable_format(arguments.get("--to")));
    TANGTHU_TRY(const auto to_encoding, encoding_to_write(arguments, to));
    Rejections rejections(console);
    marc::ConvertOptions options{.file = arguments.word(),
                                 .to = to,
                                 .to_encoding = to_encoding,
                                 .on_bad = [&](const marc::BadRecord& bad) { rejections.add(bad); }};
    TANGTHU_TRY(options.read, read_options(arguments));
    TANGTHU_TRY(const auto report, marc::convert_file(options, std::cout));
    const auto error = rejections.as_error(report);
    if (report.rejected > 0 && !console.is_json()) console.remark(error);
    if (report.replaced > 0 && !console.is_json()) tell_replaced(console, options, report.replaced);
    if (report.read_failure) return fail(*report.read_failure);
    if (report.rejected == 0) return ExitCode::ok;
    if (console.is_json()) return fail(error);
    return ExitCode::data;
}

Result<ExitCode> check(Context& context, const Arguments& arguments) {
    marc::CheckOptions options{.file = arguments.word(), .language = context.console().language()};
    TANGTHU_TRY(options.read, read_options(arguments));
    TANGTHU_TRY(const auto totals, marc::check_file(options, std::cout));
    return totals.errors > 0 ? ExitCode::data : ExitCode::ok;
}

} // namespace

std::vector<Command> marc_commands() {
    const std::vector<Word> file{{"FILE", "app.word_marc_file", Word::Count::one}};
    return {{.noun = "marc",
             .verb = "convert",
             .summary = "app.marc_convert",
             .example = "tangthu marc convert --to marcxml sach.mrc > sach.xml",
             .words = file,
             .options = {{"--to", "F", "app.option_to", Option::Need::required},
                         {"--from", "F", "app.option_format"},
                         {"--encoding", "E", "app.option_encoding"},
                         {"--to-encoding", "E", "app.option_to_encoding"}},
             .run = convert},
            {.noun = "marc",
             .verb = "check",
             .summary = "app.marc_check",
             .example = "tangthu marc check sach.mrc",
             .words = file,
             .options = {{"--from", "F", "app.option_format"}, {"--encoding", "E", "app.option_encoding"}},
             .run = check}};
}

} // namespace tangthu::app
