#pragma once

#include "platform/marc/impl/read/byte_window.h"
#include "platform/marc/impl/read/parsed.h"
#include "platform/marc/record.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tangthu::marc::impl {

/// MARCXML and Turbomarc. The file is cut at its record elements, whatever their prefix and whatever stands around them
/// (collection, SRU and OAI envelopes); each is parsed by itself. Document types are skipped, never acted upon.
class XmlReader {
public:
    explicit XmlReader(std::size_t limit);
    ~XmlReader();
    bool next(ByteWindow& window, Record& record, Parsed& parsed);

private:
    struct Piece;
    /// What stood before the first record or collection, or its beginning.
    struct Preamble {
        std::string kept;
        std::uint64_t length = 0;
        void take(std::string_view gone) {
            kept.append(gone.substr(0, Parsed::kMaxKept - std::min(kept.size(), Parsed::kMaxKept)));
            length += gone.size();
        }
    };

    bool find_record(ByteWindow& window, Parsed& parsed);
    bool refuse_all(ByteWindow& window, Parsed& parsed);
    bool find_end(ByteWindow& window, Parsed& parsed);
    std::optional<Piece> read_markup(ByteWindow& window, std::size_t from, bool keep);
    void drop(ByteWindow& window, std::size_t size);
    void parse(std::string_view element, Record& record, Parsed& parsed);
    void read_prolog(std::string_view instruction);

    struct Document;
    std::unique_ptr<Document> document_;
    std::size_t limit_;
    std::uint64_t lines_ = 0; ///< line ends before the window
    bool latin1_ = false;     ///< the prolog says ISO 8859-1 or Windows-1252
    bool is_known_ = false;   ///< a record or a collection has been met
    Preamble preamble_;
    std::string name_; ///< the record element's full name
    std::string scratch_;
};

} // namespace tangthu::marc::impl
