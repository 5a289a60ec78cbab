#include "app/commands/commands.h"
#include "app/context.h"
#include "platform/text/commands.h"

#include <iostream>

namespace tangthu::app {

namespace {

Result<ExitCode> fold(Context&, const Arguments&) {
    TANGTHU_CHECK(text::run_fold(std::cin, std::cout));
    return ExitCode::ok;
}

Result<ExitCode> sort(Context&, const Arguments&) {
    TANGTHU_CHECK(text::run_sort(std::cin, std::cout));
    return ExitCode::ok;
}

Result<ExitCode> decode(Context& context, const Arguments& arguments) {
    const auto name = arguments.find("--from");
    if (!name)
        return fail(ErrorKind::Invalid, "app.usage_option_missing",
                    {{"option", "--from"}, {"example", "tangthu text decode --from tcvn3"}});
    const auto encoding = text::find_encoding(*name);
    if (!encoding) return fail(ErrorKind::Invalid, "catalogue.unknown_encoding", {{"encoding", *name}});
    TANGTHU_TRY(const auto lost, text::run_decode(std::cin, std::cout, *encoding));
    if (lost == 0) return ExitCode::ok;
    context.console().note(context.console().text("app.decode_lost", {{"count", lost}}));
    return ExitCode::data;
}

Result<ExitCode> detect(Context& context, const Arguments&) {
    const auto form = context.console().is_json() ? text::DetectOutput::json : text::DetectOutput::lines;
    TANGTHU_CHECK(text::run_detect(std::cin, std::cout, form));
    return ExitCode::ok;
}

} // namespace

std::vector<Command> text_commands() {
    return {{.noun = "text",
             .verb = "fold",
             .summary = "app.text_fold",
             .example = "echo 'Đường về' | tangthu text fold",
             .words = {},
             .options = {},
             .run = fold},
            {.noun = "text",
             .verb = "sort",
             .summary = "app.text_sort",
             .example = "tangthu text sort < nhan-de.txt",
             .words = {},
             .options = {},
             .run = sort},
            {.noun = "text",
             .verb = "decode",
             .summary = "app.text_decode",
             .example = "tangthu text decode --from tcvn3 < cu.txt > moi.txt",
             .words = {},
             .options = {{"--from", "E", "app.option_decode_from"}},
             .run = decode},
            {.noun = "text",
             .verb = "detect",
             .summary = "app.text_detect",
             .example = "tangthu text detect < cu.txt",
             .words = {},
             .options = {},
             .run = detect}};
}

} // namespace tangthu::app
