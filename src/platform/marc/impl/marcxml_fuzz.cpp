// Any bytes as MARCXML, Turbomarc and their envelopes.
#include "platform/marc/impl/fuzz_properties.h"

#include <cstdint>

namespace {

using namespace tangthu::marc;

void read_marcxml(std::string_view bytes) {
    const auto steps =
        impl::read_to_end(bytes, {.format = Format::MarcXml, .max_record_bytes = impl::kFuzzRecordBytes});
    impl::require_places(bytes, steps);
    for (const impl::ReadStep& step : steps) {
        if (!step.good) continue;
        impl::require_clean(step.record);
        impl::require_survives(step.record, Format::MarcXml);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    read_marcxml({reinterpret_cast<const char*>(data), size});
    return 0;
}
