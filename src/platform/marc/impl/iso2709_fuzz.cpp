// Any bytes as ISO 2709: every byte is in a record, in a reject or is padding; what was read is written and read again.
#include "platform/marc/impl/fuzz_properties.h"

#include <cstdint>

namespace {

using namespace tangthu::marc;

void require_padding(std::string_view between) {
    constexpr std::string_view kPadding{"\r\n \t\0\x1A\x1D\xEF\xBB\xBF", 10};
    impl::require(between.find_first_not_of(kPadding) == std::string_view::npos);
}

void read_iso2709(std::string_view bytes) {
    const auto steps =
        impl::read_to_end(bytes, {.format = Format::Iso2709, .max_record_bytes = impl::kFuzzRecordBytes});
    impl::require_places(bytes, steps);
    std::uint64_t at = 0;
    for (const impl::ReadStep& step : steps) {
        require_padding(bytes.substr(at, step.begin() - at));
        at = step.begin() + step.size();
        if (!step.good) continue;
        impl::require_clean(step.record);
        impl::require_survives(step.record, Format::Iso2709);
    }
    require_padding(bytes.substr(at));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    read_iso2709({reinterpret_cast<const char*>(data), size});
    return 0;
}
