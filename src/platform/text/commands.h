#pragma once

#include "platform/base/result.h"
#include "platform/text/legacy.h"

#include <cstddef>
#include <iosfwd>
#include <optional>
#include <string>

namespace tangthu::text {

// `tangthu text VERB`, from a stream to a stream. Errors: text.read_failed, text.write_failed, text.malformed_utf8.

/// Every line folded.
[[nodiscard]] Result<void> run_fold(std::istream& in, std::ostream& out);
/// The lines in Vietnamese order, equal ones in the order they came in.
[[nodiscard]] Result<void> run_sort(std::istream& in, std::ostream& out);
/// Bytes of a legacy encoding as UTF-8 NFC. Returns how many bytes had no meaning.
[[nodiscard]] Result<std::size_t> run_decode(std::istream& in, std::ostream& out, LegacyEncoding from);
/// Lines of UTF-8 whose letters were damaged before it came to be UTF-8, mended each by itself (repair_text); all
/// others as they are. Returns how many were mended.
[[nodiscard]] Result<std::size_t> run_repair(std::istream& in, std::ostream& out);

/// What run_detect() found in text that is well-formed UTF-8.
struct DamagedLines {
    TextDamage damage = TextDamage::tcvn3_as_latin1; ///< of the first such line
    std::size_t count = 0;
    std::string sample; ///< the first, mended, its beginning
    double score = 0;   ///< share of Vietnamese syllables in it, mended
};
enum class DetectOutput { lines, json };
/// The encodings that the bytes may be in, best first: name, score, sample. Behind `utf-8` stands `damaged` where
/// run_repair() would mend lines; JSON has them as `damage`. Looks for them in the first 64 kB.
[[nodiscard]] Result<std::optional<DamagedLines>> run_detect(std::istream& in, std::ostream& out,
                                                             DetectOutput form = DetectOutput::lines);

} // namespace tangthu::text
