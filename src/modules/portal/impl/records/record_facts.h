#pragma once

#include "modules/catalogue/isbd.h"
#include "modules/portal/impl/views/views.h"
#include "platform/marc/record.h"

#include <string>
#include <string_view>
#include <vector>

namespace tangthu::portal::impl {

using catalogue::known_or_empty;
using catalogue::name_heading;
[[nodiscard]] inline std::string cleaned(std::string_view text) { return std::string{catalogue::trim_isbd(text)}; }

/// True for a 7XX whose relator says author, and for one without any relator.
[[nodiscard]] bool is_author_role(marc::FieldView field);
[[nodiscard]] bool is_translator_role(marc::FieldView field);
/// Subjects and genres, each once, spelled as the subject facet has them.
[[nodiscard]] std::vector<std::string> subject_headings(const marc::Record& record);

/// The labelled description of a record, in the order readers ask: names, edition, imprint, extent, series, summary,
/// contents, subjects, class, numbers, notes. Links lead to searches of the page's language.
[[nodiscard]] std::vector<DescribedField> described_fields(const marc::Record& record, const catalogue::BibSummary& bib,
                                                           const Texts& texts);

/// Where the text itself can be read on the web (856, neither a part nor a related thing); empty: nowhere.
[[nodiscard]] std::string online_address(const marc::Record& record);

/// The record line by line, for the MARC view.
[[nodiscard]] MarcView marc_view(const marc::Record& record, const catalogue::BibSummary& bib);

} // namespace tangthu::portal::impl
