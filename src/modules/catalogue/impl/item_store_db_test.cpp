#include "modules/catalogue/impl/item_store.h"

#include "modules/catalogue/impl/catalogue_fixture.h"

#include <set>

namespace tangthu::catalogue::impl {
namespace {

using ::testing::HasSubstr;

class ItemsTest : public CatalogueTest {
protected:
    /// One record with an item, and beside it 30 items in each of 100 units: 1000 … 1099.
    void fill() {
        import({{"1", "Dế Mèn", "Tô Hoài", {"D1"}}});
        ASSERT_TRUE(db().write([](db::WriteTx& tx) -> Result<void> {
            tx.execute("INSERT INTO cat_items (bib_id, holding_id, batch_id, owner_unit_id, unit_id, number_unit_id, "
                       "item_type, copy_number, funding_source, note, condition) "
                       "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 3000) "
                       "SELECT bib_id, holding_id, batch_id, owner_unit_id, 1000 + n % 100, number_unit_id, item_type, "
                       "copy_number, funding_source, note, condition FROM cat_items, numbers");
            tx.execute("ANALYZE cat_items");
            return {};
        }));
    }
    std::vector<Item> of_unit(std::int64_t unit, ItemId after, std::uint32_t limit) {
        return *db().read([&](db::ReadTx& tx) -> Result<std::vector<Item>> {
            ItemQuery query;
            query.unit_id = UnitId{unit};
            query.after = after;
            query.limit = limit;
            return find_items(tx, query);
        });
    }
};
TANGTHU_ON_BOTH_ENGINES(ItemsTest);

TEST_P(ItemsTest, PagesThroughWhatAUnitKeeps) {
    fill();
    std::set<std::int64_t> seen;
    ItemId last;
    for (const std::size_t expected : {20U, 10U, 0U}) {
        const auto page = of_unit(1007, last, 20);
        ASSERT_EQ(page.size(), expected);
        for (const auto& item : page) {
            EXPECT_EQ(item.unit_id, UnitId{1007});
            EXPECT_TRUE(seen.insert(item.id.value).second);
            EXPECT_GT(item.id.value, last.value);
            last = item.id;
        }
    }
}

TEST_P(ItemsTest, FindsWhatAUnitKeepsByItsIndex) {
    fill();
    const auto plan = *db().read([&](db::ReadTx& tx) -> Result<std::string> {
        const bool is_sqlite = db().engine() == db::Engine::Sqlite;
        std::string all;
        for (const auto& row : tx.query((is_sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + std::string{kItemsOfUnit},
                                        UnitId{1007}, ItemId{}, 20))
            all += row.get<std::string>(is_sqlite ? 3 : 0) + "\n";
        return all;
    });
    EXPECT_THAT(plan, HasSubstr("cat_items_by_unit"));
}

} // namespace
} // namespace tangthu::catalogue::impl
