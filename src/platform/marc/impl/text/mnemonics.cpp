#include "platform/marc/impl/text/mnemonics.h"

#include <algorithm>
#include <array>

namespace tangthu::marc::impl {

namespace {

struct Row {
    std::string_view name;
    unsigned char byte;
};

/// Names of the Library of Congress's MARCMaker for MARC-8 codes. Where a code has two, the first is the one written.
constexpr auto kRows = std::to_array<Row>({
    {"dollar", '$'},    {"bsol", '\\'},     {"lcub", '{'},    {"rcub", '}'},      {"num", '#'},
    {"amp", '&'},       {"quot", '"'},      {"apos", '\''},   {"lpar", '('},      {"rpar", ')'},
    {"ast", '*'},       {"plus", '+'},      {"comma", ','},   {"hyphen", '-'},    {"period", '.'},
    {"sol", '/'},       {"colon", ':'},     {"semi", ';'},    {"lt", '<'},        {"equals", '='},
    {"gt", '>'},        {"quest", '?'},     {"commat", '@'},  {"lsqb", '['},      {"rsqb", ']'},
    {"verbar", '|'},    {"excl", '!'},      {"percnt", '%'},  {"spcirc", '^'},    {"spund", '_'},
    {"spgrave", '`'},   {"sptilde", '~'},   {"esc", 0x1B},    {"joiner", 0x8D},   {"nonjoin", 0x8E},
    {"Lstrok", 0xA1},   {"Ostrok", 0xA2},   {"Dstrok", 0xA3}, {"THORN", 0xA4},    {"AElig", 0xA5},
    {"OElig", 0xA6},    {"softsign", 0xA7}, {"middot", 0xA8}, {"flat", 0xA9},     {"reg", 0xAA},
    {"plusmn", 0xAB},   {"Ohorn", 0xAC},    {"Uhorn", 0xAD},  {"mlrhring", 0xAE}, {"alif", 0xAE},
    {"mllhring", 0xB0}, {"ayn", 0xB0},      {"lstrok", 0xB1}, {"ostrok", 0xB2},   {"dstrok", 0xB3},
    {"thorn", 0xB4},    {"aelig", 0xB5},    {"oelig", 0xB6},  {"hardsign", 0xB7}, {"inodot", 0xB8},
    {"pound", 0xB9},    {"eth", 0xBA},      {"ohorn", 0xBC},  {"uhorn", 0xBD},    {"deg", 0xC0},
    {"scriptl", 0xC1},  {"phono", 0xC2},    {"copy", 0xC3},   {"sharp", 0xC4},    {"iquest", 0xC5},
    {"iexcl", 0xC6},    {"hooka", 0xE0},    {"grave", 0xE1},  {"acute", 0xE2},    {"circ", 0xE3},
    {"tilde", 0xE4},    {"macr", 0xE5},     {"breve", 0xE6},  {"dot", 0xE7},      {"uml", 0xE8},
    {"diaer", 0xE8},    {"caron", 0xE9},    {"ring", 0xEA},   {"llig", 0xEB},     {"rlig", 0xEC},
    {"rcommaa", 0xED},  {"dblac", 0xEE},    {"candra", 0xEF}, {"cedil", 0xF0},    {"ogon", 0xF1},
    {"dotb", 0xF2},     {"dbldotb", 0xF3},  {"ringb", 0xF4},  {"dblunder", 0xF5}, {"under", 0xF6},
    {"commab", 0xF7},   {"rcedil", 0xF8},   {"breveb", 0xF9}, {"ldbltil", 0xFA},  {"rdbltil", 0xFB},
    {"commaa", 0xFE},
});

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

} // namespace

unsigned char mnemonic_byte(std::string_view name) {
    if (name.size() == 2 && hex_digit(name[0]) >= 0 && hex_digit(name[1]) >= 0) {
        return static_cast<unsigned char>(hex_digit(name[0]) * 16 + hex_digit(name[1]));
    }
    const auto found = std::find_if(kRows.begin(), kRows.end(), [&](const Row& row) { return row.name == name; });
    return found == kRows.end() ? 0 : found->byte;
}

std::string_view mnemonic_name(unsigned char byte) {
    const auto found = std::find_if(kRows.begin(), kRows.end(), [&](const Row& row) { return row.byte == byte; });
    return found == kRows.end() ? std::string_view{} : found->name;
}

} // namespace tangthu::marc::impl
