#include "platform/marc/record.h"

#include "platform/base/error.h"
#include "platform/base/result.h"

#include <algorithm>
#include <limits>

namespace tangthu::marc {

namespace {

constexpr bool is_separator(char c) { return c >= 0x1D && c <= 0x1F; }

std::array<char, 3> tag_of(std::string_view tag) {
    std::array<char, 3> result{' ', ' ', ' '};
    for (std::size_t i = 0; i < std::min<std::size_t>(tag.size(), 3); ++i) {
        result[i] = is_separator(tag[i]) ? ' ' : tag[i];
    }
    return result;
}

} // namespace

Record::Record() : base_(arena_.data()) { set_leader(kBlankLeader); }

Record::Record(const Record& other)
    : leader_(other.leader_), arena_(other.base_, other.size_), base_(arena_.data()), size_(other.size_),
      fields_(other.fields_), subfields_(other.subfields_) {}

Record::Record(Record&& other) noexcept : Record() { *this = std::move(other); }

Record& Record::operator=(const Record& other) {
    if (this == &other) return *this;
    leader_ = other.leader_;
    arena_.assign(other.base_, other.size_);
    base_ = arena_.data();
    size_ = other.size_;
    fields_ = other.fields_;
    subfields_ = other.subfields_;
    return *this;
}

Record& Record::operator=(Record&& other) noexcept {
    if (this == &other) return *this;
    const bool borrowed = other.is_borrowed();
    const char* base = other.base_;
    leader_ = other.leader_;
    size_ = other.size_;
    arena_ = std::move(other.arena_);
    fields_ = std::move(other.fields_);
    subfields_ = std::move(other.subfields_);
    base_ = borrowed ? base : arena_.data();
    other.clear();
    return *this;
}

std::optional<FieldView> Record::first(std::string_view pattern) const {
    const FieldRange range = fields(pattern);
    const auto found = range.begin();
    if (found == range.end()) return std::nullopt;
    return *found;
}

std::string_view Record::control(std::string_view tag) const {
    for (const FieldView field : fields(tag)) {
        if (field.is_control()) return field.value();
    }
    return {};
}

std::string_view Record::text(std::string_view tag, char code) const {
    const auto field = first(tag);
    return field ? field->subfield(code) : std::string_view{};
}

void Record::clear() {
    set_leader(kBlankLeader);
    arena_.clear();
    base_ = arena_.data();
    size_ = 0;
    fields_.clear();
    subfields_.clear();
}

void Record::set_leader(std::string_view leader) {
    for (std::size_t i = 0; i < kLeaderBytes; ++i) {
        const char c = i < leader.size() ? leader[i] : ' ';
        leader_[i] = static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7E ? ' ' : c;
    }
}

void Record::own() {
    if (!is_borrowed()) return;
    arena_.assign(base_, size_);
    base_ = arena_.data();
}

std::uint32_t Record::append(std::string_view value) {
    own();
    TANGTHU_ASSERT(arena_.size() + value.size() < std::numeric_limits<std::uint32_t>::max());
    const auto offset = static_cast<std::uint32_t>(arena_.size());
    arena_.append(value);
    for (auto& c : std::span{arena_}.subspan(offset)) {
        if (is_separator(c)) c = ' ';
    }
    base_ = arena_.data();
    size_ = arena_.size();
    return offset;
}

void Record::add_control(std::string_view tag, std::string_view value) {
    FieldSlot slot;
    slot.tag = tag_of(tag);
    slot.control = true;
    slot.offset = append(value);
    slot.length = static_cast<std::uint32_t>(value.size());
    slot.first_subfield = static_cast<std::uint32_t>(subfields_.size());
    fields_.push_back(slot);
}

void Record::add_field(std::string_view tag, char ind1, char ind2) {
    FieldSlot slot;
    slot.tag = tag_of(tag);
    slot.ind1 = is_separator(ind1) ? ' ' : ind1;
    slot.ind2 = is_separator(ind2) ? ' ' : ind2;
    slot.first_subfield = static_cast<std::uint32_t>(subfields_.size());
    fields_.push_back(slot);
}

void Record::add_subfield(char code, std::string_view value) {
    TANGTHU_ASSERT(!fields_.empty() && !fields_.back().control);
    FieldSlot& field = fields_.back();
    // After remove or sort_by_tag the last field's subfields need not be the last ones.
    if (field.first_subfield + field.subfield_count != subfields_.size()) {
        const auto first = static_cast<std::uint32_t>(subfields_.size());
        for (std::uint32_t i = 0; i < field.subfield_count; ++i) {
            const SubfieldSlot copy = subfields_[field.first_subfield + i];
            subfields_.push_back(copy);
        }
        field.first_subfield = first;
    }
    SubfieldSlot slot;
    slot.code = is_separator(code) ? ' ' : code;
    slot.length = static_cast<std::uint32_t>(value.size());
    slot.offset = append(value);
    subfields_.push_back(slot);
    ++field.subfield_count;
}

void Record::add_copy(FieldView field) {
    const std::string tag{field.tag()};
    if (field.is_control()) {
        add_control(tag, std::string{field.value()});
        return;
    }
    std::vector<std::pair<char, std::string>> values;
    for (const auto [code, value] : field.subfields())
        values.emplace_back(code, value);
    add_field(tag, field.ind1(), field.ind2());
    for (const auto& [code, value] : values)
        add_subfield(code, value);
}

std::size_t Record::remove(std::string_view pattern) {
    const FieldSlot* kept = std::remove_if(
        fields_.begin(), fields_.end(), [&](const FieldSlot& slot) { return tag_fits({slot.tag.data(), 3}, pattern); });
    const auto removed = static_cast<std::size_t>(fields_.end() - kept);
    fields_.resize(fields_.size() - removed);
    return removed;
}

void Record::sort_by_tag() {
    std::stable_sort(fields_.begin(), fields_.end(),
                     [](const FieldSlot& a, const FieldSlot& b) { return a.tag < b.tag; });
}

std::string_view FieldView::subfield(char code) const {
    for (const auto [found, value] : subfields()) {
        if (found == code) return value;
    }
    return {};
}

bool FieldView::has(char code) const {
    for (const auto [found, value] : subfields()) {
        if (found == code) return true;
    }
    return false;
}

std::string FieldView::join(std::string_view codes, std::string_view separator) const {
    std::string result;
    for (const auto [code, value] : subfields()) {
        const bool wanted = codes.empty() ? !(code >= '0' && code <= '9') : codes.find(code) != std::string_view::npos;
        if (!wanted) continue;
        if (!result.empty()) result += separator;
        result += value;
    }
    return result;
}

bool same_content(const Record& left, const Record& right) {
    if (left.field_count() != right.field_count()) return false;
    for (std::size_t i = 0; i < Record::kLeaderBytes; ++i) {
        const bool computed = i < 5 || i == 9 || (i >= 12 && i <= 16);
        if (!computed && left.leader()[i] != right.leader()[i]) return false;
    }
    for (std::size_t i = 0; i < left.field_count(); ++i) {
        const FieldView a = left.field(i);
        const FieldView b = right.field(i);
        if (a.tag() != b.tag() || a.is_control() != b.is_control() || a.value() != b.value()) return false;
        if (a.is_control()) continue;
        if (a.ind1() != b.ind1() || a.ind2() != b.ind2() || a.subfield_count() != b.subfield_count()) return false;
        for (std::size_t s = 0; s < a.subfield_count(); ++s) {
            const SubfieldView x = a.subfields()[s];
            const SubfieldView y = b.subfields()[s];
            if (x.code != y.code || x.value != y.value) return false;
        }
    }
    return true;
}

} // namespace tangthu::marc
