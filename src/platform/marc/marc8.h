#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace tangthu::marc {

/// MARC-8 to UTF-8 (NFC), one field value at a time: each value begins with ASCII in G0 and ANSEL in G1.
/// Tables: those of YAZ (made from the code tables of the Library of Congress). Keeps a handle; not for two threads at
/// once.
class Marc8Decoder {
public:
    Marc8Decoder();
    ~Marc8Decoder();
    Marc8Decoder(Marc8Decoder&&) noexcept;
    Marc8Decoder& operator=(Marc8Decoder&&) noexcept;

    /// Appends the decoded text. Returns how many codes meant nothing, each now U+FFFD. `&#xHHHH;` is decoded too.
    /// The two orders of circumflex and tone that are met in Vietnamese records both give the composed letter.
    std::size_t decode(std::string_view marc8, std::string& out);

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// UTF-8 to MARC-8. Letters that MARC-8 has no code for are taken apart (ộ: circumflex, dot below, o; ờ: grave, ơ);
/// what has none in parts either is written &#xHHHH; so that nothing is lost.
class Marc8Encoder {
public:
    Marc8Encoder();
    ~Marc8Encoder();
    Marc8Encoder(Marc8Encoder&&) noexcept;
    Marc8Encoder& operator=(Marc8Encoder&&) noexcept;

    /// Appends the encoded text, which ends in the default sets. Returns how many characters became &#xHHHH;.
    std::size_t encode(std::string_view utf8, std::string& out);

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace tangthu::marc
