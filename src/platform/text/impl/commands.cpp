#include "platform/text/commands.h"

#include "platform/base/json.h"
#include "platform/text/normalize.h"
#include "platform/text/sort.h"

#include <algorithm>
#include <fmt/format.h>
#include <istream>
#include <iterator>
#include <ostream>

namespace tangthu::text {

namespace {

/// What detect looks at, and more than enough for it.
constexpr std::size_t kDetectBytes = 8U << 20U;
constexpr std::size_t kBlock = 65536;
/// Mending tries several readings of a line: enough text to tell by, and quick.
constexpr std::size_t kDamageBytes = 65536;
constexpr std::size_t kSampleBytes = 120;

Result<std::string> read_all(std::istream& in, std::size_t limit = std::string::npos) {
    std::string bytes;
    std::string block(kBlock, '\0');
    while (in && bytes.size() < limit) {
        in.read(block.data(), static_cast<std::streamsize>(block.size()));
        bytes.append(block, 0, static_cast<std::size_t>(in.gcount()));
    }
    if (in.bad()) return fail(ErrorKind::Unavailable, "text.read_failed");
    return bytes;
}

Result<void> finish(std::istream& in, std::ostream& out) {
    out.flush();
    if (in.bad()) return fail(ErrorKind::Unavailable, "text.read_failed");
    if (!out) return fail(ErrorKind::Unavailable, "text.write_failed");
    return {};
}

std::optional<TextRepair> repair_line(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    return is_valid_utf8(line) ? repair_text(line) : std::nullopt;
}

/// At most so many bytes, whole characters.
std::string beginning_of(std::string text) {
    if (text.size() <= kSampleBytes) return text;
    std::size_t end = kSampleBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    text.resize(end);
    return text;
}

std::optional<DamagedLines> find_damage(std::string_view text) {
    std::optional<DamagedLines> found;
    text = text.substr(0, kDamageBytes);
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        if (auto repair = repair_line(text.substr(0, end))) {
            if (!found) found = DamagedLines{repair->damage, 0, beginning_of(std::move(repair->text)), repair->after};
            ++found->count;
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return found;
}

std::string line_of(std::string_view name, double score, std::string sample) {
    std::replace_if(sample.begin(), sample.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
    return fmt::format("{}\t{:.3f}\t{}\n", name, score, sample);
}

} // namespace

Result<void> run_fold(std::istream& in, std::ostream& out) {
    std::string line;
    while (std::getline(in, line)) {
        out << fold(line);
        if (!in.eof()) out << '\n';
        if (!out) break;
    }
    return finish(in, out);
}

Result<void> run_sort(std::istream& in, std::ostream& out) {
    struct Line {
        std::string key;
        std::string text;
    };
    std::vector<Line> lines;
    for (std::string line; std::getline(in, line);) {
        if (line.ends_with('\r')) line.pop_back();
        std::string key = sort_key(line);
        lines.push_back({std::move(key), std::move(line)});
    }
    if (in.bad()) return fail(ErrorKind::Unavailable, "text.read_failed");
    std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.key < b.key; });
    for (const Line& line : lines)
        out << line.text << '\n';
    return finish(in, out);
}

Result<std::size_t> run_decode(std::istream& in, std::ostream& out, LegacyEncoding from) {
    // A word's capitals depend on its whole line, a code on its neighbours: lines are decoded one at a time.
    std::size_t replaced = 0;
    for (std::string line; std::getline(in, line);) {
        const Decoded decoded = decode(line, from);
        replaced += decoded.replaced;
        out << decoded.text;
        if (!in.eof()) out << '\n';
        if (!out) break;
    }
    TANGTHU_CHECK(finish(in, out));
    return replaced;
}

Result<std::size_t> run_repair(std::istream& in, std::ostream& out) {
    std::size_t mended = 0;
    for (std::string line; std::getline(in, line);) {
        if (const auto repair = repair_line(line)) {
            ++mended;
            out << repair->text << (line.ends_with('\r') ? "\r" : "");
        } else {
            out << line;
        }
        if (!in.eof()) out << '\n';
        if (!out) break;
    }
    TANGTHU_CHECK(finish(in, out));
    return mended;
}

Result<std::optional<DamagedLines>> run_detect(std::istream& in, std::ostream& out, DetectOutput form) {
    TANGTHU_TRY(const std::string bytes, read_all(in, kDetectBytes));
    const auto guesses = detect_encoding(bytes);
    auto damaged =
        !guesses.empty() && guesses.front().encoding == LegacyEncoding::utf8 ? find_damage(bytes) : std::nullopt;
    if (form == DetectOutput::lines) {
        for (const EncodingGuess& guess : guesses) {
            out << line_of(encoding_name(guess.encoding), guess.score, guess.sample);
            if (damaged && &guess == &guesses.front()) out << line_of("damaged", damaged->score, damaged->sample);
        }
        TANGTHU_CHECK(finish(in, out));
        return damaged;
    }
    std::string object = "{\"guesses\":[";
    for (const EncodingGuess& guess : guesses) {
        if (&guess != &guesses.front()) object += ',';
        object += "{\"encoding\":";
        json::write_string(object, encoding_name(guess.encoding));
        object += fmt::format(",\"score\":{:.3f},\"sample\":", guess.score);
        json::write_string(object, guess.sample);
        object += '}';
    }
    object += "],\"damage\":";
    if (damaged) {
        object +=
            fmt::format("{{\"name\":\"{}\",\"lines\":{},\"sample\":", damage_name(damaged->damage), damaged->count);
        json::write_string(object, damaged->sample);
        object += '}';
    } else {
        object += "null";
    }
    out << object << "}\n";
    TANGTHU_CHECK(finish(in, out));
    return damaged;
}

} // namespace tangthu::text
