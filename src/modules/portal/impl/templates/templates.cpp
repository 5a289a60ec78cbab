#include "modules/portal/impl/templates/templates.h"

#include "modules/portal/impl/html.h"
#include "platform/base/error.h"

#include <algorithm>
#include <map>

namespace tangthu::portal::impl {
namespace {

constexpr char kMaskedBlank = '\x01'; ///< stands for a blank in template text; escape() lets none through from data
constexpr int kDeepestPartial = 8;

/// Blank runs with a line break between two tags vanish, other runs become one masked blank.
std::string squeeze(std::string_view source) {
    std::string result;
    result.reserve(source.size());
    for (std::size_t i = 0; i < source.size();) {
        if (std::string_view(" \t\n\r").find(source[i]) == std::string_view::npos) {
            result += source[i++];
            continue;
        }
        const auto end = std::min(source.find_first_not_of(" \t\n\r", i), source.size());
        const bool has_break = source.substr(i, end - i).find('\n') != std::string_view::npos;
        const bool between_tags = result.empty() || result.back() == '>' || result.back() == '}' ||
                                  end == source.size() || source[end] == '<' || source[end] == '{';
        if (!(has_break && between_tags)) {
            result += kMaskedBlank;
        }
        i = end;
    }
    return result;
}

std::string masked(std::string text) {
    std::replace(text.begin(), text.end(), ' ', kMaskedBlank);
    return text;
}

class Expander {
public:
    Expander(std::span<const TemplateSource> sources, const TemplateInputs& inputs) : inputs_(inputs) {
        for (const auto& source : sources) {
            sources_[std::string(source.name)] = squeeze(source.text);
        }
    }

    [[nodiscard]] std::string expand(const std::string& name, int depth = 0) const {
        const auto found = sources_.find(name);
        if (found == sources_.end() || depth > kDeepestPartial) {
            throw Fault("portal template '" + name + "' is missing or includes itself");
        }
        const std::string& source = found->second;
        std::string result;
        for (std::size_t position = 0;;) {
            const auto open = source.find("{{", position);
            result.append(source, position, open - position);
            if (open == std::string::npos) {
                return result;
            }
            const auto close = source.find("}}", open);
            if (close == std::string::npos) {
                throw Fault("portal template '" + name + "' has an open tag");
            }
            const std::string_view tag(source.data() + open + 2, close - open - 2);
            result += replaced(tag, depth);
            position = close + 2;
        }
    }

private:
    [[nodiscard]] std::string replaced(std::string_view tag, int depth) const {
        if (tag.starts_with('>')) {
            std::string partial(tag.substr(1));
            std::erase(partial, kMaskedBlank);
            return expand(partial, depth + 1);
        }
        if (tag.starts_with('!')) {
            return {};
        }
        if (tag.starts_with("t:")) {
            return masked(escape(inputs_.text(tag.substr(2))));
        }
        if (tag.starts_with("p:")) {
            return escape(inputs_.address(tag.substr(2)));
        }
        if (tag.starts_with("a:")) {
            return escape(inputs_.asset(tag.substr(2)));
        }
        return "{{" + std::string(tag) + "}}";
    }

    const TemplateInputs& inputs_;
    std::map<std::string, std::string, std::less<>> sources_;
};

} // namespace

struct Templates::Impl {
    // kainjow's render() is not const: it may note an error. Without lambdas and partials it writes nothing, so that
    // threads share one compiled template.
    mutable std::map<std::string, kainjow::mustache::mustache, std::less<>> compiled;
};

Templates::Templates(std::span<const TemplateSource> sources, const TemplateInputs& inputs)
    : impl_(std::make_unique<Impl>()) {
    const Expander expander(sources, inputs);
    for (const auto& source : sources) {
        const std::string name(source.name);
        kainjow::mustache::mustache compiled(expander.expand(name));
        if (!compiled.is_valid()) {
            throw Fault("portal template '" + name + "': " + compiled.error_message());
        }
        compiled.set_custom_escape([](const std::string& text) { return escape(text); });
        impl_->compiled.emplace(name, std::move(compiled));
    }
}

Templates::~Templates() = default;
Templates::Templates(Templates&&) noexcept = default;

std::string Templates::render(std::string_view name, const Data& data) const {
    const auto found = impl_->compiled.find(name);
    if (found == impl_->compiled.end()) {
        throw Fault("portal template '" + std::string(name) + "' is not there");
    }
    std::string page;
    // Without line breaks in the template kainjow hands the whole page over at once.
    found->second.render(data, [&page](const std::string& part) {
        if (page.empty()) {
            page = part;
        } else {
            page += part;
        }
    });
    std::replace(page.begin(), page.end(), kMaskedBlank, ' ');
    return page;
}

} // namespace tangthu::portal::impl
