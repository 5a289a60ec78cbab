#include "platform/marc/impl/read/iso/iso_fields.h"

#include "platform/marc/impl/record_parts.h"
#include "platform/marc/impl/text/scan.h"

#include <algorithm>
#include <numeric>
#include <span>

namespace tangthu::marc::impl {

std::int64_t parse_digits(std::string_view digits) {
    if (digits.empty() || digits.size() > 9) return -1;
    std::int64_t value = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return -1;
        value = value * 10 + (c - '0');
    }
    return value;
}

/// A directory whose figures outgrew their places: lengths of five digits among those of four. Each entry must begin
/// where the one before ended.
bool DirectoryMender::read_grown_directory(std::string_view directory) {
    entries_.clear();
    std::int64_t expected = 0;
    std::size_t at = 0;
    while (at < directory.size()) {
        bool found = false;
        for (const std::size_t digits : {std::size_t{4}, std::size_t{5}, std::size_t{6}}) {
            if (at + 3 + digits + 5 > directory.size()) continue;
            DirectoryEntry entry;
            std::copy_n(directory.data() + at, 3, entry.tag.begin());
            entry.length = parse_digits(directory.substr(at + 3, digits));
            entry.start = parse_digits(directory.substr(at + 3 + digits, 5));
            if (entry.length < 1 || entry.start != expected) continue;
            expected += entry.length;
            entries_.push_back(entry);
            at += 3 + digits + 5;
            found = true;
            break;
        }
        if (!found || !std::all_of(entries_.back().tag.begin(), entries_.back().tag.end(), is_printable)) return false;
    }
    return !entries_.empty();
}

bool DirectoryMender::read_directory(std::string_view directory, std::string_view map) {
    entries_.clear();
    const auto width_of = [&](std::size_t at, std::size_t fallback) {
        const std::int64_t value = at < map.size() ? parse_digits(map.substr(at, 1)) : -1;
        return value < 0 ? fallback : static_cast<std::size_t>(value);
    };
    std::size_t length_digits = width_of(0, 4);
    std::size_t start_digits = width_of(1, 5);
    std::size_t extra = width_of(2, 0);
    if (length_digits < 3 || start_digits < 4 || directory.size() % (3 + length_digits + start_digits + extra) != 0) {
        length_digits = 4;
        start_digits = 5;
        extra = 0;
    }
    const std::size_t width = 3 + length_digits + start_digits + extra;
    if (directory.empty() || directory.size() % width != 0) return read_grown_directory(directory);
    std::size_t not_numbers = 0;
    for (std::size_t at = 0; at < directory.size(); at += width) {
        DirectoryEntry entry;
        for (std::size_t i = 0; i < 3; ++i) {
            entry.tag[i] = directory[at + i];
            if (!is_printable(entry.tag[i])) return false;
        }
        entry.length = parse_digits(directory.substr(at + 3, length_digits));
        entry.start = parse_digits(directory.substr(at + 3 + length_digits, start_digits));
        if (entry.length < 0 || entry.start < 0) ++not_numbers;
        entries_.push_back(entry);
    }
    // Letters in the place of most figures: this is running text, no directory.
    return not_numbers * 2 <= entries_.size();
}

bool DirectoryMender::directory_is_true(std::string_view body, char field_end) {
    std::size_t covered = 0;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        const DirectoryEntry& entry = entries_[i];
        if (entry.length < 1 || entry.start < 0) return false;
        const auto begin = static_cast<std::size_t>(entry.start);
        const std::size_t end = begin + static_cast<std::size_t>(entry.length);
        if (end > body.size() || body[end - 1] != field_end) return false;
        if (begin > 0 && body[begin - 1] != field_end) return false;
        chunks_[i] = {begin, end - 1};
        covered += end - begin;
    }
    // Ranges that end at terminators and add up to the body can still overlap and leave gaps.
    std::size_t expected = 0;
    for (const std::uint32_t i : by_start_) {
        if (chunks_[i].begin != expected) return false;
        expected = chunks_[i].end + 1;
    }
    return covered == body.size();
}

namespace {

std::size_t count_characters(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

} // namespace

/// As many pieces as entries, but wrong figures: fields stand in the order of their starts or in that of the directory.
/// One wrong start must not hand a note's text to the title, so the order that more figures agree with is taken.
void DirectoryMender::settle_order(std::string_view body) {
    std::size_t by_start = 0;
    std::size_t by_entry = 0;
    std::size_t characters = 0;
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
        const std::size_t bytes = pieces_[i].end - pieces_[i].begin + 1;
        const std::size_t size = count_characters(body.substr(pieces_[i].begin, bytes - 1)) + 1;
        const auto agrees = [&](const DirectoryEntry& entry) {
            const auto is = [](std::int64_t figure, std::size_t value) {
                return figure == static_cast<std::int64_t>(value);
            };
            return std::size_t{is(entry.length, bytes) || is(entry.length, size)} +
                   std::size_t{is(entry.start, pieces_[i].begin) || is(entry.start, characters)};
        };
        by_start += agrees(entries_[by_start_[i]]);
        by_entry += agrees(entries_[i]);
        characters += size;
    }
    // Figures that are not numbers sort first: then the order of the directory is the better guess.
    const bool usable = std::none_of(entries_.begin(), entries_.end(), [](const auto& e) { return e.start < 0; });
    if (!usable || by_entry > by_start) std::iota(by_start_.begin(), by_start_.end(), 0U);
}

bool DirectoryMender::assign(std::string_view body, char field_end, RepairSet& repairs) {
    chunks_.assign(entries_.size(), {});
    by_start_.resize(entries_.size());
    std::iota(by_start_.begin(), by_start_.end(), 0U);
    std::stable_sort(by_start_.begin(), by_start_.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return entries_[a].start < entries_[b].start; });
    if (directory_is_true(body, field_end)) return true;

    repairs.add(Repair::Directory);
    pieces_.clear();
    std::size_t begin = 0;
    while (begin < body.size()) {
        const std::size_t end = std::min(body.find(field_end, begin), body.size());
        pieces_.push_back({begin, end});
        if (end == body.size()) repairs.add(Repair::Terminators);
        begin = end + 1;
    }
    if (pieces_.empty()) return false;
    if (pieces_.size() == entries_.size()) {
        settle_order(body);
        for (std::size_t i = 0; i < entries_.size(); ++i)
            chunks_[by_start_[i]] = pieces_[i];
        return true;
    }
    repairs.add(Repair::Terminators);
    align(body);
    return true;
}

namespace {

/// How many of `pieces` (at most `most` + 1), joined, have the stated length in bytes or in characters; 0: none.
std::size_t count_fitting(std::string_view body, std::span<const Chunk> pieces, std::size_t most, std::int64_t length) {
    constexpr std::size_t kMostJoined = 64;
    if (length < 1) return 0;
    const auto wanted = static_cast<std::size_t>(length) - 1;
    std::size_t characters = 0;
    for (std::size_t i = 0; i < std::min({pieces.size(), most + 1, kMostJoined}); ++i) {
        const std::size_t bytes = pieces[i].end - pieces[0].begin;
        characters += count_characters(body.substr(pieces[i].begin, pieces[i].end - pieces[i].begin)) + (i > 0 ? 1 : 0);
        if (bytes == wanted || characters == wanted) return i + 1;
        if (characters > wanted) return 0;
    }
    return 0;
}

} // namespace

void DirectoryMender::align(std::string_view body) {
    std::size_t piece = 0;
    for (std::size_t rank = 0; rank < by_start_.size() && piece < pieces_.size(); ++rank) {
        const DirectoryEntry& entry = entries_[by_start_[rank]];
        Chunk& chunk = chunks_[by_start_[rank]];
        const std::size_t entries_left = by_start_.size() - rank;
        const std::size_t pieces_left = pieces_.size() - piece;
        chunk = pieces_[piece];
        if (pieces_left > entries_left) {
            // More terminators than entries: one stands inside a text. Join pieces where that gives the stated length.
            std::size_t take =
                count_fitting(body, std::span{pieces_}.subspan(piece), pieces_left - entries_left, entry.length);
            if (take == 0) take = entries_left == 1 ? pieces_left : 1;
            chunk.end = pieces_[piece + take - 1].end;
            piece += take;
            continue;
        }
        ++piece;
        if (pieces_left < entries_left && entry.length >= 1) {
            // Fewer terminators than entries: cut this piece where the directory says the field ends.
            const std::size_t cut = chunk.begin + static_cast<std::size_t>(entry.length) - 1;
            if (cut < chunk.end) {
                pieces_[--piece].begin = cut;
                chunk.end = cut;
            }
        }
    }
}

namespace {

/// Reads `count` indicators at `at`, a character each; leaves `at` behind them. The delimiter ends them early.
void take_indicators(std::string_view text, std::size_t& at, const IsoDialect& dialect, FieldSlot& slot,
                     RepairSet& repairs) {
    for (unsigned i = 0; i < dialect.indicator_count; ++i) {
        if (at >= text.size() || text[at] == dialect.delimiter) {
            if (i < 2) repairs.add(Repair::Indicators);
            return;
        }
        const std::size_t length = std::max<std::size_t>(utf8_length(text, at), 1);
        char value = text[at];
        if (length > 1 || !is_printable(value)) {
            value = ' ';
            repairs.add(Repair::Indicators);
        }
        if (i == 0) slot.ind1 = value;
        if (i == 1) slot.ind2 = value;
        // DanMARC and others have a third one, which no MARC 21 record can hold.
        if (i >= 2) repairs.add(Repair::Indicators);
        at += length;
    }
}

bool is_subfield_code(char c) { return c > 0x20 && c < 0x7F; }

/// True when text begins `$a` or `|a`: someone typed the delimiter.
bool begins_with_typed_delimiter(std::string_view text) {
    return text.size() >= 2 && (text[0] == '$' || text[0] == '|') &&
           ((text[1] >= 'a' && text[1] <= 'z') || (text[1] >= '0' && text[1] <= '9'));
}

struct SubfieldCutter {
    Record& record;
    const char* base;
    RepairSet& repairs;
    std::uint32_t count = 0;

    void add(char code, std::string_view value) {
        RecordParts::subfields(record).push_back(
            {static_cast<std::uint32_t>(value.data() - base), static_cast<std::uint32_t>(value.size()), code});
        ++count;
    }
    void add_with_code(std::string_view text) {
        if (text.empty()) {
            repairs.add(Repair::SubfieldCode);
        } else if (is_subfield_code(text[0])) {
            add(text[0], text.substr(1));
        } else {
            repairs.add(Repair::SubfieldCode);
            add('a', text[0] == ' ' ? text.substr(1) : text);
        }
    }
    void add_typed(std::string_view text) {
        const char sign = text[0];
        std::size_t at = 0;
        while (at < text.size()) {
            std::size_t end = text.find(sign, at + 2);
            while (end != std::string_view::npos && !begins_with_typed_delimiter(text.substr(end))) {
                end = text.find(sign, end + 1);
            }
            end = std::min(end, text.size());
            add(text[at + 1], text.substr(at + 2, end - at - 2));
            at = end;
        }
        repairs.add(Repair::TypedDelimiters);
    }
};

} // namespace

void add_raw_field(Record& record, std::array<char, 3> tag, Chunk chunk, const IsoDialect& dialect,
                   RepairSet& repairs) {
    const std::string_view all = RecordParts::bytes(record);
    const std::string_view text = all.substr(chunk.begin, chunk.end - chunk.begin);
    FieldSlot slot;
    slot.tag = tag;
    slot.offset = static_cast<std::uint32_t>(chunk.begin);
    slot.length = static_cast<std::uint32_t>(text.size());
    slot.first_subfield = static_cast<std::uint32_t>(RecordParts::subfields(record).size());
    const std::size_t first = text.find(dialect.delimiter);
    if (is_control_tag({tag.data(), 3}) && (first == std::string_view::npos || first > dialect.indicator_count)) {
        slot.control = true;
        if (first != std::string_view::npos) repairs.add(Repair::Terminators);
        RecordParts::fields(record).push_back(slot);
        return;
    }
    std::size_t at = 0;
    SubfieldCutter cutter{record, all.data(), repairs};
    const auto fits = [&](std::size_t i) { return i >= text.size() || is_usual_indicator(text[i]); };
    if (dialect.indicator_count == 2 && first != 2 && !(fits(0) && fits(1))) {
        repairs.add(Repair::Indicators); // text begins where the indicators should be
    } else {
        take_indicators(text, at, dialect, slot, repairs);
    }
    const std::string_view content = text.substr(at);
    const std::size_t delimiter = content.find(dialect.delimiter);
    const std::string_view lead = content.substr(0, delimiter);
    if (!lead.empty()) {
        if (dialect.typed_delimiters && delimiter == std::string_view::npos && begins_with_typed_delimiter(lead)) {
            cutter.add_typed(lead);
        } else {
            if (!dialect.plain_text_is_data) repairs.add(Repair::TextBeforeSubfield);
            cutter.add('a', lead);
        }
    }
    for (std::size_t from = delimiter; from != std::string_view::npos;) {
        const std::size_t next = content.find(dialect.delimiter, from + 1);
        cutter.add_with_code(content.substr(from + 1, next == std::string_view::npos ? next : next - from - 1));
        from = next;
    }
    if (cutter.count == 0 && is_control_tag({tag.data(), 3})) {
        // A delimiter with nothing behind it: what stood before it is the value.
        repairs.add(Repair::ControlField);
        slot.control = true;
        slot.ind1 = slot.ind2 = FieldSlot{}.ind1;
        slot.length = static_cast<std::uint32_t>(first);
    } else if (cutter.count == 0 && !(is_usual_indicator(slot.ind1) && is_usual_indicator(slot.ind2))) {
        // No subfields: what stood in the place of the indicators was text.
        repairs.add(Repair::Indicators);
        slot.ind1 = slot.ind2 = FieldSlot{}.ind1;
        cutter.add('a', text.substr(0, at));
    }
    slot.subfield_count = cutter.count;
    RecordParts::fields(record).push_back(slot);
}

} // namespace tangthu::marc::impl
