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

Result<ExitCode> convert(Context& context, const Arguments& arguments) {
    TANGTHU_TRY(const auto to, format_of(arguments, "--to"));
    if (!to)
        return fail(ErrorKind::Invalid, "app.usage_option_missing",
                    {{"option", "--to"}, {"example", "tangthu marc convert --to marcxml FILE"}});
    TANGTHU_TRY(const auto to_encoding, encoding_of(arguments, "--to-encoding"));
    marc::ConvertOptions options{.file = arguments.word(),
                                 .to = *to,
                                 .to_encoding = to_encoding.value_or(marc::Encoding::Utf8),
                                 .language = context.console().language()};
    TANGTHU_TRY(options.read, read_options(arguments));
    return static_cast<ExitCode>(marc::convert_file(options, std::cout, std::cerr));
}

Result<ExitCode> check(Context& context, const Arguments& arguments) {
    marc::CheckOptions options{.file = arguments.word(), .language = context.console().language()};
    TANGTHU_TRY(options.read, read_options(arguments));
    return static_cast<ExitCode>(marc::check_file(options, std::cout, std::cerr));
}

} // namespace

std::vector<Command> marc_commands() {
    const std::vector<Word> file{{"FILE", "app.word_marc_file", Word::Count::one}};
    return {{.noun = "marc",
             .verb = "convert",
             .summary = "app.marc_convert",
             .example = "tangthu marc convert --to marcxml sach.mrc > sach.xml",
             .words = file,
             .options = {{"--to", "F", "app.option_to"},
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
