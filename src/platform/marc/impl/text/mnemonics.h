#pragma once

#include <string_view>

namespace tangthu::marc::impl {

/// The MARC-8 byte that a MARCMaker name stands for (`dollar`, `acute`, `0A`); 0 when there is none.
[[nodiscard]] unsigned char mnemonic_byte(std::string_view name);

/// The name of a MARC-8 byte beyond ASCII or of an ASCII sign that .mrk files can't hold; empty when there is none.
[[nodiscard]] std::string_view mnemonic_name(unsigned char byte);

} // namespace tangthu::marc::impl
