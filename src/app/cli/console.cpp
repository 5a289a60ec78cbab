#include "app/cli/console.h"

#include "app/cli/next_step.h"
#include "app/cli/reason.h"
#include "platform/base/uid.h"
#include "platform/text/width.h"

#include <algorithm>
#include <charconv>
#include <iostream>
#include <map>

namespace tangthu::app {

namespace {

/// One of the problems inside an error, as --json prints it.
struct ProblemPart {
    std::string pointer;
    std::string key;
    std::map<std::string, std::string> params;
    std::string detail;
};
TANGTHU_DESCRIBE(ProblemPart, pointer, key, params, detail)

/// An error of the command line: the members it shares with the problem+json of the REST interface are spelled alike.
struct ProblemObject {
    std::string type;
    std::string key;
    std::map<std::string, std::string> params;
    std::string detail; ///< in the asker's language
    std::optional<std::string> cause;
    std::optional<std::vector<ProblemPart>> problems;
    std::string next; ///< the command to try
    int exit_code = 0;
};
TANGTHU_DESCRIBE(ProblemObject, type, key, params, detail, cause, problems, next, exit_code)

std::map<std::string, std::string> as_map(const std::vector<ErrorParam>& params) {
    std::map<std::string, std::string> map;
    for (const auto& param : params)
        map[param.name] = param.value;
    return map;
}

/// True where the pattern wants a number under this name: `{count, plural, …}`.
bool wants_number(std::string_view pattern, std::string_view name) {
    for (std::size_t at = pattern.find('{'); at != std::string_view::npos; at = pattern.find('{', at + 1)) {
        auto rest = pattern.substr(at + 1);
        if (!rest.starts_with(name)) continue;
        rest.remove_prefix(name.size());
        rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
        if (rest.starts_with(',')) return true;
    }
    return false;
}

} // namespace

std::string text_of(const text::Messages& messages, text::Language language, std::string_view key,
                    const std::vector<ErrorParam>& params) {
    const auto& patterns = messages.patterns(language);
    const auto pattern = patterns.find(key);
    text::MessageArgs args;
    for (const auto& param : params) {
        std::int64_t number = 0;
        const auto* end = param.value.data() + param.value.size();
        const auto [stopped, failed] = std::from_chars(param.value.data(), end, number);
        if (pattern != patterns.end() && failed == std::errc{} && stopped == end &&
            wants_number(pattern->second, param.name)) {
            args.emplace_back(param.name, number);
        } else if (const auto words = param.name == "reason" ? reason_key(param.value) : std::string_view{};
                   !words.empty()) {
            args.emplace_back(param.name, messages.text(language, words));
        } else {
            args.emplace_back(param.name, param.value);
        }
    }
    return messages.text(language, key, args);
}

void Console::print(std::string_view line) const { std::cout << line << '\n'; }

void Console::note(std::string_view line) const {
    std::cout.flush(); // on a terminal both streams are read together
    std::cerr << line << '\n' << std::flush;
}

void Console::remark(const Error& error) const { note(text_of(messages_, manner_.language, error.key, error.params)); }

void Console::report(const Error& error, std::string_view command) const {
    const auto detail = text_of(messages_, manner_.language, error.key, error.params);
    const auto next = next_step(error.key, command);
    if (manner_.is_json) {
        ProblemObject problem{.type = "urn:tangthu:problem:" + error.key,
                              .key = error.key,
                              .params = as_map(error.params),
                              .detail = detail,
                              .next = next,
                              .exit_code = static_cast<int>(exit_code(error))};
        if (!error.detail.empty()) problem.cause = error.detail;
        for (const auto& part : error.problems) {
            if (!problem.problems) problem.problems.emplace();
            problem.problems->push_back({part.pointer, part.key, as_map(part.params),
                                         text_of(messages_, manner_.language, part.key, part.params)});
        }
        return note(to_json(problem));
    }
    note(text("app.failed", {{"what", detail}}));
    for (const auto& part : error.problems)
        note("  " + part.pointer + "  " + text_of(messages_, manner_.language, part.key, part.params));
    if (!next.empty()) note(text("app.try_next", {{"command", next}}));
}

void Console::report(const std::exception& fault, std::string_view command) const {
    const auto code = exit_code(fault);
    Error error{.kind = ErrorKind::Unavailable, .detail = fault.what()};
    // A fault is in English and for those who mend it; the person gets what it means for them.
    switch (code) {
    case ExitCode::io:
        error.key = is_disk_full(fault) ? "app.fault_disk_full"
                    : is_damage(fault)  ? "app.fault_damaged"
                                        : "app.fault_disk";
        break;
    case ExitCode::unavailable:
        error.key = "app.fault_connection";
        break;
    case ExitCode::try_again:
        error.key = "app.fault_busy";
        break;
    case ExitCode::no_permission:
        error.key = "app.fault_read_only";
        break;
    default:
        error.key = "app.fault_bug";
    }
    error.params = {{"reason", fault.what()}};
    if (!manner_.is_json) return report(error, command);
    ProblemObject problem{.type = "urn:tangthu:problem:" + error.key,
                          .key = error.key,
                          .params = as_map(error.params),
                          .detail = text_of(messages_, manner_.language, error.key, error.params),
                          .cause = fault.what(),
                          .next = next_step(error.key, command),
                          .exit_code = static_cast<int>(code)};
    note(to_json(problem));
}

std::string padded(std::string_view text, std::size_t width) {
    std::string out{text};
    const auto columns = text::display_width(text);
    if (columns < width) out.append(width - columns, ' ');
    return out;
}

void Console::print_columns(const std::vector<std::vector<std::string>>& rows) const {
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], text::display_width(row[i]));
    }
    for (const auto& row : rows) {
        std::string line = "  ";
        for (std::size_t i = 0; i < row.size(); ++i)
            if (widths[i] > 0) line += padded(row[i], widths[i] + 2);
        line.erase(line.find_last_not_of(' ') + 1);
        print(line);
    }
}

} // namespace tangthu::app
