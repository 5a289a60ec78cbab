#pragma once

#include "modules/portal/impl/templates/page_data.h"

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace tangthu::portal::impl {

struct TemplateSource {
    std::string_view name; ///< `results`; what `{{> name}}` takes
    std::string_view text;
};

/// What a template may take in when it is compiled, so that it costs nothing when it is rendered.
struct TemplateInputs {
    std::function<std::string(std::string_view)> text;    ///< `{{t:portal.home_title}}`: plain, escaped here
    std::function<std::string(std::string_view)> address; ///< `{{p:search}}`: path of a page in this language
    std::function<std::string(std::string_view)> asset;   ///< `{{a:portal.css}}`: versioned path of a file
};

/// The templates of one language, compiled once. kainjow parses partials anew at each rendering and makes a node of
/// every blank: here partials and texts are put in beforehand and blanks between words are masked. Rendering is const
/// in effect and safe from several threads.
class Templates {
public:
    /// Throws Fault on a template that does not parse, or names an unknown partial, text, page or asset.
    Templates(std::span<const TemplateSource> sources, const TemplateInputs& inputs);
    ~Templates();
    Templates(Templates&&) noexcept;

    /// Throws Fault on an unknown name.
    [[nodiscard]] std::string render(std::string_view name, const Data& data) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace tangthu::portal::impl
