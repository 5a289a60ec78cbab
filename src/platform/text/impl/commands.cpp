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

Result<void> run_detect(std::istream& in, std::ostream& out, DetectOutput form) {
    TANGTHU_TRY(const std::string bytes, read_all(in, kDetectBytes));
    const auto guesses = detect_encoding(bytes);
    if (form == DetectOutput::lines) {
        for (const EncodingGuess& guess : guesses) {
            std::string sample = guess.sample;
            std::replace_if(
                sample.begin(), sample.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
            out << fmt::format("{}\t{:.3f}\t{}\n", encoding_name(guess.encoding), guess.score, sample);
        }
        return finish(in, out);
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
    out << object << "]}\n";
    return finish(in, out);
}

} // namespace tangthu::text
