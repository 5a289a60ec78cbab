#include "modules/branches/branches.h"

#include "modules/branches/commands.h"
#include "platform/base/json.h"
#include "platform/db/database.h"
#include "platform/journal/journal.h"
#include "tests/support/engines.h"

#include <fstream>
#include <gmock/gmock.h>

namespace tangthu::branches {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> codes(const Result<std::vector<Unit>>& units) {
    std::vector<std::string> list;
    for (const auto& unit : *units)
        list.push_back(unit.code);
    return list;
}

class BranchesTest : public test::EngineTest {
protected:
    void SetUp() override {
        EngineTest::SetUp();
        if (IsSkipped()) return;
        clock_.set({1'767'200'400'000}); // 2026-01-01, midnight in Hà Nội
        branches_ = std::make_unique<Branches>(db(), clock_);
    }
    void TearDown() override {
        branches_.reset();
        EngineTest::TearDown();
    }
    static UnitDraft draft(const std::string& code, const std::string& parent = {}) {
        return {.code = code,
                .kind = UnitKind::commune_library,
                .name_vi = "Thư viện " + code,
                .name_en = "Library " + code,
                .parent = parent,
                .valid_from = {2025, 7, 1}};
    }
    Unit add(const std::string& code, const std::string& parent = {}) {
        auto added = branches_->add_unit(draft(code, parent), staff_);
        EXPECT_TRUE(added) << added.error().key;
        return *added;
    }
    void load_demo() {
        std::ifstream in{std::string{TANGTHU_SOURCE_DIR} + "/demo/units.json"};
        const std::string json{std::istreambuf_iterator<char>{in}, {}};
        const auto loaded = branches_->load(json, staff_);
        ASSERT_TRUE(loaded) << loaded.error().key
                            << (loaded.error().params.empty() ? "" : loaded.error().params[0].value);
    }
    std::vector<journal::StoredEntry> journal_entries() {
        return *db().read(
            [](db::ReadTx& tx) -> Result<std::vector<journal::StoredEntry>> { return journal::follow(tx, {}, 1000); });
    }
    template <class T>
    static std::string key_of(const Result<T>& result) {
        return result ? "" : result.error().key;
    }

    Actor staff_{.name = "staff:1", .channel = Channel::desk};
    std::unique_ptr<Branches> branches_;
};
TANGTHU_ON_BOTH_ENGINES(BranchesTest);

TEST_P(BranchesTest, LoadsTheDemoProvinceOnce) {
    load_demo();
    EXPECT_EQ((*branches_->find_central())->code, "LC");
    const auto today = branches_->list_units({2026, 1, 1});
    EXPECT_THAT(codes(today), Contains("LC-YB"));
    EXPECT_THAT(codes(today), ::testing::Not(Contains("TVYB")));
    EXPECT_EQ(today->front().code, "LC") << "parents first";
    EXPECT_THAT(codes(branches_->list_units({2020, 1, 1})), Contains("TVYB"));
    EXPECT_THAT(codes(branches_->list_units({2025, 6, 30})), Contains("TVYB")) << "its last day counts";
    EXPECT_THAT(codes(branches_->list_units({2025, 7, 1})), ::testing::Not(Contains("TVYB")));
    EXPECT_GT(branches_->list_shelving_locations()->size(), 50U);
    EXPECT_EQ(journal_entries().size(), branches_->list_all_units()->size());
    EXPECT_EQ(key_of(branches_->load(R"({"administrative_units":[],"units":[],"shelving_locations":[]})", staff_)),
              "branches.not_empty");
}

TEST_P(BranchesTest, LoadsAllOrNothing) {
    const auto one = [](const std::string& unit) {
        return R"({"administrative_units":[],"units":[{"code":"A","kind":"central","name_vi":"A","name_en":"A",)"
               R"("valid_from":"2025-07-01","successors":[],"opening_hours":[]},)" +
               unit + R"(],"shelving_locations":[]})";
    };
    const std::string tail = R"("name_en":"","valid_from":"2025-07-01","successors":[],"opening_hours":[]})";
    EXPECT_EQ(key_of(branches_->load(one(R"({"code":"A","kind":"site","name_vi":"x",)" + tail), staff_)),
              "branches.code_taken");
    EXPECT_EQ(key_of(branches_->load(one(R"({"code":"B","kind":"site","name_vi":"x","parent":"C",)" + tail), staff_)),
              "branches.parent_not_found");
    EXPECT_EQ(key_of(branches_->load(one(R"({"code":"B","kind":"site","name_vi":"",)" + tail), staff_)),
              "branches.name_missing");
    EXPECT_EQ(key_of(branches_->load("{", staff_)), "base.json_syntax");
    EXPECT_THAT(*branches_->list_all_units(), IsEmpty());
    EXPECT_THAT(journal_entries(), IsEmpty());
}

TEST_P(BranchesTest, ACodeMeansNothingWithoutADay) {
    load_demo();
    EXPECT_EQ(branches_->get_administrative_unit("15", {2025, 6, 30})->name_vi, "Tỉnh Yên Bái (cũ)");
    EXPECT_EQ(branches_->get_administrative_unit("15", {2025, 7, 1})->name_vi, "Tỉnh Lào Cai");
    EXPECT_EQ(branches_->get_administrative_unit("10", {2025, 6, 30})->successors.at(0).code, "15");
    EXPECT_EQ(key_of(branches_->get_administrative_unit("10", {2025, 7, 1})), "branches.administrative_unit_not_found");
}

TEST_P(BranchesTest, TellsWhoStandsInTheirPlace) {
    load_demo();
    EXPECT_THAT(codes(branches_->successors_of("TVYB", {2026, 1, 1})), ElementsAre("LC"));
    EXPECT_THAT(codes(branches_->successors_of("TVYB", {2025, 6, 30})), ElementsAre("TVYB"));
    EXPECT_THAT(codes(branches_->successors_of("H-VANCHAN", {2026, 1, 1})), ElementsAre("X-CATTHINH", "X-VANCHAN"));
    EXPECT_THAT(codes(branches_->successors_of("H-SIMACAI", {2026, 1, 1})), IsEmpty()) << "closed for good";
    EXPECT_THAT(codes(branches_->predecessors_of("LC")), ::testing::UnorderedElementsAre("TVYB", "TVLC"));
    EXPECT_EQ(key_of(branches_->successors_of("none", {2026, 1, 1})), "branches.unit_not_found");
}

TEST_P(BranchesTest, FollowsSuccessorsOverSeveralSteps) {
    for (const auto* code : {"a", "b", "c"})
        add(code);
    ASSERT_TRUE(branches_->close_unit("a", {{2025, 12, 31}, {{"b", SuccessionHow::merge}}}, 1, staff_));
    ASSERT_TRUE(branches_->close_unit("b", {{2026, 6, 30}, {{"c", SuccessionHow::rename}}}, 1, staff_));
    EXPECT_THAT(codes(branches_->successors_of("a", {2026, 6, 30})), ElementsAre("b"));
    EXPECT_THAT(codes(branches_->successors_of("a", {2026, 7, 1})), ElementsAre("c"));
    EXPECT_THAT(codes(branches_->predecessors_of("c")), ::testing::UnorderedElementsAre("b", "a"));
}

TEST_P(BranchesTest, GivesTheUnitsBelowOne) {
    add("top");
    add("mid", "top");
    add("leaf", "mid");
    add("other");
    EXPECT_THAT(codes(branches_->subtree("top", {2026, 1, 1})), ElementsAre("top", "mid", "leaf"));
    EXPECT_THAT(codes(branches_->subtree("leaf", {2026, 1, 1})), ElementsAre("leaf"));
    EXPECT_THAT(codes(branches_->subtree("top", {2020, 1, 1})), IsEmpty());
}

TEST_P(BranchesTest, EditsOnlyTheVersionItsAuthorSaw) {
    const auto unit = add("X-1");
    auto change = draft("X-1");
    change.name_vi = "Thư viện xã mới";
    const auto edited = branches_->edit_unit(change, unit.version, staff_);
    ASSERT_TRUE(edited);
    EXPECT_EQ(edited->name_vi, "Thư viện xã mới");
    EXPECT_EQ(edited->version, 2);
    EXPECT_EQ(branches_->get_unit("X-1")->name_vi, "Thư viện xã mới") << "the copy in memory is renewed";
    const auto stale = branches_->edit_unit(change, unit.version, staff_);
    EXPECT_EQ(key_of(stale), "branches.stale");
    EXPECT_EQ(stale.error().kind, ErrorKind::Stale);
    change.valid_from = {2024, 1, 1};
    EXPECT_EQ(key_of(branches_->edit_unit(change, 2, staff_)), "branches.first_day_stays");
    EXPECT_EQ(key_of(branches_->edit_unit(draft("none"), 1, staff_)), "branches.unit_not_found");
}

TEST_P(BranchesTest, RefusesWhatCannotBe) {
    add("a");
    add("b", "a");
    const auto refused = [&](auto&& set) {
        auto bad = draft("new");
        set(bad);
        return key_of(branches_->add_unit(bad, staff_));
    };
    EXPECT_EQ(refused([](UnitDraft& unit) { unit.code = ""; }), "branches.bad_code");
    EXPECT_EQ(refused([](UnitDraft& unit) { unit.code = "mã có dấu"; }), "branches.bad_code");
    EXPECT_EQ(refused([](UnitDraft& unit) { unit.code = std::string(33, 'a'); }), "branches.bad_code");
    EXPECT_EQ(refused([](UnitDraft& unit) { unit.code = "a"; }), "branches.code_taken");
    EXPECT_EQ(refused([](UnitDraft& unit) { unit.name_vi = ""; }), "branches.name_missing");
    EXPECT_EQ(refused([](UnitDraft& unit) { unit.parent = "none"; }), "branches.parent_not_found");
    EXPECT_EQ(refused([](UnitDraft& unit) { unit.parent = "new"; }), "branches.parent_not_found");
    EXPECT_EQ(key_of(branches_->edit_unit(draft("a", "b"), 1, staff_)), "branches.parent_circle");
    EXPECT_EQ(key_of(branches_->close_unit("a", {{2025, 6, 30}, {}}, 1, staff_)), "branches.ends_before_it_begins");
    EXPECT_EQ(key_of(branches_->close_unit("a", {{2026, 1, 1}, {{"none", SuccessionHow::merge}}}, 1, staff_)),
              "branches.successor_not_found");
    ASSERT_TRUE(branches_->close_unit("a", {{2026, 1, 1}, {}}, 1, staff_));
    EXPECT_EQ(key_of(branches_->close_unit("a", {{2026, 1, 1}, {}}, 2, staff_)), "branches.already_closed");
    EXPECT_EQ(journal_entries().size(), 3U) << "refusals leave no entry";
}

TEST_P(BranchesTest, EveryChangeIsInTheJournal) {
    const auto unit = add("a");
    ASSERT_TRUE(branches_->edit_unit(draft("a"), 1, staff_));
    ASSERT_TRUE(branches_->set_opening_hours("a", {2026, 1, 1}, {{2, "07:30", "12:00"}}, 2, staff_));
    ASSERT_TRUE(branches_->add_shelving_location({"KM", "a", "Kho mượn", "Lending", false}, staff_));
    ASSERT_TRUE(branches_->close_unit("a", {{2026, 5, 1}, {}}, 3, staff_));
    std::vector<std::string> kinds;
    for (const auto& stored : journal_entries()) {
        kinds.push_back(stored.entry.kind);
        EXPECT_EQ(stored.entry.unit_id, unit.id);
        EXPECT_EQ(stored.entry.subject_id, unit.id.value);
        EXPECT_EQ(stored.entry.actor.name, "staff:1");
    }
    EXPECT_THAT(kinds, ElementsAre("branches.unit_added", "branches.unit_edited", "branches.hours_set",
                                   "branches.location_added", "branches.unit_closed"));
    EXPECT_THAT(journal_entries().back().entry.data, ::testing::HasSubstr("\"valid_to\":\"2026-05-01\""));
}

TEST_P(BranchesTest, HoursHaveTheirSeasons) {
    add("a");
    const std::vector<OpeningSpan> summer{{4, "07:00", "11:30"}, {4, "14:00", "17:00"}};
    const std::vector<OpeningSpan> winter{{4, "07:30", "12:00"}};
    ASSERT_TRUE(branches_->set_opening_hours("a", {2025, 10, 1}, winter, 1, staff_));
    ASSERT_TRUE(branches_->set_opening_hours("a", {2026, 4, 1}, summer, 2, staff_));
    EXPECT_EQ(branches_->opening_hours("a", {2026, 3, 31})->size(), 1U);
    EXPECT_EQ(branches_->opening_hours("a", {2026, 4, 1})->size(), 2U);
    EXPECT_THAT(*branches_->opening_hours("a", {2025, 9, 30}), IsEmpty());
    const auto unit = *branches_->get_unit("a");
    EXPECT_EQ(unit.opening_hours.at(0).opens, "07:30") << "today is winter";
    // 2026-01-01 is a Thursday.
    EXPECT_FALSE(branches_->opening_state(unit, {clock_.now().unix_ms + 7 * 3'600'000}).is_open);
    EXPECT_TRUE(branches_->opening_state(unit, {clock_.now().unix_ms + 8 * 3'600'000}).is_open);
    // Set anew from the middle of the winter: what was planned for the summer goes.
    ASSERT_TRUE(branches_->set_opening_hours("a", {2026, 2, 1}, {}, 3, staff_));
    EXPECT_THAT(*branches_->opening_hours("a", {2026, 5, 1}), IsEmpty());
    EXPECT_EQ(branches_->opening_hours("a", {2026, 1, 31})->size(), 1U);
}

TEST_P(BranchesTest, RefusesHoursThatAreNone) {
    add("a");
    for (const auto& bad : std::vector<std::vector<OpeningSpan>>{{{0, "07:30", "12:00"}},
                                                                 {{8, "07:30", "12:00"}},
                                                                 {{1, "7:30", "12:00"}},
                                                                 {{1, "07:30", "25:00"}},
                                                                 {{1, "07:60", "12:00"}},
                                                                 {{1, "12:00", "12:00"}},
                                                                 {{1, "07:30", "12:00"}, {1, "11:00", "15:00"}}})
        EXPECT_EQ(key_of(branches_->set_opening_hours("a", {2026, 1, 1}, bad, 1, staff_)), "branches.bad_hours");
}

TEST_P(BranchesTest, AnImportMakesProvisionalUnitsOnce) {
    load_demo();
    const auto ensure = [&](const std::string& code) {
        return *db().write(
            [&](db::WriteTx& tx) -> Result<Branches::Ensured> { return branches_->ensure_unit(tx, code); });
    };
    const auto first = ensure("KHO-LA");
    EXPECT_TRUE(first.is_new);
    const auto again = ensure("KHO-LA");
    EXPECT_FALSE(again.is_new);
    EXPECT_EQ(again.id, first.id);
    const auto unit = *branches_->get_unit("KHO-LA");
    EXPECT_TRUE(unit.is_provisional);
    EXPECT_EQ(journal_entries().back().entry.kind, "branches.unit_made_provisional");
    // A bookcase writes in the series of numbers of the library it belongs to.
    const auto bookcase = *branches_->get_unit("LC-XE2");
    EXPECT_EQ(ensure("LC-XE2").number_unit_id, branches_->get_unit(bookcase.parent)->id);
    auto named = draft("KHO-LA");
    named.valid_from = unit.valid_from;
    EXPECT_FALSE(branches_->edit_unit(named, 1, staff_)->is_provisional);
}

TEST_P(BranchesTest, AProvisionalUnitGoesWithItsTransaction) {
    (void)db().write([&](db::WriteTx& tx) -> Result<int> {
        (void)branches_->ensure_unit(tx, "KHO-LA");
        return fail(ErrorKind::Conflict, "test.no");
    });
    EXPECT_EQ(key_of(branches_->get_unit("KHO-LA")), "branches.unit_not_found");
}

TEST_P(BranchesTest, SeesTheChangesOfAnotherProgramWithinASecond) {
    add("a");
    EXPECT_EQ(branches_->list_all_units()->size(), 1U);
    auto other_database = open_again();
    Branches other{other_database, clock_};
    ASSERT_TRUE(other.add_unit(draft("b"), staff_));
    EXPECT_EQ(branches_->list_all_units()->size(), 1U) << "no query for each label";
    clock_.advance_ms(1000);
    EXPECT_EQ(branches_->list_all_units()->size(), 2U);
}

TEST_P(BranchesTest, ListsForTheCommandLine) {
    load_demo();
    const auto list = run_list(*branches_, Date{2026, 1, 1});
    EXPECT_THAT(to_json(*list),
                ::testing::StartsWith(R"({"units":[{"code":"LC","kind":"central","name":"Thư viện tỉnh)"));
    EXPECT_GT(run_list(*branches_, std::nullopt)->units.size(), list->units.size());
}

TEST_P(BranchesTest, AShelvingLocationsCodeIsUniqueInItsUnit) {
    add("a");
    add("b");
    EXPECT_TRUE(branches_->add_shelving_location({"KM", "a", "Kho mượn", "", false}, staff_));
    EXPECT_TRUE(branches_->add_shelving_location({"KM", "b", "Kho mượn", "", false}, staff_));
    EXPECT_EQ(key_of(branches_->add_shelving_location({"KM", "a", "x", "", true}, staff_)),
              "branches.location_code_taken");
    EXPECT_EQ(branches_->list_shelving_locations()->size(), 2U);
}

} // namespace
} // namespace tangthu::branches
