#pragma once

#include "platform/base/result.h"
#include "platform/text/legacy.h"

#include <iosfwd>

namespace tangthu::text {

// `tangthu text VERB`, from a stream to a stream. Errors: text.read_failed, text.write_failed, text.malformed_utf8.

/// Every line folded.
[[nodiscard]] Result<void> run_fold(std::istream& in, std::ostream& out);
/// The lines in Vietnamese order, equal ones in the order they came in.
[[nodiscard]] Result<void> run_sort(std::istream& in, std::ostream& out);
/// Bytes of a legacy encoding as UTF-8 NFC. Returns how many bytes had no meaning.
[[nodiscard]] Result<std::size_t> run_decode(std::istream& in, std::ostream& out, LegacyEncoding from);
enum class DetectOutput { lines, json };
/// The encodings that the bytes may be in, best first: name, score, sample.
[[nodiscard]] Result<void> run_detect(std::istream& in, std::ostream& out, DetectOutput form = DetectOutput::lines);

} // namespace tangthu::text
