#pragma once

#include "app/cli/command_line.h"
#include "app/cli/console.h"
#include "app/wiring.h"

#include <memory>

namespace tangthu::app {

/// What a command is handed: the console, and the library once it asks for it.
class Context {
public:
    Context(const Console& console, GlobalOptions options) : console_(console), options_(std::move(options)) {}

    [[nodiscard]] const Console& console() const { return console_; }
    /// Errors: those of load_settings().
    [[nodiscard]] Result<Settings> settings() const;
    /// Opens the library, telling on the console when that takes a while. Errors: those of Library::open().
    [[nodiscard]] Result<std::unique_ptr<Library>> library(Use use) const;
    [[nodiscard]] static Actor actor() { return {.name = "cli", .channel = Channel::command_line}; }

private:
    const Console& console_;
    GlobalOptions options_;
};

/// Runs the program: what main() calls.
[[nodiscard]] int run(const std::vector<std::string>& words);

} // namespace tangthu::app
