#include "modules/catalogue/impl/catalogue_fixture.h"
#include "modules/catalogue/impl/journal_entries.h"
#include "tests/support/raw_sql.h"

namespace tangthu::catalogue::impl {

using testing::ElementsAre;
using testing::IsEmpty;

class ImportTest : public CatalogueTest {};
TANGTHU_ON_BOTH_ENGINES(ImportTest);

TEST_P(ImportTest, MakesRecordsAndCopiesThatAreFoundAtOnce) {
    const auto report = import({{"1", "Dế Mèn phiêu lưu ký", "Tô Hoài", {"A1", "A2"}},
                                {"2", "Đất rừng phương Nam", "Đoàn Giỏi", {"YB000003"}}});
    EXPECT_EQ(report.read, 2U);
    EXPECT_EQ(report.created, 2U);
    EXPECT_EQ(report.items_created, 3U);
    EXPECT_THAT(report.provisional_units, ElementsAre("CS1"));
    EXPECT_THAT(titles("de men"), ElementsAre("Dế Mèn phiêu lưu ký"));
    EXPECT_THAT(titles("yb000003"), ElementsAre("Đất rừng phương Nam"));
    const auto counts = catalogue_->counts();
    EXPECT_EQ(counts->bibs, 2);
    EXPECT_EQ(counts->items, 3);
}

TEST_P(ImportTest, LeavesEqualRecordsAloneAndOverwritesDifferingOnes) {
    import({{"1", "Dế Mèn phiêu lưu ký", "Tô Hoài", {"A1"}}, {"2", "Quê nội", "Võ Quảng", {"A2"}}});
    const auto again = import(
        {{"1", "Dế Mèn phiêu lưu ký", "Tô Hoài", {"A1"}}, {"2", "Quê nội và Tảng sáng", "Võ Quảng", {"A2", "A9"}}});
    EXPECT_EQ(again.unchanged, 1U);
    EXPECT_EQ(again.updated, 1U);
    EXPECT_EQ(again.created, 0U);
    EXPECT_EQ(again.items_created, 1U);
    EXPECT_EQ(again.items_rejected, 0U);
    EXPECT_THAT(titles("tang sang"), ElementsAre("Quê nội và Tảng sáng"));
    EXPECT_EQ(catalogue_->counts()->items, 3);
}

TEST_P(ImportTest, TheLastOfSeveralWithOneIdentityCountsAlsoWhereItEqualsTheFirst) {
    const Made first{"1", "Quê nội", "Võ Quảng", {"A1"}};
    const Made second{"1", "Tảng sáng", "Võ Quảng", {"A1"}};
    for (const auto& created : {1U, 0U}) { // new in the chunk, then known before it
        const auto report = import({first, second, first});
        EXPECT_EQ(report.created, created);
        EXPECT_EQ(report.updated, 2U);
        EXPECT_EQ(report.unchanged, 1 - created);
        EXPECT_THAT(titles("võ quảng"), ElementsAre("Quê nội"));
    }
    EXPECT_EQ(import({first, first, second, second}).updated, 1U);
    EXPECT_THAT(titles("võ quảng"), ElementsAre("Tảng sáng"));
}

TEST_P(ImportTest, NeverOverwritesByANumberAlone) {
    const Made first{"1", "Dế Mèn phiêu lưu ký", "Tô Hoài", {}, ""};
    const Made stranger{"1", "Tắt đèn", "Ngô Tất Tố", {}, ""};
    import({first});
    const auto report = import({stranger});
    EXPECT_EQ(report.created, 1U);
    EXPECT_EQ(report.updated, 0U);
    ASSERT_EQ(report.problems.size(), 1U);
    EXPECT_EQ(report.problems[0].key, "catalogue.same_number_differs");
    EXPECT_EQ(catalogue_->counts()->bibs, 2);
    EXPECT_EQ(import({first, stranger}).unchanged, 2U);
}

TEST_P(ImportTest, TellsTheRecordsOfTwoSourcesApart) {
    auto from = options(file({{"1", "Dế Mèn phiêu lưu ký", "Tô Hoài", {"A1"}, ""}}));
    from.source = "TVLC";
    ASSERT_TRUE(importer_->import(from, Actor{}));
    from.source = "TVYB";
    const auto other = importer_->import(from, Actor{});
    ASSERT_TRUE(other);
    EXPECT_EQ(other->created, 1U);
    from.source = "TVLC";
    EXPECT_EQ(importer_->import(from, Actor{})->unchanged, 1U);
}

TEST_P(ImportTest, KeepsTheFirstOfCopiesWithOneBarcode) {
    const auto report =
        import({{"1", "Quê nội", "Võ Quảng", {"A1", "A1"}}, {"2", "Tắt đèn", "Ngô Tất Tố", {"A1", "A2"}}});
    EXPECT_EQ(report.items_created, 2U);
    EXPECT_EQ(report.items_rejected, 2U);
    EXPECT_EQ(report.created, 2U);
    std::ifstream in(report.rejects_file);
    std::string line;
    ASSERT_TRUE(std::getline(in, line)) << report.rejects_file;
    EXPECT_THAT(line, testing::HasSubstr("\"barcode\":\"A1\""));
    EXPECT_EQ(catalogue_->list_items(ItemQuery{.barcode = "A1"})->size(), 1U);
}

TEST_P(ImportTest, KeepsTheBytesOfWhatItCannotRead) {
    const auto path = folder() / "bad.mrc";
    std::ofstream(path, std::ios::binary) << marc::to_string(record({"1", "Quê nội"})) << "this is no record\x1d"
                                          << marc::to_string(record({"2", "Tắt đèn"}));
    const auto report = importer_->import(options(path), Actor{});
    ASSERT_TRUE(report);
    EXPECT_EQ(report->created, 2U);
    EXPECT_EQ(report->rejected, 1U);
    EXPECT_EQ(report->read, 3U);
    std::ifstream in(report->rejects_file);
    const std::string all((std::istreambuf_iterator<char>(in)), {});
    EXPECT_THAT(all, testing::HasSubstr("this is no record"));
}

TEST_P(ImportTest, ADryRunCountsAndLeavesNothing) {
    auto dry = options(file({{"1", "Quê nội", "Võ Quảng", {"A1"}},
                             {"1", "Quê nội", "Võ Quảng", {"A1"}},
                             {"2", "Tắt đèn", "Ngô Tất Tố", {"A1"}}}));
    dry.dry_run = true;
    const auto report = importer_->import(dry, Actor{});
    ASSERT_TRUE(report);
    EXPECT_EQ(report->created, 2U);
    EXPECT_EQ(report->unchanged, 1U);
    EXPECT_EQ(report->items_rejected, 1U);
    EXPECT_EQ(catalogue_->counts()->bibs, 0);
    EXPECT_THAT(*importer_->list_batches(10), IsEmpty());
    EXPECT_FALSE(std::filesystem::exists(folder() / "imports"));
}

TEST_P(ImportTest, ADryRunSaysWhatTheImportWillSay) {
    // Two libraries that share a number, far enough apart to be stored in different transactions.
    std::ofstream out(folder() / "two.mrc", std::ios::binary);
    const auto copy_at = [&](const std::string& unit, const std::string& number) {
        auto made = record({number, "Quê nội", "Võ Quảng", {}, "VN-" + unit});
        made.add_field("952");
        made.add_subfield('a', unit);
        made.add_subfield('p', "000001");
        out << marc::to_string(made);
    };
    copy_at("A1", "1");
    out << marc::to_string(record({"7", "Chí Phèo", "Nam Cao", {}, ""}));
    for (int i = 0; i < 3000; ++i)
        out << marc::to_string(record({std::to_string(i), "Tắt đèn", "Ngô Tất Tố", {}, "VN-C"}));
    copy_at("B1", "1");
    copy_at("B1", "2");
    copy_at("A1", "3"); // what follows has met its like in an earlier transaction: copy, record, content, number
    out << marc::to_string(record({"0", "Tắt đèn", "Ngô Tất Tố", {}, "VN-C"}));
    out << marc::to_string(record({"1", "Việc làng", "Ngô Tất Tố", {}, "VN-C"}));
    out << marc::to_string(record({"7", "Đời thừa", "Nam Cao", {}, ""}));
    out.close();
    auto options = this->options(folder() / "two.mrc");
    options.dry_run = true;
    const auto tried = importer_->import(options, Actor{});
    options.dry_run = false;
    const auto done = importer_->import(options, Actor{});
    ASSERT_TRUE(tried && done);
    EXPECT_EQ(done->items_created, 2U);
    EXPECT_EQ(done->items_rejected, 2U);
    EXPECT_EQ(done->unchanged, 1U);
    EXPECT_EQ(done->updated, 1U);
    EXPECT_EQ(done->problem_count, 3U);
    for (const auto figure :
         {&ImportReport::created, &ImportReport::updated, &ImportReport::unchanged, &ImportReport::items_created,
          &ImportReport::items_rejected, &ImportReport::problem_count})
        EXPECT_EQ((*tried).*figure, (*done).*figure);
    EXPECT_EQ(tried->provisional_units, done->provisional_units);
    EXPECT_THAT(done->provisional_units, ElementsAre("A1", "B1"));
}

TEST_P(ImportTest, WhatIsNoRecordIsTakenUpInPortionsToo) {
    std::ofstream out(folder() / "foreign.ndjson", std::ios::binary);
    for (int i = 0; i < 6000; ++i)
        out << "{\"leader\":5}\n";
    out.close();
    int portions = 0;
    const auto report =
        importer_->import(options(folder() / "foreign.ndjson"), Actor{}, [&](const ImportProgress&) { ++portions; });
    ASSERT_TRUE(report);
    EXPECT_EQ(report->rejected, 6000U);
    EXPECT_EQ(report->problem_count, 6000U);
    EXPECT_GT(portions, 2) << "6,000 rejects waited in memory for a record";
}

TEST_P(ImportTest, GoingOnWithABatchPassesOverWhatWasStored) {
    std::vector<Made> records{{"1", "Bản một"}};
    for (int i = 2; i < 3000; ++i)
        records.push_back({std::to_string(i), "Nhan đề " + std::to_string(i)});
    records.insert(records.begin() + 40, Made{"1", "Bản hai"});
    records.push_back({"3000", "Th mục địa chí"});
    auto asked = options(file(records));
    asked.find_lost_letters = true;
    int portions = 0;
    const auto die = [&](const ImportProgress&) {
        if (++portions == 2) throw std::runtime_error("killed");
    };
    EXPECT_THROW(static_cast<void>(importer_->import(asked, Actor{}, die)), std::runtime_error);
    const auto batch = importer_->list_batches(1)->at(0);
    EXPECT_GT(batch.report.read, 41U);
    EXPECT_LT(batch.report.read, records.size());
    test::run_raw_sql(db(), "UPDATE cat_batches SET owner_process = 'elsewhere 1 1', heartbeat_at = 0");
    const auto whole = importer_->resume(batch.uid, folder() / "imports", Actor{});
    ASSERT_TRUE(whole) << whole.error().key;
    EXPECT_EQ(whole->read, records.size());
    EXPECT_EQ(whole->created, records.size() - 1);
    EXPECT_EQ(whole->updated, 1U);
    EXPECT_EQ(whole->unchanged + whole->rejected, 0U);
    EXPECT_EQ(catalogue_->counts()->bibs, static_cast<std::int64_t>(records.size() - 1));
    EXPECT_THAT(titles("\"bản hai\""), ElementsAre("Bản hai"));
    EXPECT_THAT(titles("\"địa chí\""), ElementsAre("Thư mục địa chí")) << "read as the import read";
}

TEST_P(ImportTest, AnImportThatFailsOnTheWayDoesNotPassForOneAtWork) {
    std::vector<Made> records;
    for (int i = 0; i < 3000; ++i)
        records.push_back({std::to_string(i), "Nhan đề " + std::to_string(i)});
    auto two = options(file(records));
    two.files.push_back(file({{"x", "Tắt đèn"}}, "second.mrc"));
    const auto failed = importer_->import(
        two, Actor{}, [&](const ImportProgress&) { std::filesystem::remove(folder() / "second.mrc"); });
    ASSERT_FALSE(failed);
    EXPECT_EQ(importer_->list_batches(1)->at(0).state, BatchState::interrupted);
}

TEST_P(ImportTest, ABatchWhoseFileHasChangedIsNotGoneOnWith) {
    const auto path = file({{"1", "Quê nội"}});
    const auto done = importer_->import(options(path), Actor{});
    ASSERT_TRUE(done);
    test::run_raw_sql(db(),
                      "UPDATE cat_batches SET state = 'running', owner_process = 'elsewhere 1 1', heartbeat_at = 0");
    file({{"1", "Quê nội"}, {"2", "Tắt đèn"}});
    EXPECT_EQ(importer_->resume(done->batch, folder() / "imports", Actor{}).error().key,
              "catalogue.batch_files_changed");
}

TEST_P(ImportTest, UndoRemovesWhatTheBatchMadeAndRestoresWhatItChanged) {
    import({{"1", "Quê nội", "Võ Quảng", {"A1"}}});
    const auto batch =
        import({{"1", "Quê nội, bản mới", "Võ Quảng", {"A1", "A5"}}, {"2", "Tắt đèn", "Ngô Tất Tố", {"A2"}}});
    const auto undone = importer_->undo(batch.batch, Actor{});
    ASSERT_TRUE(undone) << undone.error().key;
    EXPECT_EQ(undone->bibs_removed, 1U);
    EXPECT_EQ(undone->bibs_restored, 1U);
    EXPECT_EQ(undone->items_removed, 2U);
    EXPECT_THAT(titles("que noi"), ElementsAre("Quê nội"));
    EXPECT_THAT(titles("tat den"), IsEmpty());
    EXPECT_EQ(catalogue_->counts()->items, 1);
    EXPECT_EQ(importer_->undo(batch.batch, Actor{}).error().key, "catalogue.batch_already_undone");
    EXPECT_EQ(import({{"1", "Quê nội", "Võ Quảng", {"A1"}}}).unchanged, 1U);
}

TEST_P(ImportTest, UndoKeepsARecordThatAnotherBatchHasChangedSince) {
    const auto first = import({{"1", "Quê nội", "Võ Quảng", {"A1"}}});
    import({{"1", "Quê nội, bản mới", "Võ Quảng", {"A1"}}});
    const auto undone = importer_->undo(first.batch, Actor{});
    ASSERT_TRUE(undone);
    EXPECT_EQ(undone->kept, 1U);
    EXPECT_THAT(titles("que noi"), ElementsAre("Quê nội, bản mới"));
}

TEST_P(ImportTest, RefusesWhatItIsNotGivenInWords) {
    EXPECT_EQ(importer_->import({}, Actor{}).error().key, "catalogue.import_no_file");
    EXPECT_EQ(importer_->import(options(folder() / "none.mrc"), Actor{}).error().key, "catalogue.import_unreadable");
    auto odd = options(file({{"1", "Quê nội"}}));
    odd.format = "docx";
    EXPECT_EQ(importer_->import(odd, Actor{}).error().key, "catalogue.unknown_format");
    odd.format.clear();
    odd.unit = "NOWHERE";
    EXPECT_EQ(importer_->import(odd, Actor{}).error().key, "catalogue.unknown_unit");
}

TEST_P(ImportTest, ExportsWhatCameIn) {
    const std::vector<Made> made = {{"1", "Quê nội", "Võ Quảng", {"A1"}}, {"2", "Tắt đèn", "Ngô Tất Tố", {"A1"}}};
    import(made);
    std::ostringstream out;
    const auto written = export_records(db(), *branches_, {}, out);
    ASSERT_TRUE(written);
    const auto bytes = out.str();
    marc::RecordReader reader(bytes);
    marc::Record read;
    for (const auto& one : made) {
        ASSERT_EQ(reader.next(read), marc::ReadOutcome::Record);
        EXPECT_TRUE(marc::same_content(read, record(one)));
    }
    EXPECT_EQ(reader.next(read), marc::ReadOutcome::End);
}

TEST_P(ImportTest, ALostIndexIsBuiltAgainFromTheDatabase) {
    import({{"1", "Quê nội", "Võ Quảng", {"A1"}}});
    close_rooms();
    std::filesystem::remove_all(folder() / "index");
    open_rooms();
    ASSERT_TRUE(indexer_->ensure());
    EXPECT_THAT(titles("vo quang"), ElementsAre("Quê nội"));
    const auto standing = indexer_->standing();
    EXPECT_TRUE(standing->ok) << standing->detail << standing->position << " of " << standing->journal_position;
}

TEST_P(ImportTest, AnIndexOfDaysThatARestoreTookBackIsBuiltAgain) {
    import({{"1", "Quê nội"}});
    {
        auto writer = index_->writer();
        ASSERT_TRUE(writer);
        writer->commit(999'999);
    }
    EXPECT_TRUE(indexer_->standing()->is_ahead);
    EXPECT_FALSE(indexer_->standing()->ok);
    ASSERT_TRUE(indexer_->ensure());
    EXPECT_TRUE(indexer_->standing()->ok);
    EXPECT_THAT(titles("que noi"), ElementsAre("Quê nội"));
}

TEST_P(ImportTest, AnIndexThatMissedAnImportCatchesUpFromTheJournal) {
    import({{"1", "Quê nội", "Võ Quảng", {"A1"}}});
    // Another node with an index of its own imports into the same database.
    auto other_index = search::Index::open(folder() / "index-2", catalogue_index_schema(), search::Access::write);
    ASSERT_TRUE(other_index);
    branches::Branches other_branches(db(), clock_);
    Indexer other_indexer(db(), other_branches, *other_index, IndexRole::writer);
    Importer other_importer(db(), other_branches, other_indexer, messages_, clock_);
    ASSERT_TRUE(other_importer.import(options(file({{"2", "Tắt đèn", "Ngô Tất Tố", {"A2"}}})), Actor{}));
    EXPECT_THAT(titles("tat den"), IsEmpty());
    EXPECT_TRUE(indexer_->standing()->is_stale);
    EXPECT_EQ(*indexer_->catch_up(), 1U);
    EXPECT_THAT(titles("tat den"), ElementsAre("Tắt đèn"));
    const auto standing = indexer_->standing();
    EXPECT_TRUE(standing->ok) << standing->detail << standing->position << " of " << standing->journal_position;
}

TEST_P(ImportTest, CatchingUpStopsBetweenTwoCommitsAndGoesOnWhereItStood) {
    ASSERT_TRUE(indexer_->ensure());
    // An undo of 20,000 records elsewhere, then one more entry: the first fills a commit of its own.
    std::vector<BibId> gone;
    for (std::int64_t id = 1; id <= 20'000; ++id)
        gone.push_back(BibId{id});
    for (const auto ids : {std::span<const BibId>{gone}, std::span<const BibId>{gone}.first(1)}) {
        const auto appended = db().write([&](db::WriteTx& tx) -> Result<std::int64_t> {
            return append_touched(tx, kImportUndone, Actor{}, "elsewhere", ids, clock_.now());
        });
        ASSERT_TRUE(appended);
    }
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(indexer_->catch_up(stop.get_token()).value(), 20'000U);
    EXPECT_TRUE(indexer_->standing()->is_stale);
    EXPECT_EQ(indexer_->catch_up().value(), 1U);
    EXPECT_TRUE(indexer_->standing()->ok);
}

} // namespace tangthu::catalogue::impl
