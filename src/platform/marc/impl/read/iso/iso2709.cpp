#include "platform/marc/impl/read/iso/iso2709.h"

#include "platform/marc/impl/record_parts.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <string>

namespace tangthu::marc::impl {

namespace {

constexpr char kRecordEnd = 0x1D;
constexpr char kFieldEnd = 0x1E;
constexpr char kDelimiter = 0x1F;
constexpr std::size_t kLeader = Record::kLeaderBytes;

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Line ends, blanks, NUL, the old end-of-file sign and stray terminators that stand between records.
constexpr bool is_padding(char c) {
    return c == '\r' || c == '\n' || c == ' ' || c == '\t' || c == '\0' || c == 0x1A || c == kRecordEnd;
}

std::size_t bom_length(std::string_view data) { return data.starts_with("\xEF\xBB\xBF") ? 3 : 0; }

void skip_padding(ByteWindow& window) {
    while (window.ensure(1)) {
        if (window.data()[0] == '\xEF' && window.ensure(3) && bom_length(window.data()) > 0) {
            window.consume(3);
            continue;
        }
        std::size_t count = 0;
        const std::string_view data = window.data();
        // Leading blanks can belong to a leader that lost its length.
        while (count < data.size() && is_padding(data[count]) && data[count] != ' ')
            ++count;
        if (count == 0) return;
        window.consume(count);
    }
}

bool starts_with_length(std::string_view data) {
    return data.size() >= 5 && std::all_of(data.begin(), data.begin() + 5, is_digit);
}

bool holds_separators(const Record& record) {
    constexpr std::string_view kSeparators = "\x1D\x1E\x1F";
    for (const FieldView field : record.fields()) {
        if (field.value().find_first_of(kSeparators) != std::string_view::npos) return true;
        for (const auto [code, value] : field.subfields()) {
            if (value.find_first_of(kSeparators) != std::string_view::npos) return true;
        }
    }
    return false;
}

/// Length and start of a directory entry, LLLLSSSSS, at once: eight digits in one word and one behind.
struct EntryFigures {
    std::uint32_t length = 0;
    std::uint32_t start = 0;
    bool digits = false;
};
EntryFigures entry_figures(const char* at) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof word);
    if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
    constexpr std::uint64_t kHigh = 0xF0F0F0F0F0F0F0F0;
    constexpr std::uint64_t kThrees = 0x3030303030303030;
    const auto last = static_cast<unsigned>(static_cast<unsigned char>(at[8])) - '0';
    EntryFigures figures;
    figures.digits = (word & kHigh) == kThrees && ((word + 0x0606060606060606) & kHigh) == kThrees && last <= 9;
    word -= kThrees;
    word = word * 10 + (word >> 8U);
    const auto pairs = word & 0x000000FF000000FF;
    const auto others = (word >> 16U) & 0x000000FF000000FF;
    const auto value = static_cast<std::uint32_t>((pairs * 0x000F424000000064 + others * 0x0000271000000001) >> 32U);
    figures.length = value / 10000;
    figures.start = value % 10000 * 10 + last;
    return figures;
}

} // namespace

bool looks_like_leader(std::string_view bytes) {
    if (bytes.size() < kLeader || !starts_with_length(bytes)) return false;
    const auto blank_or_digit = [&](std::size_t at) { return is_digit(bytes[at]) || bytes[at] == ' '; };
    for (std::size_t i = 5; i < 10; ++i) {
        if (!is_printable(bytes[i])) return false;
    }
    for (std::size_t i = 12; i < 17; ++i) {
        if (!is_digit(bytes[i])) return false;
    }
    // Status and type are never figures: a stretch of a directory is none.
    return !is_digit(bytes[5]) && !is_digit(bytes[6]) && blank_or_digit(10) && blank_or_digit(11) && bytes[20] == '4' &&
           bytes[21] == '5';
}

void take_leader(std::string_view bytes, Record& record, RepairSet& repairs) {
    auto& leader = RecordParts::leader(record);
    if (bytes.size() == kLeader) {
        // All 24 at once: printable means 0x20 to 0x7E, so neither bit 7 nor a carry into it, and one of bits 5 and 6.
        std::array<std::uint64_t, 3> words{};
        std::memcpy(words.data(), bytes.data(), kLeader);
        std::uint64_t wrong = 0;
        for (const std::uint64_t word : words) {
            constexpr std::uint64_t kOnes = 0x0101010101010101;
            const std::uint64_t has_bit_5_or_6 = (word << 2U | word << 1U) & (kOnes * 0x80);
            wrong |= (word | (word + kOnes)) & (kOnes * 0x80);
            wrong |= has_bit_5_or_6 ^ (kOnes * 0x80);
        }
        if (wrong == 0) {
            std::memcpy(leader.data(), bytes.data(), kLeader);
            return;
        }
    }
    bool clean = bytes.size() == kLeader;
    for (std::size_t i = 0; i < kLeader; ++i) {
        const char c = i < bytes.size() ? bytes[i] : ' ';
        leader[i] = is_printable(c) ? c : ' ';
        clean &= is_printable(c);
    }
    if (!clean) repairs.add(Repair::LeaderLength);
}

std::size_t Iso2709Reader::find_record_end(ByteWindow& window) {
    // Remembering how far the search got keeps it linear when many records in a row have no terminator.
    const std::uint64_t offset = window.offset();
    const std::size_t from = no_end_before_ > offset ? static_cast<std::size_t>(no_end_before_ - offset) : 0;
    const std::size_t end = window.find(kRecordEnd, from, limit_);
    no_end_before_ = offset + (end == std::string_view::npos ? std::min(limit_, window.data().size()) : end);
    return end;
}

std::size_t Iso2709Reader::find_frame(ByteWindow& window, std::size_t declared) {
    if (declared > kLeader && declared <= limit_ && window.ensure(declared) &&
        window.data()[declared - 1] == kRecordEnd) {
        return declared;
    }
    const std::size_t end = find_record_end(window);
    const std::size_t frame = end == std::string_view::npos ? std::min(limit_, window.data().size()) : end + 1;
    // A leader further on, before any terminator: this record's terminator is missing.
    for (std::size_t at = kLeader; at + kLeader <= frame; ++at) {
        if (is_digit(window.data()[at]) && looks_like_leader(window.data().substr(at))) return at;
    }
    return frame;
}

bool Iso2709Reader::next(ByteWindow& window, Record& record, Parsed& parsed) {
    while (true) {
        skip_padding(window);
        parsed.start(window.offset());
        if (!window.ensure(1)) return false;
        window.ensure(kLeader);
        const std::int64_t length = parse_digits(window.data().substr(0, 5));
        const std::size_t declared = length < 0 ? 0 : static_cast<std::size_t>(length);
        const std::size_t size = find_frame(window, declared);
        const std::string_view frame = window.data().substr(0, size);
        if (std::all_of(frame.begin(), frame.end(), is_padding)) {
            window.consume(size);
            continue;
        }
        if (frame.back() != kRecordEnd && size >= limit_) {
            parsed.reject("marc.record_too_long", {{"limit_bytes", std::to_string(limit_)}});
            // find_frame() has seen it all: no terminator, and no leader but perhaps in its first or last bytes. A line
            // that only begins with figures can't be a record either; trying each would take forever.
            resynchronise(window, parsed, size - kLeader + 1);
        } else {
            read_frame(window, size, declared, record, parsed);
        }
        return true;
    }
}

void Iso2709Reader::read_frame(ByteWindow& window, std::size_t size, std::size_t declared, Record& record,
                               Parsed& parsed) {
    const std::string_view frame = window.data().substr(0, size);
    const bool has_end = frame.back() == kRecordEnd;
    kinds_ = find_separators(frame, marks_, mark_count_);
    parsed.high_bytes = kinds_.high;
    parsed.control_bytes = kinds_.control;
    if (!parse_consistent(frame, record, parsed)) parse_damaged(frame, record, parsed);
    if (!parsed.key.empty()) {
        resynchronise(window, parsed, size);
        return;
    }
    if (declared != size && !(declared == 99999 && size > 99999)) parsed.repairs.add(Repair::RecordLength);
    if (!has_end) parsed.repairs.add(Repair::Terminators);
    parsed.take(window, size);
}

std::size_t Iso2709Reader::count_usual_entries(std::string_view frame) const {
    if (frame.size() < kLeader + 2 || mark_count_ < 2) return 0;
    const std::size_t directory_end = marks_[0];
    if (directory_end <= kLeader || frame[directory_end] != kFieldEnd) return 0;
    const std::size_t count = (directory_end - kLeader) / 12;
    const bool usual = count * 12 == directory_end - kLeader && frame[10] == '2' && frame[11] == '2' &&
                       frame[20] == '4' && frame[21] == '5' && (frame[22] == '0' || frame[22] == ' ') &&
                       parse_digits(frame.substr(12, 5)) == static_cast<std::int64_t>(directory_end + 1);
    return usual ? count : 0;
}

bool Iso2709Reader::parse_consistent(std::string_view frame, Record& record, Parsed& parsed) {
    const std::size_t entry_count = count_usual_entries(frame);
    if (entry_count == 0) return false;
    const char* data = frame.data();
    const std::size_t base = marks_[0] + 1;

    RecordParts::borrow(record, frame);
    auto& fields = RecordParts::fields(record);
    auto& subfields = RecordParts::subfields(record);
    fields.resize(entry_count);
    subfields.resize(mark_count_);
    SubfieldSlot* subfield = subfields.data();
    const std::uint32_t* mark = marks_.data() + 1;
    const std::uint32_t* const marks_end = marks_.data() + mark_count_;
    std::size_t begin = base;
    const char* entry = data + kLeader;
    bool good = true;
    for (std::size_t i = 0; i < entry_count; ++i, entry += 12) {
        FieldSlot& field = fields[i];
        field.tag = {entry[0], entry[1], entry[2]};
        good &= is_printable(entry[0]) & is_printable(entry[1]) & is_printable(entry[2]);
        const EntryFigures figures = entry_figures(entry + 3);
        const std::uint32_t length = figures.length;
        good &= figures.digits & (figures.start == begin - base) & (length > 0);
        if (!good) return false;
        const std::size_t end = begin + length - 1;
        if (mark >= marks_end) return false;
        field.offset = static_cast<std::uint32_t>(begin);
        field.length = length - 1;
        field.first_subfield = static_cast<std::uint32_t>(subfield - subfields.data());
        field.subfield_count = 0;
        field.ind1 = field.ind2 = ' ';
        field.control = is_control_tag({entry, 3});
        if (*mark == end) {
            // No subfields: right for a control field; elsewhere the careful way decides.
            if (data[end] != kFieldEnd) return false;
            const bool bare = length == 3 && is_usual_indicator(data[begin]) && is_usual_indicator(data[begin + 1]);
            if (!field.control && !bare) return false;
        } else {
            if (field.control || *mark != begin + 2) return false;
        }
        if (!field.control) {
            field.ind1 = data[begin];
            field.ind2 = data[begin + 1];
            if (!is_printable(field.ind1) || !is_printable(field.ind2)) return false;
        }
        while (*mark != end) {
            const std::size_t at = *mark;
            if (data[at] != kDelimiter || at > end || ++mark == marks_end) return false;
            const std::size_t stop = *mark;
            if (stop == at + 1 || data[at + 1] <= 0x20 || data[at + 1] == 0x7F) return false;
            *subfield++ = {static_cast<std::uint32_t>(at + 2), static_cast<std::uint32_t>(stop - at - 2), data[at + 1]};
            ++field.subfield_count;
        }
        if (data[end] != kFieldEnd) return false;
        ++mark;
        begin = end + 1;
    }
    if (mark + 1 != marks_end || *mark != frame.size() - 1 || data[*mark] != kRecordEnd || begin != *mark) return false;
    subfields.resize(static_cast<std::size_t>(subfield - subfields.data()));
    take_leader(frame.substr(0, kLeader), record, parsed.repairs);
    return true;
}

void Iso2709Reader::parse_damaged(std::string_view frame, Record& record, Parsed& parsed) {
    parsed.repairs.clear();
    if (frame.size() < kLeader + 1) {
        parsed.reject("marc.record_too_short", {{"bytes", std::to_string(frame.size())}});
        return;
    }
    const std::size_t directory_end = frame.find(kFieldEnd, kLeader);
    if (directory_end == std::string_view::npos) {
        parsed.reject(frame.back() == kRecordEnd ? "marc.directory_missing" : "marc.record_cut_off");
        return;
    }
    const std::string_view directory = frame.substr(kLeader, directory_end - kLeader);
    if (directory.empty()) {
        parsed.reject("marc.no_fields");
        return;
    }
    if (!mender_.read_directory(directory, frame.substr(20, 3))) {
        parsed.reject("marc.directory_broken");
        return;
    }
    const std::size_t base = directory_end + 1;
    if (parse_digits(frame.substr(12, 5)) != static_cast<std::int64_t>(base)) parsed.repairs.add(Repair::Directory);
    std::string_view body = frame.substr(base);
    const bool cut_off = body.empty() || body.back() != kRecordEnd;
    if (!cut_off) body.remove_suffix(1);
    while (cut_off && !body.empty() && (body.back() == '\n' || body.back() == '\r'))
        body.remove_suffix(1);
    if (!mender_.assign(body, kFieldEnd, parsed.repairs)) {
        parsed.reject(cut_off ? "marc.record_cut_off" : "marc.no_fields");
        return;
    }
    if (cut_off && parsed.repairs.has(Repair::Terminators)) {
        parsed.reject("marc.record_cut_off");
        return;
    }
    RecordParts::borrow(record, frame);
    take_leader(frame.substr(0, kLeader), record, parsed.repairs);
    IsoDialect dialect;
    if (is_digit(frame[10])) dialect.indicator_count = static_cast<unsigned>(frame[10] - '0');
    const auto& entries = mender_.entries();
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const Chunk chunk = mender_.chunks()[i];
        if (chunk.is_lost()) continue;
        add_raw_field(record, entries[i].tag, {base + chunk.begin, base + chunk.end}, dialect, parsed.repairs);
    }
    if (holds_separators(record)) parsed.repairs.add(Repair::Terminators);
}

/// Makes one stretch of what can't be read: up to the next place where a record surely begins.
void Iso2709Reader::resynchronise(ByteWindow& window, Parsed& parsed, std::size_t first_try) {
    parsed.offset = window.offset();
    std::size_t at = 1;
    bool ended = false;
    while (true) {
        const std::string_view data = window.data();
        for (; at + kLeader <= data.size(); ++at) {
            if (!is_digit(data[at])) continue;
            const char before = data[at - 1];
            const bool behind_end = at >= first_try && (before == kRecordEnd || before == '\n' || before == '\r');
            if ((behind_end && starts_with_length(data.substr(at))) || looks_like_leader(data.substr(at))) {
                ended = true;
                break;
            }
        }
        if (ended) break;
        if (data.size() > Parsed::kMaxKept + kLeader) {
            const std::size_t done = data.size() - kLeader;
            parsed.swallow(window, done);
            at = 1;
            first_try = first_try > done ? first_try - done : 1;
        }
        if (!window.more()) break;
    }
    const std::size_t size = ended ? at : window.data().size();
    if (parsed.length > 0) {
        parsed.swallow(window, size);
        return;
    }
    const std::string_view stretch = window.data().substr(0, size);
    parsed.source = stretch;
    parsed.length = size;
    window.consume(size);
}

} // namespace tangthu::marc::impl
