#pragma once

#include <source_location>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace tangthu {

/// What went wrong, closed: each gateway maps these once (HTTP status, exit code, protocol diagnostic).
enum class ErrorKind {
    Invalid,              ///< the input can't be used as it is (HTTP 400)
    Unauthenticated,      ///< nobody has signed in (401)
    Forbidden,            ///< signed in, not allowed (403)
    NotFound,             ///< (404)
    Conflict,             ///< clashes with what is stored (409)
    Stale,                ///< the record has changed since it was read (412)
    TooLarge,             ///< over a stated limit (413)
    Unsupported,          ///< a format, encoding or media type we do not speak (415, 406)
    PreconditionRequired, ///< an If-Match is missing (428)
    TooManyRequests,      ///< over the client's budget (429)
    Unavailable,          ///< try again later: busy, starting, disk full (503)
};

/// A named value for the text of an error; the texts live in locales/*.json under the error's key.
struct ErrorParam {
    std::string name;
    std::string value;
};

/// One of several things wrong with the same input: a form or a JSON document answers with all of them at once.
struct Problem {
    std::string pointer;            ///< where, as a JSON pointer (RFC 6901): `/items/0/barcode`; empty = the whole
    std::string key;                ///< `base.json_missing`
    std::vector<ErrorParam> params; ///< for the localised text
};

/// Bad input, a missing thing, a conflict: expected, carried in a Result. `key` is stable and is what clients test.
struct Error {
    ErrorKind kind = ErrorKind::Invalid;
    std::string key;                ///< `catalogue.bib_not_found`
    std::vector<ErrorParam> params; ///< for the localised text
    std::string detail;             ///< English, for logs and developers; never the only explanation for a person
    std::source_location where = std::source_location::current();
    std::vector<Problem> problems = {}; ///< each thing wrong, where there can be several
};

/// A bug or a broken machine (bad SQL, disk full, lost connection): thrown by drivers, caught only at the edge.
class Fault : public std::runtime_error {
public:
    explicit Fault(const std::string& what_happened, std::source_location where = std::source_location::current())
        : std::runtime_error(what_happened), where_(where) {}
    [[nodiscard]] const std::source_location& where() const { return where_; }
    /// Worth trying again later (disk full, lost connection): the edge answers 503 instead of 500.
    [[nodiscard]] virtual bool is_temporary() const { return false; }

private:
    std::source_location where_;
};

} // namespace tangthu
