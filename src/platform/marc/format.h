#pragma once

#include "platform/base/result.h"

#include <optional>
#include <string_view>

namespace tangthu::marc {

/// How records are written down in a file.
enum class Format {
    Iso2709,  ///< MARC 21 / UNIMARC exchange file (.mrc, .iso)
    Isis,     ///< CDS/ISIS export: ISO 2709 in text, lines of 80, `#` and `##` as terminators
    MarcXml,  ///< MARCXML with any prefix; Turbomarc is read too
    Json,     ///< MARC-in-JSON, one array
    Ndjson,   ///< MARC-in-JSON, one object a line
    Mrk,      ///< MARCMaker text (.mrk), both mnemonic styles
    AlephSeq, ///< Aleph sequential
    Line,     ///< the "line" text of yaz-marcdump
};

/// How the bytes of text are to be read. Records in memory are always UTF-8 (NFC).
enum class Encoding {
    Utf8,
    Marc8,
    Tcvn3, ///< TCVN 5712 / ABC fonts
    Vni,   ///< VNI-Windows, two bytes a marked vowel
    Viscii,
    Cp1258, ///< Windows Vietnamese, letter + combining tone
    Cp1252, ///< Windows Western, also what ISO 8859-1 files mostly are
    Cp1251, ///< Windows Cyrillic
    Cp866,  ///< DOS Cyrillic
};

/// The spelling of the command line: iso2709 isis marcxml json ndjson mrk aleph line. Unknown: nullopt.
[[nodiscard]] std::optional<Format> format_from_name(std::string_view name);
[[nodiscard]] std::string_view format_name(Format format);
/// The format of that name where it can be written: all but isis. Errors: marc.cannot_write_format {format, known}.
[[nodiscard]] Result<Format> writable_format(std::string_view name);

/// utf-8 marc-8 tcvn3 (abc) vni viscii cp1258 cp1252 (iso-8859-1, latin1) cp1251 cp866. Case and `-` do not matter.
/// Unknown: nullopt.
[[nodiscard]] std::optional<Encoding> encoding_from_name(std::string_view name);
[[nodiscard]] std::string_view encoding_name(Encoding encoding);

/// The media type a format travels under: application/marc, application/marcxml+xml, …
[[nodiscard]] std::string_view media_type(Format format);

/// Looks at the first bytes of a file (a few kilobytes are enough). Nothing that looks like records: nullopt.
[[nodiscard]] std::optional<Format> detect_format(std::string_view head);

} // namespace tangthu::marc
