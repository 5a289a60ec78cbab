#include "modules/portal/impl/texts.h"

#include <algorithm>

namespace tangthu::portal::impl {
namespace {

constexpr std::uint64_t kPrepared = 100;
constexpr auto kCountedKeys = std::to_array<std::string_view>({
    "portal.on_shelf",
    "portal.copies",
    "portal.reading_room_copies",
    "portal.more_places",
});

} // namespace

Texts::Texts(const text::Messages& messages, Language language) : messages_(messages), language_(language) {
    for (const auto key : kCountedKeys) {
        auto& prepared = counted_[std::string(key)];
        for (std::uint64_t count = 0; count < kPrepared; ++count) {
            prepared.push_back(text(key, {{"count", static_cast<std::int64_t>(count)}}));
        }
    }
}

std::string Texts::text(std::string_view key, const text::MessageArgs& args) const {
    return messages_.text(language_, key, args);
}

std::string Texts::text_if_known(const std::string& key) const {
    return messages_.has(language_, key) ? text(key) : std::string{};
}

std::string Texts::counted(std::string_view key, std::uint64_t count) const {
    const auto found = counted_.find(key);
    if (found != counted_.end() && count < kPrepared) {
        return found->second[count];
    }
    return text(key, {{"count", static_cast<std::int64_t>(count)}});
}

std::string Texts::number(std::uint64_t number) const {
    std::string digits = std::to_string(number);
    const char separator = language_ == Language::vi ? '.' : ',';
    for (std::size_t place = digits.size(); place > 3; place -= 3) {
        digits.insert(place - 3, 1, separator);
    }
    return digits;
}

} // namespace tangthu::portal::impl
