// What `marc check` says of a record, rule by rule: each problem is one change to a record without any.
#include "platform/marc/check.h"

#include <functional>
#include <gtest/gtest.h>

namespace tangthu::marc {
namespace {

Record sound() {
    Record record;
    record.set_leader("00000nam a2200000 a 4500");
    record.add_control("001", "VN1");
    record.add_control("005", "20260101120000.0");
    record.add_control("008", std::string(40, ' '));
    record.add_field("020");
    record.add_subfield('a', "978-604-1-00123-7");
    record.add_field("022");
    record.add_subfield('a', "0866-8612");
    record.add_field("100", '1');
    record.add_subfield('a', "Nguyễn Du");
    record.add_field("245", '1', '0');
    record.add_subfield('a', "Truyện Kiều");
    return record;
}

std::vector<std::string> keys_of(const Record& record) {
    std::vector<std::string> keys;
    for (const Problem& problem : check_record(record))
        keys.push_back(problem.key);
    return keys;
}

Record with_value(std::string_view tag, std::string_view value) {
    Record record = sound();
    record.remove(tag);
    if (is_control_tag(tag)) {
        record.add_control(tag, value);
    } else {
        record.add_field(tag);
        record.add_subfield('a', value);
    }
    record.sort_by_tag();
    return record;
}

TEST(Check, SaysNothingOfASoundRecord) { EXPECT_EQ(keys_of(sound()), std::vector<std::string>{}); }

struct Rule {
    const char* key;
    Severity severity;
    std::function<void(Record&)> change;
};

TEST(Check, NamesOneProblemForOneChange) {
    const Rule rules[] = {
        {"marc.check_leader_code", Severity::warning, [](Record& r) { r.set_leader("00000?am a2200000 a 4500"); }},
        {"marc.check_leader_code", Severity::warning, [](Record& r) { r.set_leader("00000n1m a2200000 a 4500"); }},
        {"marc.check_leader_code", Severity::warning, [](Record& r) { r.set_leader("00000naz a2200000 a 4500"); }},
        {"marc.check_no_001", Severity::warning, [](Record& r) { r.remove("001"); }},
        {"marc.check_repeated", Severity::error, [](Record& r) { r.add_control("001", "2"); }},
        {"marc.check_005", Severity::note, [](Record& r) { r = with_value("005", "01/01/2026"); }},
        {"marc.check_no_008", Severity::warning, [](Record& r) { r.remove("008"); }},
        {"marc.check_008_length", Severity::error, [](Record& r) { r = with_value("008", std::string(39, ' ')); }},
        {"marc.check_no_title", Severity::error, [](Record& r) { r.remove("245"); }},
        {"marc.check_repeated", Severity::error, [](Record& r) { r.add_copy(*r.first("245")); }},
        {"marc.check_main_entries", Severity::warning,
         [](Record& r) {
             r.add_field("110", '2');
             r.add_subfield('a', "Thư viện tỉnh");
         }},
        {"marc.check_isbn", Severity::note, [](Record& r) { r = with_value("020", "978-604-1-00123-8"); }},
        {"marc.check_issn", Severity::note, [](Record& r) { r = with_value("022", "0866-8613"); }},
        {"marc.check_tag", Severity::note, [](Record& r) { r = with_value("CAT", "x"); }},
        {"marc.check_indicator", Severity::warning,
         [](Record& r) {
             r.add_field("500", '#', ' ');
             r.add_subfield('a', "x");
         }},
        {"marc.check_field_empty", Severity::warning, [](Record& r) { r.add_field("500"); }},
        {"marc.check_subfield_code", Severity::warning,
         [](Record& r) {
             r.add_field("500");
             r.add_subfield('A', "x");
         }},
        {"marc.check_subfield_empty", Severity::note, [](Record& r) { r = with_value("500", ""); }},
        {"marc.check_lost_letters", Severity::warning, [](Record& r) { r = with_value("500", "Th\uFFFD viện"); }},
        {"marc.check_legacy_text", Severity::warning, [](Record& r) { r = with_value("500", "Thö vieän tænh"); }},
    };
    for (const Rule& rule : rules) {
        Record record = sound();
        rule.change(record);
        const auto problems = check_record(record);
        ASSERT_EQ(problems.size(), 1U) << rule.key;
        EXPECT_EQ(problems[0].key, rule.key);
        EXPECT_EQ(problems[0].severity, rule.severity) << rule.key;
    }
}

TEST(Check, TakesIsbnAndIssnAsTheyArePrinted) {
    for (const char* isbn :
         {"9786041001237", "978-604-1-00123-7 (bìa mềm)", "0-306-40615-2", "080442957X", "080442957x :"})
        EXPECT_EQ(keys_of(with_value("020", isbn)), std::vector<std::string>{}) << isbn;
    for (const char* isbn : {"0-306-40615-3", "97860410012", "không có", "X804429570"})
        EXPECT_EQ(keys_of(with_value("020", isbn)), std::vector<std::string>{"marc.check_isbn"}) << isbn;
    EXPECT_EQ(keys_of(with_value("022", "2434-561X")), std::vector<std::string>{});
}

TEST(Check, KnowsWhatAuthoritiesHoldingsAndUnimarcNeedNot) {
    Record authority;
    authority.set_leader("00000nz  a2200000n  4500");
    authority.add_control("001", "1");
    authority.add_control("008", std::string(40, ' '));
    authority.add_field("100", '1');
    authority.add_subfield('a', "Nguyễn Du");
    EXPECT_EQ(keys_of(authority), std::vector<std::string>{});

    Record holdings;
    holdings.set_leader("00000nx  a22000001n 4500");
    holdings.add_control("001", "1");
    holdings.add_control("008", std::string(32, ' '));
    EXPECT_EQ(keys_of(holdings), std::vector<std::string>{});

    Record unimarc;
    unimarc.set_leader("00000nam0 2200000   4500");
    unimarc.add_control("001", "1");
    unimarc.add_field("200", '1');
    unimarc.add_subfield('a', "Truyện Kiều");
    EXPECT_EQ(keys_of(unimarc), std::vector<std::string>{});
}

TEST(Check, SaysWhatWasMendedAndThatAChangeOfEncodingIsNoDamage) {
    Origin origin;
    EXPECT_TRUE(repair_problems(origin).empty());
    origin.encoding = Encoding::Tcvn3;
    origin.repairs.add(Repair::DecodedMarc8);
    origin.repairs.add(Repair::DecodedLegacy);
    origin.repairs.add(Repair::Directory);
    const auto problems = repair_problems(origin);
    ASSERT_EQ(problems.size(), 3U);
    EXPECT_EQ(problems[0].severity, Severity::note);
    EXPECT_EQ(problems[1].severity, Severity::warning);
    ASSERT_EQ(problems[1].params.size(), 1U);
    EXPECT_EQ(problems[1].params[0].value, "tcvn3");
    EXPECT_EQ(problems[2].key, repair_key(Repair::Directory));
}

} // namespace
} // namespace tangthu::marc
