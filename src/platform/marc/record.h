#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace tangthu::marc {

class Record;
namespace impl {
struct RecordParts;
}

/// Where a subfield stands in the record's bytes.
struct SubfieldSlot {
    std::uint32_t offset = 0;
    std::uint32_t length = 0;
    char code = 'a';
};

/// Where a field stands. A control field's text is offset/length; a data field's runs over its subfields.
struct FieldSlot {
    std::array<char, 3> tag{};
    char ind1 = ' ';
    char ind2 = ' ';
    bool control = false;
    std::uint32_t offset = 0;
    std::uint32_t length = 0;
    std::uint32_t first_subfield = 0;
    std::uint32_t subfield_count = 0;
};

/// A growing row of slots that keeps what it has when it is emptied, and initialises nothing twice.
template <class Slot>
class SlotRow {
public:
    SlotRow() = default;
    SlotRow(const SlotRow& other) { *this = other; }
    SlotRow(SlotRow&& other) noexcept { swap(other); }
    SlotRow& operator=(const SlotRow& other) {
        if (this == &other) return *this;
        resize(other.size_);
        std::copy_n(other.data(), other.size_, data());
        return *this;
    }
    SlotRow& operator=(SlotRow&& other) noexcept {
        swap(other);
        return *this;
    }
    ~SlotRow() = default;

    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool empty() const { return size_ == 0; }
    [[nodiscard]] Slot* data() { return slots_.get(); }
    [[nodiscard]] const Slot* data() const { return slots_.get(); }
    [[nodiscard]] Slot* begin() { return data(); }
    [[nodiscard]] Slot* end() { return data() + size_; }
    [[nodiscard]] const Slot* begin() const { return data(); }
    [[nodiscard]] const Slot* end() const { return data() + size_; }
    [[nodiscard]] Slot& operator[](std::size_t index) { return slots_[index]; }
    [[nodiscard]] const Slot& operator[](std::size_t index) const { return slots_[index]; }
    [[nodiscard]] Slot& back() { return slots_[size_ - 1]; }
    void clear() { size_ = 0; }
    /// Slots that were not there before have any content.
    void resize(std::size_t size) {
        if (size > room_) grow(size);
        size_ = size;
    }
    void push_back(const Slot& slot) {
        const Slot value = slot;
        resize(size_ + 1);
        slots_[size_ - 1] = value;
    }
    void pop_back() { --size_; }

private:
    void grow(std::size_t size) {
        const std::size_t room = std::max(size, room_ * 2);
        auto wider = std::make_unique<Slot[]>(room);
        std::copy_n(data(), size_, wider.get());
        slots_ = std::move(wider);
        room_ = room;
    }
    void swap(SlotRow& other) noexcept {
        std::swap(slots_, other.slots_);
        std::swap(size_, other.size_);
        std::swap(room_, other.room_);
    }

    std::unique_ptr<Slot[]> slots_;
    std::size_t size_ = 0;
    std::size_t room_ = 0;
};

struct SubfieldView {
    char code;
    std::string_view value;
};

/// A field of a record, by reference: valid while the record is neither changed nor read into again.
class FieldView {
public:
    FieldView(const Record* record, std::uint32_t index) : record_(record), index_(index) {}

    [[nodiscard]] std::string_view tag() const;
    [[nodiscard]] char ind1() const;
    [[nodiscard]] char ind2() const;
    [[nodiscard]] bool is_control() const;
    /// The text of a control field; empty for a data field.
    [[nodiscard]] std::string_view value() const;
    /// The first subfield with this code; empty when there is none (see has()).
    [[nodiscard]] std::string_view subfield(char code) const;
    [[nodiscard]] bool has(char code) const;

    class SubfieldIterator;
    struct SubfieldRange;
    /// Subfields in their order: `for (auto [code, value] : field.subfields())`.
    [[nodiscard]] SubfieldRange subfields() const;
    [[nodiscard]] std::size_t subfield_count() const;
    /// The values of the given subfields ("abc"; empty: all but control subfields 0-9), joined.
    [[nodiscard]] std::string join(std::string_view codes, std::string_view separator = " ") const;

private:
    [[nodiscard]] const FieldSlot& slot() const;
    const Record* record_;
    std::uint32_t index_;
};

/// Fields of a record whose tag fits a pattern ("245", "6XX": X is any character; empty: all).
class FieldRange {
public:
    class Iterator {
    public:
        using value_type = FieldView;
        using difference_type = std::ptrdiff_t;
        using iterator_category = std::input_iterator_tag;
        using pointer = void;
        using reference = FieldView;
        Iterator(const FieldRange* range, std::uint32_t index) : range_(range), index_(index) { skip(); }
        FieldView operator*() const { return {range_->record_, index_}; }
        Iterator& operator++() {
            ++index_;
            skip();
            return *this;
        }
        void operator++(int) { ++*this; }
        bool operator==(const Iterator& other) const { return index_ == other.index_; }

    private:
        void skip();
        const FieldRange* range_;
        std::uint32_t index_;
    };

    FieldRange(const Record* record, std::string_view pattern) : record_(record), pattern_(pattern) {}
    [[nodiscard]] Iterator begin() const { return {this, 0}; }
    [[nodiscard]] Iterator end() const;
    [[nodiscard]] bool empty() const { return begin() == end(); }

private:
    const Record* record_;
    std::string_view pattern_;
};

/// One MARC record: a leader, fields and subfields as spans over one run of bytes, UTF-8 in NFC.
/// Nothing is allocated per field; clear() keeps the capacity, so a reader fills the same record again and again.
/// A record from a reader may look straight into the reader's buffer: it is good until the next next(). A copy owns its
/// bytes. No value ever holds the separators 0x1D-0x1F: adding one puts a space in its place, so every format can be
/// written.
class Record {
public:
    static constexpr std::size_t kLeaderBytes = 24;
    static constexpr std::string_view kBlankLeader = "00000nam a2200000   4500";

    Record();
    Record(const Record& other);
    Record(Record&& other) noexcept;
    Record& operator=(const Record& other);
    Record& operator=(Record&& other) noexcept;
    ~Record() = default;

    /// Always 24 bytes. 00-04 and 12-16 are as read: only an ISO 2709 writer fills them with true figures.
    [[nodiscard]] std::string_view leader() const { return {leader_.data(), leader_.size()}; }
    [[nodiscard]] FieldRange fields() const { return {this, {}}; }
    /// Fields of one tag, in order; X stands for any character ("6XX").
    [[nodiscard]] FieldRange fields(std::string_view pattern) const { return {this, pattern}; }
    [[nodiscard]] std::optional<FieldView> first(std::string_view pattern) const;
    /// The text of the first control field with this tag; empty when there is none.
    [[nodiscard]] std::string_view control(std::string_view tag) const;
    /// The first subfield `code` of the first field `tag`; empty when there is none.
    [[nodiscard]] std::string_view text(std::string_view tag, char code) const;
    [[nodiscard]] std::size_t field_count() const { return fields_.size(); }
    [[nodiscard]] FieldView field(std::size_t index) const { return {this, static_cast<std::uint32_t>(index)}; }

    void clear();
    /// Cut or filled with blanks to 24 bytes.
    void set_leader(std::string_view leader);
    void add_control(std::string_view tag, std::string_view value);
    /// Opens a data field at the end; add_subfield then fills it. Tags are cut or filled with blanks to 3 bytes.
    void add_field(std::string_view tag, char ind1 = ' ', char ind2 = ' ');
    void add_subfield(char code, std::string_view value);
    /// A copy of a field (of this or another record) at the end.
    void add_copy(FieldView field);
    /// Fields whose tag fits the pattern go; their bytes stay in the arena until clear(). Returns how many.
    std::size_t remove(std::string_view pattern);
    /// Puts the fields in the order of their tags; equal tags keep their order.
    void sort_by_tag();

    /// True while the bytes belong to the reader.
    [[nodiscard]] bool is_borrowed() const { return base_ != arena_.data(); }

private:
    friend class FieldView;
    friend class FieldRange;
    friend struct impl::RecordParts;

    [[nodiscard]] std::string_view bytes(std::uint32_t offset, std::uint32_t length) const {
        return {base_ + offset, length};
    }
    void own();
    std::uint32_t append(std::string_view value);

    std::array<char, kLeaderBytes> leader_;
    std::string arena_;
    const char* base_; ///< arena_, or the reader's buffer
    std::size_t size_ = 0;
    SlotRow<FieldSlot> fields_;
    SlotRow<SubfieldSlot> subfields_;
};

/// True when two records say the same: leader apart from 00-04, 09 and 12-16, and every field, in order.
[[nodiscard]] bool same_content(const Record& left, const Record& right);

/// Tags whose fields have no indicators and subfields: 00X, and FMT of Aleph.
[[nodiscard]] constexpr bool is_control_tag(std::string_view tag) {
    return tag.size() == 3 && ((tag[0] == '0' && tag[1] == '0') || (tag[0] == 'F' && tag[1] == 'M' && tag[2] == 'T'));
}

[[nodiscard]] constexpr bool tag_fits(std::string_view tag, std::string_view pattern) {
    if (pattern.empty()) return true;
    if (tag.size() != pattern.size()) return false;
    for (std::size_t i = 0; i < tag.size(); ++i) {
        if (pattern[i] != 'X' && pattern[i] != tag[i]) return false;
    }
    return true;
}

class FieldView::SubfieldIterator {
public:
    using value_type = SubfieldView;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::input_iterator_tag;
    using pointer = void;
    using reference = SubfieldView;
    SubfieldIterator(const char* base, const SubfieldSlot* slot) : base_(base), slot_(slot) {}
    SubfieldView operator*() const { return {slot_->code, {base_ + slot_->offset, slot_->length}}; }
    SubfieldIterator& operator++() {
        ++slot_;
        return *this;
    }
    void operator++(int) { ++slot_; }
    bool operator==(const SubfieldIterator& other) const { return slot_ == other.slot_; }

private:
    const char* base_;
    const SubfieldSlot* slot_;
};

struct FieldView::SubfieldRange {
    const char* base;
    std::span<const SubfieldSlot> slots;
    [[nodiscard]] SubfieldIterator begin() const { return {base, slots.data()}; }
    [[nodiscard]] SubfieldIterator end() const { return {base, slots.data() + slots.size()}; }
    [[nodiscard]] std::size_t size() const { return slots.size(); }
    [[nodiscard]] bool empty() const { return slots.empty(); }
    [[nodiscard]] SubfieldView operator[](std::size_t index) const {
        return {slots[index].code, {base + slots[index].offset, slots[index].length}};
    }
};

inline const FieldSlot& FieldView::slot() const { return record_->fields_[index_]; }
inline std::string_view FieldView::tag() const { return {slot().tag.data(), 3}; }
inline char FieldView::ind1() const { return slot().ind1; }
inline char FieldView::ind2() const { return slot().ind2; }
inline bool FieldView::is_control() const { return slot().control; }
inline std::size_t FieldView::subfield_count() const { return slot().subfield_count; }
inline std::string_view FieldView::value() const {
    return slot().control ? record_->bytes(slot().offset, slot().length) : std::string_view{};
}
inline FieldView::SubfieldRange FieldView::subfields() const {
    return {record_->base_, {record_->subfields_.data() + slot().first_subfield, slot().subfield_count}};
}
inline FieldRange::Iterator FieldRange::end() const {
    return {this, static_cast<std::uint32_t>(record_->fields_.size())};
}
inline void FieldRange::Iterator::skip() {
    const auto& fields = range_->record_->fields_;
    while (index_ < fields.size() && !tag_fits({fields[index_].tag.data(), 3}, range_->pattern_))
        ++index_;
}

} // namespace tangthu::marc
