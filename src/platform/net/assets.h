#pragma once

#include "platform/base/embedded.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tangthu::net {

class Router;
struct FixedBody;

/// Style sheets, scripts, fonts and pictures compiled into the binary, served under addresses with their hash in them
/// (`/assets/portal.3f2a9c1d.css`), immutable; the plain address works too, with revalidation.
/// `url(name)` of a file of the same set inside a style sheet is rewritten to the hashed address.
class Assets {
public:
    /// `prefix` like `/assets/`.
    Assets(std::string_view prefix, const std::vector<embedded::File>& files);
    /// A bundled application: what its bundler put below `assets/` has hashes in its names already and is immutable,
    /// the rest is asked for again each time, and every address that names no file is the application's page.
    [[nodiscard]] static Assets of_application(std::string_view prefix, const std::vector<embedded::File>& files);
    ~Assets();
    Assets(Assets&&) noexcept;

    /// The hashed address of a file. Fault: there is no such file, which is a misspelt template.
    [[nodiscard]] const std::string& url(std::string_view name) const;
    /// Every name with its hashed address, to hand to templates.
    [[nodiscard]] const std::map<std::string, std::string, std::less<>>& urls() const { return urls_; }
    void mount(Router& router) const;

private:
    struct Entry;
    explicit Assets(std::string_view prefix) : prefix_(prefix) {}

    std::string prefix_;
    bool is_application_ = false;
    std::map<std::string, std::string, std::less<>> urls_;
    std::shared_ptr<const std::map<std::string, Entry, std::less<>>> entries_;
};

/// By file name: `text/css; charset=utf-8`; application/octet-stream when unknown.
[[nodiscard]] std::string_view media_type_of(std::string_view file_name);

} // namespace tangthu::net
