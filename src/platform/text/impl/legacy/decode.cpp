#include "platform/text/legacy.h"

#include "platform/text/impl/legacy/byte_tables.h"
#include "platform/text/impl/legacy/decoders.h"
#include "platform/text/impl/letters/utf8.h"
#include "platform/text/normalize.h"
#include "platform/text/syllable.h"

#include <algorithm>
#include <array>

namespace tangthu::text {

using namespace impl;

namespace {

constexpr char32_t kReplacement = 0xFFFD;

struct Name {
    LegacyEncoding encoding;
    std::string_view name;
};
constexpr std::array kNames{
    Name{LegacyEncoding::utf8, "utf-8"},
    Name{LegacyEncoding::tcvn3, "tcvn3"},
    Name{LegacyEncoding::vni, "vni"},
    Name{LegacyEncoding::viscii, "viscii"},
    Name{LegacyEncoding::cp1258, "cp1258"},
    Name{LegacyEncoding::double_utf8, "double-utf8"},
    Name{LegacyEncoding::windows_1252, "windows-1252"},
    Name{LegacyEncoding::latin1, "latin1"},
    Name{LegacyEncoding::cp1251, "cp1251"},
    Name{LegacyEncoding::cp866, "cp866"},
};
constexpr std::array kOtherNames{
    Name{LegacyEncoding::utf8, "utf8"},           Name{LegacyEncoding::tcvn3, "tcvn"},
    Name{LegacyEncoding::tcvn3, "abc"},           Name{LegacyEncoding::tcvn3, "tcvn5712"},
    Name{LegacyEncoding::tcvn3, "tcvn-5712"},     Name{LegacyEncoding::vni, "vni-windows"},
    Name{LegacyEncoding::cp1258, "windows-1258"}, Name{LegacyEncoding::double_utf8, "double_utf8"},
    Name{LegacyEncoding::windows_1252, "cp1252"}, Name{LegacyEncoding::windows_1252, "windows1252"},
    Name{LegacyEncoding::latin1, "latin-1"},      Name{LegacyEncoding::latin1, "iso-8859-1"},
    Name{LegacyEncoding::cp1251, "windows-1251"}, Name{LegacyEncoding::cp866, "ibm866"},
};
constexpr std::array kEncodings{
    LegacyEncoding::utf8,   LegacyEncoding::tcvn3,       LegacyEncoding::vni,          LegacyEncoding::viscii,
    LegacyEncoding::cp1258, LegacyEncoding::double_utf8, LegacyEncoding::windows_1252, LegacyEncoding::latin1,
    LegacyEncoding::cp1251, LegacyEncoding::cp866,
};

/// One byte, one character.
Decoded decode_by_table(std::string_view bytes, std::u16string_view upper, const char16_t* controls) {
    Decoded decoded;
    decoded.text.reserve(bytes.size() * 3 / 2);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        char32_t character = byte;
        if (byte >= 0x80)
            character = upper[byte - 0x80U];
        else if (byte < 0x20 && controls != nullptr && controls[byte] != 0)
            character = controls[byte];
        if (character == kReplacement) ++decoded.replaced;
        append_char(decoded.text, character);
    }
    return decoded;
}

bool is_ascii_letter(unsigned char byte) { return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z'); }

/// The codes below 0xA0 are capitals in TCVN 5712, but quotes and dashes of Windows-1252 in documents set in the ABC
/// fonts, and true control codes elsewhere: capitals only where they make the word a syllable.
Decoded decode_tcvn3(std::string_view bytes) {
    Decoded decoded;
    decoded.text.reserve(bytes.size() * 3 / 2);
    std::string as_letters;
    std::string as_signs;
    bool has_doubtful = false;
    std::size_t signs_replaced = 0;
    char16_t lone_sign = 0;
    const auto end_word = [&] {
        // A sign of punctuation by itself is no word, though Ọ would be one.
        const bool is_sign =
            as_letters.size() <= 3 && std::u16string_view{u"…‘’“”•–—‚„‹›"}.find(lone_sign) != std::u16string_view::npos;
        const bool is_word = !has_doubtful || (is_syllable(as_letters) && !is_sign);
        decoded.text += is_word ? as_letters : as_signs;
        if (!is_word) decoded.replaced += signs_replaced;
        as_letters.clear();
        as_signs.clear();
        has_doubtful = false;
        signs_replaced = 0;
        lone_sign = 0;
    };
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        const char16_t control = byte < 0x20 ? kTcvnControls[byte] : char16_t{0};
        if (byte < 0x80 && control == 0 && !is_ascii_letter(byte)) {
            end_word();
            decoded.text += c;
        } else if (byte < 0x80 && control == 0) {
            as_letters += c;
            as_signs += c;
        } else if (byte >= 0xA1) {
            append_char(as_letters, kTcvnUpper[byte - 0x80U]);
            append_char(as_signs, kTcvnUpper[byte - 0x80U]);
        } else if (byte == 0xA0) {
            end_word();
            append_char(decoded.text, 0xA0);
        } else {
            has_doubtful = true;
            const char32_t sign = byte < 0x20 ? byte : char32_t{kWindows1252Upper[byte - 0x80U]};
            if (sign == kReplacement) ++signs_replaced;
            lone_sign = as_letters.empty() ? static_cast<char16_t>(sign) : char16_t{0};
            append_char(as_letters, byte < 0x20 ? control : kTcvnUpper[byte - 0x80U]);
            append_char(as_signs, sign);
            if (as_letters.size() > 64) end_word();
        }
    }
    end_word();
    return decoded;
}

Decoded decode_vni_bytes(std::string_view bytes) {
    std::u32string characters;
    characters.reserve(bytes.size());
    for (const char c : bytes)
        characters += static_cast<unsigned char>(c);
    return impl::decode_vni(characters);
}

char lower_ascii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

} // namespace

std::string_view encoding_name(LegacyEncoding encoding) {
    for (const Name& one : kNames)
        if (one.encoding == encoding) return one.name;
    return {};
}

std::optional<LegacyEncoding> find_encoding(std::string_view name) {
    std::string wanted{name};
    std::transform(wanted.begin(), wanted.end(), wanted.begin(), lower_ascii);
    for (const Name& one : kNames)
        if (one.name == wanted) return one.encoding;
    for (const Name& one : kOtherNames)
        if (one.name == wanted) return one.encoding;
    return std::nullopt;
}

std::span<const LegacyEncoding> all_encodings() { return kEncodings; }

Decoded decode(std::string_view bytes, LegacyEncoding encoding) {
    Decoded decoded;
    switch (encoding) {
    case LegacyEncoding::utf8: {
        RepairedUtf8 repaired = repair_utf8(bytes);
        decoded = {std::move(repaired.text), repaired.replaced};
        break;
    }
    case LegacyEncoding::tcvn3:
        decoded = decode_tcvn3(bytes);
        break;
    case LegacyEncoding::vni:
        decoded = decode_vni_bytes(bytes);
        break;
    case LegacyEncoding::viscii:
        decoded = decode_by_table(bytes, kVisciiUpper, kVisciiControls);
        break;
    case LegacyEncoding::cp1258:
        decoded = decode_by_table(bytes, kWindows1258Upper, nullptr);
        break;
    case LegacyEncoding::double_utf8:
        decoded = undo_double_utf8(bytes);
        break;
    case LegacyEncoding::windows_1252:
        decoded = decode_by_table(bytes, kWindows1252Upper, nullptr);
        break;
    case LegacyEncoding::latin1:
        for (const char c : bytes)
            append_char(decoded.text, static_cast<unsigned char>(c));
        break;
    case LegacyEncoding::cp1251:
        decoded = decode_by_table(bytes, kWindows1251Upper, nullptr);
        break;
    case LegacyEncoding::cp866:
        decoded = decode_by_table(bytes, kCp866Upper, nullptr);
        break;
    }
    decoded.text = nfc(decoded.text);
    if (encoding == LegacyEncoding::tcvn3) decoded.text = capitals_restored(doubled_capitals_joined(decoded.text));
    return decoded;
}

} // namespace tangthu::text
