#include "platform/net/assets.h"

#include "platform/base/digest.h"
#include "platform/net/impl/routing/gzip.h"
#include "platform/net/router.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <utility>

namespace tangthu::net {

namespace {

constexpr std::size_t kHashLength = 10;
constexpr int kAssetLevel = 6;
constexpr std::string_view kApplicationPage = "index.html";
/// As of pages, but for style elements: the component library sets its palette by one.
constexpr std::string_view kApplicationPolicy =
    "default-src 'self'; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'";

std::string hashed_name(std::string_view name, std::string_view bytes) {
    const auto slash = name.rfind('/');
    const auto dot = name.rfind('.');
    const bool has_ending = dot != std::string_view::npos && (slash == std::string_view::npos || dot > slash);
    const auto stem = has_ending ? name.substr(0, dot) : name;
    const auto ending = has_ending ? name.substr(dot) : std::string_view{};
    return std::string{stem} + "." + sha256_hex(bytes).substr(0, kHashLength) + std::string{ending};
}

} // namespace

struct Assets::Entry {
    std::string text;       ///< of a rewritten style sheet
    std::string_view bytes; ///< of the binary, or of `text`
    std::string_view media_type;
    std::string tag;
    bool is_hashed = false;
    mutable std::once_flag packed;
    mutable std::shared_ptr<const FixedBody> body;

    const std::shared_ptr<const FixedBody>& packed_body() const {
        std::call_once(packed, [this] {
            const bool packs = impl::is_compressible(media_type);
            body =
                std::make_shared<FixedBody>(FixedBody{bytes, packs ? impl::gzip(bytes, kAssetLevel) : std::string{}});
        });
        return body;
    }
};

namespace {

/// `url(fonts/a.woff2)` -> `url(/assets/fonts/a.1234.woff2)` for files of the set; others stay.
std::string with_hashed_urls(std::string_view css, const std::map<std::string, std::string, std::less<>>& urls) {
    std::string out;
    for (;;) {
        const auto at = css.find("url(");
        const auto end = at == std::string_view::npos ? at : css.find(')', at);
        if (end == std::string_view::npos) return out.append(css);
        auto name = css.substr(at + 4, end - at - 4);
        while (!name.empty() && (name.front() == '"' || name.front() == '\''))
            name.remove_prefix(1);
        while (!name.empty() && (name.back() == '"' || name.back() == '\''))
            name.remove_suffix(1);
        if (name.starts_with("./")) name.remove_prefix(2);
        const auto found = urls.find(name);
        out.append(css.substr(0, at + 4));
        out.append(found == urls.end() ? css.substr(at + 4, end - at - 4) : std::string_view{found->second});
        css.remove_prefix(end);
    }
}

} // namespace

std::string_view media_type_of(std::string_view file_name) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 18> kTypes{{
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".html", "text/html; charset=utf-8"},
        {".txt", "text/plain; charset=utf-8"},
        {".json", "application/json"},
        {".webmanifest", "application/manifest+json"},
        {".xml", "application/xml"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".webp", "image/webp"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".woff", "font/woff"},
        {".wasm", "application/wasm"},
        {".pdf", "application/pdf"},
        {".map", "application/json"},
    }};
    for (const auto& [ending, type] : kTypes)
        if (file_name.ends_with(ending)) return type;
    return "application/octet-stream";
}

Assets::Assets(std::string_view prefix, const std::vector<embedded::File>& files) : prefix_(prefix) {
    auto entries = std::make_shared<std::map<std::string, Entry, std::less<>>>();
    const auto add = [&](std::string_view name, std::string text, std::string_view bytes) {
        const bool is_rewritten = bytes.empty();
        const auto hashed = hashed_name(name, is_rewritten ? std::string_view{text} : bytes);
        urls_[std::string{name}] = prefix_ + hashed;
        for (const bool is_hashed : {true, false}) {
            auto& entry = (*entries)[is_hashed ? hashed : std::string{name}];
            entry.text = text;
            entry.bytes = is_rewritten ? std::string_view{entry.text} : bytes;
            entry.media_type = media_type_of(name);
            entry.is_hashed = is_hashed;
            entry.tag = hashed.substr(hashed.find_last_of('/') + 1);
        }
    };
    // Style sheets come last: the addresses in them need the hashes of the others.
    for (const auto& file : files)
        if (!file.name.ends_with(".css")) add(file.name, {}, file.bytes);
    for (const auto& file : files)
        if (file.name.ends_with(".css")) add(file.name, with_hashed_urls(file.bytes, urls_), {});
    entries_ = std::move(entries);
}

Assets Assets::of_application(std::string_view prefix, const std::vector<embedded::File>& files) {
    Assets assets(prefix);
    assets.is_application_ = true;
    auto entries = std::make_shared<std::map<std::string, Entry, std::less<>>>();
    for (const auto& file : files) {
        auto& entry = (*entries)[std::string{file.name}];
        entry.bytes = file.bytes;
        entry.media_type = media_type_of(file.name);
        entry.is_hashed = file.name.starts_with("assets/");
        entry.tag = entry.is_hashed ? std::string{file.name} : sha256_hex(file.bytes).substr(0, kHashLength);
        assets.urls_[std::string{file.name}] = assets.prefix_ + std::string{file.name};
    }
    assets.entries_ = std::move(entries);
    return assets;
}

Assets::~Assets() = default;
Assets::Assets(Assets&&) noexcept = default;

const std::string& Assets::url(std::string_view name) const {
    const auto found = urls_.find(name);
    if (found == urls_.end()) throw Fault("no such asset: " + std::string{name});
    return found->second;
}

void Assets::mount(Router& router) const {
    const auto answer = [&router, entries = entries_, is_app = is_application_](const Request& request) -> Response {
        const auto name = request.path_value("name");
        auto found = entries->find(name);
        if (found == entries->end() && is_app && name.find('.') == std::string_view::npos)
            found = entries->find(kApplicationPage);
        if (found == entries->end())
            return router.error(request, Error{ErrorKind::NotFound, "net.not_found", {{"path", request.path}}, {}});
        const auto& entry = found->second;
        auto response = Response::of(entry.media_type, {}).etag(entry.tag);
        response.fixed = entry.packed_body();
        response.caching = entry.is_hashed ? Caching::Immutable : Caching::Revalidate;
        if (is_app) response.headers.set("Content-Security-Policy", kApplicationPolicy);
        return response;
    };
    const auto add = [&](const std::string& path, Handler handler) {
        router.add(get(path, Permission::Public, "net.route_assets").costs(0).quick().gives("*/*"), std::move(handler));
    };
    add(prefix_ + "{name...}", answer);
    if (!is_application_) return;
    add(prefix_, answer);
    add(prefix_.substr(0, prefix_.size() - 1),
        [prefix = prefix_](const Request&) { return Response::redirect(prefix, 308); });
}

} // namespace tangthu::net
