#include "modules/catalogue/impl/item_fields.h"

#include "platform/text/parse.h"

#include <set>

namespace tangthu::catalogue::impl {

namespace {

std::string taken(marc::FieldView field, std::string_view codes) {
    if (codes.empty()) return {};
    if (codes.size() == 1) return std::string{field.subfield(codes[0])};
    return field.join(codes);
}

/// A flag subfield of Koha: absent, empty or "0" is no.
bool is_flagged(marc::FieldView field, std::string_view codes) {
    const auto value = taken(field, codes);
    return !value.empty() && value != "0";
}

constexpr std::int64_t kHighestPrice = 1'000'000'000'000;

/// Whole đồng: "35.000đ", "35000.00" (Koha writes two decimals). Nothing for what is no such amount.
std::optional<std::int64_t> price_of(std::string_view text) {
    const auto number = text::parse_number(text);
    if (!number || number->unit == text::NumberUnit::percent) return std::nullopt;
    auto amount = number->value.digits;
    for (int i = 0; i < number->value.scale; ++i) {
        if (amount % 10 != 0) return std::nullopt; // đồng has no decimals: another currency, or a slip
        amount /= 10;
    }
    return amount >= 0 && amount <= kHighestPrice ? std::optional{amount} : std::nullopt;
}

/// "2023-01-16", "16/01/2023". A month or a year alone is no day, and 3/25/2023 would be a guess.
std::string day_of(std::string_view text) {
    const auto found = text::parse_date(text);
    const bool is_day = found && found->precision == text::DatePrecision::day && found->is_certain;
    return is_day ? iso_date(found->date) : std::string{};
}

/// Databases write these where there is no day.
bool is_no_day(std::string_view text) { return text.find_first_not_of("0-/.: ") == std::string_view::npos; }

/// What could not be read is not lost: `952$d: tháng 3` in the note.
void keep_unread(ItemDraft& draft, const ItemProfile& profile, std::string_view codes, const std::string& text) {
    draft.note += (draft.note.empty() ? "" : "; ") + profile.field + "$" + std::string{codes} + ": " + text;
}

void read_price(ItemDraft& draft, const std::string& text, const ItemProfile& profile) {
    draft.price_vnd = price_of(text);
    if (!draft.price_vnd && !text.empty()) keep_unread(draft, profile, profile.price, text);
}

void read_acquired_on(ItemDraft& draft, const std::string& text, const ItemProfile& profile) {
    draft.acquired_on = day_of(text);
    if (draft.acquired_on.empty() && !is_no_day(text)) keep_unread(draft, profile, profile.acquired_on, text);
}

ItemDraft draft_of(marc::FieldView field, const ItemProfile& profile) {
    ItemDraft draft;
    draft.owner_unit = taken(field, profile.owner_unit);
    draft.unit = taken(field, profile.unit);
    draft.location = taken(field, profile.location);
    draft.call_number = taken(field, profile.call_number);
    draft.barcode = taken(field, profile.barcode);
    draft.item_type = taken(field, profile.item_type);
    draft.copy_number = taken(field, profile.copy_number);
    draft.funding_source = taken(field, profile.funding_source);
    draft.note = taken(field, profile.note);
    read_price(draft, taken(field, profile.price), profile);
    read_acquired_on(draft, taken(field, profile.acquired_on), profile);
    if (is_flagged(field, profile.damaged)) draft.condition = "damaged";
    if (is_flagged(field, profile.lost)) draft.condition = "lost";
    if (is_flagged(field, profile.withdrawn)) draft.condition = "withdrawn";
    return draft;
}

} // namespace

Result<ItemProfile> profile_from(const ItemProfileFile& file) {
    if (file.field.size() != 3 || file.field.starts_with("00"))
        return fail(ErrorKind::Invalid, "catalogue.bad_profile", {{"problem", "field: " + file.field}});
    const auto or_none = [](const std::optional<std::string>& codes) { return codes.value_or(""); };
    return ItemProfile{file.field,
                       or_none(file.owner_unit),
                       or_none(file.unit),
                       or_none(file.location),
                       or_none(file.call_number),
                       or_none(file.barcode),
                       or_none(file.item_type),
                       or_none(file.copy_number),
                       or_none(file.price),
                       or_none(file.acquired_on),
                       or_none(file.funding_source),
                       or_none(file.note),
                       or_none(file.lost),
                       or_none(file.damaged),
                       or_none(file.withdrawn)};
}

ItemProfile koha_profile() { return {}; }

ItemProfile marc_holdings_profile() {
    ItemProfile profile;
    profile.field = "852";
    profile.owner_unit = "b";
    profile.unit = "";
    profile.location = "c";
    profile.call_number = "khijm";
    profile.barcode = "p";
    profile.item_type = "";
    profile.copy_number = "t";
    profile.price = "";
    profile.acquired_on = "";
    profile.funding_source = "";
    profile.note = "z";
    profile.lost = profile.damaged = profile.withdrawn = "";
    return profile;
}

std::vector<ItemDraft> items_of(const marc::Record& record, const std::optional<ItemProfile>& profile) {
    std::vector<ItemDraft> items;
    std::set<std::string, std::less<>> numbers;
    const auto take = [&](ItemDraft draft) {
        if (!draft.barcode.empty()) numbers.insert(draft.barcode);
        items.push_back(std::move(draft));
    };
    const auto koha = profile ? *profile : koha_profile();
    for (const auto field : record.fields(koha.field))
        take(draft_of(field, koha));
    if (profile) return items;
    const bool has_952 = !items.empty();
    for (const auto field : record.fields("852")) {
        auto draft = draft_of(field, marc_holdings_profile());
        // 852 $a is the organisation; $b the unit inside it. Some libraries write only $a.
        if (draft.owner_unit.empty()) draft.owner_unit = field.subfield('a');
        draft.is_holding_only = draft.barcode.empty();
        if (draft.is_holding_only) draft.holding_summary = draft.note;
        // Beside 952 an 852 says where once more; a number that no 952 has is a copy of its own.
        if (has_952 && (draft.is_holding_only || numbers.contains(draft.barcode))) continue;
        take(std::move(draft));
    }
    return items;
}

} // namespace tangthu::catalogue::impl
