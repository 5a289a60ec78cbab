#include "platform/search/impl/columns/row_blob.h"

namespace tangthu::search::impl {

namespace {

enum class Mark : char { document = 'd', removal = 'r', value = 'v', word = 'w' };

void append_number(std::string& blob, std::uint64_t number) {
    while (number >= 0x80) {
        blob += static_cast<char>(0x80U | (number & 0x7FU));
        number >>= 7U;
    }
    blob += static_cast<char>(number);
}

void append_text(std::string& blob, std::string_view text) {
    append_number(blob, text.size());
    blob += text;
}

std::optional<std::uint64_t> take_number(std::string_view& blob) {
    std::uint64_t number = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (blob.empty()) return std::nullopt;
        const auto byte = static_cast<unsigned char>(blob.front());
        blob.remove_prefix(1);
        number |= std::uint64_t{byte & 0x7FU} << shift;
        if (byte < 0x80) return number;
    }
    return std::nullopt;
}

std::optional<std::string_view> take_text(std::string_view& blob) {
    const auto size = take_number(blob);
    if (!size || *size > blob.size()) return std::nullopt;
    const std::string_view text = blob.substr(0, *size);
    blob.remove_prefix(*size);
    return text;
}

bool read_entry(std::string_view& blob, const BlobVisitor& visitor) {
    const auto mark = static_cast<Mark>(blob.front());
    blob.remove_prefix(1);
    if (mark == Mark::word) {
        const auto folded = take_text(blob);
        const auto written = folded ? take_text(blob) : std::nullopt;
        if (!written) return false;
        if (visitor.word) visitor.word(*folded, *written);
        return true;
    }
    const auto number = take_number(blob);
    if (!number) return false;
    if (mark == Mark::value) {
        const auto value = take_text(blob);
        if (!value) return false;
        if (visitor.value) visitor.value(static_cast<std::size_t>(*number), *value);
        return true;
    }
    if (mark != Mark::document && mark != Mark::removal) return false;
    if (visitor.document) visitor.document(static_cast<std::uint32_t>(*number), mark == Mark::removal);
    return true;
}

} // namespace

void append_document(std::string& blob, const Schema& schema, const Document& document) {
    blob += static_cast<char>(Mark::document);
    append_number(blob, static_cast<std::uint64_t>(document.id));
    for_each_column_value(schema, document, [&](std::size_t column, std::string_view value) {
        blob += static_cast<char>(Mark::value);
        append_number(blob, column);
        append_text(blob, value);
    });
}

void append_removal(std::string& blob, std::uint32_t id) {
    blob += static_cast<char>(Mark::removal);
    append_number(blob, id);
}

void append_word(std::string& blob, std::string_view folded, std::string_view written) {
    blob += static_cast<char>(Mark::word);
    append_text(blob, folded);
    append_text(blob, written);
}

bool read_blob(std::string_view blob, const BlobVisitor& visitor) {
    while (!blob.empty())
        if (!read_entry(blob, visitor)) return false;
    return true;
}

} // namespace tangthu::search::impl
