#include "platform/marc/impl/json_reader.h"

#include "platform/marc/impl/build.h"
#include "platform/marc/impl/iso2709.h"

#include <algorithm>
#include <boost/json.hpp>
#include <optional>

namespace tangthu::marc::impl {

namespace json = boost::json;

namespace {

constexpr int kMaxDepth = 16;

std::uint64_t count_lines(std::string_view text) {
    return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

/// True for `{ "leader"`: inside a record that can only be the next one, whose predecessor was never closed.
bool begins_record(std::string_view text) {
    const std::size_t quote = text.find_first_not_of(" \t\r\n", 1);
    return quote != std::string_view::npos && text.substr(quote).starts_with("\"leader\"");
}

std::string_view view(const json::string& text) { return {text.data(), text.size()}; }
std::string_view view(json::string_view text) { return {text.data(), text.size()}; }

class JsonRecordParser {
public:
    JsonRecordParser(Record& record, Parsed& parsed) : record_(record), parsed_(parsed), builder_(record, parsed) {}

    bool read(const json::value& value) {
        const json::object* object = value.if_object();
        if (object == nullptr) return stop("marc.json_no_record", {});
        const json::value* fields = object->if_contains("fields");
        if (fields == nullptr || !fields->is_array()) return stop("marc.json_no_fields", {});
        if (const json::value* leader = object->if_contains("leader"); leader != nullptr && leader->is_string()) {
            take_leader(view(leader->get_string()), record_, parsed_.repairs);
        } else {
            parsed_.repairs.add(Repair::LeaderLength);
        }
        for (const json::value& field : fields->get_array()) {
            const json::object* pairs = field.if_object();
            if (pairs == nullptr) return stop("marc.json_field", {});
            for (const auto& [tag, content] : *pairs) {
                if (!read_field(view(tag), content)) return false;
            }
        }
        return true;
    }

private:
    bool stop(std::string_view key, std::string_view tag) {
        std::vector<ErrorParam> params;
        if (!tag.empty()) params.push_back({"tag", std::string{tag.substr(0, 40)}});
        parsed_.reject(key, std::move(params));
        return false;
    }

    bool read_field(std::string_view tag, const json::value& content) {
        if (content.is_string()) return builder_.control(tag, view(content.get_string()));
        const json::object* object = content.if_object();
        const json::value* subfields = object == nullptr ? nullptr : object->if_contains("subfields");
        if (subfields == nullptr || !subfields->is_array()) return stop("marc.json_field", tag);
        const auto indicator = [&](const char* name) {
            const json::value* value = object->if_contains(name);
            return value != nullptr && value->is_string() ? view(value->get_string()) : std::string_view{};
        };
        if (!builder_.open(tag, indicator("ind1"), indicator("ind2"))) return false;
        for (const json::value& subfield : subfields->get_array()) {
            const json::object* pairs = subfield.if_object();
            if (pairs == nullptr) return stop("marc.json_field", tag);
            for (const auto& [code, text] : *pairs) {
                if (!text.is_string()) return stop("marc.json_field", tag);
                builder_.subfield(view(code), view(text.get_string()));
            }
        }
        builder_.close();
        return true;
    }

    Record& record_;
    Parsed& parsed_;
    FieldBuilder builder_;
};

} // namespace

/// Drops what stands between records and leaves the window at a `{`.
bool JsonReader::find_object(ByteWindow& window, Parsed& parsed) {
    parsed.start(window.offset());
    bool junk = false;
    while (true) {
        const std::string_view data = window.data();
        const std::size_t at = std::min(data.find('{'), data.size());
        const std::string_view between = data.substr(0, at);
        junk |= between.find_first_not_of(" \t\r\n,[]\xEF\xBB\xBF\x1E\x1A") != std::string_view::npos;
        if (at < data.size() && !junk) {
            lines_ += count_lines(between);
            window.consume(at);
            parsed.start(window.offset());
            return true;
        }
        lines_ += count_lines(between);
        if (junk) {
            parsed.swallow(window, at);
        } else {
            window.consume(at);
        }
        if (at < data.size()) break;
        if (!window.more()) break;
    }
    if (!junk) return false;
    parsed.reject("marc.json_syntax", {{"line", std::to_string(lines_ + 1)}, {"detail", "no object"}});
    return true;
}

/// The size of the object that the window begins with; `whole` is false when its end is missing.
std::size_t JsonReader::find_end(ByteWindow& window, bool& whole) {
    std::size_t at = 0;
    int depth = 0;
    bool in_string = false;
    whole = false;
    while (true) {
        const std::string_view data = window.data();
        for (; at < data.size(); ++at) {
            const char c = data[at];
            if (c == '{' && at > 0) {
                // Enough bytes to see what the brace begins.
                if (data.size() - at < 32 && window.more()) break;
                if (begins_record(data.substr(at, 32))) return at;
            }
            if (in_string) {
                if (c == '\\') {
                    if (at + 1 >= data.size()) break;
                    ++at;
                } else if (c == '"') {
                    in_string = false;
                }
                continue;
            }
            if (c == '"') in_string = true;
            if (c == '{' || c == '[') ++depth;
            if ((c == '}' || c == ']') && --depth <= 0) {
                whole = true;
                return at + 1;
            }
        }
        if (at < data.size() && data.data() != window.data().data()) continue; // more() moved the window
        if (window.data().size() > data.size()) continue;
        if (window.data().size() >= limit_ || !window.more()) return window.data().size();
    }
}

bool JsonReader::next(ByteWindow& window, Record& record, Parsed& parsed) {
    if (!find_object(window, parsed)) return false;
    if (!parsed.key.empty()) return true;
    bool whole = false;
    const std::size_t size = find_end(window, whole);
    const std::uint64_t line = lines_ + 1;
    lines_ += count_lines(window.data().substr(0, size));
    if (size >= limit_) {
        parsed.reject("marc.record_too_long", {{"limit_bytes", std::to_string(limit_)}});
        parsed.swallow(window, size);
        return true;
    }
    parsed.take(window, size);
    if (!whole) {
        parsed.reject("marc.json_cut_off", {{"line", std::to_string(line)}});
        return true;
    }
    parse(parsed.source, record, parsed);
    if (!parsed.key.empty()) parsed.params.push_back({"line", std::to_string(line)});
    return true;
}

void JsonReader::parse(std::string_view object, Record& record, Parsed& parsed) {
    parsed.unicode = true;
    json::parse_options options;
    options.max_depth = kMaxDepth;
    options.allow_invalid_utf8 = true;
    json::monotonic_resource memory(memory_.get(), kMemory);
    boost::system::error_code error;
    json::value value = json::parse({object.data(), object.size()}, error, &memory, options);
    if (error) {
        // Line breaks and other control characters inside strings are against the rules and happen all the same.
        std::string mended{object};
        std::replace_if(mended.begin(), mended.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
        boost::system::error_code second;
        value = json::parse({mended.data(), mended.size()}, second, &memory, options);
        if (second) {
            parsed.reject("marc.json_syntax", {{"detail", error.message()}});
            return;
        }
        parsed.repairs.add(Repair::ControlCharacters);
    }
    record.clear();
    JsonRecordParser(record, parsed).read(value);
}

} // namespace tangthu::marc::impl
