#pragma once

#include "platform/marc/format.h"
#include "platform/marc/impl/read/parsed.h"
#include "platform/marc/marc8.h"
#include "platform/marc/record.h"
#include "platform/text/legacy.h"

#include <optional>
#include <string>
#include <string_view>

namespace tangthu::marc::impl {

/// Turns the text of a record as it stands in the file into UTF-8, NFC, without control characters, and notes what it
/// took. ASCII and sound UTF-8 stay where they are: nothing is copied.
class TextDecoder {
public:
    TextDecoder(std::optional<Encoding> forced, bool find_lost_letters)
        : forced_(forced), find_lost_letters_(find_lost_letters) {}

    /// Returns the encoding the record was read as. leader/09 becomes `a`.
    Encoding decode(Record& record, Parsed& parsed);

private:
    [[nodiscard]] Encoding choose(const Record& record, const Parsed& parsed);
    [[nodiscard]] Encoding choose_for_invalid_utf8(const Record& record, const Parsed& parsed);
    /// What a text would be as MARC-8.
    struct Marc8Trial {
        std::size_t undefined = 0; ///< codes that mean nothing
        std::size_t marks = 0;     ///< combining marks
        std::size_t carons = 0;    ///< of them
        std::size_t on_vowels = 0; ///< marks other than carons before a vowel
        double composed = 1;       ///< share of the marks that make one letter with what follows
        double vietnamese = 0;     ///< share of the words beyond ASCII that are Vietnamese syllables
        std::size_t words = 0;     ///< words beyond ASCII
    };
    struct LegacyGuess {
        Encoding encoding = Encoding::Cp1252;
        double score = 0;
        bool vietnamese = false; ///< surely Vietnamese, if it is a legacy encoding at all
    };
    [[nodiscard]] static LegacyGuess best_legacy(std::string_view sample);
    static void count_marks(std::string_view marc8, Marc8Trial& trial);
    [[nodiscard]] Marc8Trial try_marc8(std::string_view sample);
    void rewrite(Record& record, Encoding encoding, RepairSet& repairs);
    void convert(std::string_view value, Encoding encoding, RepairSet& repairs);
    void convert_utf8(std::string_view value, RepairSet& repairs);
    void convert_broken_utf8(std::string_view value, RepairSet& repairs);
    void mend_text(std::string_view value, RepairSet& repairs);
    void append_clean(std::string_view value, RepairSet& repairs);

    std::optional<Encoding> forced_;
    bool find_lost_letters_;
    bool sound_vietnamese_ = false; ///< the record being made has Vietnamese letters in good UTF-8
    bool legacy_record_ = false;    ///< it has none, and signs of a legacy font
    Marc8Decoder marc8_;
    std::string arena_; ///< the record's text being made
    std::string value_; ///< one value being made
};

[[nodiscard]] text::LegacyEncoding to_legacy(Encoding encoding);
[[nodiscard]] std::optional<Encoding> from_legacy(text::LegacyEncoding encoding);

} // namespace tangthu::marc::impl
