#pragma once

#include "platform/base/error.h"

#include <tl/expected.hpp>

namespace tangthu {

/// A value or an Error. Must be looked at: Debian's tl::expected is not [[nodiscard]], this one is.
template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
public:
    using tl::expected<T, Error>::expected;
    Result(tl::expected<T, Error> other) : tl::expected<T, Error>(std::move(other)) {}
};

/// The failing half of any Result: `return fail(ErrorKind::NotFound, "catalogue.bib_not_found", {{"id", "12"}});`
[[nodiscard]] inline tl::unexpected<Error> fail(ErrorKind kind, std::string key, std::vector<ErrorParam> params = {},
                                                std::string detail = {},
                                                std::source_location where = std::source_location::current()) {
    return tl::unexpected<Error>(Error{kind, std::move(key), std::move(params), std::move(detail), where});
}

[[nodiscard]] inline tl::unexpected<Error> fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

} // namespace tangthu

#define TANGTHU_CONCAT_INNER(a, b) a##b
#define TANGTHU_CONCAT(a, b) TANGTHU_CONCAT_INNER(a, b)
#define TANGTHU_TRY_IMPL(temporary, declaration, ...)                                                                  \
    auto temporary = (__VA_ARGS__);                                                                                    \
    if (!temporary) return ::tl::unexpected<::tangthu::Error>(std::move(temporary).error());                           \
    declaration = *std::move(temporary)

/// `TANGTHU_TRY(auto bib, find_bib(tx, id));` — goes on with the value or returns the error.
#define TANGTHU_TRY(declaration, ...)                                                                                  \
    TANGTHU_TRY_IMPL(TANGTHU_CONCAT(tangthu_try_, __COUNTER__), declaration, __VA_ARGS__)

#define TANGTHU_CHECK_IMPL(temporary, ...)                                                                             \
    if (auto temporary = (__VA_ARGS__); !temporary)                                                                    \
    return ::tl::unexpected<::tangthu::Error>(std::move(temporary).error())

/// `TANGTHU_CHECK(store_bib(tx, bib));` — for results whose value is not needed.
#define TANGTHU_CHECK(...) TANGTHU_CHECK_IMPL(TANGTHU_CONCAT(tangthu_check_, __COUNTER__), __VA_ARGS__)

/// A condition that only a bug can break: throws a Fault, in release too.
#define TANGTHU_ASSERT(condition)                                                                                      \
    do {                                                                                                               \
        if (!(condition)) throw ::tangthu::Fault("assertion failed: " #condition);                                     \
    } while (false)
