#include "platform/marc/impl/text/marc8_tables.h"

#include "platform/base/error.h"
#include "platform/marc/impl/text/scan.h"
#include "platform/text/normalize.h"

#include <vector>
#include <yaz/yaz-iconv.h>

namespace tangthu::marc::impl {

namespace {

constexpr std::string_view kToAscii = "\x1B(B";

struct IconvCloser {
    void operator()(yaz_iconv_struct* handle) const { yaz_iconv_close(handle); }
};
using Iconv = std::unique_ptr<yaz_iconv_struct, IconvCloser>;

Iconv open_iconv(const char* to, const char* from) {
    Iconv handle{yaz_iconv_open(to, from)};
    if (!handle) throw Fault("YAZ has no MARC-8 tables");
    return handle;
}

/// Empty when YAZ can't convert it.
std::string convert(yaz_iconv_struct* handle, std::string input) {
    std::array<char, 64> buffer{};
    char* in = input.data();
    std::size_t in_left = input.size();
    char* out = buffer.data();
    std::size_t out_left = buffer.size();
    const bool failed = yaz_iconv(handle, &in, &in_left, &out, &out_left) == static_cast<std::size_t>(-1);
    if (!failed) yaz_iconv(handle, nullptr, nullptr, &out, &out_left);
    const std::string result =
        failed ? std::string{} : std::string(buffer.data(), static_cast<std::size_t>(out - buffer.data()));
    yaz_iconv(handle, nullptr, nullptr, nullptr, nullptr);
    return result;
}

std::u32string characters(std::string_view text) {
    std::u32string result;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8_length(text, at);
        if (length == 0) break;
        result.push_back(utf8_char(text, at, length));
        at += length;
    }
    return result;
}

/// Asks for one code followed by an `a`: a mark comes out behind the letter, anything else before it.
Glyph ask(yaz_iconv_struct* handle, CharSet set, unsigned code) {
    std::string input;
    if (set == CharSet::Ansel) {
        input = std::string(1, static_cast<char>(code | 0x80U)) + "a";
    } else if (set == CharSet::Subscripts || set == CharSet::Superscripts || set == CharSet::GreekSymbols) {
        input = std::string{'\x1B', final_byte(set), static_cast<char>(code)} + "\x1Bs" + "a";
    } else {
        input = std::string{'\x1B', '(', final_byte(set), static_cast<char>(code)} + std::string{kToAscii} + "a";
    }
    const std::u32string answer = characters(convert(handle, input));
    if (answer.size() != 2) return {};
    if (answer[0] == U'a') return {answer[1], true};
    return {answer[0], false};
}

void add_decompositions(Marc8Tables& tables) {
    std::vector<char32_t> bases;
    std::vector<char32_t> marks;
    for (char32_t c = U'A'; c <= U'z'; ++c)
        bases.push_back(c);
    for (const CharSet set : {CharSet::Ansel, CharSet::Greek, CharSet::Cyrillic, CharSet::ExtendedCyrillic}) {
        for (const Glyph& glyph : tables.glyphs[static_cast<std::size_t>(set)]) {
            if (glyph.c != 0) (glyph.combining ? marks : bases).push_back(glyph.c);
        }
    }
    // Two rounds: ê from e, then ệ from ê. The mark that came first (circumflex) is the one nearer to the letter.
    for (int round = 0; round < 2; ++round) {
        std::vector<char32_t> composed;
        for (const char32_t base : bases) {
            for (const char32_t mark : marks) {
                std::string pair;
                append_utf8(pair, base);
                append_utf8(pair, mark);
                const std::u32string letter = characters(text::nfc(pair));
                if (letter.size() != 1) continue;
                tables.compositions.try_emplace(std::uint64_t{base} << 32U | mark, letter[0]);
                if (tables.codes.contains(letter[0])) continue;
                if (tables.decompositions.try_emplace(letter[0], Decomposition{base, mark}).second) {
                    composed.push_back(letter[0]);
                }
            }
        }
        bases = std::move(composed);
    }
}

Marc8Tables make_tables() {
    Marc8Tables tables;
    const Iconv handle = open_iconv("UTF-8", "MARC-8");
    for (std::size_t i = 0; i < kSmallSets; ++i) {
        const auto set = static_cast<CharSet>(i);
        for (unsigned code = 0x21; code <= 0x7E; ++code) {
            const Glyph glyph = set == CharSet::Ascii ? Glyph{code, false} : ask(handle.get(), set, code);
            if (glyph.c == 0) continue;
            tables.glyphs[i][code] = glyph;
            tables.codes.try_emplace(glyph.c, Marc8Code{set, static_cast<std::uint8_t>(code), glyph.combining});
        }
    }
    add_decompositions(tables);
    return tables;
}

} // namespace

char final_byte(CharSet set) {
    switch (set) {
    case CharSet::Ascii:
        return 'B';
    case CharSet::Ansel:
        return 'E';
    case CharSet::Greek:
        return 'S';
    case CharSet::Cyrillic:
        return 'N';
    case CharSet::ExtendedCyrillic:
        return 'Q';
    case CharSet::Hebrew:
        return '2';
    case CharSet::Arabic:
        return '3';
    case CharSet::ExtendedArabic:
        return '4';
    case CharSet::Subscripts:
        return 'b';
    case CharSet::Superscripts:
        return 'p';
    case CharSet::GreekSymbols:
        return 'g';
    case CharSet::Eacc:
        return '1';
    }
    return 'B';
}

const Marc8Tables& marc8_tables() {
    static const Marc8Tables kTables = make_tables();
    return kTables;
}

struct EaccConverter::Handles {
    Iconv decode;
    Iconv encode;
};

EaccConverter::EaccConverter() : handles_(std::make_unique<Handles>()) {}
EaccConverter::~EaccConverter() = default;

char32_t EaccConverter::to_unicode(std::array<char, 3> code) {
    if (!handles_->decode) handles_->decode = open_iconv("UTF-8", "MARC-8");
    const std::string input = "\x1B$1" + std::string(code.data(), code.size()) + std::string{kToAscii};
    const std::u32string answer = characters(convert(handles_->decode.get(), input));
    return answer.size() == 1 ? answer[0] : 0;
}

std::string EaccConverter::from_unicode(char32_t c) {
    if (!handles_->encode) handles_->encode = open_iconv("MARC-8", "UTF-8");
    std::string input;
    append_utf8(input, c);
    const std::string answer = convert(handles_->encode.get(), input);
    if (!answer.starts_with("\x1B$1") || answer.size() < 6) return {};
    return answer.substr(3, 3);
}

} // namespace tangthu::marc::impl
