#pragma once

#include "platform/marc/reader.h"
#include "platform/marc/writer.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

// For tests alone: records made by hand, and inputs read to their end.
namespace tangthu::marc::impl {

/// What one next() gave, with bytes of its own.
struct ReadStep {
    bool good = false;
    Record record;
    Origin origin;      ///< `source` is empty here
    std::string source; ///< the bytes the record came from
    BadRecord bad;

    [[nodiscard]] std::uint64_t begin() const { return good ? origin.offset : bad.offset; }
    [[nodiscard]] std::uint64_t size() const { return good ? source.size() : bad.length; }
    [[nodiscard]] std::uint64_t number() const { return good ? origin.number : bad.number; }
};

inline std::vector<ReadStep> read_to_end(RecordReader& reader) {
    std::vector<ReadStep> steps;
    Record record;
    for (auto outcome = reader.next(record); outcome != ReadOutcome::End; outcome = reader.next(record)) {
        ReadStep& step = steps.emplace_back();
        step.good = outcome == ReadOutcome::Record;
        if (step.good) {
            step.record = record;
            step.origin = reader.origin();
            step.source = step.origin.source;
            step.origin.source = {};
        } else {
            step.bad = reader.bad();
        }
    }
    return steps;
}

inline std::vector<ReadStep> read_to_end(std::string_view bytes, const ReadOptions& options = {}) {
    RecordReader reader(bytes, options);
    return read_to_end(reader);
}

/// A record as the line text of YAZ, its leader without what is computed: readable where two differ.
inline std::string plain(const Record& record) {
    std::string text = to_string(record, {.format = Format::Line});
    for (const std::size_t at : {0U, 1U, 2U, 3U, 4U, 9U, 12U, 13U, 14U, 15U, 16U})
        text[at] = '-';
    return text;
}

/// A field of a file: the content of a data field begins with its indicators, `$` stands for the delimiter.
struct RawField {
    std::string tag;
    std::string content;
};

enum class LengthsCount { bytes, characters };

/// ISO 2709 put together by hand, apart from the writer.
inline std::string raw_iso2709(const std::vector<RawField>& fields, LengthsCount count = LengthsCount::bytes,
                               const std::string& leader = "nam a22") {
    const auto length = [&](std::string_view text) {
        if (count == LengthsCount::bytes) return text.size();
        const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
        return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins));
    };
    const auto digits = [](std::size_t value, std::size_t width) {
        std::string text = std::to_string(value);
        return text.insert(0, width - text.size(), '0');
    };
    std::string directory, body;
    for (RawField field : fields) {
        std::replace(field.content.begin(), field.content.end(), '$', '\x1F');
        field.content += '\x1E';
        directory += field.tag + digits(length(field.content), 4) + digits(length(body), 5);
        body += field.content;
    }
    const std::size_t base = 24 + directory.size() + 1;
    return digits(base + length(body) + 1, 5) + leader + digits(base, 5) + " a 4500" + directory + '\x1E' + body +
           '\x1D';
}

} // namespace tangthu::marc::impl
