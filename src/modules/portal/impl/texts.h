#pragma once

#include "platform/text/messages.h"

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tangthu::portal::impl {

using Language = text::Language;

[[nodiscard]] constexpr Language other_language(Language language) {
    return language == Language::vi ? Language::en : Language::vi;
}

/// The texts of one language. Counted phrases of small numbers ("3 bản") are formatted once, when this is made: a
/// result page shows some eighty of them, and ICU takes microseconds for each.
class Texts {
public:
    Texts(const text::Messages& messages, Language language);

    [[nodiscard]] Language language() const { return language_; }
    [[nodiscard]] std::string text(std::string_view key, const text::MessageArgs& args = {}) const;
    /// Empty when the locale has no such key: for labels of codes that may be unknown.
    [[nodiscard]] std::string text_if_known(const std::string& key) const;
    /// `key` with its argument `count`; key is one of the counted ones (texts.cpp).
    [[nodiscard]] std::string counted(std::string_view key, std::uint64_t count) const;
    [[nodiscard]] std::string number(std::uint64_t number) const;

private:
    const text::Messages& messages_;
    Language language_;
    std::map<std::string, std::vector<std::string>, std::less<>> counted_;
};

} // namespace tangthu::portal::impl
