#pragma once

#include "platform/base/result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What json.h stands on, free of templates and of the vendor's header. Rooms use json.h; this is for codecs of their
/// own.
namespace tangthu {

/// What a JSON text may cost before it is refused.
struct JsonLimits {
    std::size_t max_bytes = 8U << 20U;
    std::size_t max_depth = 32;
};

} // namespace tangthu

namespace tangthu::json {

void write_string(std::string& out, std::string_view text);
void write_integer(std::string& out, std::int64_t number);
void write_unsigned(std::string& out, std::uint64_t number);
void write_number(std::string& out, double number);

enum class NodeKind { null, boolean, integer, number, string, array, object };

/// A value in a parsed Document; lives as long as the Document. Accessors of another kind than kind() give nothing or
/// zero.
class Node {
public:
    explicit Node(const void* value) : value_(value) {}
    [[nodiscard]] NodeKind kind() const;
    [[nodiscard]] bool boolean() const;
    [[nodiscard]] std::optional<std::int64_t> int64() const;
    [[nodiscard]] std::optional<std::uint64_t> uint64() const;
    [[nodiscard]] std::optional<double> number() const; ///< any finite number
    [[nodiscard]] std::string_view string() const;
    [[nodiscard]] std::size_t size() const; ///< of an array or object
    [[nodiscard]] Node at(std::size_t index) const;
    [[nodiscard]] std::string_view name_at(std::size_t index) const;
    [[nodiscard]] Node member_at(std::size_t index) const;
    [[nodiscard]] std::optional<Node> find(std::string_view name) const;
    [[nodiscard]] std::string text() const; ///< as compact JSON

private:
    const void* value_;
};

/// A parsed text.
class Document {
public:
    /// Errors: base.json_syntax (offset, reason), base.json_too_large (max_bytes).
    [[nodiscard]] static Result<Document> parse(std::string_view text, const JsonLimits& limits);
    Document(Document&&) noexcept;
    Document& operator=(Document&&) noexcept;
    ~Document();
    [[nodiscard]] Node root() const;

private:
    struct Tree;
    explicit Document(std::unique_ptr<Tree> tree);
    std::unique_ptr<Tree> tree_;
};

/// Where a reader is and what it has found wrong so far.
class Reading {
public:
    /// While it lives, problems are at this member or index of the place before.
    class Inside {
    public:
        Inside(Reading& reading, std::string_view name);
        Inside(Reading& reading, std::size_t index);
        ~Inside();
        Inside(const Inside&) = delete;
        Inside& operator=(const Inside&) = delete;

    private:
        Reading& reading_;
        std::size_t length_before_;
    };

    void problem(std::string key, std::vector<ErrorParam> params = {});
    void wrong_type(const Node& found, std::string_view expected);
    /// Reports each member of the object that is not in `known`.
    void refuse_unknown(const Node& object, std::span<const std::string_view> known);
    /// Length in code points, no U+0000 (a database text can't hold it). True if it may be kept.
    bool check_text(std::string_view text, std::size_t min, std::size_t max);
    [[nodiscard]] bool is_full() const { return problems_.size() >= kMaxProblems; }
    /// base.json_problems with all of them, or nothing.
    [[nodiscard]] std::optional<Error> error();

private:
    static constexpr std::size_t kMaxProblems = 100;
    std::string pointer_;
    std::vector<Problem> problems_;
};

} // namespace tangthu::json
