#include "platform/marc/writer.h"

#include "platform/marc/impl/write/write_formats.h"

namespace tangthu::marc {

RecordWriter::RecordWriter(WriteOptions options) : options_(options), page_(std::make_unique<impl::Page>()) {
    const bool can_be_marc8 = options.format == Format::Iso2709 || options.format == Format::Mrk;
    if (options.encoding == Encoding::Marc8 && can_be_marc8) marc8_ = std::make_unique<Marc8Encoder>();
}

RecordWriter::RecordWriter(RecordWriter&&) noexcept = default;
RecordWriter& RecordWriter::operator=(RecordWriter&&) noexcept = default;
RecordWriter::~RecordWriter() = default;

void RecordWriter::begin(std::string& out) {
    written_ = 0;
    if (options_.format == Format::MarcXml) {
        out += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<collection xmlns=\"http://www.loc.gov/MARC21/slim\">\n";
    } else if (options_.format == Format::Json) {
        out += "[";
    }
}

void RecordWriter::write(const Record& record, std::string& out) {
    ++written_;
    switch (options_.format) {
    case Format::Isis:
    case Format::Iso2709:
        impl::write_iso2709(record, marc8_.get(), out, replaced_);
        return;
    case Format::MarcXml:
        impl::write_marcxml(record, options_.indent, false, *page_, out, replaced_);
        return;
    case Format::Json:
        out += written_ == 1 ? "\n" : ",\n";
        impl::write_json(record, *page_, out);
        return;
    case Format::Ndjson:
        impl::write_json(record, *page_, out);
        out += '\n';
        return;
    case Format::Mrk:
        impl::write_mrk(record, marc8_.get(), out);
        return;
    case Format::AlephSeq:
        impl::write_aleph(record, written_, out, replaced_);
        return;
    case Format::Line:
        impl::write_line(record, *page_, out, replaced_);
        return;
    }
}

void RecordWriter::end(std::string& out) {
    if (options_.format == Format::MarcXml) {
        out += "</collection>\n";
    } else if (options_.format == Format::Json) {
        out += "\n]\n";
    }
}

std::string to_string(const Record& record, WriteOptions options) {
    std::string out;
    impl::Page page;
    if (options.format == Format::MarcXml) {
        std::uint64_t replaced = 0;
        out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
        impl::write_marcxml(record, options.indent, true, page, out, replaced);
    } else if (options.format == Format::Json) {
        impl::write_json(record, page, out);
    } else {
        RecordWriter(options).write(record, out);
    }
    return out;
}

} // namespace tangthu::marc
