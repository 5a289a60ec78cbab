#include "platform/text/messages.h"

#include "platform/base/embedded.h"
#include "platform/base/error.h"
#include "platform/base/json.h"
#include "platform/base/log.h"
#include "platform/text/normalize.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>

#include <unicode/msgfmt.h>

namespace tangthu::embedded {
std::vector<File> locales();
}

namespace tangthu::text {

namespace {

using Patterns = std::map<std::string, std::string, std::less<>>;

constexpr std::size_t kLanguages = 2;
constexpr std::size_t index_of(Language language) { return static_cast<std::size_t>(language); }

Patterns read_patterns(std::string_view json, std::string_view name) {
    auto read = from_json<std::map<std::string, std::string>>(json);
    if (!read)
        throw Fault{"locales: " + std::string{name} + " is no flat JSON object of texts: " + read.error().detail};
    Patterns patterns;
    for (auto& [key, pattern] : *read)
        patterns.emplace(key, nfc(pattern));
    return patterns;
}

std::string_view embedded_locale(std::string_view name) {
    for (const embedded::File& file : embedded::locales())
        if (file.name == name) return file.bytes;
    throw Fault{"locales: " + std::string{name} + " is not in the binary"};
}

const MessageArg* find_arg(const MessageArgs& args, std::string_view name) {
    const auto found = std::find_if(args.begin(), args.end(), [&](const MessageArg& arg) { return arg.name == name; });
    return found == args.end() ? nullptr : &*found;
}

std::string plain_value(Language language, const MessageArg& arg) {
    if (const auto* text = std::get_if<std::string>(&arg.value)) return *text;
    if (const auto* number = std::get_if<std::int64_t>(&arg.value)) return format_number(language, *number);
    std::string digits = format_decimal(language, std::get<double>(arg.value), 3);
    while (digits.back() == '0')
        digits.pop_back();
    if (digits.back() == '.' || digits.back() == ',') digits.pop_back();
    return digits;
}

bool is_name(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    });
}

/// Fills `{name}` alone, which is most of what texts need; none where the pattern needs ICU (plural, quoting).
std::optional<std::string> fill_plain(Language language, std::string_view pattern, const MessageArgs& args) {
    std::string out;
    out.reserve(pattern.size() + 16);
    for (std::size_t at = 0; at < pattern.size();) {
        const auto next = pattern.find_first_of("{}'", at);
        out += pattern.substr(at, next - at);
        if (next == std::string_view::npos) break;
        const char after = next + 1 < pattern.size() ? pattern[next + 1] : ' ';
        if (pattern[next] == '\'' && after != '\'' && after != '{' && after != '}') {
            out += '\'';
            at = next + 1;
            continue;
        }
        const auto end = pattern.find('}', next);
        if (pattern[next] != '{' || end == std::string_view::npos) return std::nullopt;
        const std::string_view name = pattern.substr(next + 1, end - next - 1);
        const MessageArg* arg = is_name(name) ? find_arg(args, name) : nullptr;
        if (arg == nullptr) return std::nullopt;
        out += plain_value(language, *arg);
        at = end + 1;
    }
    return out;
}

icu::Formattable formattable(const MessageArg& arg) {
    if (const auto* text = std::get_if<std::string>(&arg.value))
        return icu::Formattable{icu::UnicodeString::fromUTF8(*text)};
    if (const auto* number = std::get_if<std::int64_t>(&arg.value)) return icu::Formattable{*number};
    return icu::Formattable{std::get<double>(arg.value)};
}

/// ICU's const methods fill caches without a lock: one caller at a time.
struct Compiled {
    std::mutex mutex;
    std::unique_ptr<icu::MessageFormat> format; ///< null when the pattern is broken
};

} // namespace

struct Messages::Impl {
    std::array<Patterns, kLanguages> patterns;
    mutable std::shared_mutex mutex;
    mutable std::array<std::unordered_map<std::string, std::unique_ptr<Compiled>>, kLanguages> compiled;

    Compiled& compiled_for(Language language, const std::string& key, const std::string& pattern) const {
        auto& known = compiled[index_of(language)];
        {
            const std::shared_lock lock{mutex};
            if (const auto found = known.find(key); found != known.end()) return *found->second;
        }
        auto made = std::make_unique<Compiled>();
        UErrorCode status = U_ZERO_ERROR;
        made->format = std::make_unique<icu::MessageFormat>(
            icu::UnicodeString::fromUTF8(pattern), icu::Locale{std::string{language_code(language)}.c_str()}, status);
        if (U_FAILURE(status) != 0) {
            log::debug("locales: " + key + ": " + u_errorName(status));
            made->format.reset();
        }
        const std::unique_lock lock{mutex};
        return *known.try_emplace(key, std::move(made)).first->second;
    }

    std::optional<std::string> fill_by_icu(Language language, const std::string& key, const std::string& pattern,
                                           const MessageArgs& args) const {
        Compiled& made = compiled_for(language, key, pattern);
        if (!made.format) return std::nullopt;
        std::vector<icu::UnicodeString> names;
        std::vector<icu::Formattable> values;
        for (const MessageArg& arg : args) {
            names.push_back(icu::UnicodeString::fromUTF8(arg.name));
            values.push_back(formattable(arg));
        }
        UErrorCode status = U_ZERO_ERROR;
        icu::UnicodeString filled;
        const std::lock_guard lock{made.mutex};
        made.format->format(names.data(), values.data(), static_cast<std::int32_t>(names.size()), filled, status);
        if (U_FAILURE(status) != 0) {
            log::debug("locales: " + key + ": " + u_errorName(status));
            return std::nullopt;
        }
        std::string out;
        return filled.toUTF8String(out);
    }
};

Messages::Messages() : Messages(embedded_locale("vi.json"), embedded_locale("en.json")) {}

Messages::Messages(std::string_view vi_json, std::string_view en_json) : impl_(std::make_unique<Impl>()) {
    impl_->patterns[index_of(Language::vi)] = read_patterns(vi_json, "vi.json");
    impl_->patterns[index_of(Language::en)] = read_patterns(en_json, "en.json");
}

Messages::~Messages() = default;

std::string Messages::text(Language language, std::string_view key, const MessageArgs& args) const {
    const Patterns& known = impl_->patterns[index_of(language)];
    const auto found = known.find(key);
    if (found == known.end()) {
        log::debug("locales: no text for " + std::string{key} + " in " + std::string{language_code(language)});
        return std::string{key};
    }
    if (auto filled = fill_plain(language, found->second, args)) return *std::move(filled);
    return impl_->fill_by_icu(language, found->first, found->second, args).value_or(found->second);
}

bool Messages::has(Language language, std::string_view key) const {
    return impl_->patterns[index_of(language)].contains(key);
}

const std::map<std::string, std::string, std::less<>>& Messages::patterns(Language language) const {
    return impl_->patterns[index_of(language)];
}

} // namespace tangthu::text
