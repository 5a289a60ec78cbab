#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace tangthu::marc::impl {

/// A window that moves over a file, a stream or bytes in memory. It holds what has been read and not yet consumed;
/// views into it stay valid until more() is called. The bytes of a file are read in chunks that fit the processor's
/// cache, which costs little more than mapping it, and a file that shrinks meanwhile ends the reading instead of the
/// program.
class ByteWindow {
public:
    /// Fills the span, returns how much: 0 at the end. A failing device ends the data; its
    /// owner can tell.
    using Fill = std::function<std::size_t(char*, std::size_t)>;

    explicit ByteWindow(std::string_view memory) : memory_(memory), at_end_(true) {}
    explicit ByteWindow(Fill fill) : fill_(std::move(fill)) {}

    [[nodiscard]] std::string_view data() const { return memory_; }
    /// Reads another chunk behind data(). False at the end of the input.
    bool more();
    /// Makes data() hold at least `size` bytes, if the input has them.
    bool ensure(std::size_t size) {
        while (memory_.size() < size) {
            if (!more()) return false;
        }
        return true;
    }
    void consume(std::size_t size) {
        memory_.remove_prefix(size);
        offset_ += size;
    }
    /// Where data() begins in the input.
    [[nodiscard]] std::uint64_t offset() const { return offset_; }
    [[nodiscard]] bool at_end() const { return at_end_; }
    /// Position of `byte` in data() at or after `from`, reading on up to `limit` bytes; npos when it is not there.
    std::size_t find(char byte, std::size_t from, std::size_t limit);

private:
    static constexpr std::size_t kChunk = std::size_t{256} << 10;

    Fill fill_;
    std::vector<char> buffer_;
    std::size_t filled_ = 0; ///< bytes of buffer_ in use
    std::string_view memory_;
    std::uint64_t offset_ = 0;
    bool at_end_ = false;
};

} // namespace tangthu::marc::impl
