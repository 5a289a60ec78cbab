#include "platform/net/impl/routing/gzip.h"

#include "platform/base/result.h"

#include <array>
#include <zlib.h>

namespace tangthu::net::impl {

std::string gzip(std::string_view bytes, int level) {
    constexpr int kGzipWindow = 15 + 16;
    constexpr int kMemoryLevel = 8;
    z_stream stream{};
    if (deflateInit2(&stream, level, Z_DEFLATED, kGzipWindow, kMemoryLevel, Z_DEFAULT_STRATEGY) != Z_OK) return {};
    std::string out(bytes.size() - bytes.size() / 10, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int outcome = deflate(&stream, Z_FINISH);
    const auto length = stream.total_out;
    deflateEnd(&stream);
    if (outcome != Z_STREAM_END) return {};
    out.resize(length);
    return out;
}

bool is_compressible(std::string_view media_type) {
    if (media_type.starts_with("text/")) return true;
    constexpr std::array<std::string_view, 7> kTextLike{
        "json", "xml", "javascript", "x-yaml", "marc", "ndjson", "x-research-info-systems"};
    for (const auto part : kTextLike)
        if (media_type.find(part) != std::string_view::npos) return true;
    return false;
}

} // namespace tangthu::net::impl
