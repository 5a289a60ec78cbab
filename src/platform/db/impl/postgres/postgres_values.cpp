#include "platform/db/impl/postgres/postgres_values.h"

#include <bit>
#include <cmath>
#include <libpq-fe.h>

namespace tangthu::db::impl {

namespace {

// Type numbers of the server's catalogue; fixed since long before version 15 (pg_type.dat).
constexpr unsigned kBool = 16;
constexpr unsigned kBytea = 17;
constexpr unsigned kInt8 = 20;
constexpr unsigned kInt2 = 21;
constexpr unsigned kInt4 = 23;
constexpr unsigned kText = 25;
constexpr unsigned kFloat4 = 700;
constexpr unsigned kFloat8 = 701;
constexpr unsigned kBpchar = 1042;
constexpr unsigned kVarchar = 1043;
constexpr unsigned kName = 19;
constexpr unsigned kUnknown = 705;
constexpr unsigned kNumeric = 1700;

template <class T>
T read_big_endian(const char* bytes) {
    T value = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i)
        value = static_cast<T>((value << 8U) | static_cast<unsigned char>(bytes[i]));
    return value;
}

std::array<char, 8> big_endian(std::uint64_t value) {
    std::array<char, 8> bytes{};
    for (std::size_t i = 0; i < 8; ++i)
        bytes[i] = static_cast<char>(value >> (8 * (7 - i)));
    return bytes;
}

unsigned type_number(Param::Type type) {
    switch (type) {
    case Param::Type::Integer:
        return kInt8;
    case Param::Type::Real:
        return kFloat8;
    case Param::Type::Text:
        return kText;
    case Param::Type::Blob:
        return kBytea;
    case Param::Type::Unknown:
        break;
    }
    return 0;
}

/// sum() and avg() over BIGINT come as NUMERIC: groups of four decimal digits with a weight.
struct Numeric {
    explicit Numeric(const char* bytes)
        : digits(bytes + 8), count(read_big_endian<std::uint16_t>(bytes)),
          weight(static_cast<std::int16_t>(read_big_endian<std::uint16_t>(bytes + 2))),
          sign(read_big_endian<std::uint16_t>(bytes + 4)) {}

    [[nodiscard]] int digit(int group) const {
        return group < count ? read_big_endian<std::uint16_t>(digits + std::ptrdiff_t{2} * group) : 0;
    }
    [[nodiscard]] bool is_negative() const { return sign == 0x4000; }
    [[nodiscard]] bool is_special() const { return (sign & 0xC000) == 0xC000; } // NaN, infinities

    const char* digits;
    int count;
    int weight;
    unsigned sign;
};

class PostgresCursor final : public Cursor {
public:
    PostgresCursor(PostgresConnection& connection, PostgresResult first, std::string scan_name)
        : connection_(connection), result_(std::move(first)), scan_name_(std::move(scan_name)) {}
    ~PostgresCursor() override {
        if (!scan_name_.empty()) connection_.close_scan(scan_name_);
    }
    PostgresCursor(const PostgresCursor&) = delete;
    PostgresCursor& operator=(const PostgresCursor&) = delete;

    bool next() override {
        if (++row_ < PQntuples(result_.get())) return true;
        if (scan_name_.empty() || PQntuples(result_.get()) == 0) {
            --row_;
            return false;
        }
        result_ = connection_.fetch(scan_name_);
        row_ = 0;
        return PQntuples(result_.get()) > 0;
    }
    [[nodiscard]] int column_count() const override { return PQnfields(result_.get()); }
    [[nodiscard]] std::string_view column_name(int column) const override {
        const char* name = PQfname(result_.get(), column);
        return name != nullptr ? name : "?";
    }
    [[nodiscard]] bool is_null(int column) const override {
        if (column < 0 || column >= column_count() || row_ < 0) refuse_column(column, "does not exist");
        return PQgetisnull(result_.get(), row_, column) == 1;
    }
    [[nodiscard]] Param::Type type(int column) const override {
        switch (PQftype(result_.get(), column)) {
        case kInt8:
        case kInt4:
        case kInt2:
        case kBool:
            return Param::Type::Integer;
        case kFloat8:
        case kFloat4:
            return Param::Type::Real;
        case kText:
        case kVarchar:
        case kBpchar:
        case kName:
            return Param::Type::Text;
        case kBytea:
            return Param::Type::Blob;
        default:
            return Param::Type::Unknown;
        }
    }
    [[nodiscard]] std::int64_t integer(int column) const override {
        const char* bytes = PQgetvalue(result_.get(), row_, column);
        switch (PQftype(result_.get(), column)) {
        case kInt8:
            return static_cast<std::int64_t>(read_big_endian<std::uint64_t>(bytes));
        case kInt4:
            return static_cast<std::int32_t>(read_big_endian<std::uint32_t>(bytes));
        case kInt2:
            return static_cast<std::int16_t>(read_big_endian<std::uint16_t>(bytes));
        case kBool:
            return bytes[0] != 0 ? 1 : 0;
        case kNumeric:
            return integer_of(column, Numeric{bytes});
        default:
            refuse_column(column, "is no integer");
        }
    }
    [[nodiscard]] double real(int column) const override {
        const char* bytes = PQgetvalue(result_.get(), row_, column);
        switch (PQftype(result_.get(), column)) {
        case kFloat8:
            return std::bit_cast<double>(read_big_endian<std::uint64_t>(bytes));
        case kFloat4:
            return std::bit_cast<float>(read_big_endian<std::uint32_t>(bytes));
        case kInt8:
        case kInt4:
        case kInt2:
            return static_cast<double>(integer(column));
        case kNumeric: {
            const Numeric number{bytes};
            if (number.is_special()) refuse_column(column, "is no number");
            double value = 0;
            for (int i = 0; i < number.count; ++i)
                value += number.digit(i) * std::pow(10000.0, number.weight - i);
            return number.is_negative() ? -value : value;
        }
        default:
            refuse_column(column, "is no number");
        }
    }
    [[nodiscard]] std::string_view bytes(int column) const override {
        switch (PQftype(result_.get(), column)) {
        case kText:
        case kVarchar:
        case kBpchar:
        case kName:
        case kUnknown:
        case kBytea:
            return {PQgetvalue(result_.get(), row_, column),
                    static_cast<std::size_t>(PQgetlength(result_.get(), row_, column))};
        default:
            refuse_column(column, "is no text");
        }
    }

private:
    [[nodiscard]] std::int64_t integer_of(int column, const Numeric& number) const {
        if (number.is_special() || number.weight > 4) refuse_column(column, "is out of range");
        for (int i = number.weight + 1; i < number.count; ++i) {
            if (number.digit(i) != 0) refuse_column(column, "is no integer");
        }
        std::int64_t value = 0;
        for (int i = 0; i <= number.weight; ++i) {
            if (__builtin_mul_overflow(value, 10000, &value) || __builtin_sub_overflow(value, number.digit(i), &value))
                refuse_column(column, "is out of range");
        }
        if (number.is_negative()) return value;
        if (value == INT64_MIN) refuse_column(column, "is out of range");
        return -value;
    }

    PostgresConnection& connection_;
    PostgresResult result_;
    std::string scan_name_;
    int row_ = -1;
};

} // namespace

PostgresValues::PostgresValues(std::span<const Param> params) : numbers_(params.size()) {
    values_.reserve(params.size());
    lengths_.reserve(params.size());
    types_.reserve(params.size());
    formats_.assign(params.size(), 1);
    for (std::size_t i = 0; i < params.size(); ++i) {
        const auto& param = params[i];
        types_.push_back(type_number(param.type()));
        std::string_view bytes = param.bytes();
        if (param.type() == Param::Type::Integer || param.type() == Param::Type::Real) {
            numbers_[i] = big_endian(param.type() == Param::Type::Integer ? static_cast<std::uint64_t>(param.integer())
                                                                          : std::bit_cast<std::uint64_t>(param.real()));
            bytes = {numbers_[i].data(), numbers_[i].size()};
        }
        if (bytes.data() == nullptr) bytes = "";
        values_.push_back(param.is_null() ? nullptr : bytes.data());
        lengths_.push_back(static_cast<int>(bytes.size()));
    }
}

std::unique_ptr<Cursor> make_cursor(PostgresConnection& connection, PostgresResult first, std::string scan_name) {
    return std::make_unique<PostgresCursor>(connection, std::move(first), std::move(scan_name));
}

} // namespace tangthu::db::impl
