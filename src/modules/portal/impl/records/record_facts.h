#pragma once

#include "modules/portal/impl/views/views.h"
#include "platform/marc/record.h"

#include <string>
#include <string_view>
#include <vector>

namespace tangthu::portal::impl {

/// Without outer blanks and the ISBD punctuation that MARC leaves at the end of a subfield.
[[nodiscard]] std::string cleaned(std::string_view text);

/// The text, or nothing where it only says that nobody knows: `[S.l.]`, `[không rõ nhà xuất bản]`.
[[nodiscard]] std::string known_or_empty(std::string_view text);

/// A name without dates and roles, spelled as the author facet has it (catalogue, index_document).
[[nodiscard]] std::string name_heading(marc::FieldView field);
/// True for a 7XX whose relator says author, and for one without any relator.
[[nodiscard]] bool is_author_role(marc::FieldView field);
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
