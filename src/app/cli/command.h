#pragma once

#include "app/cli/exit_code.h"
#include "platform/base/result.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// A command as data: one description is the parser, the help and the table of contents of the manual.
namespace tangthu::app {

class Context;
class Arguments;

/// `--format F`; without a value name it is a flag.
struct Option {
    std::string_view name;  ///< `--format`
    std::string_view value; ///< `F` in the help; empty: a flag
    std::string_view help;  ///< locale key
    enum class Need { optional, required } need = Need::optional;
};

/// What stands without a dash: `FILE…`.
struct Word {
    std::string_view name; ///< `FILE`
    std::string_view help; ///< locale key
    enum class Count { one, maybe_one, some } count = Count::one;
    bool takes_dashes = false; ///< `-đảng` is one of them and no option: in a query it means without
};

/// `tangthu NOUN VERB`. Some nouns are commands by themselves (`serve`): then `verb` is empty.
struct Command {
    std::string_view noun;
    std::string_view verb;
    std::string_view summary; ///< locale key of the one line that says what it is
    std::string_view example; ///< a whole command line
    std::vector<Word> words;
    std::vector<Option> options;
    Result<ExitCode> (*run)(Context&, const Arguments&) = nullptr;

    [[nodiscard]] std::string name() const; ///< `catalogue import`
};

/// All of them, nouns together, in the order of the help.
[[nodiscard]] const std::vector<Command>& all_commands();
/// The locale key of a noun's one line.
[[nodiscard]] std::string noun_summary(std::string_view noun);

/// What was typed behind the verb.
class Arguments {
public:
    [[nodiscard]] bool has(std::string_view option) const { return values_.contains(option); }
    [[nodiscard]] std::optional<std::string> find(std::string_view option) const;
    [[nodiscard]] std::string get(std::string_view option) const { return find(option).value_or(""); }
    /// Errors: app.usage_bad_number (option, min, max).
    [[nodiscard]] Result<int> number(std::string_view option, int otherwise, int min, int max) const;
    [[nodiscard]] const std::vector<std::string>& words() const { return words_; }
    [[nodiscard]] const std::string& word() const { return words_.front(); } ///< the first; there is one

    void set(std::string_view option, std::string value) {
        values_.insert_or_assign(std::string{option}, std::move(value));
    }
    void add_word(std::string word) { words_.push_back(std::move(word)); }

private:
    std::map<std::string, std::string, std::less<>> values_;
    std::vector<std::string> words_;
};

} // namespace tangthu::app
