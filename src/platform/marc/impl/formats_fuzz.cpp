// Any bytes, their format found by content; what was read goes through every format that carries all a record can hold.
#include "platform/marc/check.h"
#include "platform/marc/impl/fuzz_properties.h"

#include <cstdint>

namespace {

using namespace tangthu::marc;

void read_anything(std::string_view bytes) {
    const auto steps = impl::read_to_end(bytes, {.max_record_bytes = impl::kFuzzRecordBytes});
    impl::require_places(bytes, steps);
    for (const impl::ReadStep& step : steps) {
        if (!step.good) continue;
        impl::require_clean(step.record);
        static_cast<void>(check_record(step.record));
        for (const Format format : {Format::Iso2709, Format::MarcXml, Format::Json, Format::Ndjson})
            impl::require_survives(step.record, format);
        // One line a field: line breaks in values are lost there, so only that they can be written.
        for (const Format format : {Format::Mrk, Format::AlephSeq, Format::Line})
            static_cast<void>(to_string(step.record, {.format = format}));
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    read_anything({reinterpret_cast<const char*>(data), size});
    return 0;
}
