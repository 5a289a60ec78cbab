#pragma once

#include "platform/base/date.h"
#include "platform/base/id.h"

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tangthu::db {

/// Binary contents, to tell a blob from a text: `tx.execute("…", db::Bytes{raw})`, `row.get<db::Bytes>("raw").view`.
struct Bytes {
    std::string_view view;
};

/// One value for a `$n`. Does not own texts and bytes: they must live until the call it is handed to returns.
class Param {
public:
    enum class Type : std::uint8_t { Unknown, Integer, Real, Text, Blob };

    Param(std::nullptr_t) : is_null_(true) {}
    Param(std::nullopt_t) : is_null_(true) {}
    template <std::integral T>
        requires(sizeof(T) <= sizeof(std::int64_t))
    Param(T value) : type_(Type::Integer), integer_(static_cast<std::int64_t>(value)) {}
    Param(double value) : type_(Type::Real), real_(value) {}
    Param(std::string_view text) : type_(Type::Text), bytes_(text) {}
    Param(const std::string& text) : Param(std::string_view{text}) {}
    Param(const char* text) : Param(std::string_view{text}) {}
    Param(Bytes bytes) : type_(Type::Blob), bytes_(bytes.view) {}
    Param(Instant instant) : Param(instant.unix_ms) {}
    Param(const Date& date);
    template <class Tag>
    Param(const Id<Tag>& id) : Param(id.value) {}
    template <class T>
    Param(const std::optional<T>& value) : Param(value ? Param(*value) : null_of<T>()) {}

    [[nodiscard]] Type type() const { return type_; }
    [[nodiscard]] bool is_null() const { return is_null_; }
    [[nodiscard]] std::int64_t integer() const { return integer_; }
    [[nodiscard]] double real() const { return real_; }
    [[nodiscard]] std::string_view bytes() const {
        return inline_size_ > 0 ? std::string_view{inline_.data(), inline_size_} : bytes_;
    }

private:
    template <class T>
    static Param null_of() {
        Param param{T{}};
        param.is_null_ = true;
        return param;
    }

    Type type_ = Type::Unknown;
    bool is_null_ = false;
    std::uint8_t inline_size_ = 0;
    std::array<char, 12> inline_{}; // a date's text; everything else is the caller's
    std::int64_t integer_ = 0;
    double real_ = 0;
    std::string_view bytes_;
};

} // namespace tangthu::db
