#include "modules/portal/impl/records/cover.h"

#include "modules/portal/impl/html.h"
#include "modules/portal/impl/pages/pages.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace tangthu::portal::impl {
namespace {

constexpr double kTextWidth = 154; ///< of 200, right of the spine
constexpr double kTitleHeight = 168;
constexpr double kLine = 1.34; ///< room for two marks over a capital
constexpr int kLeft = 30;

/// Ground colours of the main classes; cream type on each has 7:1 and more. The style sheet has the same (.c0 … .c9).
constexpr std::array<std::string_view, 10> kGrounds{"#3c4858", "#5a4570", "#674c1e", "#17564f", "#7c4226",
                                                    "#27548a", "#3e5a2b", "#8c2f4a", "#8c1d1d", "#54402f"};
constexpr std::string_view kNoClassGround = "#4a4a48";

/// Three carvings: waves, a meander, a lattice.
constexpr std::array<std::string_view, 3> kCarvings{
    R"(<pattern id="p" width="40" height="20" y="254" patternUnits="userSpaceOnUse"><path d="M-20 20a20 18 0 0 1 40 0M20 20a20 18 0 0 1 40 0M-14 20a14 12 0 0 1 28 0M26 20a14 12 0 0 1 28 0M-8 20a8 7 0 0 1 16 0M32 20a8 7 0 0 1 16 0M0 2a20 18 0 0 1 20 18M40 2a20 18 0 0 0-20 18"/></pattern>)",
    R"(<pattern id="p" width="20" height="20" y="254" patternUnits="userSpaceOnUse"><path d="M0 17h17V3H5v9h7V7M0 3h1M17 17h3"/></pattern>)",
    R"(<pattern id="p" width="20" height="20" y="254" patternUnits="userSpaceOnUse"><path d="M10 0 20 10 10 20 0 10zM10 5l5 5-5 5-5-5zM0 0l2 2M20 0l-2 2M0 20l2-2M20 20l-2-2"/></pattern>)",
};

/// FNV-1a, 32 bits: stable over machines and versions of the standard library.
std::uint32_t hash_of(std::string_view text) {
    std::uint32_t hash = 2166136261U;
    for (const char c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    }
    return hash;
}

/// Three depths of a colour, so that a shelf of one class is not one wall. Only darker: the type stays readable.
std::string shade(std::string_view colour, std::uint32_t seed) {
    constexpr std::array<double, 3> kDepths{1.0, 0.84, 0.7};
    std::string result = "#";
    for (std::size_t i = 1; i < 7; i += 2) {
        int part = 0;
        std::from_chars(colour.data() + i, colour.data() + i + 2, part, 16);
        result += fmt::format("{:02x}", static_cast<int>(part * kDepths[seed % kDepths.size()]));
    }
    return result;
}

std::size_t character_bytes(std::string_view text, std::size_t at) {
    std::size_t end = at + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
        ++end;
    }
    return end - at;
}

double character_width(std::string_view character) {
    const auto lead = static_cast<unsigned char>(character.front());
    if (lead >= 0xE3) {
        return lead == 0xE3 || lead <= 0xED ? 1.02 : 0.7; // kana, Han, Hangul; then private and presentation forms
    }
    if (lead >= 0x80) {
        return 0.62; // letters with marks, dashes
    }
    constexpr std::string_view kNarrow = "iIljtfr.,;:'!|()[]-/ ";
    constexpr std::string_view kWide = "mMwWQ@%&";
    if (character == " ") {
        return 0.27;
    }
    if (kNarrow.find(character.front()) != std::string_view::npos) {
        return 0.4;
    }
    if (kWide.find(character.front()) != std::string_view::npos) {
        return 0.98;
    }
    return lead >= 'A' && lead <= 'Z' ? 0.73 : 0.6;
}

/// The longest beginning of a word that is no wider, at least one character.
std::size_t fitting_prefix(std::string_view word, double width) {
    std::size_t at = 0;
    double used = 0;
    while (at < word.size()) {
        const auto bytes = character_bytes(word, at);
        used += character_width(word.substr(at, bytes));
        if (used > width && at > 0) {
            break;
        }
        at += bytes;
    }
    return at;
}

struct Lines {
    std::vector<std::string> lines;
    double size = 0;
};

/// The largest of a few sizes at which the text fits.
Lines fitted(std::string_view text, std::initializer_list<double> sizes, double height) {
    Lines best;
    for (const double size : sizes) {
        const auto most = static_cast<std::size_t>(height / (size * kLine));
        auto wrapped = wrap_text(text, kTextWidth / size, most);
        best = {std::move(wrapped.lines), size};
        if (!wrapped.is_cut && !wrapped.broke_a_word) {
            break;
        }
    }
    return best;
}

void append_lines(std::string& svg, const Lines& text, double top) {
    double baseline = top;
    for (const auto& line : text.lines) {
        baseline += text.size * kLine;
        svg += fmt::format(R"(<tspan x="{}" y="{:.1f}">{}</tspan>)", kLeft, baseline, escape(line));
    }
}

} // namespace

double approximate_width(std::string_view text) {
    double width = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto bytes = character_bytes(text, at);
        width += character_width(text.substr(at, bytes));
        at += bytes;
    }
    return width;
}

WrappedText wrap_text(std::string_view text, double width, std::size_t most_lines) {
    WrappedText result;
    std::string line;
    const auto end_line = [&] {
        if (!line.empty()) {
            result.lines.push_back(std::exchange(line, {}));
        }
    };
    std::size_t begin = 0;
    while (begin < text.size() && result.lines.size() <= most_lines) {
        const auto end = std::min(text.find(' ', begin), text.size());
        auto word = text.substr(begin, end - begin);
        begin = end + 1;
        if (word.empty()) {
            continue;
        }
        if (!line.empty() && approximate_width(line) + character_width(" ") + approximate_width(word) > width) {
            end_line();
        }
        while (approximate_width(word) > width) {
            const auto bytes = fitting_prefix(word, width);
            if (bytes == word.size()) {
                break;
            }
            result.broke_a_word = true;
            result.lines.emplace_back(word.substr(0, bytes));
            word.remove_prefix(bytes);
        }
        line += line.empty() ? "" : " ";
        line += word;
    }
    end_line();
    if (result.lines.size() > most_lines) {
        result.is_cut = true;
        result.lines.resize(std::max<std::size_t>(most_lines, 1));
        auto& last = result.lines.back();
        while (!last.empty() && approximate_width(last) + 0.7 > width) {
            last.resize(last.rfind(' ') == std::string::npos ? 0 : last.rfind(' '));
        }
        last += "…";
    }
    return result;
}

std::string cover_version(const catalogue::BibSummary& bib) {
    return fmt::format("{:08x}", hash_of("2|" + bib.title + "|" + bib.author + "|" + bib.class_number));
}

std::string cover_address(const catalogue::BibSummary& bib) {
    return "/bia/" + std::to_string(bib.id.value) + ".svg?v=" + cover_version(bib);
}

std::string cover_svg(const catalogue::BibSummary& bib) {
    const char digit = bib.class_number.empty() ? ' ' : bib.class_number.front();
    const bool has_class = digit >= '0' && digit <= '9';
    const auto ground =
        shade(has_class ? kGrounds[static_cast<std::size_t>(digit - '0')] : kNoClassGround, hash_of(bib.title) / 7);
    const auto carving = kCarvings[hash_of(bib.title) % kCarvings.size()];
    const auto title = fitted(bib.title, {36, 32, 28, 25, 22, 19.5, 17}, kTitleHeight);
    const auto author = fitted(bib.author, {17, 15, 13.5}, 42);

    std::string svg = R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 300" width="200" height="300">)";
    svg += R"(<defs><g fill="none" stroke="#fbf4e4" stroke-width="1.3" stroke-opacity=".5">)";
    svg += carving;
    svg += fmt::format(R"(</g></defs><path fill="{}" d="M0 0h200v300H0z"/>)", ground);
    svg += R"(<path fill="#000" fill-opacity=".2" d="M0 0h13v300H0z"/>)";
    svg += R"(<path fill="none" stroke="#fbf4e4" stroke-opacity=".55" d="M13.500 0v300M13.500 248.500H200"/>)";
    svg += R"svg(<path fill="url(#p)" d="M14 254h186v40H14z"/>)svg";
    svg += R"(<g fill="#fbf4e4"><text font-family="Literata,'Noto Serif',Georgia,'Times New Roman',serif" )";
    svg += fmt::format(R"(font-weight="500" font-size="{}">)", title.size);
    append_lines(svg, title, 12);
    svg += "</text>";
    if (!bib.author.empty()) {
        const double top = 12 + static_cast<double>(title.lines.size()) * title.size * kLine + 16;
        svg += fmt::format(R"(<path fill-opacity=".6" d="M{} {:.1f}h26v1.5h-26z"/>)", kLeft, top);
        svg += fmt::format(R"(<text fill-opacity=".94" font-family="'Be Vietnam Pro','Segoe UI',Roboto,'Noto Sans',)"
                           R"(Arial,sans-serif" font-size="{}">)",
                           author.size);
        append_lines(svg, author, top + 6);
        svg += "</text>";
    }
    svg += "</g></svg>";
    return svg;
}

} // namespace tangthu::portal::impl
