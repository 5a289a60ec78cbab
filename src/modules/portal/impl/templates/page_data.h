#pragma once

#include <kainjow/mustache.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace tangthu::portal::impl {

using Data = kainjow::mustache::data;

/// The fields of a page or of a part of it. Moves what it is given; kainjow's own `set` copies whole trees.
class Fields {
public:
    /// An empty text counts as false, so that `{{#publisher}}…{{publisher}}…{{/publisher}}` works.
    Fields& put(const char* name, std::string text) {
        if (text.empty()) {
            data_[name] = Data(false);
        } else {
            data_[name] = Data(text);
        }
        return *this;
    }
    Fields& put(const char* name, std::string_view text) { return put(name, std::string(text)); }
    Fields& put(const char* name, const char* text) { return put(name, std::string(text)); }
    Fields& put(const char* name, bool flag) {
        data_[name] = Data(flag);
        return *this;
    }
    Fields& put(const char* name, Data part) {
        data_[name] = std::move(part);
        return *this;
    }
    [[nodiscard]] Data take() { return std::move(data_); }

private:
    Data data_{Data::type::object};
};

/// `{{#hits}}…{{/hits}}`: one rendering for each element.
template <class Range, class MakeData>
[[nodiscard]] Data list_of(const Range& range, MakeData make_data) {
    Data list{Data::type::list};
    // kainjow hands its own vector out read-only and copies in push_back; the object itself is not const.
    auto& items = const_cast<kainjow::mustache::list&>(list.list_value());
    items.reserve(range.size());
    for (const auto& element : range) {
        items.push_back(make_data(element));
    }
    return list;
}

} // namespace tangthu::portal::impl
