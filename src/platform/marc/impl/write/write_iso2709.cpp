#include "platform/marc/impl/write/write_formats.h"

#include <algorithm>

namespace tangthu::marc::impl {

namespace {

constexpr std::size_t kDirectoryEntry = 12;

/// Writes a number into digits that are there already; what does not fit becomes nines.
void put_digits(char* at, std::size_t digits, std::size_t value) {
    for (std::size_t i = digits; i-- > 0;) {
        at[i] = static_cast<char>('0' + value % 10);
        value /= 10;
    }
    if (value > 0) std::fill(at, at + digits, '9');
}

void put_text(std::string_view value, Marc8Encoder* marc8, std::string& out, std::uint64_t& replaced) {
    if (marc8 == nullptr) {
        out += value;
    } else {
        replaced += marc8->encode(value, out);
    }
}

} // namespace

void write_iso2709(const Record& record, Marc8Encoder* marc8, std::string& out, std::uint64_t& replaced) {
    const std::size_t begin = out.size();
    const std::size_t base = Record::kLeaderBytes + record.field_count() * kDirectoryEntry + 1;
    out += record.leader();
    out.resize(begin + base, '\x1E');
    std::size_t entry = begin + Record::kLeaderBytes;
    for (const FieldView field : record.fields()) {
        const std::size_t start = out.size();
        if (field.is_control()) {
            put_text(field.value(), marc8, out, replaced);
        } else {
            out += field.ind1();
            out += field.ind2();
            for (const auto [code, value] : field.subfields()) {
                out += '\x1F';
                out += code;
                put_text(value, marc8, out, replaced);
            }
        }
        out += '\x1E';
        char* at = out.data() + entry;
        std::copy_n(field.tag().data(), 3, at);
        put_digits(at + 3, 4, out.size() - start);
        put_digits(at + 7, 5, start - begin - base);
        entry += kDirectoryEntry;
    }
    out += '\x1D';
    char* leader = out.data() + begin;
    put_digits(leader, 5, out.size() - begin);
    leader[9] = marc8 == nullptr ? 'a' : ' ';
    put_digits(leader + 12, 5, base);
}

} // namespace tangthu::marc::impl
