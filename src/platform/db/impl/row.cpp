#include "platform/db/row.h"

#include "platform/db/fault.h"

namespace tangthu::db {

Param::Param(const Date& date) : type_(Type::Text) {
    const auto text = iso_date(date);
    inline_size_ = static_cast<std::uint8_t>(std::min(text.size(), inline_.size()));
    std::copy_n(text.begin(), inline_size_, inline_.begin());
}

namespace impl {

int Cursor::column(std::string_view name) {
    const int count = column_count();
    for (int tried = 0; tried < count; ++tried) {
        const int candidate = (expected_ + tried) % count;
        if (column_name(candidate) == name) {
            expected_ = (candidate + 1) % count;
            return candidate;
        }
    }
    throw DatabaseFault(FaultCause::Statement, "no column is called " + std::string{name});
}

void Cursor::refuse_column(int column, std::string_view problem) const {
    throw DatabaseFault(FaultCause::Statement,
                        "column " + std::string{column_name(column)} + " " + std::string{problem});
}

Date date_column(const Cursor& cursor, int column) {
    auto date = parse_iso_date(cursor.bytes(column));
    if (!date) cursor.refuse_column(column, "is no date");
    return *date;
}

Param param_of_column(const Cursor& cursor, int column) {
    if (cursor.is_null(column)) return nullptr;
    switch (cursor.type(column)) {
    case Param::Type::Integer:
        return cursor.integer(column);
    case Param::Type::Real:
        return cursor.real(column);
    case Param::Type::Text:
        return cursor.bytes(column);
    case Param::Type::Blob:
        return Bytes{cursor.bytes(column)};
    case Param::Type::Unknown:
        break;
    }
    cursor.refuse_column(column, "has a type this program never stores");
}

} // namespace impl
} // namespace tangthu::db
