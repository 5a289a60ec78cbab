#include "platform/net/typed.h"

namespace tangthu::net::impl {

Result<void> require_json(const Request& request) {
    const auto type = request.headers.find("content-type").value_or("");
    auto media = type.substr(0, type.find(';'));
    while (media.ends_with(' '))
        media.remove_suffix(1);
    if (equal_ignoring_case(media, "application/json")) return {};
    return fail(ErrorKind::Unsupported, "net.not_json", {{"found", std::string{media}}});
}

} // namespace tangthu::net::impl
