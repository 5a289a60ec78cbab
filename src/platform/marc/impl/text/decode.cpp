#include "platform/marc/impl/text/decode.h"

#include "platform/base/utf8.h"
#include "platform/marc/impl/record_parts.h"
#include "platform/marc/impl/text/scan.h"
#include "platform/text/normalize.h"
#include "platform/text/syllable.h"

#include <algorithm>

namespace tangthu::marc::impl {

namespace {

constexpr char kEscape = 0x1B;

/// Calls with each control value and subfield value.
template <class Action>
void for_each_value(const Record& record, Action action) {
    for (const FieldView field : record.fields()) {
        if (field.is_control()) {
            action(field.value());
        } else {
            for (const auto [code, value] : field.subfields())
                action(value);
        }
    }
}

/// Share of the words with letters beyond ASCII that are Vietnamese syllables; 0 without such words.
double vietnamese_share(std::string_view text, std::size_t& words) {
    words = 0;
    std::size_t syllables = 0;
    const auto in_word = [](char c) {
        return static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    };
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && in_word(text[end]))
            ++end;
        const std::string_view word = text.substr(at, end - at);
        if (!word.empty() && !is_ascii(word)) {
            ++words;
            if (text::is_syllable(word)) ++syllables;
        }
        at = std::max(end, at + 1);
    }
    return words == 0 ? 0 : static_cast<double>(syllables) / static_cast<double>(words);
}

/// How many characters beyond ASCII are well formed, and how many bytes belong to none.
struct Utf8Count {
    std::size_t good = 0;
    std::size_t bad = 0;
};
Utf8Count count_utf8(std::string_view text) {
    Utf8Count count;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8_length(text, at);
        if (length == 0) ++count.bad;
        if (length > 1) ++count.good;
        at += std::max<std::size_t>(length, 1);
    }
    return count;
}

/// The text that speaks for a record's encoding: its values beyond ASCII, as many as are needed.
std::string sample_of(const Record& record) {
    constexpr std::size_t kEnough = 8192;
    std::string sample;
    for_each_value(record, [&](std::string_view value) {
        if (sample.size() < kEnough && !is_ascii(value)) sample.append(value).push_back('\n');
    });
    return sample;
}

Repair repair_of(text::TextDamage damage) {
    switch (damage) {
    case text::TextDamage::tcvn3_as_latin1:
    case text::TextDamage::vni_as_latin1:
        return Repair::LegacyInUtf8;
    case text::TextDamage::double_utf8:
        return Repair::DoubleUtf8;
    case text::TextDamage::horn_look_alike:
        return Repair::HornLetters;
    case text::TextDamage::lost_horn:
        return Repair::LostHornU;
    }
    return Repair::LegacyInUtf8;
}

bool is_vietnamese(Encoding encoding) {
    return encoding == Encoding::Tcvn3 || encoding == Encoding::Vni || encoding == Encoding::Viscii ||
           encoding == Encoding::Cp1258;
}

/// Letters that Vietnamese alone uses, composed and in UTF-8: U+1EA0..U+1EF9.
bool has_vietnamese_letters(std::string_view text) {
    for (std::size_t at = text.find('\xE1'); at != std::string_view::npos; at = text.find('\xE1', at + 1)) {
        if (at + 1 < text.size() && (text[at + 1] == '\xBA' || text[at + 1] == '\xBB')) return true;
    }
    return false;
}

/// ESC and a sign that designates a set; ESC s alone could be anything.
bool has_marc8_escape(std::string_view bytes) {
    constexpr std::string_view kDesignators = "(),-$gbp";
    for (std::size_t at = bytes.find(kEscape); at != std::string_view::npos; at = bytes.find(kEscape, at + 1)) {
        if (at + 1 < bytes.size() && kDesignators.find(bytes[at + 1]) != std::string_view::npos) return true;
    }
    return false;
}

bool is_kept_control(char c) { return c == '\t' || c == '\n' || c == '\r'; }
bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

} // namespace

text::LegacyEncoding to_legacy(Encoding encoding) {
    switch (encoding) {
    case Encoding::Utf8:
    case Encoding::Marc8:
        return text::LegacyEncoding::utf8;
    case Encoding::Tcvn3:
        return text::LegacyEncoding::tcvn3;
    case Encoding::Vni:
        return text::LegacyEncoding::vni;
    case Encoding::Viscii:
        return text::LegacyEncoding::viscii;
    case Encoding::Cp1258:
        return text::LegacyEncoding::cp1258;
    case Encoding::Cp1252:
        return text::LegacyEncoding::windows_1252;
    case Encoding::Cp1251:
        return text::LegacyEncoding::cp1251;
    case Encoding::Cp866:
        return text::LegacyEncoding::cp866;
    }
    return text::LegacyEncoding::utf8;
}

std::optional<Encoding> from_legacy(text::LegacyEncoding encoding) {
    switch (encoding) {
    case text::LegacyEncoding::tcvn3:
        return Encoding::Tcvn3;
    case text::LegacyEncoding::vni:
        return Encoding::Vni;
    case text::LegacyEncoding::viscii:
        return Encoding::Viscii;
    case text::LegacyEncoding::cp1258:
        return Encoding::Cp1258;
    case text::LegacyEncoding::windows_1252:
    case text::LegacyEncoding::latin1:
        return Encoding::Cp1252;
    case text::LegacyEncoding::cp1251:
        return Encoding::Cp1251;
    case text::LegacyEncoding::cp866:
        return Encoding::Cp866;
    case text::LegacyEncoding::utf8:
    case text::LegacyEncoding::double_utf8:
        return std::nullopt;
    }
    return std::nullopt;
}

Encoding TextDecoder::decode(Record& record, Parsed& parsed) {
    auto& leader = RecordParts::leader(record);
    const bool claims_marc8 = leader[9] != 'a' && !parsed.unicode;
    const std::string_view bytes = RecordParts::bytes(record);
    Utf8Kinds kinds;
    if (parsed.high_bytes) kinds = scan_utf8(bytes);
    const bool forced_other = forced_ && *forced_ != Encoding::Utf8 && !(parsed.unicode && kinds.valid);
    const bool has_reference = claims_marc8 && kinds.ascii && !forced_ && bytes.find("&#x") != std::string_view::npos;

    Encoding encoding = Encoding::Utf8;
    if (forced_other) {
        encoding = *forced_;
    } else if (has_reference || !kinds.valid || (claims_marc8 && !forced_ && parsed.control_bytes)) {
        encoding = choose(record, parsed);
    }
    const bool sound = encoding == Encoding::Utf8 && kinds.valid && !kinds.maybe_decomposed && !kinds.horn_letters &&
                       !kinds.suspicious && !parsed.control_bytes && !parsed.repairs.has(Repair::Terminators) &&
                       !(find_lost_letters_ && !kinds.ascii);
    if (!sound) {
        // One suspicious value makes the others worth a look: `Hái ra` is as good Vietnamese as `Hỏi ra`.
        sound_vietnamese_ = encoding == Encoding::Utf8 && has_vietnamese_letters(bytes);
        legacy_record_ = kinds.suspicious && !sound_vietnamese_;
        rewrite(record, encoding, parsed.repairs);
    }
    if (encoding == Encoding::Utf8) {
        if (!kinds.ascii && claims_marc8) parsed.repairs.add(Repair::Utf8Unflagged);
    } else if (encoding == Encoding::Marc8) {
        parsed.repairs.add(Repair::DecodedMarc8);
    } else if (!kinds.ascii) {
        parsed.repairs.add(Repair::DecodedLegacy);
    }
    leader[9] = 'a';
    return encoding;
}

Encoding TextDecoder::choose(const Record& record, const Parsed& parsed) {
    if (forced_) return *forced_;
    const std::string_view bytes = RecordParts::bytes(record);
    if (!is_ascii(bytes)) return choose_for_invalid_utf8(record, parsed);
    // ASCII of a record that says MARC-8: escape sequences and character references tell.
    bool marc8 = false;
    for_each_value(record, [&](std::string_view value) {
        marc8 |= value.find(kEscape) != std::string_view::npos || value.find("&#x") != std::string_view::npos;
    });
    return marc8 ? Encoding::Marc8 : Encoding::Utf8;
}

Encoding TextDecoder::choose_for_invalid_utf8(const Record& record, const Parsed& parsed) {
    const bool claims_utf8 = record.leader()[9] == 'a' || parsed.unicode;
    const std::string sample = sample_of(record);
    const Utf8Count utf8 = count_utf8(sample);
    if (utf8.bad == 0) return Encoding::Utf8;
    constexpr double kSure = 0.9;
    // Mostly UTF-8: what is broken is mended value by value.
    if (utf8.good >= utf8.bad * (claims_utf8 ? 1 : 2)) return Encoding::Utf8;
    if (parsed.unicode) return best_legacy(sample).encoding;
    // Escape sequences belong to MARC-8 alone.
    if (has_marc8_escape(RecordParts::bytes(record))) return Encoding::Marc8;
    const Marc8Trial marc8 = try_marc8(sample);
    // Carons, as the é of CP1252 looks there, without a single accent on a vowel: no MARC-8.
    const bool western = marc8.carons * 2 >= marc8.marks && marc8.carons > 0 && marc8.on_vowels == 0;
    const bool sure = marc8.undefined == 0 && marc8.marks > 0 && marc8.composed >= kSure && !western;
    // Nearly every byte beyond ASCII a mark that its letter takes: no other encoding looks like that.
    const bool all_marks = marc8.marks >= 4 && marc8.marks * 10 >= (utf8.bad + utf8.good) * 8;
    // Nor does any other write characters it lacks as &#xHHHH;.
    const bool has_reference = !claims_utf8 && sample.find("&#x") != std::string::npos;
    if (sure && (all_marks || has_reference || marc8.words < 4 || marc8.vietnamese >= 0.5)) return Encoding::Marc8;
    const LegacyGuess legacy = best_legacy(sample);
    if (sure && !(legacy.vietnamese && legacy.score > marc8.vietnamese + 0.5)) return Encoding::Marc8;
    if (legacy.vietnamese && (marc8.undefined > 0 || legacy.score > marc8.vietnamese + 0.2)) return legacy.encoding;
    // A few codes that mean nothing are damage, many say that this is no MARC-8.
    const bool plausible = marc8.undefined * 10 <= utf8.bad + utf8.good && !western;
    return !claims_utf8 && plausible ? Encoding::Marc8 : legacy.encoding;
}

TextDecoder::LegacyGuess TextDecoder::best_legacy(std::string_view sample) {
    constexpr double kVietnamese = 0.6;
    for (const auto& guess : text::detect_encoding(sample)) {
        if (const auto encoding = from_legacy(guess.encoding)) {
            return {*encoding, guess.score, is_vietnamese(*encoding) && guess.score >= kVietnamese};
        }
    }
    return {};
}

void TextDecoder::count_marks(std::string_view marc8, Marc8Trial& trial) {
    constexpr std::string_view kVowels = "aeiouyAEIOUY\xBC\xBD\xAC\xAD";
    constexpr unsigned char kCaron = 0xE9; // é in CP1252
    for (std::size_t at = 0; at < marc8.size(); ++at) {
        const auto byte = static_cast<unsigned char>(marc8[at]);
        // The halves of ligatures span two letters and never compose.
        if (byte < 0xE0 || byte == 0xEB || byte == 0xEC || byte == 0xFA || byte == 0xFB) continue;
        ++trial.marks;
        if (byte == kCaron) {
            ++trial.carons;
        } else if (at + 1 < marc8.size() && kVowels.find(marc8[at + 1]) != std::string_view::npos) {
            ++trial.on_vowels;
        }
    }
}

TextDecoder::Marc8Trial TextDecoder::try_marc8(std::string_view sample) {
    Marc8Trial trial;
    value_.clear();
    while (!sample.empty()) {
        const std::size_t end = std::min(sample.find('\n'), sample.size());
        trial.undefined += marc8_.decode(sample.substr(0, end), value_);
        value_.push_back('\n');
        count_marks(sample.substr(0, end), trial);
        sample.remove_prefix(std::min(end + 1, sample.size()));
    }
    std::size_t loose = 0;
    for (std::size_t at = 0; at + 1 < value_.size(); ++at) {
        const bool mark =
            value_[at] == '\xCC' || (value_[at] == '\xCD' && static_cast<unsigned char>(value_[at + 1]) < 0xA0);
        if (mark) ++loose;
    }
    trial.vietnamese = vietnamese_share(value_, trial.words);
    trial.composed =
        trial.marks == 0 ? 1 : 1 - static_cast<double>(std::min(loose, trial.marks)) / static_cast<double>(trial.marks);
    return trial;
}

void TextDecoder::rewrite(Record& record, Encoding encoding, RepairSet& repairs) {
    arena_.clear();
    const char* base = RecordParts::bytes(record).data();
    auto& subfields = RecordParts::subfields(record);
    const auto move = [&](std::uint32_t& offset, std::uint32_t& length) {
        const std::size_t begin = arena_.size();
        convert({base + offset, length}, encoding, repairs);
        offset = static_cast<std::uint32_t>(begin);
        length = static_cast<std::uint32_t>(arena_.size() - begin);
    };
    for (FieldSlot& field : RecordParts::fields(record)) {
        if (field.control) {
            move(field.offset, field.length);
        } else {
            field.offset = field.length = 0;
            for (std::uint32_t i = 0; i < field.subfield_count; ++i) {
                SubfieldSlot& subfield = subfields[field.first_subfield + i];
                move(subfield.offset, subfield.length);
            }
        }
    }
    RecordParts::replace_arena(record, arena_);
}

void TextDecoder::convert(std::string_view value, Encoding encoding, RepairSet& repairs) {
    switch (encoding) {
    case Encoding::Utf8:
        convert_utf8(value, repairs);
        return;
    case Encoding::Marc8:
        value_.clear();
        if (marc8_.decode(value, value_) > 0) repairs.add(Repair::BadBytes);
        append_clean(value_, repairs);
        return;
    default:
        break;
    }
    if (is_ascii(value) && encoding != Encoding::Viscii) {
        append_clean(value, repairs);
        return;
    }
    text::Decoded decoded = text::decode(value, to_legacy(encoding));
    if (decoded.replaced > 0) repairs.add(Repair::BadBytes);
    if (encoding == Encoding::Viscii) {
        // Ỵ is 0x1E there; the terminator of fields never stands inside a value.
        for (std::size_t at = decoded.text.find('\x1E'); at != std::string::npos; at = decoded.text.find('\x1E', at)) {
            decoded.text.replace(at, 1, "\u1EF4");
        }
    }
    append_clean(decoded.text, repairs);
}

void TextDecoder::convert_utf8(std::string_view value, RepairSet& repairs) {
    const Utf8Kinds kinds = scan_utf8(value);
    if (kinds.ascii && kinds.valid) {
        append_clean(value, repairs);
        return;
    }
    if (!kinds.valid) {
        convert_broken_utf8(value, repairs);
        return;
    }
    const bool legacy_record = legacy_record_ && !has_vietnamese_letters(value);
    if (kinds.suspicious || kinds.horn_letters || legacy_record || find_lost_letters_) {
        mend_text(value, repairs);
        return;
    }
    if (kinds.maybe_decomposed && !text::is_nfc(value)) {
        repairs.add(Repair::Composed);
        append_clean(text::nfc(value), repairs);
        return;
    }
    append_clean(value, repairs);
}

void TextDecoder::mend_text(std::string_view value, RepairSet& repairs) {
    std::string text{value};
    if (!text::is_nfc(text)) {
        repairs.add(Repair::Composed);
        text = text::nfc(text);
    }
    if (auto mended = text::repair_text(text)) {
        const Repair repair = repair_of(mended->damage);
        // Legacy text in one field of a sound record may be meant (a quotation, a sign): `marc check` tells of it,
        // nothing is changed. Nor where the result is only a little more Vietnamese than a foreign title.
        constexpr double kClearly = 0.6;
        const bool sure = repair != Repair::LegacyInUtf8 || (mended->after >= kClearly && !sound_vietnamese_);
        if (sure) {
            repairs.add(repair);
            text = std::move(mended->text);
        }
    }
    // One ƣ in a foreign title is no proof of damage to repair_text, but no language of a library here uses that
    // letter.
    std::string storable = text::storable(text);
    if (storable != text) repairs.add(Repair::HornLetters);
    append_clean(storable, repairs);
}

void TextDecoder::convert_broken_utf8(std::string_view value, RepairSet& repairs) {
    const Utf8Count count = count_utf8(value);
    if (count.good < count.bad && !forced_) {
        for (const auto& guess : text::detect_encoding(value)) {
            const auto legacy = from_legacy(guess.encoding);
            if (!legacy) continue;
            text::Decoded decoded = text::decode(value, guess.encoding);
            if (decoded.replaced > 0) repairs.add(Repair::BadBytes);
            repairs.add(Repair::MixedEncodings);
            append_clean(decoded.text, repairs);
            return;
        }
    }
    repairs.add(Repair::BadBytes);
    append_clean(text::nfc(replace_invalid_utf8(value)), repairs);
}

void TextDecoder::append_clean(std::string_view value, RepairSet& repairs) {
    if (std::none_of(value.begin(), value.end(), [](char c) { return is_control(c) && !is_kept_control(c); })) {
        arena_.append(value);
        return;
    }
    const std::size_t begin = arena_.size();
    for (const char c : value) {
        if (c >= 0x1D && c <= 0x1F) {
            arena_.push_back(' ');
            repairs.add(Repair::Terminators);
        } else if (is_control(c) && !is_kept_control(c)) {
            repairs.add(Repair::ControlCharacters);
        } else {
            arena_.push_back(c);
        }
    }
    // What stood behind a control character can now be a mark on the letter before it.
    const auto cleaned = std::string_view{arena_}.substr(begin);
    if (!is_ascii(cleaned) && !text::is_nfc(cleaned)) {
        const std::string composed = text::nfc(cleaned);
        arena_.replace(begin, std::string::npos, composed);
    }
}

} // namespace tangthu::marc::impl
