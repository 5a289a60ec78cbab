#pragma once

#include "modules/catalogue/bib.h"
#include "platform/marc/record.h"
#include "platform/text/messages.h"

#include <optional>
#include <string>
#include <vector>

namespace tangthu::portal::impl {

/// What a citation needs of a record, punctuation of ISBD removed.
struct CitedWork {
    std::string id; ///< key in BibTeX
    std::string material_type;
    std::string title;
    std::string subtitle;
    std::vector<std::string> authors; ///< as headings: `Tô Hoài`, `Hugo, Victor`
    std::vector<std::string> translators;
    std::vector<std::string> contributors; ///< editors, illustrators, and whoever else
    std::string responsibility;            ///< as on the title page
    std::string edition;
    std::string place;
    std::string publisher;
    std::string date; ///< as printed: `2019`, `[1998?]`
    std::optional<int> year;
    std::string extent; ///< `235 tr. : tranh vẽ ; 21 cm`
    std::string series;
    std::string language; ///< BCP 47
    std::string isbn;
    std::string issn;
    std::string call_number;
    std::string abstract;
    std::vector<std::string> subjects;
    std::string address; ///< of its page, absolute
};

[[nodiscard]] CitedWork cited_work(const marc::Record& record, const catalogue::BibSummary& bib);

/// The parts of an ISBD description (ISBD consolidated edition, areas 1, 2, 4–6), on one line.
[[nodiscard]] std::string isbd(const CitedWork& work);
/// APA-like, 7th edition: `Tô Hoài. (2019). Dế Mèn phiêu lưu ký. Kim Đồng.` Vietnamese names are not turned round.
[[nodiscard]] std::string apa(const CitedWork& work, text::Language language);
/// As lists of references in Vietnamese theses have it: `Tô Hoài (2019), Dế Mèn phiêu lưu ký, Nxb Kim Đồng, Hà Nội.`
[[nodiscard]] std::string vietnamese_reference(const CitedWork& work);
/// One RIS record, lines ended by CR LF, no line break inside a value.
[[nodiscard]] std::string ris(const CitedWork& work);
/// One BibTeX entry in UTF-8; braces and other special characters escaped. Names in reading order are kept whole.
[[nodiscard]] std::string bibtex(const CitedWork& work);

} // namespace tangthu::portal::impl
