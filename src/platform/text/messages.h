#pragma once

#include "platform/base/date.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tangthu::text {

enum class Language { vi, en };

[[nodiscard]] std::string_view language_code(Language language); ///< `vi`, `en`
[[nodiscard]] std::optional<Language> find_language(std::string_view code);

struct MessageArg {
    std::string name;
    std::variant<std::string, std::int64_t, double> value;

    MessageArg(std::string arg_name, std::string text) : name(std::move(arg_name)), value(std::move(text)) {}
    MessageArg(std::string arg_name, std::string_view text) : name(std::move(arg_name)), value(std::string{text}) {}
    MessageArg(std::string arg_name, const char* text) : name(std::move(arg_name)), value(std::string{text}) {}
    MessageArg(std::string arg_name, std::int64_t number) : name(std::move(arg_name)), value(number) {}
    MessageArg(std::string arg_name, int number) : name(std::move(arg_name)), value(std::int64_t{number}) {}
    MessageArg(std::string arg_name, std::size_t number)
        : name(std::move(arg_name)), value(static_cast<std::int64_t>(number)) {}
    MessageArg(std::string arg_name, double number) : name(std::move(arg_name)), value(number) {}
};
using MessageArgs = std::vector<MessageArg>;

/// The texts people read, from locales/{vi,en}.json in the binary. Thread-safe; one for the program is enough.
class Messages {
public:
    /// The catalogue inside the binary. A broken one is a Fault.
    Messages();
    /// From JSON texts of one flat object each, for tests.
    Messages(std::string_view vi_json, std::string_view en_json);
    ~Messages();
    Messages(const Messages&) = delete;
    Messages& operator=(const Messages&) = delete;

    /// The text of a key, ICU MessageFormat with named arguments: `text(vi, "search.hits", {{"count", 3}})`.
    /// A missing key is returned itself, a pattern or argument that does not fit leaves the pattern; both are logged at
    /// debug.
    [[nodiscard]] std::string text(Language language, std::string_view key, const MessageArgs& args = {}) const;
    [[nodiscard]] bool has(Language language, std::string_view key) const;
    /// All keys and raw patterns of a language, for scripts of the browser. Sorted by key.
    [[nodiscard]] const std::map<std::string, std::string, std::less<>>& patterns(Language language) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// `12.000` / `12,000`.
[[nodiscard]] std::string format_number(Language language, std::int64_t number);
/// With that many decimals: `151,3` / `151.3`.
[[nodiscard]] std::string format_decimal(Language language, double number, int decimals);
/// A figure that is a percentage already: `141%`; decimals 1: `151,3%` / `151.3%`.
[[nodiscard]] std::string format_percent(Language language, double percentage, int decimals = 0);
/// `35.000.000đ` / `35,000,000 ₫`.
[[nodiscard]] std::string format_dong(Language language, std::int64_t dong);
/// `22/11/2026` / `22 Nov 2026`.
[[nodiscard]] std::string format_date(Language language, const Date& date);
/// In Vietnamese time: `22/11/2026 08:53` / `22 Nov 2026, 08:53`.
[[nodiscard]] std::string format_instant(Language language, Instant instant);
/// `1,5 MB` / `1.5 MB`; powers of 1,000.
[[nodiscard]] std::string format_bytes(Language language, std::uint64_t bytes);

} // namespace tangthu::text
