#pragma once

#include "platform/marc/impl/read/build.h"
#include "platform/marc/impl/read/parsed.h"
#include "platform/marc/record.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace pugi {
class xml_node;
}

namespace tangthu::marc::impl {

/// The part of an XML name behind its prefix.
[[nodiscard]] std::string_view local_name(std::string_view name);

/// Fills a record from a parsed <record> (MARCXML) or <r> (Turbomarc) element.
class XmlRecordParser {
public:
    XmlRecordParser(Record& record, Parsed& parsed) : record_(record), parsed_(parsed), builder_(record, parsed) {}
    /// False: Parsed has the reason, problem_offset() where in the element it stands.
    bool read(pugi::xml_node element);
    [[nodiscard]] std::size_t problem_offset() const { return problem_offset_; }

private:
    bool marcxml_child(pugi::xml_node child, std::string_view name);
    bool turbomarc_child(pugi::xml_node child, std::string_view name);
    bool datafield(pugi::xml_node field, std::string_view tag);
    bool stop(pugi::xml_node where, std::string_view key, std::string_view name = {}, std::string_view value = {});

    Record& record_;
    Parsed& parsed_;
    FieldBuilder builder_;
    std::string text_;
    std::size_t problem_offset_ = 0;
};

} // namespace tangthu::marc::impl
