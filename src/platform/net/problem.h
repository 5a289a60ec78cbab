#pragma once

#include "platform/base/describe.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tangthu::net {

/// One of several things wrong with a request.
struct ProblemEntry {
    std::string pointer;                       ///< JSON pointer into the body, or `/name` of a parameter
    std::string key;                           ///< `base.json_missing`
    std::map<std::string, std::string> params; ///< for the text
    std::optional<std::string> detail;         ///< the text, in the reader's language
};
TANGTHU_DESCRIBE(ProblemEntry, pointer, key, params, detail)

/// The body of every failure of the API, as application/problem+json (RFC 9457). Clients test `key`, never the texts.
struct ProblemDocument {
    std::string type;  ///< `urn:tangthu:problem:` and the key
    std::string title; ///< the status's name
    int status = 0;
    std::optional<std::string> detail; ///< the text, in the reader's language
    std::string key;
    std::map<std::string, std::string> params;
    std::optional<std::vector<ProblemEntry>> problems;
    std::optional<std::string> request_id;
};
TANGTHU_DESCRIBE(ProblemDocument, type, title, status, detail, key, params, problems, request_id)

} // namespace tangthu::net
