#include "app/context.h"

#include "app/cli/progress.h"
#include "platform/base/log.h"

#include <csignal>
#include <iostream>

namespace tangthu::app {

Result<Settings> Context::settings() const { return load_settings(options_, process_environment()); }

Result<std::unique_ptr<Library>> Context::library(Use use) const {
    TANGTHU_TRY(const auto chosen, settings());
    Progress progress(console_, "app.progress_index");
    return Library::open(chosen, console_.messages(), use,
                         {.on_rebuild = [&](const auto& now) { progress.show_counted(now.done, now.total); },
                          .on_wait = [&] { console_.note(console_.text("app.waiting_for_index")); }});
}

namespace {

/// Bytes that a full disk or a closed pipe has swallowed are not a success.
ExitCode flushed(const Console& console, ExitCode code, const std::string& command) {
    std::cout.flush();
    if (std::cout.good()) return code;
    const Error error{ErrorKind::Unavailable, "app.output_failed", {}, {}};
    console.report(error, command);
    return exit_code(error);
}

ExitCode run_request(const Console& console, Request& request) {
    const auto& command = *request.command;
    Context context(console, request.global);
    try {
        auto outcome = command.run(context, request.arguments);
        if (outcome) return flushed(console, *outcome, command.name());
        console.report(outcome.error(), command.name());
        return exit_code(outcome.error());
    } catch (const std::exception& fault) {
        console.report(fault, command.name());
        return exit_code(fault);
    }
}

/// The command a usage error is about, or the one that was probably meant: its help is the next thing to read.
std::string command_of(const Error& error) {
    std::string command;
    std::string near;
    for (const auto& param : error.params) {
        if (param.name == "command" || param.name == "noun") command = param.value;
        if (param.name == "nearest") near = param.value;
    }
    if (near.empty() || near.starts_with('-')) return command;
    return command.empty() ? near : command + " " + near;
}

} // namespace

int run(const std::vector<std::string>& words) {
    log::set_level("warning");
    const text::Messages messages;
    Manner manner{.language = choose_language(words)};
    for (const auto& word : words) {
        if (word == "--") break;
        if (word == "--json") manner.is_json = true;
        if (word == "--quiet" || word == "-q") manner.is_quiet = true;
    }
    const Console console(messages, manner);
    auto request = parse_command_line(words);
    if (!request) {
        console.report(request.error(), command_of(request.error()));
        return static_cast<int>(exit_code(request.error()));
    }
    if (request->command == nullptr || request->wants_help) {
        std::cout << help_text(console, *request);
        return static_cast<int>(flushed(console, ExitCode::ok, ""));
    }
    return static_cast<int>(run_request(console, *request));
}

} // namespace tangthu::app
