// Whatever stands in an address: a decoded text or a reason, and no more work than there are bytes.
#include "platform/base/utf8.h"
#include "platform/net/negotiate.h"
#include "platform/net/paging.h"
#include "platform/net/request.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace tangthu;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto require = [](bool holds) {
        if (!holds) std::abort();
    };
    if (const auto segments = net::parse_path(text)) {
        std::string path = segments->empty() ? "/" : "";
        for (const auto& segment : *segments) {
            require(!find_invalid_utf8(segment));
            path.append("/").append(net::percent_encode(segment));
        }
        require(net::parse_path(path).value() == *segments);
    }
    if (const auto query = net::parse_query(text))
        require(net::parse_query(query->text()).value().pairs() == query->pairs());
    net::Headers headers{{"Accept", text}, {"Accept-Language", text}, {"Cookie", text}, {"Host", text}};
    if (const auto request = net::Request::make("GET", text, headers)) {
        for (const auto& segment : request->segments)
            require(!find_invalid_utf8(segment));
        static_cast<void>(net::language_of(*request));
        static_cast<void>(request->origin());
        constexpr std::string_view kOffered[]{"text/html", "application/json"};
        static_cast<void>(net::choose_media(*request, kOffered));
    }
    static_cast<void>(net::read_cursor("list", text));
    return 0;
}
