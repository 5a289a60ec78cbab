#pragma once

#include "app/cli/command.h"
#include "platform/text/messages.h"

#include <optional>
#include <string>
#include <vector>

namespace tangthu::app {

class Console;

/// What stands before the noun, or anywhere behind it.
struct GlobalOptions {
    std::optional<std::string> data;
    std::optional<std::string> database;
    bool is_json = false;
    bool is_quiet = false;
};

/// What a command line asks for: a command to run, or help.
struct Request {
    GlobalOptions global;
    const Command* command = nullptr; ///< nothing: help of `noun`, or of the program
    std::string noun;
    bool wants_help = false;
    Arguments arguments;
};

/// Reads the words behind the program's name.
/// Errors, all spelled app.usage_…: unknown_noun, unknown_verb, unknown_option (or …_near with the param `nearest`,
/// where a known word is near), needs_command, needs_verb, word_missing, word_too_many, value_missing,
/// option_missing, bad_language.
[[nodiscard]] Result<Request> parse_command_line(const std::vector<std::string>& words);

/// `--lang`, wherever it stands, else LC_ALL, LC_MESSAGES, LANG; Vietnamese where these say nothing.
[[nodiscard]] text::Language choose_language(const std::vector<std::string>& words);

/// The help of a command, of a noun (its verbs) or of the program (its nouns).
[[nodiscard]] std::string help_text(const Console& console, const Request& request);

} // namespace tangthu::app
