// What an import decides when things meet, and what an undo puts back.

#include "modules/catalogue/impl/catalogue_fixture.h"
#include "platform/journal/journal.h"
#include "tests/support/raw_sql.h"

#include <future>

namespace tangthu::catalogue::impl {

using testing::AnyOf;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class UndoTest : public CatalogueTest {
protected:
    /// A record with one copy whose unit is not named and whose call number is given.
    std::filesystem::path one_copy(const std::string& title, const std::string& call_number) {
        marc::Record made = record({"1", title, "Võ Quảng"});
        made.add_field("952");
        made.add_subfield('o', call_number);
        made.add_subfield('p', "BC1");
        std::ofstream(folder() / "one.mrc", std::ios::binary) << marc::to_string(made);
        return folder() / "one.mrc";
    }
    std::string import_file(const std::filesystem::path& path) {
        const auto report = importer_->import(options(path), Actor{});
        EXPECT_TRUE(report) << report.error().key;
        return report ? report->batch : std::string{};
    }
    UndoReport undo(const std::string& batch) {
        const auto report = importer_->undo(batch, Actor{});
        EXPECT_TRUE(report) << report.error().key;
        return report ? *report : UndoReport{};
    }
    Item copy_with(const std::string& barcode) {
        const auto items = catalogue_->list_items(ItemQuery{.barcode = barcode});
        EXPECT_TRUE(items && items->size() == 1);
        return items && !items->empty() ? items->front() : Item{};
    }
};
TANGTHU_ON_BOTH_ENGINES(UndoTest);

TEST_P(UndoTest, GivesACopyWithoutAUnitItsOldCallNumberBack) {
    import_file(one_copy("Quê nội", "OLD1"));
    const auto batch = import_file(one_copy("Quê nội, bản mới", "NEW1"));
    EXPECT_EQ(copy_with("BC1").call_number, "NEW1");
    undo(batch);
    EXPECT_EQ(copy_with("BC1").call_number, "OLD1");
}

TEST_P(UndoTest, ACopyWithoutAUnitGoesBackToTheOneThatTheImportNamed) {
    const auto unit = branches_->add_unit({.code = "LC-YB",
                                           .kind = branches::UnitKind::site,
                                           .name_vi = "Cơ sở Yên Bái",
                                           .name_en = "Yên Bái site",
                                           .valid_from = {2025, 7, 1}},
                                          Actor{});
    ASSERT_TRUE(unit);
    std::string last;
    for (const auto* title : {"Quê nội", "Quê nội, bản mới"}) {
        auto named = options(one_copy(title, title));
        named.unit = "LC-YB";
        const auto report = importer_->import(named, Actor{});
        ASSERT_TRUE(report) << report.error().key;
        last = report->batch;
    }
    undo(last);
    EXPECT_EQ(copy_with("BC1").call_number, "Quê nội");
    EXPECT_EQ(copy_with("BC1").unit_id, unit->id);
}

TEST_P(UndoTest, NoHoldingStaysWithoutACopy) {
    const auto holdings = [&] {
        return *db().read([](db::ReadTx& tx) -> Result<std::int64_t> {
            return tx.find_value<std::int64_t>("SELECT count(*) FROM cat_holdings").value_or(0);
        });
    };
    import_file(one_copy("Quê nội", "OLD1"));
    const auto batch = import_file(one_copy("Quê nội, bản mới", "NEW1"));
    EXPECT_EQ(holdings(), 1);
    undo(batch);
    EXPECT_EQ(holdings(), 1);
}

TEST_P(UndoTest, OneThatWasKilledIsFinishedByAnother) {
    import({{"1", "Quê nội"}, {"2", "Tắt đèn"}});
    const auto batch = import({{"1", "Quê nội, bản mới"}, {"2", "Tắt đèn, bản mới"}, {"3", "Chí Phèo"}}).batch;
    EXPECT_EQ(undo(batch).bibs_restored, 2U);
    test::run_raw_sql(db(), "UPDATE cat_batches SET state = 'running', owner_process = 'elsewhere 1 1', "
                            "heartbeat_at = 0 WHERE is_undoing = 1");
    EXPECT_EQ(importer_->list_batches(1)->at(0).state, BatchState::half_undone);
    EXPECT_EQ(importer_->resume(batch, folder() / "imports", Actor{}).error().key, "catalogue.batch_half_undone");
    const auto rest = undo(batch);
    EXPECT_EQ(rest.kept, 0U);
    EXPECT_EQ(rest.bibs_restored, 0U);
    EXPECT_THAT(titles("que noi"), ElementsAre("Quê nội"));
}

TEST_P(UndoTest, OfTwoAtOnceOneTakesTheWholeBatchBackAndTheOtherIsTold) {
    std::vector<Made> many; // for several transactions
    for (int i = 0; i < 700; ++i)
        many.push_back({std::to_string(i), "Quê nội " + std::to_string(i)});
    const auto batch = import(many).batch;
    Importer elsewhere(db(), *branches_, *indexer_, messages_, clock_);
    auto second = std::async(std::launch::async, [&] { return elsewhere.undo(batch, Actor{}); });
    auto done = importer_->undo(batch, Actor{});
    auto refused = second.get();
    if (!done) std::swap(done, refused);
    ASSERT_TRUE(done) << done.error().key;
    EXPECT_EQ(done->bibs_removed, 700U);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().key, AnyOf("catalogue.batch_running", "catalogue.batch_already_undone"));
    EXPECT_EQ(catalogue_->counts()->bibs, 0);
}

TEST_P(UndoTest, ReadsCopiesAsTheImportsProfileDid) {
    const auto profile = folder() / "profile.json";
    std::ofstream(profile) << R"({"field":"949","barcode":"b","call_number":"c"})";
    const auto with = [&](const std::string& title, const std::string& call_number) {
        marc::Record made = record({"1", title});
        made.add_field("949");
        made.add_subfield('b', "BC1");
        made.add_subfield('c', call_number);
        std::ofstream(folder() / "949.mrc", std::ios::binary) << marc::to_string(made);
        auto wanted = options(folder() / "949.mrc");
        wanted.items_profile = profile;
        const auto report = importer_->import(wanted, Actor{});
        EXPECT_TRUE(report) << report.error().key;
        return report ? report->batch : std::string{};
    };
    with("Quê nội", "OLD1");
    undo(with("Quê nội, bản mới", "NEW1"));
    EXPECT_EQ(copy_with("BC1").call_number, "OLD1");
}

TEST_P(UndoTest, TakesTheFirstBatchBackAfterTheSecond) {
    const auto first = import({{"1", "Quê nội", "Võ Quảng", {"A1"}}});
    const auto second = import({{"1", "Quê nội, bản mới", "Võ Quảng", {"A1"}}});
    EXPECT_EQ(undo(second.batch).bibs_restored, 1U);
    const auto undone = undo(first.batch);
    EXPECT_EQ(undone.kept, 0U);
    EXPECT_EQ(undone.bibs_removed, 1U);
    EXPECT_EQ(catalogue_->counts()->bibs, 0);
}

TEST_P(UndoTest, TakesAMiddleBatchBackOnlyAfterTheLaterOne) {
    import({{"1", "Quê nội 1", "Võ Quảng", {}}});
    const auto second = import({{"1", "Quê nội 2", "Võ Quảng", {}}});
    const auto third = import({{"1", "Quê nội 3", "Võ Quảng", {}}});
    undo(third.batch);
    EXPECT_EQ(undo(second.batch).bibs_restored, 1U);
    EXPECT_THAT(titles("que noi"), ElementsAre("Quê nội 1"));
}

TEST_P(UndoTest, KeepsWhatALaterBatchHasMadeOfARecord) {
    import({{"1", "Quê nội 1", "Võ Quảng", {}}});
    const auto second = import({{"1", "Quê nội 2", "Võ Quảng", {}}});
    import({{"1", "Quê nội 3", "Võ Quảng", {}}});
    EXPECT_EQ(undo(second.batch).kept, 1U);
    EXPECT_THAT(titles("que noi"), ElementsAre("Quê nội 3"));
}

TEST_P(UndoTest, PutsSourceBytesAndRepairsBack) {
    const std::string loose = "V\xC3\xB5 Qua\xCC\x89ng"; // a tone as a letter of its own
    auto loosened = record({"1", "Quê nội", loose});
    std::ofstream(folder() / "nfd.mrc", std::ios::binary) << marc::to_string(loosened);
    import_file(folder() / "nfd.mrc");
    const auto repairs = [&] {
        const auto found = catalogue_->search({.query = "que noi"});
        return found && !found->hits.empty() ? catalogue_->get_bib(found->hits[0].id)->repairs
                                             : std::vector<std::string>{};
    };
    const auto before = repairs();
    ASSERT_THAT(before, testing::Not(IsEmpty()));
    const auto batch = import({{"1", "Quê nội, bản mới", "Võ Quảng", {}}});
    EXPECT_THAT(repairs(), IsEmpty());
    undo(batch.batch);
    EXPECT_EQ(repairs(), before);
}

TEST_P(UndoTest, TheLastOfSeveralRecordsOfOneIdentityStands) {
    const auto report =
        import({{"1", "Bản một", "Võ Quảng", {}}, {"1", "Bản hai", "Võ Quảng", {}}, {"1", "Bản một", "Võ Quảng", {}}});
    EXPECT_EQ(report.created, 1U);
    EXPECT_EQ(report.updated, 2U);
    EXPECT_THAT(titles("vo quang"), ElementsAre("Bản một"));
}

TEST_P(UndoTest, TwoLibrariesWithoutASourceMayShareNumbers) {
    const auto at = [&](const std::string& unit, const std::string& title) {
        marc::Record made = record({"", title, "Võ Quảng", {}, ""});
        made.add_field("952");
        made.add_subfield('a', unit);
        made.add_subfield('p', "000001");
        std::ofstream(folder() / "site.mrc", std::ios::binary) << marc::to_string(made);
        return importer_->import(options(folder() / "site.mrc"), Actor{});
    };
    EXPECT_EQ(at("A1", "Quê nội")->items_created, 1U);
    EXPECT_EQ(at("B1", "Tắt đèn")->items_created, 1U);
    EXPECT_EQ(at("B1", "Lều chõng")->items_rejected, 1U) << "that series has it already";
    EXPECT_THAT(*catalogue_->list_items(ItemQuery{.barcode = "000001"}), SizeIs(2));
}

TEST_P(UndoTest, EachProblemStandsInTheFileHoweverMany) {
    std::vector<Made> many;
    for (int i = 0; i < 150; ++i)
        many.push_back({"7", "Nhan đề " + std::to_string(i), "Võ Quảng", {}, ""});
    const auto report = import(many);
    EXPECT_EQ(report.created, 150U);
    std::ifstream in(report.rejects_file);
    int lines = 0;
    for (std::string line; std::getline(in, line);)
        ++lines;
    EXPECT_EQ(lines, 149);
}

TEST_P(UndoTest, AWithdrawnCopyStaysWithdrawnAndIsNoClash) {
    import({{"1", "Quê nội", "Võ Quảng", {"A1"}}});
    test::run_raw_sql(db(), "UPDATE cat_items SET condition = 'withdrawn'");
    const auto again = import({{"1", "Quê nội, bản mới", "Võ Quảng", {"A1"}}});
    EXPECT_EQ(again.items_rejected, 0U);
    EXPECT_EQ(copy_with("A1").condition, "withdrawn");
}

TEST_P(UndoTest, ACopyWithoutANumberIsNotAddedAgainWithItsRecord) {
    const auto unnumbered = [&](const std::string& title) {
        auto made = record({"1", title, "Võ Quảng"});
        made.add_field("952");
        made.add_subfield('a', "CS1");
        made.add_subfield('o', "895.9223 Q");
        std::ofstream(folder() / "one.mrc", std::ios::binary) << marc::to_string(made);
        return folder() / "one.mrc";
    };
    import_file(unnumbered("Quê nội"));
    import_file(unnumbered("Quê nội, bản mới"));
    EXPECT_EQ(catalogue_->counts()->items, 1) << "it can't be told from the one that is there";
}

TEST_P(UndoTest, ManyChangesGoThroughInSeveralTransactions) {
    std::vector<Made> first;
    std::vector<Made> second;
    for (int i = 0; i < 150; ++i) {
        first.push_back({std::to_string(i), "Cũ " + std::to_string(i)});
        second.push_back({std::to_string(i), "Mới " + std::to_string(i)});
    }
    const auto transactions = [&] {
        return *db().read([](db::ReadTx& tx) -> Result<std::size_t> { return journal::follow(tx, {}, 10'000).size(); });
    };
    import(first);
    const auto before = transactions();
    const auto report = import(second);
    EXPECT_GT(transactions(), before + 1) << "150 changes kept the writer at once";
    EXPECT_EQ(report.read, 150U);
    EXPECT_EQ(report.updated, 150U);
    EXPECT_EQ(undo(report.batch).bibs_restored, 150U);
    EXPECT_THAT(titles("\"mới 149\""), IsEmpty());
}

} // namespace tangthu::catalogue::impl
