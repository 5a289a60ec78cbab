#include "platform/marc/marc8.h"

#include "platform/marc/impl/text/marc8_tables.h"
#include "platform/marc/impl/text/scan.h"
#include "platform/text/normalize.h"

#include <array>
#include <charconv>
#include <optional>
#include <vector>

namespace tangthu::marc {

namespace {

using impl::CharSet;
using impl::Glyph;

constexpr char kEscape = 0x1B;
constexpr char32_t kReplacement = 0xFFFD;
constexpr char32_t kDoubleTilde = 0x0360;
constexpr char32_t kLigature = 0x0361;
// The right halves have no character of their own: the left half's spans both letters.
constexpr unsigned char kLigatureRight = 0xEC;
constexpr unsigned char kDoubleTildeRight = 0xFB;

std::optional<CharSet> set_named(char final) {
    for (std::size_t i = 0; i <= impl::kSmallSets; ++i) {
        const auto set = static_cast<CharSet>(i);
        if (impl::final_byte(set) == final) return set;
    }
    return std::nullopt;
}

bool is_plain(char c) { return c >= 0x20 && c < 0x7F && c != '&'; }
bool is_tone(char32_t c) { return c == 0x0300 || c == 0x0301 || c == 0x0303 || c == 0x0309; }
bool is_vowel_mark(char32_t c) { return c == 0x0302 || c == 0x0306; }

/// `&#xHHHH;` at the beginning of the text: the character, and how many bytes it takes.
struct Reference {
    char32_t c = 0;
    std::size_t size = 0;
};
std::optional<Reference> read_reference(std::string_view text) {
    if (!text.starts_with("&#x")) return std::nullopt;
    const std::size_t end = text.substr(0, 12).find(';');
    if (end == std::string_view::npos) return std::nullopt;
    std::uint32_t value = 0;
    const auto [stop, error] = std::from_chars(text.data() + 3, text.data() + end, value, 16);
    if (error != std::errc{} || stop != text.data() + end) return std::nullopt;
    if (value < 0x20 || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return std::nullopt;
    return Reference{value, end + 1};
}

} // namespace

struct Marc8Decoder::State {
    impl::EaccConverter eacc;
    CharSet g0 = CharSet::Ascii;
    CharSet g1 = CharSet::Ansel;
    std::u32string marks; ///< met before their letter
    std::string text;     ///< of this value, not yet NFC
    std::size_t undefined = 0;
    bool composed = true; ///< `text` is surely NFC

    void start() {
        composed = true;
        g0 = CharSet::Ascii;
        g1 = CharSet::Ansel;
        marks.clear();
        text.clear();
        undefined = 0;
    }
    void put(char32_t c) {
        if (marks.empty()) {
            impl::append_utf8(text, c);
            return;
        }
        for (std::size_t i = 0; i + 1 < marks.size(); ++i) {
            if (is_tone(marks[i]) && is_vowel_mark(marks[i + 1])) std::swap(marks[i], marks[i + 1]);
        }
        // Letters with one or two marks, nearly all there are, are composed here; what is left is ICU's.
        const auto& tables = impl::marc8_tables();
        char32_t letter = c;
        for (const char32_t mark : marks)
            letter = letter == 0 ? 0 : tables.composed(letter, mark);
        if (letter != 0) {
            impl::append_utf8(text, letter);
        } else {
            composed = false;
            impl::append_utf8(text, c);
            for (const char32_t mark : marks)
                impl::append_utf8(text, mark);
        }
        marks.clear();
    }
    void put_undefined() {
        ++undefined;
        put(kReplacement);
    }

    /// Length of the escape sequence that `rest` begins with, having switched the sets; 0: it is none.
    std::size_t escape(std::string_view rest) {
        if (rest.size() < 2) return 0;
        const char kind = rest[1];
        if (kind == 's') {
            g0 = CharSet::Ascii;
            return 2;
        }
        if (kind == 'g' || kind == 'b' || kind == 'p') {
            g0 = *set_named(kind);
            return 2;
        }
        std::size_t at = 1;
        const bool wide = kind == '$';
        if (wide) ++at;
        const auto byte = [&](std::size_t i) { return i < rest.size() ? rest[i] : '\0'; };
        bool to_g1 = false;
        if (byte(at) == '(' || byte(at) == ',') {
            ++at;
        } else if (byte(at) == ')' || byte(at) == '-') {
            to_g1 = true;
            ++at;
        } else if (!wide) {
            return 0;
        }
        if (byte(at) == '!') ++at;
        const auto set = set_named(byte(at));
        if (!set || wide != (*set == CharSet::Eacc)) return 0;
        (to_g1 ? g1 : g0) = *set;
        return at + 1;
    }

    std::size_t wide_character(std::string_view rest) {
        if (rest.size() < 3) {
            put_undefined();
            return rest.size();
        }
        std::array<char, 3> code{};
        for (std::size_t i = 0; i < 3; ++i) {
            code[i] = static_cast<char>(rest[i] & 0x7F);
            if (code[i] <= 0x20 || code[i] == 0x7F || rest[i] == kEscape) {
                put_undefined();
                return std::max<std::size_t>(i, 1);
            }
        }
        composed = false;
        const char32_t c = eacc.to_unicode(code);
        if (c == 0) {
            put_undefined();
        } else {
            put(c);
        }
        return 3;
    }

    void small_character(CharSet set, unsigned char byte) {
        if (set == CharSet::Ansel && (byte | 0x80U) == kLigatureRight) return;
        if (set == CharSet::Ansel && (byte | 0x80U) == kDoubleTildeRight) return;
        const Glyph glyph = impl::marc8_tables().glyphs[static_cast<std::size_t>(set)][byte & 0x7FU];
        if (glyph.c == 0) {
            put_undefined();
        } else if (set != CharSet::Ascii && set != CharSet::Ansel) {
            composed = false;
            glyph.combining ? marks.push_back(glyph.c) : put(glyph.c);
        } else if (glyph.combining) {
            marks.push_back(glyph.c);
        } else {
            put(glyph.c);
        }
    }

    /// One character or escape sequence; returns the bytes it took.
    std::size_t step(std::string_view rest) {
        const auto byte = static_cast<unsigned char>(rest[0]);
        if (rest[0] == kEscape) {
            const std::size_t length = escape(rest);
            if (length > 0) return length;
            put_undefined();
            return 1;
        }
        if (byte <= 0x20 || byte == 0x7F) {
            put(byte);
            return 1;
        }
        if (byte >= 0x80 && byte <= 0xA0) {
            // Non-sorting marks and joiners; the other C1 codes mean nothing.
            constexpr std::array<std::pair<unsigned char, char32_t>, 4> kC1{
                {{0x88, 0x98}, {0x89, 0x9C}, {0x8D, 0x200D}, {0x8E, 0x200C}}};
            for (const auto& [code, c] : kC1) {
                if (code != byte) continue;
                put(c);
                return 1;
            }
            put_undefined();
            return 1;
        }
        const CharSet set = byte < 0x80 ? g0 : g1;
        if (set == CharSet::Eacc) return wide_character(rest);
        if (set == CharSet::Ascii && byte == '&') {
            if (const auto reference = read_reference(rest)) {
                composed = false;
                put(reference->c);
                return reference->size;
            }
        }
        small_character(set, byte);
        return 1;
    }
};

Marc8Decoder::Marc8Decoder() : state_(std::make_unique<State>()) {}
Marc8Decoder::~Marc8Decoder() = default;
Marc8Decoder::Marc8Decoder(Marc8Decoder&&) noexcept = default;
Marc8Decoder& Marc8Decoder::operator=(Marc8Decoder&&) noexcept = default;

std::size_t Marc8Decoder::decode(std::string_view marc8, std::string& out) {
    State& state = *state_;
    state.start();
    while (!marc8.empty()) {
        // Plain ASCII, which most text is, goes in runs.
        if (state.g0 == CharSet::Ascii && state.marks.empty()) {
            std::size_t plain = 0;
            while (plain < marc8.size() && is_plain(marc8[plain]))
                ++plain;
            state.text.append(marc8.substr(0, plain));
            marc8.remove_prefix(plain);
            if (marc8.empty()) break;
        }
        marc8.remove_prefix(state.step(marc8));
    }
    if (!state.marks.empty()) {
        state.marks.clear();
        state.put_undefined();
    }
    out += state.composed || text::is_nfc(state.text) ? state.text : text::nfc(state.text);
    return state.undefined;
}

struct Marc8Encoder::State {
    impl::EaccConverter eacc;
    CharSet g0 = CharSet::Ascii;
    std::size_t references = 0;

    void designate(CharSet set, std::string& out) {
        if (set == g0) return;
        const auto locking = [](CharSet s) {
            return s == CharSet::Subscripts || s == CharSet::Superscripts || s == CharSet::GreekSymbols;
        };
        // ESC s leaves only the three sets that are entered by one letter.
        if (locking(g0)) {
            out += "\x1Bs";
            g0 = CharSet::Ascii;
        }
        if (set != g0) {
            out += kEscape;
            if (set == CharSet::Eacc) {
                out += '$';
            } else if (!locking(set)) {
                out += '(';
            }
            out += impl::final_byte(set);
        }
        g0 = set;
    }

    void put(const impl::Marc8Code& code, std::string& out) {
        if (code.set == CharSet::Ansel) {
            out += static_cast<char>(code.code | 0x80U);
            return;
        }
        designate(code.set, out);
        out += static_cast<char>(code.code);
    }

    /// Takes a letter apart until its base has a code. False: it has none.
    static bool take_apart(char32_t c, char32_t& base, std::u32string& marks) {
        const auto& tables = impl::marc8_tables();
        std::u32string reversed;
        while (!tables.codes.contains(c)) {
            const auto found = tables.decompositions.find(c);
            if (found == tables.decompositions.end()) return false;
            reversed.push_back(found->second.mark);
            c = found->second.base;
        }
        base = c;
        marks.assign(reversed.rbegin(), reversed.rend());
        return true;
    }

    void put_reference(char32_t c, std::string& out) {
        designate(CharSet::Ascii, out);
        std::array<char, 8> digits{};
        const auto end =
            std::to_chars(digits.data(), digits.data() + digits.size(), static_cast<std::uint32_t>(c), 16).ptr;
        out += "&#x";
        for (const char* digit = digits.data(); digit != end; ++digit) {
            out += static_cast<char>(*digit >= 'a' ? *digit - 'a' + 'A' : *digit);
        }
        out += ';';
        ++references;
    }

    /// A letter with the marks that follow it: the marks go first.
    void cluster(char32_t c, std::u32string_view following, unsigned char right_half, std::string& out) {
        const auto& codes = impl::marc8_tables().codes;
        char32_t base = c;
        std::u32string marks;
        if (c > 0x20 && take_apart(c, base, marks)) {
            const impl::Marc8Code code = codes.at(base);
            if (code.combining) { // a mark without a letter
                put_reference(c, out);
                return;
            }
            if (right_half != 0) out += static_cast<char>(right_half);
            marks += following;
            for (const char32_t mark : marks)
                put(codes.at(mark), out);
            put(code, out);
            return;
        }
        if (c <= 0x20) {
            for (const char32_t mark : following)
                put(codes.at(mark), out);
            designate(CharSet::Ascii, out);
            out += static_cast<char>(c);
            return;
        }
        static constexpr std::array<std::pair<char32_t, char>, 4> kC1{
            {{0x98, '\x88'}, {0x9C, '\x89'}, {0x200D, '\x8D'}, {0x200C, '\x8E'}}};
        for (const auto& [wanted, byte] : kC1) {
            if (wanted == c) {
                out += byte;
                put_marks_as_references(following, out);
                return;
            }
        }
        if (const std::string wide = eacc.from_unicode(c); !wide.empty()) {
            for (const char32_t mark : following)
                put(codes.at(mark), out);
            designate(CharSet::Eacc, out);
            out += wide;
            return;
        }
        put_reference(c, out);
        put_marks_as_references(following, out);
    }

    void put_marks_as_references(std::u32string_view marks, std::string& out) {
        for (const char32_t mark : marks)
            put_reference(mark, out);
    }
};

Marc8Encoder::Marc8Encoder() : state_(std::make_unique<State>()) {}
Marc8Encoder::~Marc8Encoder() = default;
Marc8Encoder::Marc8Encoder(Marc8Encoder&&) noexcept = default;
Marc8Encoder& Marc8Encoder::operator=(Marc8Encoder&&) noexcept = default;

std::size_t Marc8Encoder::encode(std::string_view utf8, std::string& out) {
    State& state = *state_;
    state.references = 0;
    const auto& codes = impl::marc8_tables().codes;
    const auto combining = [&](char32_t c) {
        const auto found = codes.find(c);
        return found != codes.end() && found->second.combining;
    };
    unsigned char right_half = 0;
    for (std::size_t at = 0; at < utf8.size();) {
        const std::size_t length = impl::utf8_length(utf8, at);
        if (length == 0) {
            ++at;
            state.put_reference(kReplacement, out);
            continue;
        }
        const char32_t c = impl::utf8_char(utf8, at, length);
        at += length;
        std::u32string marks;
        while (at < utf8.size()) {
            const std::size_t mark_length = impl::utf8_length(utf8, at);
            if (mark_length == 0) break;
            const char32_t mark = impl::utf8_char(utf8, at, mark_length);
            if (!combining(mark)) break;
            marks.push_back(mark);
            at += mark_length;
        }
        state.cluster(c, marks, right_half, out);
        right_half = 0;
        if (marks.find(kLigature) != std::u32string::npos) right_half = kLigatureRight;
        if (marks.find(kDoubleTilde) != std::u32string::npos) right_half = kDoubleTildeRight;
    }
    state.designate(CharSet::Ascii, out);
    return state.references;
}

} // namespace tangthu::marc
