#include "platform/marc/impl/read/markup/json_reader.h"

#include "platform/base/json_io.h"
#include "platform/base/utf8.h"
#include "platform/marc/impl/read/build.h"
#include "platform/marc/impl/read/iso/iso2709.h"

#include <algorithm>
#include <optional>

namespace tangthu::marc::impl {

namespace {

constexpr std::size_t kMaxDepth = 16;

std::uint64_t count_lines(std::string_view text) {
    return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

/// True for `{ "leader"`: inside a record that can only be the next one, whose predecessor was never closed.
bool begins_record(std::string_view text) {
    const std::size_t quote = text.find_first_not_of(" \t\r\n", 1);
    return quote != std::string_view::npos && text.substr(quote).starts_with("\"leader\"");
}

std::string reason_of(const Error& error) {
    for (const ErrorParam& param : error.params) {
        if (param.name == "reason") return param.value;
    }
    return error.key;
}

class JsonRecordParser {
public:
    JsonRecordParser(Record& record, Parsed& parsed) : record_(record), parsed_(parsed), builder_(record, parsed) {}

    bool read(json::Node object) {
        if (object.kind() != json::NodeKind::object) return stop("marc.json_no_record", {});
        const auto fields = object.find("fields");
        if (!fields || fields->kind() != json::NodeKind::array) return stop("marc.json_no_fields", {});
        const auto leader = object.find("leader");
        if (leader && leader->kind() == json::NodeKind::string) {
            take_leader(leader->string(), record_, parsed_.repairs);
        } else {
            parsed_.repairs.add(Repair::LeaderLength);
        }
        for (std::size_t i = 0; i < fields->size(); ++i) {
            const json::Node pairs = fields->at(i);
            if (pairs.kind() != json::NodeKind::object) return stop("marc.json_field", {});
            for (std::size_t k = 0; k < pairs.size(); ++k) {
                if (!read_field(pairs.name_at(k), pairs.member_at(k))) return false;
            }
        }
        return true;
    }

private:
    bool stop(std::string_view key, std::string_view tag) {
        parsed_.reject(key, {{"tag", std::string{tag.substr(0, 40)}}});
        return false;
    }

    bool read_field(std::string_view tag, json::Node content) {
        if (content.kind() == json::NodeKind::string) return builder_.control(tag, content.string());
        const auto subfields = content.kind() == json::NodeKind::object ? content.find("subfields") : std::nullopt;
        if (!subfields || subfields->kind() != json::NodeKind::array) return stop("marc.json_field", tag);
        const auto indicator = [&](std::string_view name) {
            const auto value = content.find(name);
            return value && value->kind() == json::NodeKind::string ? value->string() : std::string_view{};
        };
        if (!builder_.open(tag, indicator("ind1"), indicator("ind2"))) return false;
        for (std::size_t i = 0; i < subfields->size(); ++i) {
            const json::Node pairs = subfields->at(i);
            if (pairs.kind() != json::NodeKind::object) return stop("marc.json_field", tag);
            for (std::size_t k = 0; k < pairs.size(); ++k) {
                if (pairs.member_at(k).kind() != json::NodeKind::string) return stop("marc.json_field", tag);
                builder_.subfield(pairs.name_at(k), pairs.member_at(k).string());
            }
        }
        builder_.close();
        return true;
    }

    Record& record_;
    Parsed& parsed_;
    FieldBuilder builder_;
};

/// Control characters inside strings and bytes that are no UTF-8 are against JSON's rules and happen all the same.
std::string mend(std::string_view object, RepairSet& repairs) {
    std::string mended{object};
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
    std::replace_if(mended.begin(), mended.end(), is_control, ' ');
    repairs.add(Repair::ControlCharacters);
    if (find_invalid_utf8(mended)) {
        mended = replace_invalid_utf8(mended);
        repairs.add(Repair::BadBytes);
    }
    return mended;
}

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
    const JsonLimits limits{.max_bytes = limit_, .max_depth = kMaxDepth};
    auto document = json::Document::parse(object, limits);
    if (!document) {
        const Error first = std::move(document).error();
        RepairSet repairs;
        document = json::Document::parse(mend(object, repairs), limits);
        if (!document) {
            parsed.reject("marc.json_syntax", {{"detail", reason_of(first)}});
            return;
        }
        parsed.repairs.add(repairs);
    }
    record.clear();
    JsonRecordParser(record, parsed).read(document->root());
}

} // namespace tangthu::marc::impl
