#include "app/cli/command_line.h"
#include "app/cli/console.h"

#include <algorithm>

namespace tangthu::app {

namespace {

using Row = std::pair<std::string, std::string>;

void add_rows(std::string& out, const std::string& title, const std::vector<Row>& rows) {
    if (rows.empty()) return;
    std::size_t width = 0;
    for (const auto& [name, what] : rows)
        width = std::max(width, name.size());
    out += "\n" + title + "\n";
    for (const auto& [name, what] : rows)
        out += "  " + padded(name, width + 2) + what + "\n";
}

std::string word_form(const Word& word) {
    const std::string name{word.name};
    switch (word.count) {
    case Word::Count::one:
        return name;
    case Word::Count::maybe_one:
        return "[" + name + "]";
    case Word::Count::some:
        return name + "…";
    }
    return name;
}

std::string option_form(const Option& option) {
    std::string form{option.name};
    if (!option.value.empty()) form.append(" ").append(option.value);
    return form;
}

std::vector<Row> global_rows(const Console& console) {
    return {{"--data DIR", console.text("app.option_data")}, {"--database URL", console.text("app.option_database")},
            {"--json", console.text("app.option_json")},     {"--lang vi|en", console.text("app.option_lang")},
            {"--quiet", console.text("app.option_quiet")},   {"--help", console.text("app.option_help")}};
}

std::string command_help(const Console& console, const Command& command) {
    std::string out = "tangthu " + command.name() + ": " + console.text(command.summary) + "\n\n";
    out += console.text("app.help_usage") + "\n  tangthu " + command.name();
    for (const auto& word : command.words)
        out += " " + word_form(word);
    for (const auto& option : command.options)
        out += option.need == Option::Need::required ? " " + option_form(option) : " [" + option_form(option) + "]";
    out += "\n";
    std::vector<Row> rows;
    for (const auto& word : command.words)
        rows.emplace_back(word_form(word), console.text(word.help));
    for (const auto& option : command.options)
        rows.emplace_back(option_form(option), console.text(option.help));
    add_rows(out, console.text("app.help_options"), rows);
    add_rows(out, console.text("app.help_global"), global_rows(console));
    return out + "\n" + console.text("app.help_example") + "\n  " + std::string{command.example} + "\n";
}

std::string noun_help(const Console& console, const std::string& noun) {
    std::string out = "tangthu " + noun + ": " + console.text(noun_summary(noun)) + "\n";
    std::vector<Row> rows;
    std::string_view example;
    for (const auto& command : all_commands()) {
        if (command.noun != noun) continue;
        rows.emplace_back(command.name(), console.text(command.summary));
        if (example.empty()) example = command.example;
    }
    add_rows(out, console.text("app.help_commands"), rows);
    out += "\n" + console.text("app.help_example") + "\n  " + std::string{example} + "\n";
    return out + "\n" + console.text("app.help_more", {{"command", "tangthu " + noun + " VERB --help"}}) + "\n";
}

std::string program_help(const Console& console) {
    std::string out = console.text("app.help_program") + "\n\n" + console.text("app.help_usage") +
                      "\n  tangthu [--data DIR | --database URL] [--json] [--lang vi|en] NOUN VERB …\n";
    std::vector<Row> rows;
    for (const auto& command : all_commands()) {
        const std::string noun{command.noun};
        if (rows.empty() || rows.back().first != noun) rows.emplace_back(noun, console.text(noun_summary(noun)));
    }
    add_rows(out, console.text("app.help_commands"), rows);
    add_rows(out, console.text("app.help_global"), global_rows(console));
    out += "\n" + console.text("app.help_example") +
           "\n  tangthu demo load\n  tangthu serve\n  tangthu catalogue import sach.mrc\n";
    return out + "\n" + console.text("app.help_more", {{"command", "tangthu NOUN --help"}}) + "\n";
}

} // namespace

std::string help_text(const Console& console, const Request& request) {
    if (request.command != nullptr) return command_help(console, *request.command);
    return request.noun.empty() ? program_help(console) : noun_help(console, request.noun);
}

} // namespace tangthu::app
