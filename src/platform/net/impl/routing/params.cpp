#include "platform/net/params.h"

#include <algorithm>

namespace tangthu::net::impl {

bool is_json_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    const auto digits = [&] {
        const auto count = std::min(text.find_first_not_of("0123456789"), text.size());
        text.remove_prefix(count);
        return count;
    };
    const bool leads_with_zero = text.starts_with('0');
    const auto whole = digits();
    if (whole == 0 || whole > 20 || (leads_with_zero && whole > 1)) return false;
    if (!text.starts_with('.')) return text.empty();
    text.remove_prefix(1);
    const auto fraction = digits();
    return fraction > 0 && fraction <= 20 && text.empty();
}

void append_flag(std::string& json, std::string_view text) {
    if (text == "1" || text == "true") {
        json += "true";
    } else if (text == "0" || text == "false") {
        json += "false";
    } else {
        tangthu::json::write_string(json, text);
    }
}

std::vector<std::string_view> values_of(const Request& request, std::string_view name) {
    for (const auto& [key, value] : request.path_values)
        if (key == name) return {value};
    return request.query.all(name);
}

void close_parameters(std::string& json, const Request& request, const std::vector<std::string_view>& known) {
    for (const auto& [name, value] : request.query.pairs()) {
        if (name == "lang" || std::find(known.begin(), known.end(), name) != known.end()) continue;
        tangthu::json::write_string(json, name);
        json += ":null,";
    }
    if (json.back() == ',') json.pop_back();
    json += '}';
}

Error as_parameter_error(Error error) {
    if (error.key == "base.json_problems") error.key = "net.bad_parameters";
    return error;
}

} // namespace tangthu::net::impl
