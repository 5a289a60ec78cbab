#include "platform/search/impl/query/parser.h"

#include "platform/search/impl/terms.h"
#include "platform/search/query.h"
#include "platform/text/normalize.h"

#include <algorithm>

namespace tangthu::search::impl {

namespace {

constexpr int kMaxDepth = 16;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

enum class LexKind { word, phrase, open, close, minus, field, either, both, excluded, end };

struct Lex {
    LexKind kind = LexKind::end;
    std::string text;
};

/// Cuts a query into words, phrases and operators.
class Lexer {
public:
    explicit Lexer(std::string text) : text_(std::move(text)) {
        // Somebody writing in capitals means words by AND, OR and NOT.
        bool any_lower = false;
        for (char c : text_)
            any_lower = any_lower || (c >= 'a' && c <= 'z');
        knows_operators_ = any_lower;
    }
    [[nodiscard]] std::vector<Lex> all() {
        std::vector<Lex> list;
        while (true) {
            list.push_back(next());
            if (list.back().kind == LexKind::end) return list;
        }
    }

private:
    Lex next() {
        while (at_ < text_.size() && is_space(text_[at_]))
            ++at_;
        if (at_ >= text_.size()) return {};
        const bool stands_alone = at_ == 0 || is_space(text_[at_ - 1]) || text_[at_ - 1] == '(';
        const char c = text_[at_];
        if (c == '"') return phrase();
        if (c == '(' || c == ')') {
            ++at_;
            return {c == '(' ? LexKind::open : LexKind::close, {}};
        }
        if (c == '-' && stands_alone && at_ + 1 < text_.size() && !is_space(text_[at_ + 1]) && text_[at_ + 1] != '-') {
            ++at_;
            return {LexKind::minus, {}};
        }
        return word();
    }
    Lex phrase() {
        const std::size_t end = text_.find('"', at_ + 1);
        if (end == std::string::npos) { // a lone quotation mark is none
            ++at_;
            return next();
        }
        Lex lex{LexKind::phrase, text_.substr(at_ + 1, end - at_ - 1)};
        at_ = end + 1;
        return lex;
    }
    Lex word() {
        const std::size_t begin = at_;
        while (at_ < text_.size() && !is_space(text_[at_]) && text_[at_] != '"' && text_[at_] != '(' &&
               text_[at_] != ')') {
            if (text_[at_] == ':' && at_ > begin && at_ + 1 < text_.size() && !is_space(text_[at_ + 1])) {
                Lex lex{LexKind::field, text_.substr(begin, at_ - begin)};
                ++at_;
                return lex;
            }
            ++at_;
        }
        std::string word = text_.substr(begin, at_ - begin);
        if (knows_operators_) {
            if (word == "OR" || word == "HOẶC") return {LexKind::either, word};
            if (word == "AND") return {LexKind::both, word};
            if (word == "NOT") return {LexKind::excluded, word};
        }
        return {LexKind::word, std::move(word)};
    }

    std::string text_;
    std::size_t at_ = 0;
    bool knows_operators_ = false;
};

/// Typographic quotation marks are quotation marks; malformed bytes are spaces.
std::string plain_quotes(std::string_view text) {
    std::string plain = text::repair_utf8(text).text;
    for (std::string_view mark : {"\u201C", "\u201D", "\u201E", "\u00AB", "\u00BB", "\uFFFD"}) {
        const char* by = mark == "\uFFFD" ? " " : "\"";
        for (std::size_t at = plain.find(mark); at != std::string::npos; at = plain.find(mark, at))
            plain.replace(at, mark.size(), by);
    }
    std::replace(plain.begin(), plain.end(), '\0', ' ');
    return plain;
}

class Parser {
public:
    Parser(std::string_view text, const Schema& schema) : schema_(schema), list_(Lexer{plain_quotes(text)}.all()) {}

    ParsedQuery parse() {
        query_.root = any_of(0);
        while (peek() != LexKind::end) { // closing brackets without opening ones
            ++at_;
            Node more = any_of(0);
            if (more.kind == NodeKind::nothing) continue;
            Node both;
            both.kind = NodeKind::all_of;
            if (query_.root.kind != NodeKind::nothing) both.kids.push_back(std::move(query_.root));
            both.kids.push_back(std::move(more));
            query_.root = both.kids.size() == 1 ? std::move(both.kids.front()) : std::move(both);
        }
        return std::move(query_);
    }

private:
    struct FieldRef {
        std::optional<std::size_t> text;
        std::optional<std::size_t> term;
        [[nodiscard]] bool is_set() const { return text || term; }
    };

    [[nodiscard]] LexKind peek() const { return list_[at_].kind; }

    FieldRef find_field(std::string_view name) const {
        if (const auto text = schema_.find_text(name)) return {text, std::nullopt};
        if (const auto term = schema_.find_term(name)) return {std::nullopt, term};
        return {};
    }

    /// a b OR c d: OR binds loosest, so that it stands between words of several syllables.
    Node any_of(int depth) {
        std::vector<Node> choices;
        choices.push_back(all_of(depth));
        while (peek() == LexKind::either) {
            ++at_;
            query_.has_operators = true;
            choices.push_back(all_of(depth));
        }
        std::erase_if(choices, [](const Node& node) { return node.kind == NodeKind::nothing; });
        return joined(NodeKind::any_of, std::move(choices));
    }

    Node all_of(int depth) {
        std::vector<Node> parts;
        std::string run;
        const auto end_run = [&](bool open_ended) {
            Node node = words(run, open_ended, {});
            if (node.kind != NodeKind::nothing) parts.push_back(std::move(node));
            run.clear();
        };
        while (peek() != LexKind::end && peek() != LexKind::either && peek() != LexKind::close) {
            if (peek() == LexKind::word) {
                std::string word = list_[at_++].text;
                const bool open_ended = word.size() > 1 && word.back() == '*';
                if (open_ended) word.pop_back();
                if (!run.empty()) run += ' ';
                run += word;
                if (open_ended) {
                    query_.has_operators = true;
                    end_run(true);
                }
                continue;
            }
            end_run(false);
            Node node = operand(depth);
            if (node.kind != NodeKind::nothing) parts.push_back(std::move(node));
        }
        end_run(false);
        return joined(NodeKind::all_of, std::move(parts));
    }

    /// Anything but a plain word.
    Node operand(int depth) {
        const Lex lex = list_[at_++];
        query_.has_operators = true;
        switch (lex.kind) {
        case LexKind::minus:
        case LexKind::excluded: {
            Node kid = one(depth, {});
            if (kid.kind == NodeKind::nothing || kid.kind == NodeKind::none_of) return {};
            Node node;
            node.kind = NodeKind::none_of;
            node.kids.push_back(std::move(kid));
            return node;
        }
        case LexKind::field: {
            const FieldRef field = find_field(lex.text);
            if (field.is_set()) return one(depth, field);
            return words(lex.text, false, {}); // `abc:def` are two words
        }
        case LexKind::both:
            return {};
        default:
            --at_;
            return one(depth, {});
        }
    }

    /// One word, phrase or bracket, perhaps of a field.
    Node one(int depth, FieldRef field) {
        const Lex lex = list_[at_];
        if (lex.kind == LexKind::end || lex.kind == LexKind::close || lex.kind == LexKind::either) return {};
        ++at_;
        if (lex.kind == LexKind::open) {
            if (depth >= kMaxDepth) return {};
            Node node = any_of(depth + 1);
            if (peek() == LexKind::close) ++at_;
            if (field.is_set()) restrict(node, field);
            return node;
        }
        if (lex.kind == LexKind::field && !field.is_set()) {
            const FieldRef inner = find_field(lex.text);
            if (inner.is_set()) return one(depth, inner);
        }
        if (field.term) return term(*field.term, lex.text);
        if (lex.kind == LexKind::phrase) return phrase(lex.text, field);
        std::string run = lex.text;
        // `title:thư viện` means both syllables: a field holds for the words up to the next operator.
        while (field.text && run.back() != '*' && peek() == LexKind::word)
            run += ' ' + list_[at_++].text;
        const bool open_ended = run.size() > 1 && run.back() == '*';
        if (open_ended) run.pop_back();
        return words(run, open_ended, field);
    }

    void restrict(Node& node, const FieldRef& field) const {
        if ((node.kind == NodeKind::words || node.kind == NodeKind::phrase) && !node.text_field) {
            if (field.text) {
                node.text_field = field.text;
            } else {
                const std::string value = node.value;
                const std::size_t number = *field.term;
                node = {};
                node.kind = NodeKind::term;
                node.term_field = number;
                node.value = term_value(schema_.terms[number].form, value);
            }
        }
        for (Node& kid : node.kids)
            restrict(kid, field);
    }

    Node words(std::string_view run, bool open_ended, FieldRef field) {
        Node node;
        node.tokens = text::tokens(run);
        if (node.tokens.empty()) return {};
        node.kind = NodeKind::words;
        node.is_open_ended = open_ended;
        node.text_field = field.text;
        node.value = std::string{run};
        count(node);
        return node;
    }

    Node phrase(std::string_view words_inside, FieldRef field) {
        Node node = words(words_inside, false, field);
        if (node.tokens.size() > 1) node.kind = NodeKind::phrase;
        return node;
    }

    Node term(std::size_t field, std::string_view value) {
        Node node;
        node.value = term_value(schema_.terms[field].form, value);
        if (node.value.empty()) return {};
        node.kind = NodeKind::term;
        node.term_field = field;
        ++query_.terms;
        return node;
    }

    void count(const Node& node) {
        query_.terms += node.tokens.size();
        for (const text::OwnedToken& token : node.tokens)
            if (token.exact != token.folded) query_.is_accented = true;
    }

    static Node joined(NodeKind kind, std::vector<Node> kids) {
        if (kids.empty()) return {};
        if (kids.size() == 1 && kids.front().kind != NodeKind::none_of) return std::move(kids.front());
        Node node;
        node.kind = kids.size() == 1 ? NodeKind::all_of : kind;
        node.kids = std::move(kids);
        return node;
    }

    const Schema& schema_;
    std::vector<Lex> list_;
    std::size_t at_ = 0;
    ParsedQuery query_;
};

} // namespace

Result<ParsedQuery> parse_query(std::string_view text, const Schema& schema) {
    if (text.size() > kMaxQueryBytes)
        return fail(ErrorKind::Invalid, "search.query_too_long", {{"limit", std::to_string(kMaxQueryBytes)}});
    ParsedQuery query = Parser{text, schema}.parse();
    query.is_wordless =
        query.root.kind == NodeKind::nothing && text.find_first_not_of(" \t\r\n*") != std::string_view::npos;
    if (query.terms > kMaxQueryTerms)
        return fail(ErrorKind::Invalid, "search.too_many_terms", {{"limit", std::to_string(kMaxQueryTerms)}});
    return query;
}

} // namespace tangthu::search::impl
