#pragma once

#include "modules/branches/branches.h"
#include "modules/catalogue/catalogue.h"
#include "modules/catalogue/export.h"
#include "modules/catalogue/import.h"
#include "modules/catalogue/indexer.h"
#include "platform/marc/reader.h"
#include "platform/marc/writer.h"
#include "platform/search/index.h"
#include "platform/text/messages.h"
#include "tests/support/engines.h"

#include <fstream>
#include <gmock/gmock.h>
#include <memory>
#include <sstream>

namespace tangthu::catalogue::impl {

/// A catalogue on a throw-away database with an index of its own.
class CatalogueTest : public test::EngineTest {
protected:
    void SetUp() override {
        EngineTest::SetUp();
        if (IsSkipped()) return;
        open_rooms();
    }
    void TearDown() override {
        close_rooms();
        EngineTest::TearDown();
    }

    void open_rooms() {
        auto index = search::Index::open(folder() / "index", catalogue_index_schema(), search::Access::write);
        ASSERT_TRUE(index) << index.error().key;
        index_ = std::make_unique<search::Index>(*std::move(index));
        branches_ = std::make_unique<branches::Branches>(db(), clock_);
        indexer_ = std::make_unique<Indexer>(db(), *branches_, *index_, IndexRole::writer);
        importer_ = std::make_unique<Importer>(db(), *branches_, *indexer_, messages_, clock_);
        catalogue_ = std::make_unique<Catalogue>(db(), *index_);
    }
    void close_rooms() {
        catalogue_.reset();
        importer_.reset();
        indexer_.reset();
        branches_.reset();
        index_.reset();
    }

    /// A small record: control numbers, title, author and copies by barcode in unit CS1.
    struct Made {
        std::string number;
        std::string title;
        std::string author = "Tô Hoài";
        std::vector<std::string> barcodes = {};
        std::string organisation = "VN-TEST";
    };
    static marc::Record record(const Made& made) {
        marc::Record out;
        if (!made.number.empty()) out.add_control("001", made.number);
        if (!made.organisation.empty()) out.add_control("003", made.organisation);
        out.add_control("008", "181222s2009    vm                  vie d");
        out.add_field("082", '0', '4');
        out.add_subfield('a', "895.9223");
        out.add_field("100", '0');
        out.add_subfield('a', made.author);
        out.add_field("245", '1', '0');
        out.add_subfield('a', made.title);
        for (const auto& barcode : made.barcodes) {
            out.add_field("952");
            out.add_subfield('a', "CS1");
            out.add_subfield('o', "895.9223 T450H");
            out.add_subfield('p', barcode);
        }
        return out;
    }
    std::filesystem::path file(const std::vector<Made>& records, const std::string& name = "records.mrc") {
        std::string bytes;
        for (const auto& made : records)
            bytes += marc::to_string(record(made));
        std::ofstream(folder() / name, std::ios::binary) << bytes;
        return folder() / name;
    }
    ImportOptions options(const std::filesystem::path& path) {
        ImportOptions out;
        out.files = {path};
        out.rejects_folder = folder() / "imports";
        return out;
    }
    ImportReport import(const std::vector<Made>& records) {
        auto report = importer_->import(options(file(records)), Actor{});
        EXPECT_TRUE(report) << report.error().key;
        return report ? *std::move(report) : ImportReport{};
    }
    std::vector<std::string> titles(const std::string& query) {
        auto found = catalogue_->search({.query = query});
        EXPECT_TRUE(found) << found.error().key;
        std::vector<std::string> list;
        if (found)
            for (const auto& hit : found->hits)
                list.push_back(hit.title);
        return list;
    }

    text::Messages messages_;
    std::unique_ptr<search::Index> index_;
    std::unique_ptr<branches::Branches> branches_;
    std::unique_ptr<Indexer> indexer_;
    std::unique_ptr<Importer> importer_;
    std::unique_ptr<Catalogue> catalogue_;
};

} // namespace tangthu::catalogue::impl
