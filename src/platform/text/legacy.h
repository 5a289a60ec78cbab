#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tangthu::text {

/// Byte encodings met in Vietnamese records before UTF-8 (domain.md 2.4).
enum class LegacyEncoding {
    utf8,
    tcvn3,        ///< TCVN 5712 as the ABC fonts use it; ư is 0xAD, capitals came from a font
    vni,          ///< VNI-Windows: vowel, then mark, two bytes
    viscii,       ///< RFC 1456; letters among the control codes
    cp1258,       ///< Windows Vietnamese: base letter, then combining tone
    double_utf8,  ///< UTF-8 taken for Windows-1252 and encoded again
    windows_1252, ///<
    latin1,       ///< ISO 8859-1
    cp1251,       ///< Windows Cyrillic
    cp866,        ///< DOS Cyrillic
};

/// `tcvn3`, `vni`, `viscii`, `cp1258`, `double-utf8`, `windows-1252`, `latin1`, `cp1251`, `cp866`, `utf-8`.
[[nodiscard]] std::string_view encoding_name(LegacyEncoding encoding);
/// By that name or a usual other one (`abc`, `tcvn`, `windows-1258`, `iso-8859-1`, `utf8`), in any case.
[[nodiscard]] std::optional<LegacyEncoding> find_encoding(std::string_view name);
[[nodiscard]] std::span<const LegacyEncoding> all_encodings();

struct Decoded {
    std::string text;         ///< UTF-8, NFC
    std::size_t replaced = 0; ///< bytes that mean nothing in this encoding, each now U+FFFD
};
/// Decodes bytes; linear, any input. Line ends, 0x1D–0x1F and ASCII pass through. TCVN3 capitals are put right:
/// in a word whose plain letters are all capitals the accented ones become capitals too (NGUYễN → NGUYỄN).
[[nodiscard]] Decoded decode(std::string_view bytes, LegacyEncoding encoding);

struct EncodingGuess {
    LegacyEncoding encoding = LegacyEncoding::utf8;
    double score = 0;   ///< 0…1: share of words with letters beyond ASCII that are Vietnamese syllables once decoded
    std::string sample; ///< the first words beyond ASCII with their neighbours, decoded, at most 120 bytes
};
/// Every encoding that can be meant, best first; pure ASCII gives utf8 alone with score 1. Looks at no more than the
/// first 64 kB with bytes beyond ASCII. Well-formed UTF-8 that is not double-encoded stays utf8, whatever its language.
[[nodiscard]] std::vector<EncodingGuess> detect_encoding(std::string_view bytes);

/// Damage inside text that is well-formed UTF-8 already.
enum class TextDamage {
    tcvn3_as_latin1, ///< `Tr¨m n¨m`, `Th­ viÖn`, `Th− viÖn`
    vni_as_latin1,   ///< `Thö vieän`
    double_utf8,     ///< `ThÆ° viá»‡n`
    horn_look_alike, ///< `Thƣ viện`
    lost_horn,       ///< ư (0xAD) gone from text otherwise right: `th mục`, `Th− viện`
};
/// `tcvn3-as-latin1`, `vni-as-latin1`, `double-utf8`, `horn-look-alike`, `lost-horn`.
[[nodiscard]] std::string_view damage_name(TextDamage damage);

struct TextRepair {
    TextDamage damage = TextDamage::tcvn3_as_latin1;
    std::string text;  ///< repaired, NFC
    double before = 0; ///< share of Vietnamese syllables among the words, before and after
    double after = 0;
};
/// The repair that makes the text Vietnamese, when one clearly does; none for sound text of any language.
/// Looks at each field by itself: files are mixed. Bounded: texts over 64 kB are judged by their beginning.
[[nodiscard]] std::optional<TextRepair> repair_text(std::string_view text);

} // namespace tangthu::text
