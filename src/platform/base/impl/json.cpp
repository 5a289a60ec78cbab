#include "platform/base/json_io.h"

#include "platform/base/utf8.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>
#include <charconv>
#include <cmath>
#include <limits>

namespace tangthu::json {

namespace {

const boost::json::value& value_at(const void* value) { return *static_cast<const boost::json::value*>(value); }

template <class Number>
void append_number(std::string& out, Number number) {
    std::array<char, 32> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
    out.append(buffer.data(), end);
}

void append_escape(std::string& out, char c) {
    constexpr std::string_view kHex = "0123456789abcdef";
    switch (c) {
    case '"':
        out += "\\\"";
        break;
    case '\\':
        out += "\\\\";
        break;
    case '\n':
        out += "\\n";
        break;
    case '\r':
        out += "\\r";
        break;
    case '\t':
        out += "\\t";
        break;
    default:
        out += "\\u00";
        out += kHex[static_cast<unsigned char>(c) >> 4U];
        out += kHex[static_cast<unsigned char>(c) & 15U];
    }
}

std::string_view kind_name(NodeKind kind) {
    constexpr std::array<std::string_view, 7> kNames{"null",   "boolean", "integer", "number",
                                                     "string", "array",   "object"};
    return kNames[static_cast<std::size_t>(kind)];
}

void append_pointer_token(std::string& pointer, std::string_view name) {
    pointer += '/';
    for (const char c : name) {
        if (c == '~') {
            pointer += "~0";
        } else if (c == '/') {
            pointer += "~1";
        } else {
            pointer += c;
        }
    }
}

} // namespace

void write_string(std::string& out, std::string_view text) {
    if (find_invalid_utf8(text)) return write_string(out, replace_invalid_utf8(text));
    out += '"';
    std::size_t from = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\') continue;
        out.append(text.substr(from, i - from));
        append_escape(out, c);
        from = i + 1;
    }
    out.append(text.substr(from));
    out += '"';
}

void write_integer(std::string& out, std::int64_t number) { append_number(out, number); }
void write_unsigned(std::string& out, std::uint64_t number) { append_number(out, number); }
void write_number(std::string& out, double number) {
    if (!std::isfinite(number)) return void(out += "null");
    append_number(out, number);
    if (number == 0 && std::signbit(number)) out += ".0"; // "-0" would be read as the integer 0, without its sign
}

NodeKind Node::kind() const {
    switch (value_at(value_).kind()) {
    case boost::json::kind::null:
        return NodeKind::null;
    case boost::json::kind::bool_:
        return NodeKind::boolean;
    case boost::json::kind::int64:
    case boost::json::kind::uint64:
        return NodeKind::integer;
    case boost::json::kind::double_:
        return NodeKind::number;
    case boost::json::kind::string:
        return NodeKind::string;
    case boost::json::kind::array:
        return NodeKind::array;
    case boost::json::kind::object:
        return NodeKind::object;
    }
    return NodeKind::null;
}

bool Node::boolean() const {
    const auto* flag = value_at(value_).if_bool();
    return flag != nullptr && *flag;
}

std::optional<std::int64_t> Node::int64() const {
    if (const auto* number = value_at(value_).if_int64()) return *number;
    return std::nullopt;
}

std::optional<std::uint64_t> Node::uint64() const {
    if (const auto* number = value_at(value_).if_uint64()) return *number;
    if (const auto* number = value_at(value_).if_int64(); number != nullptr && *number >= 0)
        return static_cast<std::uint64_t>(*number);
    return std::nullopt;
}

std::optional<double> Node::number() const {
    const auto& value = value_at(value_);
    if (const auto* number = value.if_double()) return *number;
    if (const auto* number = value.if_int64()) return static_cast<double>(*number);
    if (const auto* number = value.if_uint64()) return static_cast<double>(*number);
    return std::nullopt;
}

std::string_view Node::string() const {
    const auto* text = value_at(value_).if_string();
    return text == nullptr ? std::string_view{} : std::string_view{text->data(), text->size()};
}

std::size_t Node::size() const {
    const auto& value = value_at(value_);
    if (const auto* array = value.if_array()) return array->size();
    if (const auto* object = value.if_object()) return object->size();
    return 0;
}

Node Node::at(std::size_t index) const { return Node{&value_at(value_).as_array()[index]}; }

std::string_view Node::name_at(std::size_t index) const {
    const auto key = (value_at(value_).as_object().begin() + index)->key();
    return {key.data(), key.size()};
}

Node Node::member_at(std::size_t index) const { return Node{&(value_at(value_).as_object().begin() + index)->value()}; }

std::optional<Node> Node::find(std::string_view name) const {
    const auto* object = value_at(value_).if_object();
    if (object == nullptr) return std::nullopt;
    const auto* found = object->if_contains({name.data(), name.size()});
    return found == nullptr ? std::nullopt : std::optional{Node{found}};
}

namespace {

/// Boost.JSON prints 1.5 as 1.5E0; ours prints numbers the way people write them.
void append_text(std::string& out, const boost::json::value& value) {
    if (const auto* text = value.if_string()) return write_string(out, {text->data(), text->size()});
    if (const auto* number = value.if_double()) return write_number(out, *number);
    if (const auto* number = value.if_int64()) return write_integer(out, *number);
    if (const auto* number = value.if_uint64()) return write_unsigned(out, *number);
    if (const auto* flag = value.if_bool()) return void(out += *flag ? "true" : "false");
    bool first = true;
    const auto comma = [&] {
        if (!first) out += ',';
        first = false;
    };
    if (const auto* array = value.if_array()) {
        out += '[';
        for (const auto& element : *array) {
            comma();
            append_text(out, element);
        }
        out += ']';
    } else if (const auto* object = value.if_object()) {
        out += '{';
        for (const auto& member : *object) {
            comma();
            write_string(out, {member.key().data(), member.key().size()});
            out += ':';
            append_text(out, member.value());
        }
        out += '}';
    } else {
        out += "null";
    }
}

} // namespace

std::string Node::text() const {
    std::string out;
    append_text(out, value_at(value_));
    return out;
}

struct Document::Tree {
    boost::json::value root;
};

Document::Document(std::unique_ptr<Tree> tree) : tree_(std::move(tree)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;
Node Document::root() const { return Node{&tree_->root}; }

namespace {

/// Builds the tree as boost::json::parser does, but with correctly rounded numbers: 1.81's are off by a bit at times.
struct TreeBuilder {
    // NOLINTBEGIN(readability-identifier-naming): basic_parser asks its handler for these names
    static constexpr std::size_t max_object_size = boost::json::object::max_size();
    static constexpr std::size_t max_array_size = boost::json::array::max_size();
    static constexpr std::size_t max_key_size = boost::json::string::max_size();
    static constexpr std::size_t max_string_size = boost::json::string::max_size();
    // NOLINTEND(readability-identifier-naming)
    using Text = boost::json::string_view;
    using Code = boost::json::error_code;

    boost::json::value_stack stack;
    std::string digits;

    bool on_document_begin(Code&) {
        stack.reset();
        return true;
    }
    bool on_document_end(Code&) { return true; }
    bool on_object_begin(Code&) { return true; }
    bool on_object_end(std::size_t count, Code&) {
        stack.push_object(count);
        return true;
    }
    bool on_array_begin(Code&) { return true; }
    bool on_array_end(std::size_t count, Code&) {
        stack.push_array(count);
        return true;
    }
    bool on_key_part(Text text, std::size_t, Code&) {
        stack.push_chars(text);
        return true;
    }
    bool on_key(Text text, std::size_t, Code&) {
        stack.push_key(text);
        return true;
    }
    bool on_string_part(Text text, std::size_t, Code&) {
        stack.push_chars(text);
        return true;
    }
    bool on_string(Text text, std::size_t, Code&) {
        stack.push_string(text);
        return true;
    }
    bool on_number_part(Text text, Code&) {
        digits.append(text.data(), text.size());
        return true;
    }
    bool on_int64(std::int64_t number, Text, Code&) {
        digits.clear();
        stack.push_int64(number);
        return true;
    }
    bool on_uint64(std::uint64_t number, Text, Code&) {
        digits.clear();
        stack.push_uint64(number);
        return true;
    }
    bool on_double(double number, Text text, Code& error) {
        digits.append(text.data(), text.size());
        double exact = number;
        std::from_chars(digits.data(), digits.data() + digits.size(), exact);
        digits.clear();
        if (!std::isfinite(exact)) {
            error = boost::json::error::exponent_overflow;
            return false;
        }
        stack.push_double(exact);
        return true;
    }
    bool on_bool(bool flag, Code&) {
        stack.push_bool(flag);
        return true;
    }
    bool on_null(Code&) {
        stack.push_null();
        return true;
    }
    static bool on_comment_part(Text, Code&) { return true; }
    static bool on_comment(Text, Code&) { return true; }
};

} // namespace

Result<Document> Document::parse(std::string_view text, const JsonLimits& limits) {
    if (text.size() > limits.max_bytes)
        return fail(ErrorKind::TooLarge, "base.json_too_large", {{"max_bytes", std::to_string(limits.max_bytes)}});
    boost::json::parse_options options;
    options.max_depth = limits.max_depth;
    boost::json::basic_parser<TreeBuilder> parser(options);
    boost::json::error_code error;
    const auto used = parser.write_some(false, text.data(), text.size(), error);
    if (!error && used < text.size()) error = boost::json::error::extra_data;
    if (error)
        return fail(ErrorKind::Invalid, "base.json_syntax",
                    {{"offset", std::to_string(std::min(used, text.size()))}, {"reason", error.message()}});
    return Document{std::make_unique<Tree>(Tree{parser.handler().stack.release()})};
}

Reading::Inside::Inside(Reading& reading, std::string_view name)
    : reading_(reading), length_before_(reading.pointer_.size()) {
    append_pointer_token(reading_.pointer_, name);
}

Reading::Inside::Inside(Reading& reading, std::size_t index)
    : reading_(reading), length_before_(reading.pointer_.size()) {
    append_pointer_token(reading_.pointer_, std::to_string(index));
}

Reading::Inside::~Inside() { reading_.pointer_.resize(length_before_); }

void Reading::problem(std::string key, std::vector<ErrorParam> params) {
    if (!is_full()) problems_.push_back({pointer_, std::move(key), std::move(params)});
}

void Reading::wrong_type(const Node& found, std::string_view expected) {
    problem("base.json_wrong_type",
            {{"expected", std::string{expected}}, {"found", std::string{kind_name(found.kind())}}});
}

void Reading::refuse_unknown(const Node& object, std::span<const std::string_view> known) {
    for (std::size_t i = 0; i < object.size() && !is_full(); ++i) {
        const auto name = object.name_at(i);
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        const Inside inside(*this, name);
        problem("base.json_unknown");
    }
}

bool Reading::check_text(std::string_view text, std::size_t min, std::size_t max) {
    const auto length = count_code_points(text);
    if (text.find('\0') != std::string_view::npos) {
        problem("base.json_nul");
    } else if (length < min) {
        problem("base.json_too_short", {{"min", std::to_string(min)}, {"length", std::to_string(length)}});
    } else if (length > max) {
        problem("base.json_too_long", {{"max", std::to_string(max)}, {"length", std::to_string(length)}});
    } else {
        return true;
    }
    return false;
}

std::optional<Error> Reading::error() {
    if (problems_.empty()) return std::nullopt;
    std::string pointers;
    for (const auto& each : problems_)
        pointers.append(pointers.empty() ? "" : ", ").append(each.pointer.empty() ? "(root)" : each.pointer);
    Error error{ErrorKind::Invalid,
                "base.json_problems",
                {{"count", std::to_string(problems_.size())}, {"pointers", std::move(pointers)}},
                {}};
    error.problems = std::move(problems_);
    return error;
}

} // namespace tangthu::json
