// Each way of scanning, with and without AVX2, sees the same.
#include "platform/marc/impl/text/scan.h"

#include <gtest/gtest.h>
#include <string>

namespace tangthu::marc::impl {
namespace {

TEST(Scan, TakesEachByteForWhatItIs) {
    for (const auto find : {find_separators, find_separators_plain}) {
        for (unsigned byte = 0; byte < 0x100; ++byte) {
            for (const std::size_t at : {0U, 70U, 130U}) {
                std::string text(131, 'x');
                text[at] = static_cast<char>(byte);
                std::vector<std::uint32_t> marks;
                std::size_t count = 0;
                const ByteKinds kinds = find(text, marks, count);
                const bool is_separator = byte >= 0x1D && byte <= 0x1F;
                marks.resize(count);
                const std::vector<std::uint32_t> expected(is_separator ? 1 : 0, static_cast<std::uint32_t>(at));
                EXPECT_EQ(marks, expected) << byte;
                EXPECT_EQ(kinds.high, byte >= 0x80) << byte;
                EXPECT_EQ(kinds.control, (byte < 0x20 || byte == 0x7F) && !is_separator) << byte;
            }
        }
    }
}

} // namespace
} // namespace tangthu::marc::impl
