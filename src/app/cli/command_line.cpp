#include "app/cli/command_line.h"

#include "app/cli/nearest.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace tangthu::app {

namespace {

constexpr std::string_view kValueOptions[] = {"--data", "--database", "--lang"};

bool takes_value(std::string_view option) {
    return std::find(std::begin(kValueOptions), std::end(kValueOptions), option) != std::end(kValueOptions);
}

std::vector<std::string> nouns() {
    std::vector<std::string> list;
    for (const auto& command : all_commands())
        if (list.empty() || list.back() != command.noun) list.emplace_back(command.noun);
    return list;
}

std::vector<std::string> verbs_of(std::string_view noun) {
    std::vector<std::string> list;
    for (const auto& command : all_commands())
        if (command.noun == noun && !command.verb.empty()) list.emplace_back(command.verb);
    return list;
}

const Command* find_command(std::string_view noun, std::string_view verb) {
    for (const auto& command : all_commands())
        if (command.noun == noun && command.verb == verb) return &command;
    return nullptr;
}

/// Noun and verb are the first words without a dash; what stands before them are options of the program.
struct Split {
    std::string noun;
    std::string verb;
    std::vector<std::string> rest; ///< everything else, in order
    bool wants_help = false;
};

Split split(const std::vector<std::string>& words) {
    Split out;
    bool only_words = false;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto& word = words[i];
        if (only_words || word.empty() || word.front() != '-' || word == "-") {
            const bool is_help = out.noun.empty() && word == "help";
            if (is_help) {
                out.wants_help = true;
            } else if (out.noun.empty()) {
                out.noun = word;
            } else if (out.verb.empty() && !verbs_of(out.noun).empty()) {
                out.verb = word;
            } else {
                out.rest.push_back(word);
            }
            continue;
        }
        if (word == "--") {
            only_words = true;
            out.rest.push_back(word);
        } else if (word == "--help" || word == "-h") {
            out.wants_help = true;
        } else if (out.noun.empty() && word == "--version") {
            out.noun = "version";
        } else {
            out.rest.push_back(word);
            if (takes_value(word) && i + 1 < words.size()) out.rest.push_back(words[++i]);
        }
    }
    return out;
}

Error usage(std::string key, std::vector<ErrorParam> params) {
    return Error{ErrorKind::Invalid, std::move(key), std::move(params), {}};
}

/// A key for each case: a sentence with a hole where the suggestion would be reads badly.
Error unknown(const std::string& key, const std::string& typed, const std::vector<std::string>& known,
              const std::string& command) {
    const auto near = nearest(typed, known);
    std::vector<ErrorParam> params{{"typed", typed}, {"command", command}};
    if (near.empty()) return usage(key, std::move(params));
    params.push_back({"nearest", near});
    return usage(key + "_near", std::move(params));
}

/// The options of the program and of one command, as CLI11 reads them.
class Parser {
public:
    Parser(const Command& command, Request& request) : command_(command), request_(request), app_("", "tangthu") {
        app_.set_help_flag();
        app_.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
        app_.add_option("--data", data_);
        app_.add_option("--database", database_);
        app_.add_option("--lang", language_);
        app_.add_flag("--json", request.global.is_json);
        app_.add_flag("--quiet,-q", request.global.is_quiet);
        flags_.resize(command.options.size());
        values_.resize(command.options.size());
        for (std::size_t i = 0; i < command.options.size(); ++i) {
            const auto& option = command.options[i];
            const std::string name{option.name};
            option.value.empty() ? app_.add_flag(name, flags_[i].is_set) : app_.add_option(name, values_[i]);
        }
        app_.add_option("words", words_)->multi_option_policy(CLI::MultiOptionPolicy::Throw);
    }

    Result<void> parse(std::vector<std::string> rest) {
        if (std::any_of(rest.begin(), rest.end(), [&](const auto& word) { return is_dashed_word(word); })) {
            TANGTHU_TRY(rest, with_words_last(rest));
        }
        try {
            std::reverse(rest.begin(), rest.end()); // CLI11 takes them from the back
            app_.parse(std::move(rest));
        } catch (const CLI::ExtrasError&) {
            const auto extra = app_.remaining();
            return fail(unknown("app.usage_unknown_option", extra.empty() ? "" : extra.front(), option_names(),
                                command_.name()));
        } catch (const CLI::ParseError& error) {
            // `--limit` at the end of the line: CLI11 names the option first.
            const std::string what = error.what();
            return fail(value_missing(what.substr(0, what.find_first_of(": "))));
        }
        return take();
    }

private:
    struct Flag {
        bool is_set = false;
    };

    /// One dash and something behind it, where the command takes such words: our own options have two, but for -q, and
    /// `-limit` is `--limit` mistyped.
    [[nodiscard]] bool is_dashed_word(const std::string& word) const {
        if (command_.words.empty() || !command_.words.back().takes_dashes) return false;
        if (word.size() < 2 || word[0] != '-' || word[1] == '-' || word == "-q") return false;
        const auto names = option_names();
        const auto name = "-" + word.substr(0, word.find('='));
        return std::find(names.begin(), names.end(), name) == names.end();
    }

    /// Options, `--`, words: behind the two dashes CLI11 takes a dash for a letter.
    [[nodiscard]] Result<std::vector<std::string>> with_words_last(const std::vector<std::string>& rest) const {
        std::vector<std::string> options;
        std::vector<std::string> words{"--"};
        for (std::size_t i = 0; i < rest.size(); ++i) {
            const auto& word = rest[i];
            if (word == "--") {
                words.insert(words.end(), rest.begin() + static_cast<std::ptrdiff_t>(i) + 1, rest.end());
                break;
            }
            if (!word.starts_with('-') || is_dashed_word(word)) {
                words.push_back(word);
                continue;
            }
            options.push_back(word);
            if (!wants_value(word)) continue;
            if (i + 1 == rest.size()) return fail(value_missing(word));
            options.push_back(rest[++i]);
        }
        options.insert(options.end(), words.begin(), words.end());
        return options;
    }

    [[nodiscard]] Error value_missing(std::string option) const {
        return usage("app.usage_value_missing", {{"option", std::move(option)}, {"command", command_.name()}});
    }

    [[nodiscard]] bool wants_value(std::string_view name) const {
        return takes_value(name) ||
               std::any_of(command_.options.begin(), command_.options.end(),
                           [&](const auto& option) { return option.name == name && !option.value.empty(); });
    }

    [[nodiscard]] std::vector<std::string> option_names() const {
        std::vector<std::string> names{"--data", "--database", "--lang", "--json", "--quiet", "--help"};
        for (const auto& option : command_.options)
            names.emplace_back(option.name);
        return names;
    }

    Result<void> take() {
        if (app_.count("--data") > 0) request_.global.data = data_;
        if (app_.count("--database") > 0) request_.global.database = database_;
        if (app_.count("--lang") > 0 && !text::find_language(language_))
            return fail(usage("app.usage_bad_language", {{"typed", language_}, {"command", command_.name()}}));
        for (std::size_t i = 0; i < command_.options.size(); ++i) {
            const auto& option = command_.options[i];
            if (app_.count(std::string{option.name}) == 0) {
                if (option.need == Option::Need::optional) continue;
                return fail(usage("app.usage_option_missing", {{"option", std::string{option.name}},
                                                               {"example", std::string{command_.example}},
                                                               {"command", command_.name()}}));
            }
            request_.arguments.set(option.name, option.value.empty() ? "1" : values_[i]);
        }
        return take_words();
    }

    Result<void> take_words() {
        const bool takes_many = !command_.words.empty() && command_.words.back().count == Word::Count::some;
        for (std::size_t i = 0; i < command_.words.size(); ++i) {
            const auto& word = command_.words[i];
            if (i >= words_.size() && word.count != Word::Count::maybe_one)
                return fail(
                    usage("app.usage_word_missing", {{"word", std::string{word.name}}, {"command", command_.name()}}));
        }
        if (!takes_many && words_.size() > command_.words.size())
            return fail(usage("app.usage_word_too_many",
                              {{"word", words_[command_.words.size()]}, {"command", command_.name()}}));
        for (auto& word : words_)
            request_.arguments.add_word(std::move(word));
        return {};
    }

    const Command& command_;
    Request& request_;
    CLI::App app_;
    std::string data_;
    std::string database_;
    std::string language_;
    std::vector<Flag> flags_;
    std::vector<std::string> values_;
    std::vector<std::string> words_;
};

} // namespace

std::string Command::name() const {
    std::string name{noun};
    if (!verb.empty()) name.append(" ").append(verb);
    return name;
}

std::string noun_summary(std::string_view noun) { return "app.noun_" + std::string{noun}; }

std::optional<std::string> Arguments::find(std::string_view option) const {
    const auto found = values_.find(option);
    return found == values_.end() ? std::nullopt : std::optional{found->second};
}

Result<int> Arguments::number(std::string_view option, int otherwise, int min, int max) const {
    const auto text = find(option);
    if (!text) return otherwise;
    int value = 0;
    const auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (failed != std::errc{} || end != text->data() + text->size() || value < min || value > max)
        return fail(ErrorKind::Invalid, "app.usage_bad_number",
                    {{"option", std::string{option}}, {"min", std::to_string(min)}, {"max", std::to_string(max)}});
    return value;
}

Result<Request> parse_command_line(const std::vector<std::string>& words) {
    Request request;
    auto parts = split(words);
    request.noun = parts.noun;
    request.wants_help = parts.wants_help;
    if (parts.noun.empty()) {
        if (request.wants_help) return request;
        return fail(usage("app.usage_needs_command", {}));
    }
    const auto known = nouns();
    if (std::find(known.begin(), known.end(), parts.noun) == known.end())
        return fail(unknown("app.usage_unknown_noun", parts.noun, known, {}));
    if (parts.verb.empty() && find_command(parts.noun, {}) == nullptr) {
        if (request.wants_help) return request;
        return fail(usage("app.usage_needs_verb", {{"noun", parts.noun}}));
    }
    request.command = find_command(parts.noun, parts.verb);
    if (request.command == nullptr)
        return fail(unknown("app.usage_unknown_verb", parts.verb, verbs_of(parts.noun), parts.noun));
    if (request.wants_help) return request;
    TANGTHU_CHECK(Parser(*request.command, request).parse(std::move(parts.rest)));
    return request;
}

text::Language choose_language(const std::vector<std::string>& words) {
    for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
        const std::string_view word = words[i];
        const auto asked = word == "--lang" && i + 1 < words.size() ? text::find_language(words[i + 1])
                           : word.starts_with("--lang=")            ? text::find_language(word.substr(7))
                                                                    : std::nullopt;
        if (asked) return *asked;
    }
    for (const auto* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(name);
        if (value == nullptr || *value == '\0') continue;
        return std::string_view{value}.starts_with("en") ? text::Language::en : text::Language::vi;
    }
    return text::Language::vi;
}

} // namespace tangthu::app
