// Any bytes through every decoder, detection and repair.
#include "platform/text/legacy.h"
#include "platform/text/normalize.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace tangthu::text;

void require(bool holds) {
    if (!holds) std::abort();
}

void try_decoders(std::string_view bytes) {
    for (const LegacyEncoding encoding : all_encodings()) {
        const Decoded decoded = decode(bytes, encoding);
        require(is_nfc(decoded.text));
        require(decoded.text.size() <= 4 * bytes.size());
    }
    double last = 2;
    for (const EncodingGuess& guess : detect_encoding(bytes)) {
        require(guess.score >= 0 && guess.score <= last);
        require(is_valid_utf8(guess.sample));
        last = guess.score;
    }
    if (const auto repair = repair_text(repair_utf8(bytes).text)) require(is_nfc(repair->text));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try_decoders({reinterpret_cast<const char*>(data), size});
    return 0;
}
