#include "platform/marc/impl/read/iso/isis.h"

#include "platform/marc/impl/read/iso/iso2709.h"
#include "platform/marc/impl/read/lines/lines.h"
#include "platform/marc/impl/record_parts.h"

#include <algorithm>

namespace tangthu::marc::impl {

namespace {

constexpr std::size_t kLeader = Record::kLeaderBytes;
constexpr std::size_t kLine = 80;

std::string_view right_trimmed(std::string_view line) {
    while (!line.empty() && (line.back() == ' ' || line.back() == '\r'))
        line.remove_suffix(1);
    return line;
}

/// A line that begins a record: its length, then the rest of a leader.
bool begins_record(std::string_view line) {
    return line.size() >= kLeader && parse_digits(line.substr(0, 5)) > 0 && parse_digits(line.substr(12, 5)) > 0;
}

} // namespace

bool IsisReader::next(ByteWindow& window, Record& record, Parsed& parsed) {
    LineWindow lines(window, limit_);
    const bool more = lines.skip_blank_lines();
    parsed.start(window.offset());
    if (!more) return false;
    bool ended = false;
    const auto first = lines.line(0);
    if (first) ended = right_trimmed(first->text).ends_with("##");
    lines.take_record(parsed, [&](std::string_view line) {
        // `##` at the end of a line can also be an empty field: what follows decides.
        if (ended && (begins_record(line) || is_blank(line))) return false;
        ended = right_trimmed(line).ends_with("##");
        return true;
    });
    if (!parsed.key.empty()) return true;
    unwrap(parsed.source);
    parse(record, parsed);
    return true;
}

void IsisReader::unwrap(std::string_view stretch) {
    text_.clear();
    // Where lines are cut at 80, one that lost its trailing blanks gets them back: positions count them.
    const bool wrapped = std::min(stretch.find_first_of("\r\n"), stretch.size()) == kLine;
    std::size_t last_size = kLine;
    for_each_line(stretch, [&](std::string_view line) {
        if (wrapped && last_size < kLine) text_.append(kLine - last_size, ' ');
        text_.append(line);
        last_size = line.size();
        return true;
    });
    while (!text_.empty() && text_.back() == ' ')
        text_.pop_back();
}

void IsisReader::parse(Record& record, Parsed& parsed) {
    const std::string_view text = text_;
    if (text.size() < kLeader + 1 || !begins_record(text)) {
        parsed.reject("marc.record_too_short", {{"bytes", std::to_string(text.size())}});
        return;
    }
    const std::size_t directory_end = text.find('#', kLeader);
    if (directory_end == std::string_view::npos) {
        parsed.reject("marc.directory_missing");
        return;
    }
    if (!mender_.read_directory(text.substr(kLeader, directory_end - kLeader), text.substr(20, 3))) {
        parsed.reject("marc.directory_broken");
        return;
    }
    const std::size_t base = directory_end + 1;
    std::string_view body = text.substr(base);
    if (body.ends_with("##")) {
        body.remove_suffix(1);
    } else {
        parsed.reject("marc.record_cut_off");
        return;
    }
    if (!mender_.assign(body, '#', parsed.repairs)) {
        parsed.reject("marc.no_fields");
        return;
    }
    RecordParts::borrow(record, text);
    take_leader(text.substr(0, kLeader), record, parsed.repairs);
    IsoDialect dialect{.field_end = '#',
                       .delimiter = '^',
                       .indicator_count = 0,
                       .typed_delimiters = false,
                       .plain_text_is_data = true};
    if (text[10] >= '1' && text[10] <= '9') dialect.indicator_count = static_cast<unsigned>(text[10] - '0');
    for (std::size_t i = 0; i < mender_.entries().size(); ++i) {
        const Chunk chunk = mender_.chunks()[i];
        if (chunk.is_lost()) continue;
        add_raw_field(record, mender_.entries()[i].tag, {base + chunk.begin, base + chunk.end}, dialect,
                      parsed.repairs);
    }
    // The figures of an ISIS leader (no indicators, no codes) are no damage.
    auto& leader = RecordParts::leader(record);
    leader[10] = leader[11] = '2';
    leader[20] = '4';
    leader[21] = '5';
    leader[22] = leader[23] = '0';
    for (const std::size_t at : {5U, 6U, 7U, 8U, 9U, 17U, 18U, 19U}) {
        if (leader[at] == '0') leader[at] = ' ';
    }
}

} // namespace tangthu::marc::impl
