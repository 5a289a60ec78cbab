#pragma once

#include "platform/marc/record.h"

namespace tangthu::marc::impl {

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
    static std::vector<FieldSlot>& fields(Record& record) { return record.fields_; }
    static std::vector<SubfieldSlot>& subfields(Record& record) { return record.subfields_; }
    static std::string_view bytes(const Record& record) { return {record.base_, record.size_}; }
};

} // namespace tangthu::marc::impl
