#include "platform/marc/impl/read/build.h"

#include "platform/marc/impl/read/iso/iso_fields.h"
#include "platform/marc/impl/record_parts.h"

#include <algorithm>
#include <array>

namespace tangthu::marc::impl {

bool FieldBuilder::settle_tag(std::string_view tag) {
    const bool digits =
        !tag.empty() && std::all_of(tag.begin(), tag.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (digits && tag.size() < 3) {
        tag_ = std::string(3 - tag.size(), '0').append(tag);
        parsed_.repairs.add(Repair::Tag);
        return true;
    }
    if (tag.size() != 3 || !std::all_of(tag.begin(), tag.end(), is_printable)) {
        parsed_.reject("marc.bad_tag", {{"tag", std::string{tag.substr(0, 40)}}});
        return false;
    }
    tag_ = tag;
    return true;
}

char FieldBuilder::indicator(std::string_view text) {
    if (text.size() == 1 && is_printable(text[0])) return text[0];
    parsed_.repairs.add(Repair::Indicators);
    return ' ';
}

bool FieldBuilder::control(std::string_view tag, std::string_view value) {
    if (!settle_tag(tag)) return false;
    if (is_control_tag(tag_)) {
        record_.add_control(tag_, value);
        return true;
    }
    parsed_.repairs.add(Repair::ControlField);
    record_.add_field(tag_);
    record_.add_subfield('a', value);
    return true;
}

bool FieldBuilder::open(std::string_view tag, std::string_view ind1, std::string_view ind2) {
    if (!settle_tag(tag)) return false;
    record_.add_field(tag_, indicator(ind1), indicator(ind2));
    return true;
}

void FieldBuilder::subfield(std::string_view code, std::string_view value) {
    if (code.size() == 1 && code[0] > 0x20 && code[0] < 0x7F) {
        record_.add_subfield(code[0], value);
        return;
    }
    parsed_.repairs.add(Repair::SubfieldCode);
    record_.add_subfield('a', value);
}

void FieldBuilder::close() {
    FieldSlot& field = RecordParts::fields(record_).back();
    if (field.subfield_count > 0) return;
    // What ISO 2709 could not tell apart becomes what it is read as there.
    if (is_control_tag(tag_)) {
        parsed_.repairs.add(Repair::ControlField);
        RecordParts::fields(record_).pop_back();
        record_.add_control(tag_, {});
    } else if (!(is_usual_indicator(field.ind1) && is_usual_indicator(field.ind2))) {
        parsed_.repairs.add(Repair::Indicators);
        const std::array<char, 2> text{field.ind1, field.ind2};
        field.ind1 = field.ind2 = FieldSlot{}.ind1;
        record_.add_subfield('a', {text.data(), text.size()});
    }
}

void settle_leader(Record& record, RepairSet& repairs) {
    auto& leader = RecordParts::leader(record);
    const auto settle = [&](std::size_t at, char usual) {
        const bool digit = leader[at] >= '0' && leader[at] <= '9';
        if (!digit || leader[at] == usual) return;
        leader[at] = usual;
        repairs.add(Repair::LeaderLength);
    };
    settle(10, '2');
    settle(11, '2');
    settle(20, '4');
    settle(21, '5');
    settle(22, '0');
}

} // namespace tangthu::marc::impl
