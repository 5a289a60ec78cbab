#include "modules/catalogue/impl/isbn.h"

namespace tangthu::catalogue::impl {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The check digit of the first twelve.
char check_digit13(std::string_view twelve) {
    int sum = 0;
    for (std::size_t i = 0; i < 12; ++i)
        sum += (twelve[i] - '0') * (i % 2 == 0 ? 1 : 3);
    return static_cast<char>('0' + (10 - sum % 10) % 10);
}

bool is_valid10(std::string_view ten) {
    int sum = 0;
    for (std::size_t i = 0; i < 10; ++i)
        sum += (ten[i] == 'X' ? 10 : ten[i] - '0') * static_cast<int>(10 - i);
    return sum % 11 == 0;
}

} // namespace

std::optional<std::string> isbn13(std::string_view text) {
    std::string digits;
    for (const char c : text) {
        if (is_digit(c))
            digits += c;
        else if ((c == 'X' || c == 'x') && digits.size() == 9)
            digits += 'X';
        else if (c != '-' && c != ' ')
            break;
        if (digits.size() > 13) return std::nullopt;
    }
    if (digits.size() == 13 && digits.find('X') == std::string::npos && check_digit13(digits) == digits[12])
        return digits;
    if (digits.size() == 10 && is_valid10(digits)) {
        std::string thirteen = "978" + digits.substr(0, 9);
        thirteen += check_digit13(thirteen);
        return thirteen;
    }
    return std::nullopt;
}

} // namespace tangthu::catalogue::impl
