#pragma once

#include "app/cli/exit_code.h"
#include "platform/base/json.h"
#include "platform/text/messages.h"

#include <string>
#include <string_view>
#include <vector>

namespace tangthu::app {

/// How the person or script at the other end wants to be talked to.
struct Manner {
    text::Language language = text::Language::vi;
    bool is_json = false;
    bool is_quiet = false; ///< no progress
};

/// The two streams of a command. Results go to stdout, everything said beside them to stderr.
class Console {
public:
    Console(const text::Messages& messages, Manner manner) : messages_(messages), manner_(manner) {}

    [[nodiscard]] text::Language language() const { return manner_.language; }
    [[nodiscard]] std::string_view language_code() const { return text::language_code(manner_.language); }
    [[nodiscard]] bool is_json() const { return manner_.is_json; }
    [[nodiscard]] bool is_quiet() const { return manner_.is_quiet; }
    [[nodiscard]] const text::Messages& messages() const { return messages_; }

    [[nodiscard]] std::string text(std::string_view key, const text::MessageArgs& args = {}) const {
        return messages_.text(manner_.language, key, args);
    }
    [[nodiscard]] std::string number(std::int64_t number) const {
        return text::format_number(manner_.language, number);
    }
    [[nodiscard]] std::string number(std::uint64_t figure) const { return number(static_cast<std::int64_t>(figure)); }

    void print(std::string_view line) const; ///< a line of the result
    void note(std::string_view line) const;  ///< a line beside it
    /// A line a row, indented, its cells in columns with two blanks between; a column without any text is left out.
    void print_columns(const std::vector<std::vector<std::string>>& rows) const;
    template <class T>
    void print_json(const T& value) const {
        print(to_json(value));
    }
    /// One line of what a command did not do while it did the rest.
    void remark(const Error& error) const;
    /// Says on stderr what went wrong and which command to try next; with --json as one problem object.
    /// `command` is what was asked for, `catalogue import`.
    void report(const Error& error, std::string_view command) const;
    void report(const std::exception& fault, std::string_view command) const;

private:
    const text::Messages& messages_;
    Manner manner_;
};

/// The text of a key whose params came as texts, as those of an Error do.
[[nodiscard]] std::string text_of(const text::Messages& messages, text::Language language, std::string_view key,
                                  const std::vector<ErrorParam>& params);

/// `text` filled with blanks to `width` columns of a terminal.
[[nodiscard]] std::string padded(std::string_view text, std::size_t width);

} // namespace tangthu::app
