#pragma once

#include "platform/marc/record.h"

namespace tangthu::marc::impl {

/// How much there can be to write.
struct RecordSize {
    std::size_t text = 0;
    std::size_t fields = 0;
    std::size_t subfields = 0;
};

/// The inside of a Record, for readers: they fill slots directly instead of copying values one by one.
struct RecordParts {
    /// Empties the record and lets it look at bytes that live elsewhere.
    static void borrow(Record& record, std::string_view bytes) {
        record.fields_.clear();
        record.subfields_.clear();
        record.base_ = bytes.data();
        record.size_ = bytes.size();
    }
    /// Gives the record other bytes; slots stay and must fit them.
    static void replace_arena(Record& record, std::string& bytes) {
        record.arena_.swap(bytes);
        record.base_ = record.arena_.data();
        record.size_ = record.arena_.size();
    }
    static std::array<char, Record::kLeaderBytes>& leader(Record& record) { return record.leader_; }
    static SlotRow<FieldSlot>& fields(Record& record) { return record.fields_; }
    static SlotRow<SubfieldSlot>& subfields(Record& record) { return record.subfields_; }
    /// No value stands in the bytes twice, so their number is a limit for all text.
    static RecordSize size(const Record& record) {
        return {record.size_, record.fields_.size(), record.subfields_.size()};
    }
    static std::string_view bytes(const Record& record) { return {record.base_, record.size_}; }
};

} // namespace tangthu::marc::impl
