#include "platform/marc/impl/read/markup/xml_record.h"

#include "platform/marc/impl/read/iso/iso2709.h"

#include <algorithm>
#include <pugixml.hpp>

namespace tangthu::marc::impl {

namespace {

/// The text of an element that should have nothing but text: its pieces joined.
std::string_view text_of(pugi::xml_node node, std::string& joined) {
    const pugi::xml_node first = node.first_child();
    if (!first) return {};
    if (!first.next_sibling() && (first.type() == pugi::node_pcdata || first.type() == pugi::node_cdata)) {
        return first.value();
    }
    joined.clear();
    for (const pugi::xml_node part : node) {
        if (part.type() == pugi::node_pcdata || part.type() == pugi::node_cdata) {
            joined += part.value();
        } else {
            std::string inner;
            joined += std::string{text_of(part, inner)};
        }
    }
    return joined;
}

std::string_view attribute(pugi::xml_node node, const char* name) { return node.attribute(name).as_string(""); }

void take_xml_leader(std::string_view text, Record& record, RepairSet& repairs) {
    if (text.size() != Record::kLeaderBytes) {
        // Line breaks around it are the serialiser's.
        constexpr std::string_view kBreaks = "\r\n\t";
        const std::size_t begin = text.find_first_not_of(kBreaks);
        if (begin != std::string_view::npos) text = text.substr(begin, text.find_last_not_of(kBreaks) - begin + 1);
    }
    take_leader(text, record, repairs);
}

} // namespace

bool XmlRecordParser::stop(pugi::xml_node where, std::string_view key, std::string_view name, std::string_view value) {
    problem_offset_ = static_cast<std::size_t>(std::max<std::ptrdiff_t>(where.offset_debug(), 0));
    std::vector<ErrorParam> params;
    if (!name.empty()) params.push_back({std::string{name}, std::string{value.substr(0, 40)}});
    parsed_.reject(key, std::move(params));
    return false;
}

bool XmlRecordParser::read(pugi::xml_node element) {
    const bool turbo = local_name(element.name()) == "r";
    for (const pugi::xml_node child : element) {
        if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
            const std::string_view text = child.value();
            if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) continue;
            return stop(child, "marc.xml_loose_text", "text", text);
        }
        if (child.type() != pugi::node_element) continue;
        const std::string_view name = local_name(child.name());
        const bool good = turbo ? turbomarc_child(child, name) : marcxml_child(child, name);
        if (!good) {
            // A tag that FieldBuilder refused: the place is this element.
            if (problem_offset_ == 0) {
                problem_offset_ = static_cast<std::size_t>(std::max<std::ptrdiff_t>(child.offset_debug(), 0));
            }
            return false;
        }
    }
    return true;
}

bool XmlRecordParser::marcxml_child(pugi::xml_node child, std::string_view name) {
    if (name == "leader") {
        take_xml_leader(text_of(child, text_), record_, parsed_.repairs);
        return true;
    }
    if (name != "controlfield" && name != "datafield") return stop(child, "marc.xml_unknown_element", "element", name);
    if (!child.attribute("tag")) return stop(child, "marc.xml_tag_missing");
    const std::string_view tag = attribute(child, "tag");
    if (name == "controlfield") {
        // Some programs (YAZ on DanMARC) write fields with subfields as control fields do not exist there.
        return builder_.control(tag, text_of(child, text_));
    }
    const auto indicator = [&](const char* which) {
        return child.attribute(which) ? attribute(child, which) : std::string_view{};
    };
    if (!builder_.open(tag, indicator("ind1"), indicator("ind2"))) return false;
    return datafield(child, tag);
}

bool XmlRecordParser::datafield(pugi::xml_node field, std::string_view tag) {
    for (const pugi::xml_node child : field) {
        if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
            const std::string_view text = child.value();
            if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) continue;
            parsed_.repairs.add(Repair::TextBeforeSubfield);
            builder_.subfield("a", text);
            continue;
        }
        if (child.type() != pugi::node_element) continue;
        const std::string_view name = local_name(child.name());
        if (name != "subfield") return stop(child, "marc.xml_unknown_element", "element", name);
        if (!child.attribute("code")) return stop(child, "marc.xml_code_missing", "tag", tag);
        builder_.subfield(attribute(child, "code"), text_of(child, text_));
    }
    builder_.close();
    return true;
}

bool XmlRecordParser::turbomarc_child(pugi::xml_node child, std::string_view name) {
    if (name == "l") {
        take_xml_leader(text_of(child, text_), record_, parsed_.repairs);
        return true;
    }
    if (name.size() != 4 || (name[0] != 'c' && name[0] != 'd')) {
        return stop(child, "marc.xml_unknown_element", "element", name);
    }
    const std::string_view tag = name.substr(1);
    if (name[0] == 'c') return builder_.control(tag, text_of(child, text_));
    const auto indicator = [&](const char* which) { return child.attribute(which) ? attribute(child, which) : " "; };
    if (!builder_.open(tag, indicator("i1"), indicator("i2"))) return false;
    for (const pugi::xml_node part : child) {
        if (part.type() != pugi::node_element) continue;
        const std::string_view part_name = local_name(part.name());
        // A code that can't be in an element's name stands in an attribute.
        const std::string_view code = part.attribute("code")
                                          ? attribute(part, "code")
                                          : part_name.substr(std::min<std::size_t>(1, part_name.size()));
        if (!part_name.starts_with("s")) return stop(part, "marc.xml_unknown_element", "element", part_name);
        builder_.subfield(code, text_of(part, text_));
    }
    builder_.close();
    return true;
}

} // namespace tangthu::marc::impl
